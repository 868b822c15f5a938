/** What a well is called. Pure. */
import type { CheckTarget } from '#model/check.ts';

/** "100 nM", "control". */
export function wellValue({ values, unit }: CheckTarget, index: number): string {
  const value = values[index] ?? null;
  return value === null ? 'no well' : value === 'control' ? 'control' : `${value} ${unit}`;
}

/** "Well 3, 100 nM". */
export const wellName = (target: CheckTarget, index: number): string =>
  `Well ${index + 1}, ${wellValue(target, index)}`;
