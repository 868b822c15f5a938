/** Figures of the stability log in words. */
import { inCount, inDigits } from '#overlay/figures-in-words.ts';
import { words } from '#words/words.ts';

/** Three digits at most, whole from a hundred on, zero as it is; a dash for what was not readable. */
export function inReading(value: number | null): string {
  if (value === null) return '–';
  return Number.isInteger(value) ? inCount(value) : inDigits(value);
}

/** Both ends of what a figure was; one where they read alike. */
export function inRange(range: { readonly low: number; readonly high: number } | null): string {
  if (!range) return '–';
  const [low, high] = [inReading(range.low), inReading(range.high)];
  return low === high ? low : words('{low} to {high}', { low, high });
}
