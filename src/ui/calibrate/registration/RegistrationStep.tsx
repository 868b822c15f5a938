/**
 * NIR onto white light: pairs of points marked by hand, refined by the computer, judged by eye. Text and buttons stand in
 * the panel; the two pictures lie over the viewport.
 */
import { useRef, useState } from 'react';
import type { PointPair } from '#model/calibration.ts';
import { mapPoint } from '#model/geometry.ts';
import { useCommands, useConductor } from '../../house.ts';
import { FindingList, isUsable } from './FindingList.tsx';
import { Loupe } from './Loupe.tsx';
import {
  type Channel,
  letGo,
  type Marked,
  nothingHeld,
  otherChannel,
  press,
  settle,
  withPoint,
} from './marking.ts';
import { PictureLayer } from './PictureLayer.tsx';
import { type PaneHandle, PicturePane } from './PicturePane.tsx';
import { PointMark } from './PointMark.tsx';
import { marked, wholeSight } from './pane-geometry.ts';
import { ResidualTable } from './ResidualTable.tsx';
import { type PictureSource, usePictureSource } from './use-picture-source.ts';

const channelWords = { white: 'white light', nir: 'NIR' } as const;
const paneNames = { white: 'White light picture', nir: 'NIR picture' } as const;
const channels = ['white', 'nir'] as const;
const fewestPairs = 4;

export function RegistrationStep() {
  const { calibrate } = useCommands();
  const run = useConductor('calibrating', state => state.run);
  const [marking, setMarking] = useState(nothingHeld);
  const [sight, setSight] = useState(wholeSight);
  const [usesDistortion, setUsesDistortion] = useState(run?.registration?.distortion != null);
  const panes = { white: useRef<PaneHandle>(null), nir: useRef<PaneHandle>(null) };
  const white = usePictureSource(run?.pictures?.white);
  const nir = usePictureSource(run?.pictures?.nir);
  if (!run) return null;
  const { pairs, registration, refined } = run;
  const sources: Readonly<Record<Channel, PictureSource | null>> = { white, nir };

  const setPairs = (next: readonly PointPair[]) => {
    if (next !== pairs) calibrate.setPairs(next, usesDistortion);
  };
  const take = (next: Marked) => {
    setMarking(next.marking);
    setPairs(next.pairs);
  };
  const set = () => {
    const next = settle({ marking, pairs });
    take(next);
    const from = marking.held?.channel ?? 'white';
    panes[next.marking.half ? otherChannel(from) : from].current?.focus();
  };

  return (
    <div className="stack registration-step" data-keeps-focus="true">
      <p>
        Mark the same place in both pictures: press it in white light, then in NIR. At least four places, well
        spread, none three of them on a line.
      </p>
      <div className="row">
        <button
          type="button"
          className={white && nir ? '' : 'primary'}
          onClick={() => void calibrate.takePictures()}
        >
          {white && nir ? 'Take new pictures' : 'Take pictures'}
        </button>
      </div>
      {pairs.length < fewestPairs && (
        <p role="status">
          {pairs.length} of at least {fewestPairs} pairs marked.
        </p>
      )}
      <label className="check">
        <input
          type="checkbox"
          checked={usesDistortion}
          onChange={event => {
            setUsesDistortion(event.currentTarget.checked);
            calibrate.setPairs(pairs, event.currentTarget.checked);
          }}
        />
        <span>Radial distortion of the lens</span>
      </label>
      <ResidualTable
        pairs={pairs}
        fit={registration}
        mmPerPx={run.draft.scale?.mmPerPx ?? null}
        onRemove={index => setPairs(pairs.filter((_, i) => i !== index))}
      />
      {registration && <FindingList findings={registration.findings} />}
      <div className="row">
        <button
          type="button"
          className="primary"
          disabled={!registration || !isUsable(registration.findings)}
          onClick={() => calibrate.acceptRegistration('pairs')}
        >
          Use the pairs
        </button>
        <button type="button" disabled={!registration} onClick={() => void calibrate.refine()}>
          Refine automatically
        </button>
        <button
          type="button"
          disabled={!refined || !isUsable(refined.findings)}
          onClick={() => calibrate.acceptRegistration('refined')}
        >
          Use the refined
        </button>
      </div>
      <PictureLayer name="Pictures to mark">
        <div className="picture-panes">
          {channels.map(channel => {
            const source = sources[channel];
            const { held, half } = marking;
            return source ? (
              <PicturePane
                key={channel}
                ref={panes[channel]}
                label={paneNames[channel]}
                hint="Arrows carry the cross, Enter marks; plus and minus zoom, 0 shows the whole."
                source={source}
                sight={sight}
                onSight={setSight}
                onPress={point => take(press({ marking, pairs }, { channel, point }))}
                cursorStart={half && half.channel !== channel ? guess(channel, half.point) : null}
              >
                {(placing, size) => (
                  <>
                    {pairs.map((pair, index) => (
                      <PointMark
                        // biome-ignore lint/suspicious/noArrayIndexKey: a pair is its number.
                        key={index}
                        name={`Pair ${index + 1}, ${channelWords[channel]}`}
                        label={`${index + 1}`}
                        point={pair[channel]}
                        placing={placing}
                        onMove={point =>
                          setPairs(withPoint(pairs, index, { channel, point: marked(point, source.picture) }))
                        }
                        onOpen={() =>
                          setMarking({ ...marking, held: { channel, index, point: pair[channel] } })
                        }
                        onRemove={() => setPairs(pairs.filter((_, i) => i !== index))}
                      />
                    ))}
                    {held?.channel === channel && (
                      <Loupe
                        name={`Pair ${(held.index ?? pairs.length) + 1}, ${channelWords[channel]}`}
                        source={source}
                        point={held.point}
                        placing={placing}
                        pane={size}
                        onMove={point => setMarking({ ...marking, held: { ...held, point } })}
                        onSet={set}
                        onCancel={() => {
                          setMarking(letGo(marking));
                          panes[channel].current?.focus();
                        }}
                      />
                    )}
                  </>
                )}
              </PicturePane>
            ) : (
              <p key={channel} className="no-picture">
                No {channelWords[channel]} picture yet. Press Take pictures.
              </p>
            );
          })}
        </div>
      </PictureLayer>
    </div>
  );

  /** Where the other half of a pair likely is. */
  function guess(channel: Channel, point: PointPair['white']) {
    return channel === 'nir' && registration ? mapPoint(registration.registration, point) : point;
  }
}
