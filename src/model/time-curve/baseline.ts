/** What was there before the dye: where the curve leaves the flat, and mean and spread up to there. */
import { type Samples, stretchOf } from './samples.ts';

/** `sd`: population. `fromS` … `toS`: the samples it was taken from, `n` of them. */
export type Baseline = {
  readonly mean: number;
  readonly sd: number;
  readonly fromS: number;
  readonly toS: number;
  readonly n: number;
};

/** A baseline of fewer samples has no spread to speak of. */
const leastBaseline = 4;

/** A baseline is at most this long: what was minutes earlier says nothing about the light before arrival. */
export const baselineS = 30;

/**
 * The sample at which the hinge that fits best in least squares bends: flat up to it, straight and rising after it. Null: none
 * rises. `samples` end low on the rise, so that its further course does not matter.
 */
function hingeOf({ times, values }: Samples): number | null {
  const n = times.length;
  const end = times[n - 1]!;
  const base = values[0]!;
  const sumY = values.reduce((sum, value) => sum + (value - base), 0);
  // Sums over the samples after the hinge, with time counted back from the end.
  let [m, sumT, sumTT, sumLateY, sumTY] = [0, 0, 0, 0, 0];
  let best: { index: number; gain: number } | null = null;
  for (let k = n - 1; k >= 0; k--) {
    const from = times[k]! - end;
    const r = sumT - m * from;
    const rr = sumTT - 2 * from * sumT + m * from * from;
    const ry = sumTY - from * sumLateY;
    const spread = rr - (r * r) / n;
    const along = ry - (r * sumY) / n;
    if (spread > 0 && along > 0) {
      const gain = (along * along) / spread;
      if (!best || gain > best.gain) best = { index: k, gain };
    }
    const [t, y] = [from, values[k]! - base];
    m++;
    sumT += t;
    sumTT += t * t;
    sumLateY += y;
    sumTY += t * y;
  }
  return best?.index ?? null;
}

/**
 * Mean and spread before the light arrived, of samples that end low on the rise. A quarter of the hinge's own rise is left out
 * before the hinge: dye that comes in slowly begins before it. Null: fewer than `leastBaseline` samples are left.
 */
export function baselineOf(samples: Samples): Baseline | null {
  const hinge = hingeOf(samples);
  if (hinge === null) return null;
  const { times } = samples;
  const toS = times[hinge]! - (times.at(-1)! - times[hinge]!) / 4;
  const fromS = toS - baselineS;
  const first = times.findIndex(t => t >= fromS);
  let last = times.findLastIndex(t => t <= toS);
  if (last - first + 1 < leastBaseline) last = Math.min(hinge, first + leastBaseline - 1);
  const { values } = stretchOf(samples, first, last + 1);
  if (first < 0 || values.length < leastBaseline) return null;
  // About the first value: equal values give themselves, to the last bit.
  const offset = values[0]!;
  const mean = offset + values.reduce((sum, value) => sum + (value - offset), 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return { mean, sd, fromS: times[first]!, toS: times[last]!, n: values.length };
}
