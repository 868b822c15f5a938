/** Wells in a held picture: where they are, and their statistics. */
import {
  type CheckTarget,
  type CheckWell,
  type CheckWells,
  type CheckWithheld,
  checkWithheld,
  type PlacedWell,
} from '#model/check.ts';
import { findWells } from './find-wells.ts';
import type { HeldPicture } from './picture.ts';

/** The part of a well's radius that is read: edges, and light scattered over them, stay out (QUEL-qal, arXiv 2504.15496). */
const analysedShare = 0.5;
/** Of the pixels that a disc should have: fewer are inside the picture only in part. */
const leastPixels = 5;

/** Statistics of all wells of the target; `placed` null: looked for. */
export function readWells(
  held: HeldPicture,
  { target, placed }: { readonly target: CheckTarget; readonly placed: readonly PlacedWell[] | null },
): CheckWells | CheckWithheld {
  const places = placed ?? findWells(held, target);
  if ('withheld' in places) return places;
  const wells = places.flatMap(well => {
    const value = target.values[well.index] ?? null;
    return value === null ? [] : [{ ...well, value, ...discStatistics(held, well) }];
  });
  if (wells.length === 0) return checkWithheld('no-wells', 'None of the circles is a well of this target.');
  return { wells: wells.sort((a, b) => a.index - b.index) };
}

type DiscStatistics = Pick<CheckWell, 'n' | 'mean' | 'sd' | 'clippedShare'>;

const outside: DiscStatistics = { n: 0, mean: null, sd: null, clippedShare: null };

/**
 * Mean and population SD over the pixels whose centres are at most half the well's radius from its centre. Two passes: a mean of
 * squares would lose what is left of the SD of bright wells.
 */
export function discStatistics(
  { plane, clipped, widthPx, heightPx }: HeldPicture,
  { centre, radiusPx }: Pick<PlacedWell, 'centre' | 'radiusPx'>,
): DiscStatistics {
  const radius = analysedShare * radiusPx;
  const left = Math.ceil(centre.x - radius);
  const right = Math.floor(centre.x + radius);
  const top = Math.ceil(centre.y - radius);
  const bottom = Math.floor(centre.y + radius);
  // Written so that a centre that is no number is outside.
  if (!(left >= 0 && top >= 0 && right < widthPx && bottom < heightPx)) return outside;
  const inside: number[] = [];
  for (let y = top; y <= bottom; y++)
    for (let x = left; x <= right; x++)
      if ((x - centre.x) ** 2 + (y - centre.y) ** 2 <= radius * radius) inside.push(y * widthPx + x);
  const n = inside.length;
  if (n < leastPixels) return outside;
  const mean = inside.reduce((sum, i) => sum + plane[i]!, 0) / n;
  const squares = inside.reduce((sum, i) => sum + (plane[i]! - mean) ** 2, 0);
  const clippedCount = inside.reduce((sum, i) => sum + clipped[i]!, 0);
  return { n, mean, sd: Math.sqrt(squares / n), clippedShare: clippedCount / n };
}
