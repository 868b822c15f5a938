/** A stretch of a curve as plain numbers: how noisy it is, a light smoothing, and where it crosses a level. */

/** Times strictly rising, all finite; both of the same length. */
export type Samples = { readonly times: readonly number[]; readonly values: readonly number[] };

/** The middle value, or the mean of the two middle ones; NaN of nothing. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * SD of the noise from sample to sample, whatever the curve does below: the median distance of a sample from the line through
 * its neighbours, as a normal SD (after Gasser, Sroka and Jennen-Steinmetz 1986, Biometrika 73:625, with a median).
 */
export function noiseOf({ times, values }: Samples): number {
  const distances = times.slice(1, -1).map((t, k) => {
    const before = times[k]!;
    const after = times[k + 2]!;
    const share = (t - before) / (after - before);
    const line = values[k]! * (1 - share) + values[k + 2]! * share;
    return Math.abs(values[k + 1]! - line) / Math.sqrt(1 + (1 - share) ** 2 + share ** 2);
  });
  return distances.length === 0 ? 0 : 1.4826 * medianOf(distances);
}

/**
 * Each value replaced by the value there of the straight line through all samples within `halfWidthS` (least squares). A width
 * of 0 leaves everything as it is; a straight curve stays as it is with any width.
 */
export function smoothed({ times, values }: Samples, halfWidthS: number): number[] {
  let from = 0;
  let to = 0;
  return times.map((t, k) => {
    while (times[from]! < t - halfWidthS) from++;
    while (to < times.length && times[to]! <= t + halfWidthS) to++;
    if (to - from < 3) return values[k]!;
    let [sumT, sumY, sumTT, sumTY] = [0, 0, 0, 0];
    for (let i = from; i < to; i++) {
      const dt = times[i]! - t;
      // Differences from this value: equal values give themselves, to the last bit.
      const dy = values[i]! - values[k]!;
      sumT += dt;
      sumY += dy;
      sumTT += dt * dt;
      sumTY += dt * dy;
    }
    const n = to - from;
    const spread = n * sumTT - sumT * sumT;
    return values[k]! + (spread > 0 ? (sumY * sumTT - sumTY * sumT) / spread : sumY / n);
  });
}

/**
 * When a curve rises through `level` on its way to sample `top`: after the last sample before it that does not exceed the level,
 * on the line to the next. Null: it exceeds the level from the first sample on.
 */
export function risesThrough({ times, values }: Samples, top: number, level: number): number | null {
  for (let k = top - 1; k >= 0; k--) {
    if (values[k]! > level) continue;
    const rise = values[k + 1]! - values[k]!;
    const share = rise > 0 ? Math.min(1, (level - values[k]!) / rise) : 0;
    return times[k]! + share * (times[k + 1]! - times[k]!);
  }
  return null;
}

/** When it first falls to `level` after sample `top`, on the line between two samples. Null: it does not. */
export function fallsThrough({ times, values }: Samples, top: number, level: number): number | null {
  for (let k = top + 1; k < times.length; k++) {
    if (values[k]! > level) continue;
    const fall = values[k - 1]! - values[k]!;
    const share = fall > 0 ? Math.min(1, Math.max(0, (values[k - 1]! - level) / fall)) : 1;
    return times[k - 1]! + share * (times[k]! - times[k - 1]!);
  }
  return null;
}

/** Samples `from` … `to` − 1. */
export const stretchOf = ({ times, values }: Samples, from: number, to: number): Samples => ({
  times: times.slice(from, to),
  values: values.slice(from, to),
});

/** How many samples are earlier than `timeS`. */
export function countBefore({ times }: Samples, timeS: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < timeS) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The value at a time, on the line between two samples; the first or last one's beyond the ends. */
export function lightAt({ times, values }: Samples, timeS: number): number {
  const next = countBefore({ times, values }, timeS);
  if (next === 0) return values[0]!;
  if (next === times.length) return values.at(-1)!;
  const share = (timeS - times[next - 1]!) / (times[next]! - times[next - 1]!);
  return values[next - 1]! + share * (values[next]! - values[next - 1]!);
}
