/** The NIR channel of a frame: where its codes lie, what they mean, and how its pixels map to the scene. */
import type { FrameFormat, FramePlanes } from '#model/frame.ts';
import type { Homography } from '#model/geometry.ts';
import { channelRectPx, type Layout, type StreamSizes, sceneToSensor } from '#model/layout.ts';
import type { Profile } from '#model/profile.ts';
import { codeRange, linearTable } from '#model/transfer.ts';
import { createCodesReader, type MeasuredFrame, type SensorCodes } from '../nir-codes.ts';

export type Sensor = {
  /** The stream's frame that carries NIR; times of a measurement are its. */
  readonly frame: FramePlanes;
  readonly codes: SensorCodes;
  readonly sceneToSensor: Homography;
  /** Linear light above dark, by code. */
  readonly linear: Float64Array<ArrayBuffer>;
  /** Codes from here up are clipped. */
  readonly clipCode: number;
  /** Codes up to here are crushed. */
  readonly blackCode: number;
};

/** Opens the NIR channel of a frame, or null where there is none. Keeps its tables between frames. */
export type SensorOpener = (frame: MeasuredFrame, layout: Layout, profile: Profile) => Sensor | null;

export function createSensorOpener(): SensorOpener {
  let linearKey = '';
  let linear = new Float64Array();
  const readCodes = createCodesReader();

  const linearOf = (format: FrameFormat, profile: Profile) => {
    const { range, transfer, darkCodes } = profile;
    const { bitDepth, colour } = format;
    const key = JSON.stringify([format.format, bitDepth, colour.fullRange, range, transfer, darkCodes]);
    if (key !== linearKey) linear = linearTable(format, profile);
    linearKey = key;
    return linear;
  };

  return (frame, layout, profile) => {
    const sizes: StreamSizes = {
      main: frame.main.format,
      ...(frame.second && { second: frame.second.format }),
    };
    const rect = channelRectPx(layout.nir, sizes);
    const mapping = sceneToSensor(layout, sizes, profile.registration);
    const nir = layout.nir?.stream === 'second' ? frame.second : frame.main;
    if (!rect || !mapping || !nir) return null;
    return {
      frame: nir,
      codes: readCodes(nir, rect),
      sceneToSensor: mapping,
      linear: linearOf(nir.format, profile),
      ...limitsOf(nir.format, profile),
    };
  };
}

/**
 * Clipped: the profile's code, else white. In limited range that is 235 and not 254: a camera maps its full well to
 * white, and what stands above it is noise and ringing of a pixel that is already full. The top code always counts.
 */
function limitsOf(format: FrameFormat, profile: Profile): { clipCode: number; blackCode: number } {
  const { blackCodes, whiteCodes } = codeRange(format, profile);
  const topCode = 2 ** format.bitDepth - 1;
  return { clipCode: Math.min(Math.ceil(profile.clipCodes ?? whiteCodes), topCode), blackCode: blackCodes };
}
