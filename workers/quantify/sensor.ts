/** The NIR channel of a frame: where its codes lie, what they mean, and how its pixels map to the scene. */

import type { FieldCorrection, FieldShelf } from '#model/field-correction.ts';
import type { FrameFormat, FramePlanes } from '#model/frame.ts';
import { channelRectPx, type Layout, type StreamSizes, sceneSize, sceneToSensor } from '#model/layout.ts';
import { type Mapping, radialOf } from '#model/mapping.ts';
import type { Profile } from '#model/profile.ts';
import { codeLevels, linearTable } from '#model/transfer.ts';
import { createCodesReader, type MeasuredFrame, type SensorCodes } from '../nir-codes.ts';
import { type LightShifts, lightShiftsOf } from './light-shifts.ts';

export type Sensor = {
  /** The stream's frame that carries NIR; times of a measurement are its. */
  readonly frame: FramePlanes;
  readonly codes: SensorCodes;
  readonly sceneToSensor: Mapping;
  /** Linear light above dark, by code. */
  readonly linear: Float64Array<ArrayBuffer>;
  /** What fields do to it afterwards, pixel by pixel; null: nothing. */
  readonly correction: FieldCorrection | null;
  /** Which field is missing, in words; light must then not be read. Null: none. */
  readonly missingField: string | null;
  /** How `linear` moves with the uncertainties of the profile; null: it states none. */
  readonly shifts: LightShifts | null;
  /** Codes from here up are clipped. */
  readonly clipCode: number;
  /** Codes up to here are crushed. */
  readonly blackCode: number;
};

/** Opens the NIR channel of a frame, or null where there is none. Keeps its tables between frames. */
export type SensorOpener = (frame: MeasuredFrame, layout: Layout, profile: Profile) => Sensor | null;

export function createSensorOpener(fields: FieldShelf): SensorOpener {
  let tablesKey = '';
  let tables: Pick<Sensor, 'linear' | 'shifts'> = { linear: new Float64Array(), shifts: null };
  const readCodes = createCodesReader();

  const tablesOf = (format: FrameFormat, profile: Profile) => {
    const { range, transfer, darkCodes, uncertainty } = profile;
    const { bitDepth, colour } = format;
    const key = JSON.stringify([
      [format.format, bitDepth, colour.fullRange],
      [range, transfer, darkCodes, uncertainty],
    ]);
    if (key !== tablesKey)
      tables = { linear: linearTable(format, profile), shifts: lightShiftsOf(format, profile) };
    tablesKey = key;
    return tables;
  };

  return (frame, layout, profile) => {
    const sizes: StreamSizes = {
      main: frame.main.format,
      ...(frame.second && { second: frame.second.format }),
    };
    const rect = channelRectPx(layout.nir, sizes);
    const scene = sceneSize(layout, sizes);
    const homography = sceneToSensor(layout, sizes, profile.registration);
    const nir = layout.nir?.stream === 'second' ? frame.second : frame.main;
    if (!rect || !scene || !homography || !nir) return null;
    const codes = readCodes(nir, rect);
    const { correction, missing } = fields.find(profile, codes);
    const { clipCode, blackCodes } = codeLevels(nir.format, profile);
    return {
      frame: nir,
      codes,
      sceneToSensor: { homography, radial: radialOf(profile, scene) },
      ...tablesOf(nir.format, profile),
      correction,
      missingField: missing,
      clipCode,
      blackCode: blackCodes,
    };
  };
}
