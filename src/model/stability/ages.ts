/**
 * Frame ages in few numbers: percentiles of one interval, exact, and counts in steps of 5 % that add up over intervals, so that percentiles of
 * a whole session are of its frames and not of its intervals. Milliseconds. Pure.
 */

/** Percentiles by nearest rank: the smallest age that at least that share of the frames does not exceed. `max`: the oldest. */
export type AgePercentiles = {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
};

/** How many frames were in each step that any was in: pairs of step and count, steps rising. */
export type AgeCounts = readonly (readonly [step: number, count: number])[];

/** Step 0 ends here; each further one reaches 5 % higher. */
const firstMs = 0.1;
const stepTimes = 1.05;
/** The last step takes all that is older, which is twelve days. */
export const lastStep = 472;

/** Which step an age is counted in. */
function stepOf(ageMs: number): number {
  const step = Math.ceil(Math.log(ageMs / firstMs) / Math.log(stepTimes) - 1e-9);
  return Math.min(lastStep, Math.max(0, step));
}
/** The middle of a step: no age in it is farther away than 2.5 %. */
const middleOf = (step: number): number => firstMs * stepTimes ** (step - 0.5);

/** Of ages that rise; null: there are none. */
export function percentilesOf(sorted: readonly number[]): AgePercentiles | null {
  const max = sorted.at(-1);
  if (max === undefined) return null;
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max };
}

export function countsOf(agesMs: readonly number[]): AgeCounts {
  const counts = new Map<number, number>();
  for (const ageMs of agesMs) counts.set(stepOf(ageMs), (counts.get(stepOf(ageMs)) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a - b);
}

/** Counts of several intervals as one. */
export function addCounts(all: readonly AgeCounts[]): AgeCounts {
  const sum = new Map<number, number>();
  for (const counts of all) for (const [step, count] of counts) sum.set(step, (sum.get(step) ?? 0) + count);
  return [...sum].sort(([a], [b]) => a - b);
}

/** Percentiles within 2.5 % of what the ages themselves give; `maxMs`: the oldest, which is exact. Null: there are none. */
export function percentilesOfCounts(counts: AgeCounts, maxMs: number): AgePercentiles | null {
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  const at = (share: number): number => {
    let below = 0;
    for (const [step, count] of counts) {
      below += count;
      if (below >= Math.ceil(share * total)) return Math.min(maxMs, middleOf(step));
    }
    return maxMs;
  };
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: maxMs };
}
