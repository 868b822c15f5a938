/** A number beside its expanded uncertainty, both rounded as the uncertainty allows. Pure. */
import type { Area, Length } from '#model/analysis.ts';
import type { PairFigures } from '#model/measurement.ts';
import { numerals, words } from '#words/words.ts';
import { inDigits } from './figures-in-words.ts';

/** Coverage factor: about 95 % where the errors are normal (GUM, JCGM 100:2008 §6.2). */
export const coverage = 2;

/** `plusMinus`: the half-width in digits; null where no uncertainty is stated. */
export type Rounded = { readonly value: string; readonly plusMinus: string | null };

const decimalsIn = (digits: string): number => digits.split(/[.,]/)[1]?.length ?? 0;

/**
 * `value` and `coverage` · `sd`. The uncertainty keeps two digits when it begins with 1 or 2, else one, and never more decimals
 * than `inDigits` gives the value; it is rounded up, so that it never claims more than it knows (GUM §7.2.6).
 */
export function withUncertainty(value: number, sd: number | null): Rounded {
  const alone = inDigits(value);
  if (sd === null || !Number.isFinite(sd)) return { value: alone, plusMinus: null };
  const half = coverage * sd;
  const power = half > 0 ? Math.floor(Math.log10(half)) : -9;
  const digits = half / 10 ** power < 3 ? 2 : 1;
  const decimals = Math.min(decimalsIn(alone), Math.max(0, digits - 1 - power));
  const step = 10 ** decimals;
  // What is a whole number of steps but for the last bits of a double stays one.
  return {
    value: numerals(value.toFixed(decimals)),
    plusMinus: numerals((Math.ceil(half * step - 1e-9) / step).toFixed(decimals)),
  };
}

/** "3.42 ± 0.11", or the value alone. */
export function inWordsWithUncertainty(value: number, sd: number | null): string {
  const rounded = withUncertainty(value, sd);
  return rounded.plusMinus === null ? rounded.value : `${rounded.value} ± ${rounded.plusMinus}`;
}

type TbrSds = Pick<PairFigures, 'tbrSd' | 'tbrProfileSd'>;

/** One standard uncertainty of TBR from noise and calibration, which are independent. Null: neither is known. */
export const tbrSdOf = ({ tbrSd, tbrProfileSd }: TbrSds): number | null =>
  tbrSd === null && tbrProfileSd === null ? null : Math.hypot(tbrSd ?? 0, tbrProfileSd ?? 0);

/** What the ± beside TBR is made of, for a person: each part apart, as it would stand alone. */
export function tbrUncertaintyInWords(tbr: number, { tbrSd, tbrProfileSd }: TbrSds): string {
  const part = (sd: number) => `± ${withUncertainty(tbr, sd).plusMinus}`;
  if (tbrSd !== null && tbrProfileSd !== null)
    return words('noise {noise}, calibration {calibration}', {
      noise: part(tbrSd),
      calibration: part(tbrProfileSd),
    });
  if (tbrSd !== null) return words('noise only: the profile states no uncertainty');
  return tbrProfileSd === null
    ? words('not known')
    : words('calibration only: the noise of the pixels is not in it');
}

/** No uncertainty of nothing is printed: `sd` 0 was not estimated. */
const quantified = (value: number, sd: number): Rounded => withUncertainty(value, sd > 0 ? sd : null);

/** A number with its unit: `value` "1.8", `plusMinus` "0.4", `unit` "mm". */
export type Quantity = Rounded & { readonly unit: string };

/** In millimetres where there is a scale, else in pixels. */
export const lengthQuantity = ({ px, sdPx, mm }: Length): Quantity =>
  mm ? { ...quantified(mm.value, mm.sd), unit: 'mm' } : { ...quantified(px, sdPx), unit: 'px' };

/** In square millimetres where there is a scale, else in NIR pixels, which are counted. */
export const areaQuantity = ({ px, mm2 }: Area): Quantity =>
  mm2
    ? { ...quantified(mm2.value, mm2.sd), unit: 'mm²' }
    : { value: String(px), plusMinus: null, unit: 'px' };

/** "1.8 ± 0.4 mm". */
export const quantityInWords = ({ value, plusMinus, unit }: Quantity): string =>
  `${value}${plusMinus === null ? '' : ` ± ${plusMinus}`} ${unit}`;
