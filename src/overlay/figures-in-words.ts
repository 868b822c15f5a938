/** Numbers as they stand on the picture: never more digits than a video's noise supports. */
import type { Figure } from '#model/measurement.ts';
import { languageNow, numerals, words } from '#words/words.ts';

/** Three significant digits, at most three decimals: 0.123, 3.42, 12.3, 118. */
export function inDigits(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return value.toFixed(0);
  if (size >= 10) return numerals(value.toFixed(1));
  return numerals(size >= 1 || size === 0 ? value.toFixed(2) : value.toFixed(3));
}

/** A threshold or an end of the window, without trailing zeros: 2, 1.5, 0.6. */
export const inShort = (value: number): string => numerals(String(Number(value.toPrecision(3))));

/** A share in per cent, one decimal. */
export const inPercent = (share: number): string => numerals(`${(share * 100).toFixed(1)} %`);

/** The number, or a dash and why there is none. */
export const figureInWords = (figure: Figure): string =>
  'value' in figure ? inDigits(figure.value) : `– ${words(figure.detail)}`;

const count = new Intl.NumberFormat('en-GB');

/** A count in groups of three. In Dutch a comma would be a decimal one, so that a thin space stands in its place. */
export const inCount = (value: number): string =>
  languageNow() === 'nl' ? count.format(value).replaceAll(',', '\u202f') : count.format(value);
