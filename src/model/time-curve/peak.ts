/** The top of a curve: its height and when it is reached first, be it a round maximum or the corner of a plateau. */
import { argumentOfMaximum, fitPolynomial, scoreOf } from './polynomial.ts';
import { countBefore, fallsThrough, risesThrough, type Samples, stretchOf } from './samples.ts';

export type Peak = { readonly timeS: number; readonly value: number };

/** Share of the rise above which samples say where the top is, before and after it. */
const before = 0.75;
const after = 0.8;
/** A fitted top that is farther than this share of the rise from the highest smoothed sample does not describe it. */
const largestMiss = 0.05;
const degrees = [2, 3, 4, 5];

/** Least squares of two straight lines that meet at `timeS`. `corner`: their light there. Null: one has no samples. */
function linesAt({ times, values }: Samples, timeS: number) {
  const n = times.length;
  const base = values[0]!;
  let [sl, sr, sy, ll, rr, ly, ry] = [0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const dt = times[i]! - timeS;
    const y = values[i]! - base;
    sy += y;
    if (dt < 0) {
      sl += dt;
      ll += dt * dt;
      ly += dt * y;
    } else {
      sr += dt;
      rr += dt * dt;
      ry += dt * y;
    }
  }
  // No sample is both before and after: the mixed sum is only that of the means.
  const [a, b, c] = [ll - (sl * sl) / n, rr - (sr * sr) / n, -(sl * sr) / n];
  const [u, v] = [ly - (sl * sy) / n, ry - (sr * sy) / n];
  const determinant = a * b - c * c;
  if (!(determinant > 1e-12 * a * b)) return null;
  const rise = (u * b - v * c) / determinant;
  const fall = (v * a - u * c) / determinant;
  const corner = base + (sy - rise * sl - fall * sr) / n;
  let rss = 0;
  for (let i = 0; i < n; i++) {
    const dt = times[i]! - timeS;
    rss += (values[i]! - corner - (dt < 0 ? rise : fall) * dt) ** 2;
  }
  return { rss, corner, rise, fall };
}

/** The corner of two straight lines, fitted in least squares over all places of the corner. Null: none rises, then rises less. */
function cornerOf(samples: Samples): (Peak & { readonly rss: number }) | null {
  const { times } = samples;
  const rssAt = (timeS: number) => linesAt(samples, timeS)?.rss ?? Number.POSITIVE_INFINITY;
  const stride = Math.max(1, Math.floor(times.length / 120));
  let best = 1;
  let least = rssAt(times[1]!);
  for (let k = 1 + stride; k < times.length - 1; k += stride) {
    const rss = rssAt(times[k]!);
    if (rss < least) [best, least] = [k, rss];
  }
  let timeS = times[best]!;
  let low = times[Math.max(0, best - stride)]!;
  let high = times[Math.min(times.length - 1, best + stride)]!;
  for (let i = 0; i < 40 && least > 0; i++) {
    const third = (high - low) / 3;
    if (rssAt(low + third) < rssAt(high - third)) high -= third;
    else low += third;
  }
  if (least > 0 && rssAt((low + high) / 2) < least) timeS = (low + high) / 2;
  const fit = linesAt(samples, timeS);
  if (!fit || fit.rise <= 0 || fit.fall >= fit.rise / 4) return null;
  return { timeS, value: fit.corner, rss: fit.rss };
}

/**
 * The top of `samples`, whose smoothed values are largest at `top`. Around it (from `before` of the rise to where it fell to
 * `after` of it, at most `widthS` after it first came within 3 %) two lines with a corner and polynomials are fitted to the samples
 * themselves; the best by Akaike's criterion says when and how high. Where no fit comes near the smoothed curve, the smoothed
 * curve's own maximum does.
 */
export function peakOf(
  samples: Samples,
  light: readonly number[],
  given: { readonly top: number; readonly base: number; readonly widthS: number },
): Peak {
  const { top, base, widthS } = given;
  const { times } = samples;
  const curve = { times, values: light };
  const height = light[top]! - base;
  const own: Peak = { timeS: times[top]!, value: light[top]! };
  const fromS = risesThrough(curve, top, base + before * height) ?? times[0]!;
  const nearS = risesThrough(curve, top, base + 0.97 * height) ?? times[0]!;
  const near = countBefore(samples, nearS);
  const fallS = fallsThrough(curve, Math.max(near, 0), base + after * height) ?? times.at(-1)!;
  const toS = Math.min(fallS, nearS + widthS);
  const around = stretchOf(samples, countBefore(samples, fromS), countBefore(samples, toS));
  const n = around.times.length;
  if (n < 6) return own;
  const floor = 1e-9 * height;
  const corner = cornerOf(around);
  const round = fitPolynomial(around, degrees, floor);
  const cornerScore = corner ? scoreOf(corner.rss, { n, parameters: 4, floor }) : Number.POSITIVE_INFINITY;
  const fits: (Peak & { score: number })[] = [];
  if (corner) fits.push({ ...corner, score: cornerScore });
  if (round) {
    const timeS = argumentOfMaximum(round.valueAt, around.times[0]!, around.times[n - 1]!);
    fits.push({ timeS, value: round.valueAt(timeS), score: round.score });
  }
  const best = fits
    .filter(fit => Math.abs(fit.value - own.value) <= largestMiss * height)
    .toSorted((a, b) => a.score - b.score)[0];
  return best ? { timeS: best.timeS, value: best.value } : own;
}
