/** One frame to one measurement: the same function live, for stills and in replay, so that equal codes give equal bits. */

import { blankPx } from '#model/blank.ts';
import { createFieldShelf, type FieldShelf } from '#model/field-correction.ts';
import { figuresOf, noiseFloorLinear, type RegionUncertainty, withhold } from '#model/figures.ts';
import type { Rect } from '#model/geometry.ts';
import { channelRectPx } from '#model/layout.ts';
import type { Measurement, MeasurementInputs, RegionStatistics } from '#model/measurement.ts';
import { type MotionReading, movedShape } from '#model/motion.ts';
import { calibrationOf } from '#model/profile.ts';
import { profileHash } from '#model/profile-hash.ts';
import type { Region } from '#model/region.ts';
import type { MeasuredFrame } from '../nir-codes.ts';
import { fieldOf } from './field.ts';
import { whiteLightOf } from './highlights.ts';
import { createRegionCache, type MeasureCache, measureRegion } from './measure-region.ts';
import type { RegionHistogram } from './region-histogram.ts';
import type { Sensor } from './sensor.ts';
import { statisticsOf } from './statistics.ts';

/** `fields`: what profiles may refer to; without it, none is there. */
export const createMeasureCache = (
  histogram: RegionHistogram,
  fields: FieldShelf = createFieldShelf(),
): MeasureCache => createRegionCache(histogram, fields);

/** The measurement, and the sensor that it was read from (null where the frame has no NIR). */
export type Measured = { readonly measurement: Measurement; readonly sensor: Sensor | null };

/**
 * Measures every region of `inputs` in `frame`. Times are those of the stream that carries NIR; the number is `main`'s. `motion`:
 * how the tissue lies against the key frame in which the regions are given; null: nothing is followed.
 */
export function measureFrame(
  frame: MeasuredFrame,
  inputs: MeasurementInputs,
  cache: MeasureCache,
  motion: MotionReading | null = null,
): Measured {
  const { layout, profile, referenceId } = inputs;
  const sensor = cache.openSensor(frame, layout, profile);
  const { timestampS, arrivedS, format } = sensor?.frame ?? frame.main;
  const head = {
    frameNumber: frame.main.number,
    ...(frame.second && { secondNumber: frame.second.number }),
    timestampS,
    arrivedS,
    inputsRevision: inputs.revision,
    profileId: profile.id,
    profileHash: profileHash(profile),
    calibration: calibrationOf(profile, layout.displayReferred, inputs.faults),
    motion,
  };
  const rules = {
    clippedLimitShare: profile.clippedLimitShare,
    noiseFloorLinear: noiseFloorLinear(format, profile),
    referenceId,
  };
  if (!sensor) {
    const empty = {
      ...head,
      ...figuresOf(inputs.regions.map(unseen), rules),
      regions: [],
      fieldClippedShare: 0,
      fieldHistogram: new Array<number>(256).fill(0),
    };
    return { measurement: withhold(empty, 'no-pixels', 'no NIR in this frame'), sensor };
  }
  const field = fieldOf(sensor.codes, sensor.clipCode);
  if (motion?.kind === 'lost') {
    const regions = inputs.regions.map(unseen);
    const unmeasured = { ...head, regions, ...figuresOf(regions, rules), ...field };
    return { measurement: withhold(unmeasured, 'tracking-lost', motion.detail), sensor };
  }
  const { codes, sceneToSensor, missingField } = sensor;
  const white = whiteLightOf(frame, inputs);
  const uncertainties = new Map<string, RegionUncertainty>();
  const regions = cache
    .masksOf(placed(inputs.regions, motion), sceneToSensor, codes, blanksOnSensor(frame, inputs))
    .map(({ region, spans, outsideShare }): RegionStatistics => {
      const { numbers, uncertainty } = measureRegion(sensor, { region, spans, white }, cache);
      uncertainties.set(region.id, uncertainty);
      return { id: region.id, role: region.role, tissue: region.tissue, outsideShare, ...numbers };
    });
  const measurement = { ...head, regions, ...figuresOf(regions, rules, uncertainties), ...field };
  return {
    measurement: missingField === null ? measurement : withhold(measurement, 'no-field', missingField),
    sensor,
  };
}

/** The regions where they lie in this frame; the same array where nothing moved. */
const placed = (regions: readonly Region[], motion: Exclude<MotionReading, { kind: 'lost' }> | null) =>
  motion ? regions.map(region => ({ ...region, shape: movedShape(region.shape, motion.motion) })) : regions;

/** Black places of the stream that carries NIR, in pixels of its NIR channel. */
function blanksOnSensor(frame: MeasuredFrame, { blanks = [], layout }: MeasurementInputs): Rect[] {
  const stream = layout.nir?.stream ?? 'main';
  const { format } = (stream === 'second' ? frame.second : null) ?? frame.main;
  const sizes = { main: frame.main.format, ...(frame.second && { second: frame.second.format }) };
  const channel = channelRectPx(layout.nir, sizes);
  if (!channel) return [];
  return blanks
    .filter(blank => blank.stream === stream)
    .map(blank => {
      const { left, top, right, bottom } = blankPx(blank, format);
      return { x: left - channel.x, y: top - channel.y, width: right - left, height: bottom - top };
    });
}

/** A region of which no pixel could be seen. */
const unseen = ({ id, role, tissue }: Region): RegionStatistics => ({
  id,
  role,
  tissue,
  outsideShare: 0,
  ...statisticsOf(new Uint32Array(), { linear: new Float64Array(), clipCode: 0, blackCode: 0 }),
});
