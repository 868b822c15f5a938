/** What a well is called. */
import type { CheckTarget } from '#model/check.ts';
import { words } from '#words/words.ts';

/** "100 nM", "control". */
export function wellValue({ values, unit }: CheckTarget, index: number): string {
  const value = values[index] ?? null;
  return value === null ? words('no well') : value === 'control' ? words('control') : `${value} ${unit}`;
}

/** "Well 3, 100 nM". */
export const wellName = (target: CheckTarget, index: number): string =>
  words('Well {number}, {value}', { number: index + 1, value: wellValue(target, index) });
