/** Depth series: how fast signal falls with depth, and how deep it is still told from nothing. */
import type { CheckTarget, CheckWell, CheckWithheld, DepthResult } from '../check.ts';

/** Everything a depth target says. */
export function readDepth(target: CheckTarget, wells: readonly CheckWell[]): DepthResult | CheckWithheld {
  throw new Error(`Not written: ${target.id} ${wells.length}`);
}
