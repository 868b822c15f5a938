/** Resolution: lines drawn across groups of bars, their contrast against 26.4 %. */

import { useState } from 'react';
import { resolvedPercent } from '#model/check/resolution.ts';
import { isChecked } from '#model/check.ts';
import type { Point } from '#model/geometry.ts';
import { words } from '#words/words.ts';
import { useConductor } from '../house.ts';
import { BarForm } from './BarForm.tsx';
import { BarMarks } from './BarMarks.tsx';
import { BarTable } from './BarTable.tsx';
import { type BarKind, firstBar, nextBar } from './bar-kind.ts';
import { ContrastPlot } from './ContrastPlot.tsx';
import { PartFigures } from './Figures.tsx';
import { PictureOf } from './PictureOf.tsx';
import { Read } from './Read.tsx';
import { Withheld } from './Withheld.tsx';

export function ResolutionPart() {
  const done = useConductor('checking', state => state.report?.parts.resolution ?? null);
  const isHeld = useConductor('checking', state => state.held?.part === 'resolution');
  const hasMarks = useConductor('checking', state => state.marks.length > 0);
  const [bar, setBar] = useState<BarKind>(firstBar);
  const [start, setStart] = useState<Point | null>(null);
  const result = done?.result ?? null;
  return (
    <>
      <p>
        {words(
          'Lay the bar target in the NIR picture and read it. Then draw a line across each group of bars, from before the first to behind the last, coarse groups and ones too fine to see: bars are told apart from {resolvedPercent} % contrast on.',
          { resolvedPercent },
        )}
      </p>
      <Read part="resolution" label={words('Read the bars')} />
      {isHeld && <BarForm bar={bar} onBar={setBar} isBegun={start !== null} />}
      {result && 'withheld' in result && <Withheld name={words('Resolution')} why={result} />}
      {isChecked(result) && (
        <>
          <ContrastPlot result={result} />
          {'withheld' in result.limitLinePairsPerMm && (
            <Withheld name={words('Resolution limit')} why={result.limitLinePairsPerMm} />
          )}
        </>
      )}
      {hasMarks && <BarTable />}
      <PartFigures part="resolution" />
      <PictureOf part="resolution" name={words('Bars in the picture')}>
        {view => (
          <BarMarks
            {...{ view, bar, start }}
            onStart={setStart}
            onDrawn={() => {
              setStart(null);
              setBar(nextBar(bar));
            }}
          />
        )}
      </PictureOf>
    </>
  );
}
