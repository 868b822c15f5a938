/** A number beside its expanded uncertainty, both rounded as the uncertainty allows. Pure. */
import type { Area, Length } from '#model/analysis.ts';
import { inDigits } from './figures-in-words.ts';

/** Coverage factor: about 95 % where the errors are normal (GUM, JCGM 100:2008 §6.2). */
const coverage = 2;

/** `plusMinus`: the half-width in digits; null where no uncertainty is stated. */
type Rounded = { readonly value: string; readonly plusMinus: string | null };

const decimalsIn = (digits: string): number => digits.split('.')[1]?.length ?? 0;

/**
 * `value` and 2 · `sd`. The uncertainty keeps two digits when it begins with 1 or 2, else one, and never more decimals than
 * `inDigits` gives the value; it is rounded up, so that it never claims more than it knows (GUM §7.2.6). No uncertainty of
 * nothing is printed: `sd` 0 was not estimated.
 */
function rounded(value: number, sd: number): Rounded {
  const alone = inDigits(value);
  if (!(sd > 0) || !Number.isFinite(sd)) return { value: alone, plusMinus: null };
  const half = coverage * sd;
  const power = Math.floor(Math.log10(half));
  const digits = half / 10 ** power < 3 ? 2 : 1;
  const decimals = Math.min(decimalsIn(alone), Math.max(0, digits - 1 - power));
  const step = 10 ** decimals;
  return {
    value: value.toFixed(decimals),
    plusMinus: (Math.ceil(half * step - 1e-9) / step).toFixed(decimals),
  };
}

/** A number with its unit: `value` "1.8", `plusMinus` "0.4", `unit` "mm". */
export type Quantity = Rounded & { readonly unit: string };

/** In millimetres where there is a scale, else in pixels. */
export const lengthQuantity = ({ px, sdPx, mm }: Length): Quantity =>
  mm ? { ...rounded(mm.value, mm.sd), unit: 'mm' } : { ...rounded(px, sdPx), unit: 'px' };

/** In square millimetres where there is a scale, else in NIR pixels, which are counted. */
export const areaQuantity = ({ px, mm2 }: Area): Quantity =>
  mm2 ? { ...rounded(mm2.value, mm2.sd), unit: 'mm²' } : { value: String(px), plusMinus: null, unit: 'px' };

/** "1.8 ± 0.4 mm". */
export const quantityInWords = ({ value, plusMinus, unit }: Quantity): string =>
  `${value}${plusMinus === null ? '' : ` ± ${plusMinus}`} ${unit}`;
