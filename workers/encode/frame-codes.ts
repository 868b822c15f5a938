/** Copies a frame's codes, in the frame's own format, to where its record is assembled. */
import { type Frame, type FrameFormat, type PixelFormat, packedPlanes, planesIn } from '#model/frame.ts';

/** Formats that `copyTo` hands out as they are; every other comes as RGBA, the one conversion that browsers offer. */
const copied: readonly string[] = ['I420', 'NV12', 'RGBA', 'RGBX', 'BGRA', 'BGRX'];
const isCopied = (format: string | null): format is PixelFormat => format !== null && copied.includes(format);

const isVideoFrame = (frame: Frame): frame is VideoFrame => !('kind' in frame);

/** What will be recorded of `frame`: the format in which the same frame is drawn and measured. Throws when it was closed. */
export function recordedFormat(frame: Frame): FrameFormat {
  if (!isVideoFrame(frame)) return frame.format;
  const rect = frame.visibleRect;
  if (!rect) throw new Error('The frame was closed before it was recorded.');
  const { fullRange, matrix, transfer, primaries } = frame.colorSpace;
  return {
    format: isCopied(frame.format) ? frame.format : 'RGBA',
    widthPx: rect.width,
    heightPx: rect.height,
    bitDepth: 8,
    colour: { fullRange, matrix, transfer, primaries },
  };
}

/** Seconds on the feed's own clock. */
export const recordedTimestampS = (frame: Frame): number =>
  isVideoFrame(frame) ? frame.timestamp / 1_000_000 : frame.timestampS;

/** Puts the packed planes of `frame` into the room. The frame stays the caller's. */
export async function copyCodes(
  frame: Frame,
  format: FrameFormat,
  room: { readonly buffer: ArrayBuffer; readonly startBytes: number },
): Promise<void> {
  if (isVideoFrame(frame)) {
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

/** Gives a frame's samples back to whoever lent them. */
export const closeFrame = (frame: Frame): void => {
  if (isVideoFrame(frame)) frame.close();
};
