/**
 * How fast a quantity grows: the Theil–Sen slope (median of the slopes of all pairs) with the interval that Kendall's statistic gives (Sen,
 * JASA 63, 1968). A few wild samples move neither. Samples close in time resemble each other, which makes the interval
 * narrower than it should be; it decides together with a floor below which growth is not worth a word.
 */

export type Sample = { readonly atS: number; readonly value: number };

export type Trend = {
  readonly samples: number;
  readonly median: number;
  /** Growth per hour, and its 95 % interval, in the unit of the samples. */
  readonly perHour: number;
  readonly lowPerHour: number;
  readonly highPerHour: number;
};

/** The first fifth of a run warms up: code is compiled, caches fill. */
const warmUpShare = 0.2;
const hourS = 3600;
const normal95 = 1.96;

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};

/** Of the last 80 % of the time; null with fewer than five samples there. */
export function trendOf(all: readonly Sample[]): Trend | null {
  const [firstS, lastS] = [all[0]?.atS ?? 0, all.at(-1)?.atS ?? 0];
  const samples = all.filter(({ atS }) => atS >= firstS + warmUpShare * (lastS - firstS));
  const n = samples.length;
  if (n < 5) return null;
  const slopes = samples
    .flatMap((a, i) => samples.slice(i + 1).map(b => (b.value - a.value) / (b.atS - a.atS)))
    .sort((a, b) => a - b);
  const spread = normal95 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const slopeAt = (rank: number) => slopes[Math.min(slopes.length - 1, Math.max(0, Math.round(rank)))]!;
  return {
    samples: n,
    median: median(samples.map(({ value }) => value)),
    perHour: median(slopes) * hourS,
    lowPerHour: slopeAt((slopes.length - spread) / 2 - 1) * hourS,
    highPerHour: slopeAt((slopes.length + spread) / 2) * hourS,
  };
}

/** `share`: of the median, an hour. `floor`: growth over the whole run that is less than this is none. */
export type Limit = { readonly share: number; readonly floor: number };

/**
 * `steady`: the whole interval lies within the limit. `growing`: the whole interval lies beyond it. `unproven`: the run was too short or too
 * noisy to say.
 */
export type Verdict = 'steady' | 'growing' | 'unproven';

/** `ranS`: how long was sampled, for the floor. */
export function judge(trend: Trend, { share, floor }: Limit, ranS: number): Verdict {
  const most = Math.max(share * Math.abs(trend.median), (floor * hourS) / ranS);
  if (trend.lowPerHour > most) return 'growing';
  return trend.highPerHour <= most ? 'steady' : 'unproven';
}
