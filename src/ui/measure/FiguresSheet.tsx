/** Every figure with its value now, its formula, its source and what to keep in mind. */

import { useEffect, useRef } from 'react';
import { type Definition, definitions, type FigureKey } from '#model/figures.ts';
import type { Figure, PairFigures } from '#model/measurement.ts';
import { screenDefinitions } from '#model/screen-definitions.ts';
import { figureInWords, inDigits, inPercent } from '#overlay/figures-in-words.ts';
import { coverage, tbrSdOf, withUncertainty } from '#overlay/uncertainty.ts';
import { numerals, words } from '#words/words.ts';
import { Sheet } from '../controls/Sheet.tsx';
import { useTitle } from '../hands/use-keys-in-words.ts';
import { useConductor, useDesk, useHouse } from '../house.ts';
import { Formula } from './Formula.tsx';
import type { ShownFigures } from './shown-figures.ts';
import { useShownFigures } from './use-shown-figures.ts';

const shares: ReadonlySet<string> = new Set([
  'clippedShare',
  'crushedShare',
  'outsideShare',
  'specularShare',
] satisfies FigureKey[]);
const uncertainties: ReadonlySet<string> = new Set([
  'tbrSd',
  'tbrProfileSd',
  'cnrSd',
  'meanSd',
] satisfies FigureKey[]);

/** A standard uncertainty: two digits are all it has. */
const inTwoDigits = (sd: number): string => numerals(String(Number(sd.toPrecision(2))));

/** One of a pair's uncertainties, and what of it stands on the screen. */
function sdInWords(key: 'tbrSd' | 'tbrProfileSd' | 'cnrSd', pair: PairFigures): string {
  const sd = pair[key];
  const of = key === 'cnrSd' ? pair.cnr : pair.tbr;
  if (sd === null || !('value' in of)) return '';
  const own = words('{sd}: ± {half} (k = {coverage}, {only})', {
    sd: inTwoDigits(sd),
    half: withUncertainty(of.value, sd).plusMinus,
    coverage,
    only: key === 'tbrProfileSd' ? words('calibration only') : words('noise only'),
  });
  if (key === 'cnrSd' || pair.tbrSd === null || pair.tbrProfileSd === null) return own;
  const both = withUncertainty(of.value, tbrSdOf(pair)).plusMinus;
  return words(key === 'tbrSd' ? '{own}; with calibration ± {both}' : '{own}; with noise ± {both}', {
    own,
    both,
  });
}

/** The value now in words, tumour's and background's where both have one. */
function valueInWords(key: string, figures: ShownFigures): string {
  const { pair, tumourStatistics: t, backgroundStatistics: b } = figures;
  if (key === 'tbrSd' || key === 'tbrProfileSd' || key === 'cnrSd') return pair ? sdInWords(key, pair) : '';
  const ofPair = pair && Object.entries(pair).find(([name]) => name === key)?.[1];
  if (ofPair && typeof ofPair === 'object') return figureInWords(ofPair satisfies Figure);
  const print = (value: unknown) => {
    if (typeof value !== 'number') return '–';
    if (shares.has(key)) return inPercent(value);
    return uncertainties.has(key) ? inTwoDigits(value) : inDigits(value);
  };
  const of = (statistics: object | null) =>
    statistics && Object.entries(statistics).find(([name]) => name === key)?.[1];
  if (!t || !b || !(key in t)) return '';
  return `${t.id} ${print(of(t))} · ${b.id} ${print(of(b))}`;
}

const inPercentWords = (figure: Figure): string =>
  'value' in figure ? `${inDigits(figure.value)} %` : figureInWords(figure);

/** Of the measurement first, then of the picture and of a calibration. */
const entries: readonly (readonly [string, Definition])[] = [
  ...Object.entries(definitions),
  ...Object.entries(screenDefinitions),
];

export function FiguresSheet() {
  const { desk } = useHouse();
  const title = useTitle();
  const asked = useDesk(state => state.figure);
  const figures = useShownFigures();
  const references = useConductor('readout', readout => readout.measurement?.references ?? null);
  const target = useRef<HTMLElement>(null);
  useEffect(() => {
    void target.current?.scrollIntoView({ block: 'start' });
  }, []);
  return (
    <Sheet title={words('What each figure is')}>
      <p className="hint">
        {words('µ mean, σ population SD; T tumour, B background; linear light above dark.')}
      </p>
      {entries.map(([key, definition]) => (
        <section
          key={key}
          ref={key === asked ? target : null}
          className="definition"
          aria-current={key === asked ? 'true' : undefined}
        >
          <h3>{words(definition.name)}</h3>
          <p className="definition-value">
            {key === 'percent' || key === 'ofSpecimen'
              ? (references ?? []).map(each => `${each.id} ${inPercentWords(each[key])}`).join(' · ')
              : valueInWords(key, figures)}
          </p>
          <Formula text={words(definition.formula)} />
          {definition.note && <p>{words(definition.note)}</p>}
          <p className="hint">{words(definition.source)}</p>
          {key === 'frameAge' && (
            <button
              type="button"
              title={title(words('Stability log'), 'screen.stability')}
              onClick={() => desk.open('stability')}
            >
              {words('Stability log')}
            </button>
          )}
        </section>
      ))}
    </Sheet>
  );
}
