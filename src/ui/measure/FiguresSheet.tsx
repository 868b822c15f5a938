/** Every figure with its value now, its formula, its source and what to keep in mind. */
import { useEffect, useRef } from 'react';
import { type Definition, definitions, type FigureKey } from '#model/figures.ts';
import type { Figure } from '#model/measurement.ts';
import { figureInWords, inDigits, inPercent } from '#overlay/figures-in-words.ts';
import { Sheet } from '../controls/Sheet.tsx';
import { useConductor, useDesk } from '../house.ts';
import { Formula } from './Formula.tsx';
import type { ShownFigures } from './shown-figures.ts';
import { coverage, withUncertainty } from './uncertainty.ts';
import { useShownFigures } from './use-shown-figures.ts';

const shares: ReadonlySet<string> = new Set(['clippedShare', 'crushedShare', 'outsideShare']);

/** The value now in words, tumour's and background's where both have one. */
function valueInWords(key: string, figures: ShownFigures): string {
  const { pair, tumourStatistics: t, backgroundStatistics: b } = figures;
  const ofPair = pair && Object.entries(pair).find(([name]) => name === key)?.[1];
  if (key === ('tbrProfileSd' satisfies FigureKey)) {
    if (!pair || pair.tbrProfileSd === null || !('value' in pair.tbr)) return '';
    const { plusMinus } = withUncertainty(pair.tbr.value, pair.tbrProfileSd);
    return `${inDigits(pair.tbrProfileSd)}, shown as ± ${plusMinus} (k = ${coverage}, calibration only)`;
  }
  if (ofPair && typeof ofPair === 'object') return figureInWords(ofPair satisfies Figure);
  const print = (value: unknown) =>
    typeof value !== 'number' ? '–' : shares.has(key) ? inPercent(value) : inDigits(value);
  const of = (statistics: object | null) =>
    statistics && Object.entries(statistics).find(([name]) => name === key)?.[1];
  if (!t || !b || !(key in t)) return '';
  return `${t.id} ${print(of(t))} · ${b.id} ${print(of(b))}`;
}

export function FiguresSheet() {
  const asked = useDesk(state => state.figure);
  const figures = useShownFigures();
  const references = useConductor('readout', readout => readout.measurement?.references ?? null);
  const target = useRef<HTMLElement>(null);
  useEffect(() => {
    void target.current?.scrollIntoView({ block: 'start' });
  }, []);
  return (
    <Sheet title="What each figure is">
      <p className="hint">µ mean, σ population SD; T tumour, B background; linear light above dark.</p>
      {(Object.entries(definitions) satisfies [string, Definition][]).map(([key, definition]) => (
        <section
          key={key}
          ref={key === asked ? target : null}
          className="definition"
          aria-current={key === asked ? 'true' : undefined}
        >
          <h3>{definition.name}</h3>
          <p className="definition-value">
            {key === ('percent' satisfies FigureKey)
              ? (references ?? []).map(({ id, percent }) => `${id} ${figureInWords(percent)}`).join(' · ')
              : valueInWords(key, figures)}
          </p>
          <Formula text={definition.formula} />
          {definition.note && <p>{definition.note}</p>}
          <p className="hint">{definition.source}</p>
        </section>
      ))}
    </Sheet>
  );
}
