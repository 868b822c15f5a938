/** Words and numbers of blinded reading. Pure. */
import type { ReadingRun } from '#conductor/reading-api.ts';
import type { ReadingMark, ReadingPicture } from '#model/reading.ts';
import type { Comparison } from '#study/agreement/agreement.ts';
import { type Estimate, isEstimated, type NotEstimable } from '#study/agreement/estimate.ts';
import { numerals, words } from '#words/words.ts';

export const pictureWords = {
  picture: 'Picture as drawn, without numbers',
  whiteLight: 'White light',
  nirLinear: 'NIR, linear, without stretch',
} as const satisfies Record<ReadingPicture, string>;

export const markWords = {
  positive: 'Margin positive',
  negative: 'Margin negative',
  unsure: 'Unsure',
} as const satisfies Record<ReadingMark, string>;

/** 1 … 5. */
export const confidenceWords = ['guess', 'low', 'fair', 'high', 'certain'] as const;

/** "0.43", "−12.5", "38 000": three digits that count, or `decimals` where given. */
export function inFigures(value: number, decimals: number | null): string {
  const text =
    decimals === null
      ? String(Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3)))
      : value.toFixed(decimals).replace(/^-(?=0\.?0*$)/, '');
  return numerals(text.replace('-', '−'));
}

/** The interval as "0.31 to 0.55"; or why there is none. */
const intervalWords = ({ interval }: Estimate, decimals: number | null): string =>
  isEstimated(interval)
    ? words('95 %: {low} to {high}', {
        low: inFigures(interval.low, decimals),
        high: inFigures(interval.high, decimals),
      })
    : words(interval.notEstimable);

/** The figure as text, its interval or reason below. */
export const figureWords = (
  figure: Estimate | NotEstimable,
  decimals: number | null,
): { readonly value: string; readonly below: string; readonly n: number | null } =>
  isEstimated(figure)
    ? { value: inFigures(figure.value, decimals), below: intervalWords(figure, decimals), n: figure.n }
    : {
        value: '—',
        below: words('Not estimable. {notEstimable}', { notEstimable: words(figure.notEstimable) }),
        n: null,
      };

/** "Readers 1 and 2"; "Reader 1, first and again". */
export const comparedWords = ({ first, second }: Comparison): string =>
  first.reader === second.reader
    ? words('Reader {reader}, first and again', { reader: first.reader })
    : words('Readers {first} and {second}', { first: first.reader, second: second.reader });

/** What the reader may do now, in one sentence. */
export function stepWords(
  { answer, isShown, place, count }: ReadingRun,
  /** A line is begun. */
  isDrawing: boolean,
): string {
  if (place >= count) return words('Every picture is answered.');
  if (isDrawing) return words('Enter or a press on the first corner closes the line; Z takes a corner back.');
  if (answer.isMissing) return words('Press Next.');
  if (!isShown) return words('Loading the picture.');
  if (answer.mark === null) return words('Mark the margin: 1 positive, 2 negative, 3 unsure.');
  if (answer.confidence === null) return words('How sure: Q guess to T certain.');
  if (answer.mark === 'positive' && answer.outlines.length === 0)
    return words('Outline it on the picture, or press Next.');
  return words('Press Next.');
}
