/** White light and NIR side by side: pairs are marked, carried and removed here, and their residuals drawn. */

import type { RegistrationFit } from '#model/calibration.ts';
import { mapPoint, type Point } from '#model/geometry.ts';
import { words } from '#words/words.ts';
import { arrowPath } from './arrow-path.ts';
import { Loupe } from './Loupe.tsx';
import { type Channel, carry, channels, letGo, press, takeUp, without, withPoint } from './marking.ts';
import { PaneLines } from './PaneLines.tsx';
import { PicturePane } from './PicturePane.tsx';
import { PointMark } from './PointMark.tsx';
import { marked, type Placing, type Sight, toPane } from './pane-geometry.ts';
import { arrowFactor } from './residual-arrows.ts';
import { UncertaintyMap } from './UncertaintyMap.tsx';
import type { PairMarking } from './use-pair-marking.ts';
import type { PictureSource } from './use-picture-source.ts';

const pairNames = { white: 'Pair {index}, white light', nir: 'Pair {index}, NIR' } as const;
const noPicture = {
  white: 'No white light picture yet. Press Take pictures.',
  nir: 'No NIR picture yet. Press Take pictures.',
} as const;
const paneNames = { white: 'White light picture', nir: 'NIR picture' } as const;
const hint = 'Arrows carry the cross, Enter marks a point; plus and minus zoom, 0 shows the whole.';

type MarkViewProps = {
  readonly hand: PairMarking;
  readonly sources: Readonly<Record<Channel, PictureSource | null>>;
  /** The fit that is looked at: of the pairs, or refined. */
  readonly fit: RegistrationFit | null;
  readonly sight: Sight;
  readonly onSight: (sight: Sight) => void;
  readonly showsUncertainty: boolean;
};

export function MarkView(props: MarkViewProps) {
  return (
    <div className="picture-panes">
      {channels.map(channel => {
        const source = props.sources[channel];
        return source ? (
          <MarkPane key={channel} {...props} channel={channel} source={source} />
        ) : (
          <p key={channel} className="no-picture">
            {words(noPicture[channel])}
          </p>
        );
      })}
    </div>
  );
}

function MarkPane({
  hand,
  fit,
  sight,
  onSight,
  showsUncertainty,
  channel,
  source,
}: MarkViewProps & { readonly channel: Channel; readonly source: PictureSource }) {
  const { marking, pairs, panes, take, setPairs } = hand;
  const now = { marking, pairs };
  const { held, half } = marking;
  const { picture } = source;
  const nameOf = (index: number) => words(pairNames[channel], { index: index + 1 });
  const focus = () => panes[channel].current?.focus();
  const heldHere = held?.channel === channel ? held : null;
  return (
    <PicturePane
      ref={panes[channel]}
      label={words(paneNames[channel])}
      hint={words(hint)}
      source={source}
      sight={sight}
      onSight={onSight}
      onPress={point => take(press(now, { channel, point }))}
      onEscape={half && (() => take(letGo(now)))}
      cursorStart={half && half.channel !== channel ? likely(channel, half.point, fit) : null}
    >
      {(placing, size) => (
        <>
          {channel === 'white' && showsUncertainty && fit && (
            <UncertaintyMap pairs={pairs} fit={fit} scene={picture} placing={placing} />
          )}
          <Residuals {...{ hand, fit, placing, channel }} />
          {pairs.map((pair, index) => (
            <PointMark
              // biome-ignore lint/suspicious/noArrayIndexKey: a pair is its number.
              key={index}
              name={nameOf(index)}
              label={`${index + 1}`}
              point={pair[channel]}
              placing={placing}
              onMove={point => setPairs(withPoint(pairs, index, { channel, point: marked(point, picture) }))}
              onOpen={() => take(takeUp(now, index, channel))}
              onRemove={() => {
                take(without(pairs, index));
                focus();
              }}
            />
          ))}
          {half?.channel === channel && (
            <PointMark
              name={words('{count}, waiting for its other half', { count: nameOf(pairs.length) })}
              label={`${pairs.length + 1}?`}
              point={half.point}
              placing={placing}
              onMove={point =>
                take({ marking: { ...marking, half: { channel, point: marked(point, picture) } }, pairs })
              }
              onOpen={() => take({ marking: { held: { ...half, pair: null }, half: null }, pairs })}
              onRemove={() => {
                take({ marking: { ...marking, half: null }, pairs });
                focus();
              }}
            />
          )}
          {heldHere && (
            <Loupe
              key={heldHere.pair?.index ?? 'new'}
              name={nameOf(heldHere.pair?.index ?? pairs.length)}
              source={source}
              point={heldHere.point}
              placing={placing}
              pane={size}
              onMove={point => take(carry(now, point))}
              onSet={hand.set}
              onCancel={() => {
                take(letGo(now));
                focus();
              }}
            />
          )}
        </>
      )}
    </PicturePane>
  );
}

/** Where the other half of a pair likely is. */
const likely = (channel: Channel, point: Point, fit: RegistrationFit | null): Point =>
  channel === 'nir' && fit ? mapPoint(fit.registration, point) : point;

function Residuals({
  hand,
  fit,
  placing,
  channel,
}: {
  readonly hand: PairMarking;
  readonly fit: RegistrationFit | null;
  readonly placing: Placing;
  readonly channel: Channel;
}) {
  if (!fit) return null;
  const factor = arrowFactor(fit.largestPx, placing.scale);
  const lines = hand.pairs.flatMap((pair, index) => {
    const residual = fit.residuals[index];
    if (!residual) return [];
    const from = pair[channel];
    const to = { x: from.x + residual.x * factor, y: from.y + residual.y * factor };
    return [
      { key: `${index}`, kind: 'residual', path: arrowPath(toPane(placing, from), toPane(placing, to)) },
    ];
  });
  return (
    <>
      <PaneLines lines={lines} />
      <span className="pane-note">{words('Residuals × {factor}', { factor })}</span>
    </>
  );
}
