/** The NIR channel's codes in a frame's planes, for every worker that reads numbers from them. */
import type { FrameFormat, FramePlanes, Plane } from '#model/frame.ts';
import type { Rect, SizePx } from '#model/geometry.ts';
import { rgbToCode } from '#model/transfer.ts';

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

/** Reads channels; keeps one buffer for the codes of RGB frames, which holds until its next call. */
export type CodesReader = (frame: FramePlanes, rect: Rect) => SensorCodes;

/** Throws an `Error` when the planes are too short for their frame. */
export function createCodesReader(): CodesReader {
  let greyCodes = new Uint8Array();
  return ({ number, planes, format }, rect) => {
    const plane = planes[0];
    if (!plane) throw new Error(`Frame ${number} has no planes.`);
    if (plane.samplesPerPixel === 4 && greyCodes.length < rect.width * rect.height)
      greyCodes = new Uint8Array(rect.width * rect.height);
    return codesOf(plane, format, { rect, greyCodes });
  };
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
