/** The distance to the signal along an edge, as stretches of one rank each. Pure. */
import type { EdgeProfile } from '#model/analysis.ts';

/**
 * Samples `from` … `from + segments` (round the end of the outline) are all nearer than limit number `rank`, and not nearer
 * than the one before it; `rank` equal to the number of limits: farther than all of them.
 */
export type BandRun = { readonly rank: number; readonly from: number; readonly segments: number };

/** How many of `limitsMm` (ascending) are not farther than `distanceMm`: 0 is nearer than the first. */
export const rankOf = (distanceMm: number, limitsMm: readonly number[]): number =>
  limitsMm.filter(limit => distanceMm >= limit).length;

/**
 * The whole closed outline in runs, each segment between two samples ranked by the nearer of them, so that no stretch looks
 * farther than it is. Empty without a scale, without limits, or with fewer than two samples.
 */
export function bandRuns(edge: EdgeProfile, limitsMm: readonly number[]): BandRun[] {
  const { distancesPx, mmPerPx } = edge;
  const count = distancesPx.length;
  if (mmPerPx === null || limitsMm.length === 0 || count < 2) return [];
  const runs: BandRun[] = [];
  for (let i = 0; i < count; i++) {
    const nearer = Math.min(distancesPx[i]!, distancesPx[(i + 1) % count]!);
    const rank = rankOf(nearer * mmPerPx, limitsMm);
    const last = runs.at(-1);
    if (last?.rank === rank) runs[runs.length - 1] = { ...last, segments: last.segments + 1 };
    else runs.push({ rank, from: i, segments: 1 });
  }
  const [first, last] = [runs[0]!, runs.at(-1)!];
  if (runs.length < 2 || first.rank !== last.rank) return runs;
  // The outline is closed: a stretch across its beginning is one.
  return [{ ...last, segments: last.segments + first.segments }, ...runs.slice(1, -1)];
}
