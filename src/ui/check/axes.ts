/** Axes of the check's plots: values to places, with ticks. Pure. */
import { numerals } from '#words/words.ts';
import { roundStep } from '../analysis/plot-scale.ts';

export type Tick = { readonly at: number; readonly word: string };
export type Axis = { readonly toPlace: (value: number) => number; readonly ticks: readonly Tick[] };

/** Places of the ends, and how many ticks are wanted. `low` may be the larger: upwards. */
type Span = { readonly low: number; readonly high: number; readonly wanted: number };

/** Short, without an exponent where that is usual. */
const tickWord = (value: number): string => {
  const rounded = Number(value.toPrecision(3));
  const size = Math.abs(rounded);
  const word = size !== 0 && (size < 1e-3 || size >= 1e5) ? rounded.toExponential() : String(rounded);
  return numerals(word.replace('-', '−'));
};

/** From `from` to `to` straight; a span of nothing is widened about it. */
export function linearAxis(from: number, to: number, { low, high, wanted }: Span): Axis {
  const span = to - from > 0 ? to - from : Math.abs(from) * 0.1 || 1;
  const start = to - from > 0 ? from : from - span / 2;
  const step = roundStep(span / wanted);
  const toPlace = (value: number) => low + ((high - low) * (value - start)) / span;
  const first = Math.ceil(start / step - 1e-6);
  const last = Math.floor((start + span) / step + 1e-6);
  const largest = Math.max(Math.abs(start), Math.abs(start + span));
  return {
    toPlace,
    ticks: Array.from({ length: last - first + 1 }, (_, i) => {
      const value = (first + i) * step;
      return { at: toPlace(value), word: stepWord(value, { step, largest }) };
    }),
  };
}

/** With the decimals that tell neighbours apart. */
const stepWord = (value: number, axis: { step: number; largest: number }): string =>
  axis.largest < 1e-4 || axis.largest >= 1e6
    ? tickWord(value)
    : numerals(
        value
          .toFixed(Math.min(9, Math.max(0, -Math.floor(Math.log10(axis.step * 1.000_001)))))
          .replace(/^-(?=0\.?0*$)/, '')
          .replace(/^-/, '−'),
      );

/** Where less than a decade is shown. */
const finest = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8] as const;

/** By the logarithm; both ends above 0. Ticks at decades, or at 1, 2, 5 where there are few. */
export function logAxis(from: number, to: number, { low, high, wanted }: Span): Axis {
  const start = Math.log10(from);
  const span = Math.max(1e-3, Math.log10(to) - start);
  const toPlace = (value: number) => low + ((high - low) * (Math.log10(value) - start)) / span;
  const stepsOf = span < 0.8 ? finest : span < 2.2 ? [1, 2, 5] : [1];
  const all = Array.from({ length: Math.ceil(start + span) - Math.floor(start) + 1 }, (_, i) =>
    stepsOf.map(step => step * 10 ** (Math.floor(start) + i)),
  )
    .flat()
    .filter(value => value >= from * 0.999 && value <= to * 1.001);
  const every = Math.max(1, Math.ceil(all.length / (wanted + 2)));
  return {
    toPlace,
    ticks: all
      .filter((_, i) => i % every === 0)
      .map(value => ({ at: toPlace(value), word: tickWord(value) })),
  };
}
