/** The NIR channel of a frame: where its codes lie, what they mean, and how its pixels map to the scene. */
import type { FrameFormat, FramePlanes, Plane } from '#model/frame.ts';
import type { Homography, Rect, SizePx } from '#model/geometry.ts';
import { channelRectPx, type Layout, type StreamSizes, sceneToSensor } from '#model/layout.ts';
import type { Profile } from '#model/profile.ts';
import { codeRange, linearTable, rgbToCode } from '#model/transfer.ts';

/** The frames that are shown together; `second` is the other camera's of a two-camera feed. */
export type MeasuredFrame = { readonly main: FramePlanes; readonly second: FramePlanes | null };

/** Codes of the NIR channel: pixel (x, y) is `samples[startSamples + y * strideSamples + x]`. Belongs to the frame. */
export type SensorCodes = SizePx & {
  readonly samples: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
  readonly startSamples: number;
  readonly strideSamples: number;
  /** The largest code of the depth. Codes above it can only be wrong, and count as it. */
  readonly topCode: number;
};

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
  let greyCodes = new Uint8Array();

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
    const plane = nir.planes[0];
    if (!plane) throw new Error(`Frame ${nir.number} has no planes.`);
    if (plane.samplesPerPixel === 4 && greyCodes.length < rect.width * rect.height)
      greyCodes = new Uint8Array(rect.width * rect.height);
    return {
      frame: nir,
      codes: codesOf(plane, nir.format, { rect, greyCodes }),
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

function codesOf(
  plane: Plane,
  format: FrameFormat,
  { rect, greyCodes }: { rect: Rect; greyCodes: Uint8Array<ArrayBuffer> },
): SensorCodes {
  const size = { widthPx: rect.width, heightPx: rect.height, topCode: 2 ** format.bitDepth - 1 };
  const { samples, strideSamples } = plane;
  const lastRow = (rect.y + rect.height - 1) * strideSamples;
  if (samples.length < lastRow + (rect.x + rect.width) * plane.samplesPerPixel)
    throw new Error(`A plane of ${samples.length} samples is too short for its frame.`);
  if (plane.samplesPerPixel === 1)
    return { ...size, samples, startSamples: rect.y * strideSamples + rect.x, strideSamples };
  if (!(samples instanceof Uint8Array)) throw new Error(`${format.format} has codes of 8 bits.`);
  const isBlueFirst = format.format === 'BGRA' || format.format === 'BGRX';
  rgbToGrey(samples, { rect, strideSamples, red: isBlueFirst ? 2 : 0, greyCodes });
  return { ...size, samples: greyCodes, startSamples: 0, strideSamples: rect.width };
}

/** Kept apart, and with plain locals, because it runs over every pixel: about half the time of the obvious loop. */
function rgbToGrey(
  samples: Uint8Array<ArrayBuffer>,
  to: { rect: Rect; strideSamples: number; red: 0 | 2; greyCodes: Uint8Array<ArrayBuffer> },
): void {
  const { strideSamples, greyCodes } = to;
  const { x, y, width, height } = to.rect;
  const red = to.red;
  const blue = 2 - red;
  for (let row = 0; row < height; row++) {
    const end = (row + 1) * width;
    let from = (y + row) * strideSamples + 4 * x;
    for (let at = row * width; at < end; at++, from += 4)
      greyCodes[at] = rgbToCode(samples[from + red]!, samples[from + 1]!, samples[from + blue]!);
  }
}
