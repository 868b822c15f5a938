/** Axes of the panel's plots. Pure. */

/** 1, 2 or 5 times a power of ten, not below `value`; 1 for nothing. */
import { numerals } from '#words/words.ts';
export function roundStep(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= value * 0.999_999) ?? 10 * power;
}

/** Ticks from 0 to at most `top`, some `wanted` of them, with as many digits as they need. */
export function ticksTo(top: number, wanted: number): { readonly value: number; readonly word: string }[] {
  const step = roundStep(top / wanted);
  return Array.from({ length: Math.floor(top / step + 1e-6) + 1 }, (_, i) => ({
    value: i * step,
    word: numerals(String(Number((i * step).toPrecision(3)))),
  }));
}
