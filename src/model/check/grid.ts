/** Places of a target's wells. */
import type { CheckTarget, CheckWithheld, PlacedWell } from '../check.ts';

/**
 * All wells of `target`, from some whose places are known (two of different places or more): those stay where they are, the others
 * lie on the grid through them.
 */
export function gridThrough(
  target: CheckTarget,
  known: readonly PlacedWell[],
): readonly PlacedWell[] | CheckWithheld {
  throw new Error(`Not written: ${target.id} ${known.length}`);
}
