/** Words and numbers of blinded reading. Pure. */
import type { ReadingRun } from '#conductor/reading-api.ts';
import type { ReadingMark, ReadingPicture } from '#model/reading.ts';
import type { Comparison } from '#study/agreement/agreement.ts';
import { type Estimate, isEstimated, type NotEstimable } from '#study/agreement/estimate.ts';

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
  return text.replace('-', '−');
}

/** The interval as "0.31 to 0.55"; or why there is none. */
const intervalWords = ({ interval }: Estimate, decimals: number | null): string =>
  isEstimated(interval)
    ? `95 %: ${inFigures(interval.low, decimals)} to ${inFigures(interval.high, decimals)}`
    : interval.notEstimable;

/** The figure as text, its interval or reason below. */
export const figureWords = (
  figure: Estimate | NotEstimable,
  decimals: number | null,
): { readonly value: string; readonly below: string; readonly n: number | null } =>
  isEstimated(figure)
    ? { value: inFigures(figure.value, decimals), below: intervalWords(figure, decimals), n: figure.n }
    : { value: '—', below: `Not estimable. ${figure.notEstimable}`, n: null };

/** "Readers 1 and 2"; "Reader 1, first and again". */
export const comparedWords = ({ first, second }: Comparison): string =>
  first.reader === second.reader
    ? `Reader ${first.reader}, first and again`
    : `Readers ${first.reader} and ${second.reader}`;

/** What the reader may do now, in one sentence. */
export function stepWords(
  { answer, isShown, place, count }: ReadingRun,
  /** A line is begun. */
  isDrawing: boolean,
): string {
  if (place >= count) return 'Every picture is answered.';
  if (isDrawing) return 'Enter or a press on the first corner closes the line; Z takes a corner back.';
  if (answer.isMissing) return 'Press Next.';
  if (!isShown) return 'Loading the picture.';
  if (answer.mark === null) return 'Mark the margin: 1 positive, 2 negative, 3 unsure.';
  if (answer.confidence === null) return 'How sure: Q guess to T certain.';
  if (answer.mark === 'positive' && answer.outlines.length === 0)
    return 'Outline it on the picture, or press Next.';
  return 'Press Next.';
}
