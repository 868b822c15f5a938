/** Concentration series: linearity and the lowest concentration that is told from nothing. */
import type { CheckTarget, CheckWell, CheckWithheld, ConcentrationResult } from '../check.ts';

/** Everything a concentration target says. */
export function readConcentration(
  target: CheckTarget,
  wells: readonly CheckWell[],
): ConcentrationResult | CheckWithheld {
  throw new Error(`Not written: ${target.id} ${wells.length}`);
}
