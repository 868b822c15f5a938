/**
 * A region's light pixel by pixel, where fields make it depend on the place: what a histogram of codes cannot hold. Holds one
 * double a pixel of the largest region measured so far, for the life of the worker.
 */
import type { Field } from '#model/field.ts';
import type { RegionStatistics } from '#model/measurement.ts';
import { correctedLight, type FieldCorrection } from './field-correction.ts';
import type { Sensor } from './sensor.ts';
import type { Spans } from './spans.ts';

/** The numbers of a region that are in linear light. */
type Light = Pick<RegionStatistics, 'mean' | 'sd' | 'median' | 'p5' | 'p95' | 'min' | 'max'>;

/** What is said of a region whose light is not known. */
export const noLight: Light = {
  mean: null,
  sd: null,
  median: null,
  p5: null,
  p95: null,
  min: null,
  max: null,
};

type Read = Pick<Sensor, 'codes' | 'linear' | 'clipCode'> & { readonly correction: FieldCorrection };

/** Corrected light of the `n` valid pixels of `spans`, by row, then column. Holds until the next call. */
export type LightReader = (sensor: Read, spans: Spans, n: number) => Float64Array<ArrayBuffer>;

export function createLightReader(): LightReader {
  let buffer = new Float64Array();
  return ({ codes, linear, clipCode, correction }, spans, n) => {
    if (buffer.length < n) buffer = new Float64Array(n);
    const { samples, startSamples, strideSamples, widthPx, topCode } = codes;
    let filled = 0;
    for (let i = 0; i < spans.length; i += 3) {
      const row = startSamples + spans[i]! * strideSamples;
      const fieldRow = spans[i]! * widthPx;
      const end = spans[i + 2]!;
      for (let x = spans[i + 1]!; x < end; x++) {
        const code = Math.min(samples[row + x]!, topCode);
        if (code < clipCode) buffer[filled++] = correctedLight(correction, linear[code]!, fieldRow + x);
      }
    }
    return buffer.subarray(0, n);
  };
}

/**
 * By code, Σ 1/flat over the valid pixels of `spans`: where the light of a code changes by d(code), the sum of the region's
 * light changes by Σ weight · d. Without a flat field these are the counts of the histogram.
 */
export function weightsByCode(
  { codes, clipCode }: Pick<Sensor, 'codes' | 'clipCode'>,
  spans: Spans,
  flat: Field,
): Float64Array<ArrayBuffer> {
  const { samples, startSamples, strideSamples, widthPx, topCode } = codes;
  const weights = new Float64Array(topCode + 1);
  for (let i = 0; i < spans.length; i += 3) {
    const row = startSamples + spans[i]! * strideSamples;
    const fieldRow = spans[i]! * widthPx;
    const end = spans[i + 2]!;
    for (let x = spans[i + 1]!; x < end; x++) {
      const code = Math.min(samples[row + x]!, topCode);
      if (code < clipCode) weights[code]! += 1 / (flat.low + flat.step * flat.samples[fieldRow + x]!);
    }
  }
  return weights;
}

/**
 * Statistics of `light` as `statisticsOf` defines them: percentiles by rank, population SD. Uses `light` up. The order of
 * every sum is fixed, so that the same pixels give the same bits.
 */
export function lightStatisticsOf(light: Float64Array<ArrayBuffer>): Light {
  const n = light.length;
  if (n === 0) return noLight;
  const { low: min, high: max } = extremesOf(light);
  const mean = pairwiseSum(light, 0, n) / n;
  const ranks = [50, 5, 95].map(percent => Math.ceil((percent * n) / 100));
  const [median, p5, p95] = valuesAtRanks(light, ranks);
  for (let i = 0; i < n; i++) light[i] = (light[i]! - mean) ** 2;
  return {
    mean,
    // Rounding of the mean would otherwise leave a trace of spread where every pixel is equal.
    sd: min === max ? 0 : Math.sqrt(pairwiseSum(light, 0, n) / n),
    median: median!,
    p5: p5!,
    p95: p95!,
    min,
    max,
  };
}

const summedStraightPx = 128;

/** Sum by halves, whose error grows with log n instead of n: Higham 1993, doi:10.1137/0914050. */
function pairwiseSum(values: Float64Array, from: number, to: number): number {
  if (to - from > summedStraightPx) {
    const middle = (from + to) >> 1;
    return pairwiseSum(values, from, middle) + pairwiseSum(values, middle, to);
  }
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  return sum;
}

function extremesOf(values: Float64Array): { low: number; high: number } {
  let low = values[0]!;
  let high = low;
  for (let i = 1; i < values.length; i++) {
    const value = values[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

const bucketCount = 4096;
const sortedAtMost = 1024;

/**
 * The rank-th smallest of `values` (ranks from 1), exactly. Values are counted in buckets of equal width, and only the bucket
 * that holds a rank is looked into: about two passes, where sorting takes twenty times as long.
 */
function valuesAtRanks(values: Float64Array<ArrayBuffer>, ranks: readonly number[]): number[] {
  const { low, high } = extremesOf(values);
  const toBucket = (bucketCount - 1) / (high - low);
  // All equal, or so near each other that a bucket has no width.
  if (values.length <= sortedAtMost || !Number.isFinite(toBucket)) {
    const sorted = values.slice().sort();
    return ranks.map(rank => sorted[rank - 1]!);
  }
  const counts = new Uint32Array(bucketCount);
  for (let i = 0; i < values.length; i++) counts[((values[i]! - low) * toBucket) | 0]!++;
  return ranks.map(rank => {
    let bucket = 0;
    let below = 0;
    while (below + counts[bucket]! < rank) below += counts[bucket++]!;
    const within = new Float64Array(counts[bucket]!);
    let filled = 0;
    for (let i = 0; i < values.length; i++)
      if ((((values[i]! - low) * toBucket) | 0) === bucket) within[filled++] = values[i]!;
    return valuesAtRanks(within, [rank - below])[0]!;
  });
}
