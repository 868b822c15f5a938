/**
 * A frame's codes, in the frame's own format: the one route by which they reach the screen, a measurement or the disk. Shared by
 * the workers that handle frames, because live and recorded numbers are equal only while all of them read alike.
 */
import {
  type CodesFrame,
  type DeliveredColour,
  type Frame,
  type FrameFormat,
  type PixelFormat,
  packedPlanes,
  planesIn,
} from '#model/frame.ts';
import { ProblemError } from '#model/problem.ts';

/** Formats that `copyTo` hands out as they are; every other comes as RGBA, the one conversion that browsers offer. */
const copied: readonly string[] = ['I420', 'NV12', 'RGBA', 'RGBX', 'BGRA', 'BGRX'];
const isCopied = (format: string | null): format is PixelFormat => format !== null && copied.includes(format);

export const isCodesFrame = (frame: Frame): frame is CodesFrame => 'kind' in frame;

/** What the frame's planes will be. Throws a `ProblemError` when the frame was closed before. */
export function formatOf(frame: Frame): FrameFormat {
  if (isCodesFrame(frame)) return frame.format;
  const rect = frame.visibleRect;
  if (!rect) throw new ProblemError(frameClosed);
  const format = isCopied(frame.format) ? frame.format : 'RGBA';
  return { format, widthPx: rect.width, heightPx: rect.height, bitDepth: 8, colour: colourOf(frame) };
}

function colourOf(frame: VideoFrame): DeliveredColour {
  const { fullRange, matrix, transfer, primaries } = frame.colorSpace;
  return { fullRange, matrix, transfer, primaries };
}

/** Seconds on the feed's own clock. */
export const timestampOf = (frame: Frame): number =>
  isCodesFrame(frame) ? frame.timestampS : frame.timestamp / 1_000_000;

/** The number it was recorded with, or `arrival`, its place in the order of arrival. */
export const numberOf = (frame: Frame, arrival: number): number =>
  (isCodesFrame(frame) ? frame.number : undefined) ?? arrival;

/** Gives a frame's samples back to whoever lent them. */
export const closeFrame = (frame: Frame): void => {
  if (!isCodesFrame(frame)) frame.close();
};

/** A second reference to the same samples; the caller closes it. */
export const cloneFrame = (frame: Frame): Frame => (isCodesFrame(frame) ? frame : frame.clone());

/** Puts the packed planes of `frame`, whose format is `format`, into the room. The frame stays the caller's. */
export async function copyCodes(
  frame: Frame,
  format: FrameFormat,
  room: { readonly buffer: ArrayBuffer; readonly startBytes: number },
): Promise<void> {
  if (!isCodesFrame(frame)) {
    const layout = packedPlanes(format).planes.map(({ offsetBytes, strideSamples }) => ({
      offset: room.startBytes + offsetBytes,
      stride: strideSamples,
    }));
    const conversion = isCopied(frame.format) ? {} : ({ format: 'RGBA', colorSpace: 'srgb' } as const);
    await frame.copyTo(room.buffer, { layout, ...conversion });
    return;
  }
  const planes = planesIn(room.buffer, format, room.startBytes);
  for (const [i, to] of planes.entries()) {
    const from = frame.planes[i]!;
    for (let y = 0; y < to.heightPx; y++) {
      const start = y * from.strideSamples;
      to.samples.set(from.samples.subarray(start, start + to.strideSamples), y * to.strideSamples);
    }
  }
}

const frameClosed = {
  id: 'frame-closed',
  severity: 'caution',
  text: 'A frame came closed.',
  tip: 'Choose the source again.',
} as const;
