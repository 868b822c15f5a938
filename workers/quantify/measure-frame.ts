/** One frame to one measurement: the same function live, for stills and in replay, so that equal codes give equal bits. */

import { createFieldShelf, type FieldShelf } from '#model/field-correction.ts';
import { figuresOf, type MeanShifts, noiseFloorLinear, withhold } from '#model/figures.ts';
import type { Measurement, MeasurementInputs, RegionStatistics } from '#model/measurement.ts';
import { calibrationOf } from '#model/profile.ts';
import { profileHash } from '#model/profile-hash.ts';
import type { Region } from '#model/region.ts';
import type { MeasuredFrame } from '../nir-codes.ts';
import { fieldOf } from './field.ts';
import { meanShiftsOf } from './light-shifts.ts';
import { createMaskCache, type MaskCache } from './masks.ts';
import {
  createLightReader,
  type LightReader,
  lightStatisticsOf,
  noLight,
  weightsByCode,
} from './pixel-light.ts';
import type { RegionHistogram } from './region-histogram.ts';
import { createSensorOpener, type Sensor, type SensorOpener } from './sensor.ts';
import type { Spans } from './spans.ts';
import { type Numbers, statisticsOf } from './statistics.ts';

/** What is kept between frames: it saves time and cannot change a number. */
export type MeasureCache = {
  readonly histogram: RegionHistogram;
  readonly openSensor: SensorOpener;
  readonly masksOf: MaskCache;
  readonly lightOf: LightReader;
};

/** `fields`: what profiles may refer to; without it, none is there. */
export function createMeasureCache(
  histogram: RegionHistogram,
  fields: FieldShelf = createFieldShelf(),
): MeasureCache {
  return {
    histogram,
    openSensor: createSensorOpener(fields),
    masksOf: createMaskCache(),
    lightOf: createLightReader(),
  };
}

/** The measurement, and the sensor that it was read from (null where the frame has no NIR). */
export type Measured = { readonly measurement: Measurement; readonly sensor: Sensor | null };

/** Measures every region of `inputs` in `frame`. Times are those of the stream that carries NIR; the number is `main`'s. */
export function measureFrame(frame: MeasuredFrame, inputs: MeasurementInputs, cache: MeasureCache): Measured {
  const { layout, profile, referenceId } = inputs;
  const sensor = cache.openSensor(frame, layout, profile);
  const { timestampS, arrivedS, format } = sensor?.frame ?? frame.main;
  const head = {
    frameNumber: frame.main.number,
    timestampS,
    arrivedS,
    inputsRevision: inputs.revision,
    profileId: profile.id,
    profileHash: profileHash(profile),
    calibration: calibrationOf(profile, layout.displayReferred, inputs.faults),
    motion: null,
  };
  const rules = {
    clippedLimitShare: profile.clippedLimitShare,
    noiseFloorLinear: noiseFloorLinear(format, profile),
    referenceId,
  };
  if (!sensor) {
    const figures = figuresOf(inputs.regions.map(unseen), rules);
    const empty = {
      ...head,
      ...figures,
      regions: [],
      fieldClippedShare: 0,
      fieldHistogram: new Array<number>(256).fill(0),
    };
    return { measurement: withhold(empty, 'no-pixels', 'no NIR in this frame'), sensor };
  }
  const { codes, sceneToSensor } = sensor;
  const meanShifts = new Map<string, MeanShifts>();
  const regions = cache
    .masksOf(inputs.regions, sceneToSensor, codes)
    .map(({ region, spans, outsideShare }): RegionStatistics => {
      const { numbers, shifts } = measureRegion(sensor, spans, cache);
      if (shifts) meanShifts.set(region.id, shifts);
      return { id: region.id, role: region.role, tissue: region.tissue, outsideShare, ...numbers };
    });
  const measurement = {
    ...head,
    regions,
    ...figuresOf(regions, rules, meanShifts),
    ...fieldOf(codes, sensor.clipCode),
  };
  const { missingField } = sensor;
  return {
    measurement: missingField === null ? measurement : withhold(measurement, 'no-field', missingField),
    sensor,
  };
}

/** What the codes say comes from their histogram, and so does light, unless a field makes it depend on the place. */
function measureRegion(
  sensor: Sensor,
  spans: Spans,
  cache: MeasureCache,
): { numbers: Numbers; shifts: MeanShifts | null } {
  const { codes, clipCode, correction, missingField } = sensor;
  const histogram = cache.histogram(codes, spans);
  const counted = statisticsOf(histogram, sensor);
  if (missingField !== null) return { numbers: { ...counted, ...noLight }, shifts: null };
  const numbers = correction
    ? { ...counted, ...lightStatisticsOf(cache.lightOf({ ...sensor, correction }, spans, counted.n)) }
    : counted;
  const { n, mean } = numbers;
  if (!sensor.shifts || mean === null) return { numbers, shifts: null };
  const flat = correction?.flat;
  const weights = flat ? weightsByCode(sensor, spans, flat) : histogram;
  return { numbers, shifts: meanShiftsOf(sensor.shifts, { weights, clipCode, n, mean }) };
}

/** A region of which no pixel could be seen. */
const unseen = ({ id, role, tissue }: Region): RegionStatistics => ({
  id,
  role,
  tissue,
  outsideShare: 0,
  ...statisticsOf(new Uint32Array(), { linear: new Float64Array(), clipCode: 0, blackCode: 0 }),
});
