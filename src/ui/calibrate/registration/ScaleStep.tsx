/** Millimetres of the scene: two lines of a ruler and the length between them, more than once. */

import { useRef, useState } from 'react';
import type { CalibrationRun } from '#model/calibration.ts';
import { numerals, words } from '#words/words.ts';
import { NumberField } from '../../controls/NumberField.tsx';
import { useCommands, useConductor } from '../../house.ts';
import { Accept } from '../Accept.tsx';
import { Facts } from '../Facts.tsx';
import { Findings } from '../Findings.tsx';
import { ZoomButtons } from './LayerBar.tsx';
import { MarksTable } from './MarksTable.tsx';
import { nothingRuled, type Ruled, settleEnd, withMark, withoutMark } from './marks.ts';
import { PictureLayer } from './PictureLayer.tsx';
import type { PaneHandle } from './PicturePane.tsx';
import { PicturesButton } from './PicturesButton.tsx';
import { wholeSight } from './pane-geometry.ts';
import { RulerView } from './RulerView.tsx';
import { usePictureSource } from './use-picture-source.ts';

export function ScaleStep() {
  const run = useConductor('calibrating', state => state.run);
  return run && <Scale run={run} />;
}

function Scale({ run }: { readonly run: CalibrationRun }) {
  const { calibrate } = useCommands();
  const [ruling, setRuling] = useState(nothingRuled);
  const [lengthMm, setLengthMm] = useState(10);
  const [sight, setSight] = useState(wholeSight);
  const pane = useRef<PaneHandle>(null);
  const source = usePictureSource(run.pictures?.white);
  const { marks, scale } = run;
  const take = (next: Ruled) => {
    setRuling(next.ruling);
    if (next.marks !== marks) calibrate.setMarks(next.marks);
  };
  const stop = scale?.findings.find(({ severity }) => severity === 'stop');

  return (
    <div className="stack scale-step" data-keeps-focus="true">
      <p>
        {words(
          'Lay a ruler where the tissue is. Press one of its lines in the picture, then another far from it; under the loupe arrows carry the point by a tenth of a pixel, Enter sets it. Mark more than one length: they show whether the ruler lies flat.',
        )}
      </p>
      <PicturesButton first={words('Take a picture')} again={words('Take a new picture')} />
      <NumberField
        label={words('Length of the next mark, mm')}
        value={lengthMm}
        min={0}
        max={10_000}
        step={0.1}
        onChange={mm => setLengthMm(mm ?? 0)}
      />
      {scale ? (
        <>
          <Facts
            facts={[['Scale', numerals(`${scale.mmPerPx.toFixed(4)} ± ${scale.sdMmPerPx.toFixed(4)} mm/px`)]]}
          />
          <Findings findings={scale.findings} />
        </>
      ) : (
        <p className="caution">{words('Without a scale lengths are in pixels.')}</p>
      )}
      <MarksTable
        marks={marks}
        scale={scale}
        onLength={(index, mm) => take({ ruling, marks: withMark(marks, index, { lengthMm: mm }) })}
        onRemove={index => take(withoutMark(marks, index))}
      />
      <Accept
        refusal={scale ? (stop ? words(stop.words) : null) : words('Mark a length on the ruler.')}
        onAccept={() => calibrate.acceptScale()}
      />
      <PictureLayer name={words('Picture of the ruler')}>
        <div className="layer-bar">
          {source && <ZoomButtons picture={source.picture} sight={sight} onSight={setSight} />}
        </div>
        <div className="picture-panes">
          {source ? (
            <RulerView
              {...{ pane, source, sight, take }}
              now={{ ruling, marks }}
              onSight={setSight}
              onSet={() => {
                take(settleEnd({ ruling, marks }, lengthMm));
                pane.current?.focus();
              }}
            />
          ) : (
            <p className="no-picture">{words('No picture yet. Press Take a picture.')}</p>
          )}
        </div>
      </PictureLayer>
    </div>
  );
}
