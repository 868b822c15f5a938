/**
 * A region's light pixel by pixel, where fields make it depend on the place: what a histogram of codes cannot hold. Holds one
 * double a pixel of the largest region measured so far, for the life of the worker.
 */
import type { Field } from '#model/field.ts';
import { correctedLight, type FieldCorrection } from '#model/field-correction.ts';
import type { RegionStatistics } from '#model/measurement.ts';
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
 * Statistics of `light` as `statisticsOf` defines them: percentiles by rank, population SD. The order of every sum is fixed, so
 * that the same pixels give the same bits.
 */
export function lightStatisticsOf(light: Float64Array<ArrayBuffer>): Light {
  const n = light.length;
  if (n === 0) return noLight;
  const extremes = extremesOf(light);
  const { low: min, high: max } = extremes;
  const mean = sumOf(light, 0, n) / n;
  const ranks = [5, 50, 95].map(percent => Math.ceil((percent * n) / 100));
  const [p5, median, p95] = valuesAtRanks(light, ranks, extremes);
  return {
    mean,
    // Rounding of the mean would otherwise leave a trace of spread where every pixel is equal.
    sd: min === max ? 0 : Math.sqrt(sumOfSquares(light, { about: mean, from: 0, to: n }) / n),
    median: median!,
    p5: p5!,
    p95: p95!,
    min,
    max,
  };
}

// Loops over pixels stand in functions of their own with nothing but locals: among closures they take twice as long.

const summedStraightPx = 128;

/** Sum by halves, whose error grows with log n instead of n: Higham 1993, doi:10.1137/0914050. */
function sumOf(values: Float64Array, from: number, to: number): number {
  if (to - from > summedStraightPx) {
    const middle = (from + to) >> 1;
    return sumOf(values, from, middle) + sumOf(values, middle, to);
  }
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  return sum;
}

/** Σ (value − about)², by halves. */
function sumOfSquares(values: Float64Array, of: { about: number; from: number; to: number }): number {
  const { about, from, to } = of;
  if (to - from > summedStraightPx) {
    const middle = (from + to) >> 1;
    return (
      sumOfSquares(values, { about, from, to: middle }) + sumOfSquares(values, { about, from: middle, to })
    );
  }
  let sum = 0;
  for (let i = from; i < to; i++) sum += (values[i]! - about) ** 2;
  return sum;
}

type Extremes = { readonly low: number; readonly high: number };

function extremesOf(values: Float64Array): Extremes {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

const bucketCount = 4096;
const sortedAtMost = 1024;

/** Of equal width; bucket of a value: (value − low) · perUnit, rounded down, which keeps the order of values. */
type Buckets = { readonly low: number; readonly perUnit: number };

/**
 * The rank-th smallest of `values`, for each of `ranks` (from 1), exactly. Values are counted in buckets, and only the buckets
 * that hold a rank are looked into: two passes, where sorting takes twenty times as long.
 */
function valuesAtRanks(
  values: Float64Array<ArrayBuffer>,
  ranks: readonly number[],
  { low, high }: Extremes,
): number[] {
  const perUnit = (bucketCount - 1) / (high - low);
  // All equal, or so near each other that a bucket has no width.
  if (values.length <= sortedAtMost || !Number.isFinite(perUnit)) {
    const sorted = values.slice().sort();
    return ranks.map(rank => sorted[rank - 1]!);
  }
  const counts = countByBucket(values, { low, perUnit });
  const places = ranks.map(rank => {
    let bucket = 0;
    let below = 0;
    while (below + counts[bucket]! < rank) below += counts[bucket++]!;
    return { bucket, rankWithin: rank - below };
  });
  const wanted = new Map(places.map(({ bucket }) => [bucket, new Float64Array(counts[bucket]!)]));
  collect(values, { low, perUnit }, wanted);
  return places.map(({ bucket, rankWithin }) => {
    const members = wanted.get(bucket)!;
    return valuesAtRanks(members, [rankWithin], extremesOf(members))[0]!;
  });
}

function countByBucket(values: Float64Array, { low, perUnit }: Buckets): Uint32Array<ArrayBuffer> {
  const counts = new Uint32Array(bucketCount);
  for (let i = 0; i < values.length; i++) counts[((values[i]! - low) * perUnit) | 0]!++;
  return counts;
}

/** Fills each of the `wanted` buckets with its values. */
function collect(
  values: Float64Array,
  { low, perUnit }: Buckets,
  wanted: ReadonlyMap<number, Float64Array>,
): void {
  const members = [...wanted.values()];
  const filled = new Uint32Array(members.length);
  /** One more than the place in `members`; 0: not wanted. */
  const slots = new Uint8Array(bucketCount);
  for (const [i, bucket] of [...wanted.keys()].entries()) slots[bucket] = i + 1;
  for (let i = 0; i < values.length; i++) {
    const slot = slots[((values[i]! - low) * perUnit) | 0]!;
    if (slot > 0) members[slot - 1]![filled[slot - 1]!++] = values[i]!;
  }
}
