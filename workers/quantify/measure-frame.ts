/** One frame to one measurement: the same function live, for stills and in replay, so that equal codes give equal bits. */
import { figuresOf, noiseFloorLinear, withhold } from '#model/figures.ts';
import type { Measurement, MeasurementInputs, RegionStatistics } from '#model/measurement.ts';
import { calibrationOf } from '#model/profile.ts';
import { profileHash } from '#model/profile-hash.ts';
import type { Region } from '#model/region.ts';
import type { MeasuredFrame } from '../nir-codes.ts';
import { fieldOf } from './field.ts';
import { createMaskCache, type MaskCache } from './masks.ts';
import type { RegionHistogram } from './region-histogram.ts';
import { createSensorOpener, type Sensor, type SensorOpener } from './sensor.ts';
import { statisticsOf } from './statistics.ts';

/** What is kept between frames. It saves time and cannot change a number. */
export type MeasureCache = {
  readonly histogram: RegionHistogram;
  readonly openSensor: SensorOpener;
  readonly masksOf: MaskCache;
};

export function createMeasureCache(histogram: RegionHistogram): MeasureCache {
  return { histogram, openSensor: createSensorOpener(), masksOf: createMaskCache() };
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
  const regions: RegionStatistics[] = cache
    .masksOf(inputs.regions, sceneToSensor, codes)
    .map(({ region, spans, outsideShare }) => ({
      id: region.id,
      role: region.role,
      tissue: region.tissue,
      outsideShare,
      ...statisticsOf(cache.histogram(codes, spans), sensor),
    }));
  const measurement = {
    ...head,
    regions,
    ...figuresOf(regions, rules),
    ...fieldOf(codes, sensor.clipCode),
  };
  return { measurement, sensor };
}

/** A region of which no pixel could be seen. */
const unseen = ({ id, role, tissue }: Region): RegionStatistics => ({
  id,
  role,
  tissue,
  outsideShare: 0,
  ...statisticsOf(new Uint32Array(), { linear: new Float64Array(), clipCode: 0, blackCode: 0 }),
});
