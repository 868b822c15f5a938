/** Figures of analysis as a person reads them. Pure. */
import type { Quantity } from '#overlay/uncertainty.ts';
import { numerals, words } from '#words/words.ts';
import type { Shown } from './shown-part.ts';

/** A number and its per cent sign on one line. */
export const keptTogether = (text: string): string => text.replaceAll(' %', '\u00a0%');

/** A share as a quantity in per cent, one decimal. */
export const shareQuantity = (share: number): Quantity => ({
  value: numerals((100 * share).toFixed(1)),
  plusMinus: null,
  unit: '%',
});

/** The reason, where figures are withheld. */
export const reasonOf = (shown: Shown<unknown>): string | null =>
  shown.kind === 'withheld' ? shown.detail : null;

/** The figures, where they are given. */
export const givenIn = <T>(shown: Shown<T>): T | null => (shown.kind === 'given' ? shown.figures : null);

/** Said wherever a length stands in pixels. */
export const noScaleInWords = (): string => words('No scale: lengths in pixels. Calibrate with a ruler.');
