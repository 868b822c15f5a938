/** One region to its numbers. What the codes say comes from their histogram, and so does light, unless a field makes it depend on the place. */
import type { Field } from '#model/field.ts';
import type { FieldShelf } from '#model/field-correction.ts';
import type { RegionUncertainty } from '#model/figures.ts';
import type { Region } from '#model/region.ts';
import { createHighlightCutter, type HighlightCutter, type WhiteLight } from './highlights.ts';
import { meanShiftsOf } from './light-shifts.ts';
import { createMaskCache, type MaskCache } from './masks.ts';
import { createNoiseReader, type NoiseReader, roundingSdOf } from './noise.ts';
import { createPeakFinder, type PeakFinder } from './peak.ts';
import {
  createLightReader,
  type LightReader,
  lightStatisticsOf,
  noLight,
  weightsByCode,
} from './pixel-light.ts';
import type { RegionHistogram } from './region-histogram.ts';
import { createSensorOpener, type Sensor, type SensorOpener } from './sensor.ts';
import { countPixels, type Spans } from './spans.ts';
import { type Numbers, statisticsOf } from './statistics.ts';

/** What is kept between frames: it saves time and cannot change a number. */
export type MeasureCache = {
  readonly histogram: RegionHistogram;
  readonly openSensor: SensorOpener;
  readonly masksOf: MaskCache;
  readonly cutHighlights: HighlightCutter;
  readonly lightOf: LightReader;
  readonly peakOf: PeakFinder;
  readonly noiseOf: NoiseReader;
};

export const createRegionCache = (histogram: RegionHistogram, fields: FieldShelf): MeasureCache => ({
  histogram,
  openSensor: createSensorOpener(fields),
  masksOf: createMaskCache(),
  cutHighlights: createHighlightCutter(),
  lightOf: createLightReader(),
  peakOf: createPeakFinder(),
  noiseOf: createNoiseReader(),
});

/** Null for `white`: no highlight is looked for. */
type Seen = { readonly region: Region; readonly spans: Spans; readonly white: WhiteLight | null };

export function measureRegion(
  sensor: Sensor,
  { region, spans: inside, white }: Seen,
  cache: MeasureCache,
): { numbers: Numbers; uncertainty: RegionUncertainty } {
  const { codes, correction, sceneToSensor } = sensor;
  const spans = white
    ? cache.cutHighlights(white, { shape: region.shape, spans: inside, sceneToSensor })
    : inside;
  const specularPx = spans === inside ? 0 : countPixels(inside) - countPixels(spans);
  const histogram = cache.histogram(codes, spans);
  const counted = statisticsOf(histogram, sensor, specularPx);
  if (sensor.missingField !== null) return { numbers: { ...counted, ...noLight }, uncertainty: nothingKnown };
  const light = correction
    ? { ...counted, ...lightStatisticsOf(cache.lightOf({ ...sensor, correction }, spans, counted.n)) }
    : counted;
  const { n, mean, sd } = light;
  if (mean === null || sd === null) return { numbers: light, uncertainty: nothingKnown };
  const shifts = sensor.shifts && meanShifts(sensor, { spans, histogram, n, mean });
  const roundingSd = roundingSdOf(sd, stepOf(sensor, { spans, meanCodes: counted.meanCodes ?? 0 }));
  const noise = cache.noiseOf(sensor, { spans, n, mean, sd, roundingSd });
  const peak = cache.peakOf(sensor, spans);
  const { effectiveN = null, meanSd = null } = noise ?? {};
  return { numbers: { ...light, peak, effectiveN, meanSd }, uncertainty: { shifts, noise } };
}

const nothingKnown: RegionUncertainty = { shifts: null, noise: null };

type Counted = {
  readonly spans: Spans;
  readonly histogram: ArrayLike<number>;
  readonly n: number;
  readonly mean: number;
};

function meanShifts(sensor: Sensor, { spans, histogram, n, mean }: Counted): RegionUncertainty['shifts'] {
  const { shifts, correction, clipCode } = sensor;
  const flat = correction?.flat;
  const weights = flat ? weightsByCode(sensor, spans, flat) : histogram;
  return shifts && meanShiftsOf(shifts, { weights, clipCode, n, mean });
}

/** What one code more adds to light at a region's mean code. */
function stepOf(
  { linear, codes, correction }: Sensor,
  { spans, meanCodes }: { spans: Spans; meanCodes: number },
): number {
  const code = Math.min(codes.topCode - 1, Math.max(1, Math.round(meanCodes)));
  const step = (linear[code + 1]! - linear[code - 1]!) / 2;
  return correction?.flat ? step * gainOf(correction.flat, { spans, widthPx: codes.widthPx }) : step;
}

/** About what a flat field multiplies a region's light by: the mean of 1/flat over the middles of its runs. */
function gainOf(flat: Field, { spans, widthPx }: { spans: Spans; widthPx: number }): number {
  let sum = 0;
  for (let i = 0; i < spans.length; i += 3) {
    const x = (spans[i + 1]! + spans[i + 2]!) >> 1;
    sum += 1 / (flat.low + flat.step * flat.samples[spans[i]! * widthPx + Math.min(x, spans[i + 2]! - 1)]!);
  }
  return (3 * sum) / spans.length;
}
