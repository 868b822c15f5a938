/** Finds the rise of a curve among noise, and the baseline before it. */
import { type Baseline, baselineOf, baselineS } from './baseline.ts';
import {
  countBefore,
  medianOf,
  noiseOf,
  risesThrough,
  type Samples,
  smoothed,
  stretchOf,
} from './samples.ts';

/** `light`: the curve smoothed for reading crossings. `riseS`: about the time from 25 % to 75 %. `top`: about its highest sample. */
export type Rise = {
  readonly baseline: Baseline;
  readonly light: Samples;
  readonly riseS: number;
  readonly top: number;
};

export type NoRise = {
  readonly withheld: 'too-short' | 'no-baseline' | 'no-arrival';
  readonly detail: string;
  readonly baseline: Baseline | null;
};

/** With fewer points in one piece nothing is read. */
const leastPoints = 8;
/** A rise smaller than this share of the light itself is rounding. */
const rounding = 1e-9;
/** Smoothing: so wide that noise is below this share of the rise, but (half) not wider than this share of its 25–75 %. */
const noiseLeft = 0.005;
const widest = 0.2;

const noBaseline: NoRise = {
  withheld: 'no-baseline',
  detail: 'the baseline before arrival is missing: start before the injection',
  baseline: null,
};
const noArrival = (baseline: Baseline | null): NoRise => ({
  withheld: 'no-arrival',
  detail: baseline ? 'no rise above B + 3σ of the baseline' : 'no rise',
  baseline,
});

/** Smoothed just enough to tell a rise from noise. */
function roughly(samples: Samples): Samples {
  const { times, values } = samples;
  const n = times.length;
  const sorted = values.toSorted((a, b) => a - b);
  const range = sorted[Math.ceil(0.98 * (n - 1))]! - sorted[Math.floor(0.02 * (n - 1))]!;
  const wanted = range > 0 ? Math.min((noiseOf(samples) / (0.01 * range)) ** 2, 200, n / 10) : 0;
  const stepS = (times[n - 1]! - times[0]!) / (n - 1);
  return { times, values: smoothed(samples, wanted < 2 ? 0 : (wanted * stepS) / 2) };
}

/** Index of the largest value, from index `from` on. */
function topOf(values: readonly number[], from: number): number {
  let top = from;
  for (let k = from; k < values.length; k++) if (values[k]! > values[top]!) top = k;
  return top;
}

/** The highest rise of a curve; with `fromS` of what comes after it. */
export function findRise(samples: Samples, fromS: number | null): Rise | NoRise {
  const { times, values } = samples;
  const n = times.length;
  if (n < leastPoints) {
    const points = n === 1 ? '1 point' : `${n} points`;
    return {
      withheld: 'too-short',
      detail: `${points}: at least ${leastPoints} are needed`,
      baseline: null,
    };
  }
  const rough = roughly(samples);
  const first = fromS === null ? 0 : Math.min(n - 1, countBefore(samples, fromS));
  const earliest = fromS === null ? 0 : Math.min(first, countBefore(samples, fromS - baselineS));
  const top = topOf(rough.values, first);
  const lowest = rough.values.slice(earliest, top + 1).reduce((least, value) => Math.min(least, value));
  const height = rough.values[top]! - lowest;
  const smallest = rounding * values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(height > smallest))
    return top === 0 && rough.values[n - 1]! < values[0]! ? noBaseline : noArrival(null);
  const lowS = risesThrough(rough, top, lowest + 0.25 * height);
  const lateS = risesThrough(rough, top, lowest + 0.75 * height);
  if (lowS === null || lateS === null) return noBaseline;

  // The hinge is looked for in what matters to it: the foot of this rise, not much more, and no peak before it.
  const end = countBefore(samples, lowS);
  const backS = Math.max(baselineS, 3 * (times[top]! - lowS));
  const lastAbove = rough.values.slice(0, end).findLastIndex(value => value > lowest + 0.5 * height);
  const start = Math.max(lastAbove + 1, countBefore(samples, lowS - backS), earliest);
  const foot = stretchOf(samples, start, end + 1);
  const baseline = baselineOf(foot);
  if (!baseline) return noBaseline;
  const rise = rough.values[top]! - baseline.mean;
  if (!(rise > Math.max(3 * baseline.sd, smallest))) return noArrival(baseline);

  const wanted = (noiseOf(samples) / (noiseLeft * rise)) ** 2;
  const stepS = medianOf(times.slice(1).map((t, k) => t - times[k]!));
  const halfWidthS = wanted <= 1 ? 0 : Math.min(widest * (lateS - lowS), (wanted * stepS) / 2);
  const light = { times, values: smoothed(samples, halfWidthS) };
  return { baseline, light, riseS: lateS - lowS, top: topOf(light.values, first) };
}
