/** Concentration or depth: the target, its wells in the picture, the plot, the figures. */

import { useState } from 'react';
import { type CheckTarget, isChecked } from '#model/check.ts';
import { words } from '#words/words.ts';
import { PhantomTargets } from '../calibrate/PhantomTargets.tsx';
import { useConductor } from '../house.ts';
import { PartFigures } from './Figures.tsx';
import { PictureOf } from './PictureOf.tsx';
import { Read } from './Read.tsx';
import { SeriesPlot } from './SeriesPlot.tsx';
import { TargetForm } from './TargetForm.tsx';
import { WellMarks } from './WellMarks.tsx';
import { WellTable } from './WellTable.tsx';
import { Withheld } from './Withheld.tsx';

const targets = [['The wells', { kind: 'wells' }]] as const;

const intro = {
  concentration:
    'Lay the concentration target so that all wells are in the NIR picture, at the usual distance. Wells are found by themselves; one that was found wrongly is carried to its place.',
  depth:
    'Lay the depth target so that all wells are in the NIR picture, at the usual distance. Wells are found by themselves; one that was found wrongly is carried to its place.',
} as const;

export function SeriesPart({ kind }: { readonly kind: CheckTarget['kind'] }) {
  const done = useConductor('checking', state => state.report?.parts[kind] ?? null);
  const series = useConductor('checking', state => state.series[kind]);
  const isHeld = useConductor('checking', state => state.held?.part === kind);
  const [selected, setSelected] = useState<number | null>(null);
  const result = done?.result ?? null;
  return (
    <>
      {!done && <p>{words(intro[kind])}</p>}
      <TargetForm key={series.target.id} kind={kind} />
      {kind === 'concentration' && <PhantomTargets targets={targets} />}
      <Read part={kind} label={words('Read the wells')} />
      {result && 'withheld' in result && (
        <Withheld name={kind === 'concentration' ? words('Series') : words('Depths')} why={result} />
      )}
      {isChecked(result) && (
        <>
          <SeriesPlot result={result} />
          {'withheld' in result.fit && <Withheld name={words('Fit')} why={result.fit} />}
          {'limit' in result
            ? 'withheld' in result.limit && <Withheld name={words('Lowest detected')} why={result.limit} />
            : 'withheld' in result.limitMm && (
                <Withheld name={words('Depth at CNR 3')} why={result.limitMm} />
              )}
        </>
      )}
      <PartFigures part={kind} />
      {isHeld && (
        <WellTable
          kind={kind}
          series={series}
          selected={selected}
          onSelect={setSelected}
          isNeeded={result !== null && 'withheld' in result}
        />
      )}
      <PictureOf part={kind} name={words('Wells in the picture')}>
        {view => <WellMarks {...{ kind, series, selected, view }} onSelect={setSelected} />}
      </PictureOf>
    </>
  );
}
