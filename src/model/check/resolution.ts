/** Resolution: the contrast of bar groups. */
import type { BarProfile, CheckWithheld, ResolutionResult } from '../check.ts';

/** Line pairs per mm of an element of the USAF 1951 chart: 2^(group + (element − 1) / 6). */
export const usafLinePairsPerMm = (group: number, element: number): number =>
  2 ** (group + (element - 1) / 6);

/** Contrast of every group, the finest that is resolved, and where 26.4 % is passed. */
export function readResolution(profiles: readonly BarProfile[]): ResolutionResult | CheckWithheld {
  throw new Error(`Not written: ${profiles.length}`);
}
