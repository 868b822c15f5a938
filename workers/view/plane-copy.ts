/**
 * Copies a frame's codes out into planes, in the frame's own format: the only route by which codes reach measurement.
 * Holds the buffers that circulate; whoever got planes gives their buffer back by `giveBack`.
 */
import type {
  CodesFrame,
  DeliveredColour,
  Frame,
  FrameFormat,
  FramePlanes,
  PixelFormat,
} from '#model/frame.ts';
import { packedPlanes, planesIn } from '#model/frame.ts';
import { ProblemError } from '#model/problem.ts';

/** More buffers than this never circulate: one being drawn, one being measured, one spare. */
const circulatingBuffers = 3;

const copied: readonly string[] = ['I420', 'NV12', 'RGBA', 'RGBX', 'BGRA', 'BGRX'];
const isCopied = (format: string | null): format is PixelFormat => format !== null && copied.includes(format);

export const isCodesFrame = (frame: Frame): frame is CodesFrame => 'kind' in frame && frame.kind === 'codes';

/** What a frame's planes will be. A `VideoFrame` of no known format comes out as RGBA, the one conversion browsers offer. */
export function formatOf(frame: Frame): FrameFormat {
  if (isCodesFrame(frame)) return frame.format;
  const rect = frame.visibleRect;
  if (!rect)
    throw new ProblemError({
      id: 'frame-closed',
      severity: 'caution',
      text: 'A frame came closed.',
      tip: 'Reopen the source.',
    });
  const format = isCopied(frame.format) ? frame.format : 'RGBA';
  return { format, widthPx: rect.width, heightPx: rect.height, bitDepth: 8, colour: colourOf(frame) };
}

function colourOf(frame: VideoFrame): DeliveredColour {
  const { fullRange, matrix, transfer, primaries } = frame.colorSpace;
  return { fullRange, matrix, transfer, primaries };
}

export const sameFormat = (a: FrameFormat, b: FrameFormat): boolean =>
  a.format === b.format &&
  a.widthPx === b.widthPx &&
  a.heightPx === b.heightPx &&
  a.bitDepth === b.bitDepth &&
  a.colour.fullRange === b.colour.fullRange &&
  a.colour.matrix === b.colour.matrix;

/** Seconds on the feed's own clock. */
export const timestampOf = (frame: Frame): number =>
  isCodesFrame(frame) ? frame.timestampS : frame.timestamp / 1_000_000;

export const closeFrame = (frame: Frame): void => {
  if (!isCodesFrame(frame)) frame.close();
};

/** A second reference to the same samples; the caller closes it. */
export const cloneFrame = (frame: Frame): Frame => (isCodesFrame(frame) ? frame : frame.clone());

export type PlaneCopier = {
  /** The frame's planes in a buffer of their own; the frame stays the caller's. Throws when the browser cannot read it. */
  copy(frame: Frame, stamp: { number: number; arrivedS: number }): Promise<FramePlanes>;
  giveBack(planes: FramePlanes): void;
};

export function createPlaneCopier(): PlaneCopier {
  let spare: ArrayBuffer[] = [];

  const bufferOf = (bytes: number): ArrayBuffer => {
    const index = spare.findIndex(buffer => buffer.byteLength === bytes);
    return index < 0 ? new ArrayBuffer(bytes) : spare.splice(index, 1)[0]!;
  };

  return {
    async copy(frame, { number, arrivedS }) {
      const format = formatOf(frame);
      const { planes: layout, totalBytes } = packedPlanes(format);
      const buffer = bufferOf(totalBytes);
      const planes = planesIn(buffer, format);
      if (isCodesFrame(frame)) {
        frame.planes.forEach((plane, i) => {
          const to = planes[i]!;
          for (let y = 0; y < plane.heightPx; y++) {
            const row = plane.samples.subarray(
              y * plane.strideSamples,
              y * plane.strideSamples + to.strideSamples,
            );
            to.samples.set(row, y * to.strideSamples);
          }
        });
      } else {
        await frame.copyTo(buffer, {
          layout: layout.map(({ offsetBytes, strideSamples }) => ({
            offset: offsetBytes,
            stride: strideSamples,
          })),
          ...(isCopied(frame.format) ? {} : { format: 'RGBA', colorSpace: 'srgb' }),
        });
      }
      return { number, timestampS: timestampOf(frame), arrivedS, format, planes };
    },
    giveBack(planes) {
      const buffer = planes.planes[0]?.samples.buffer;
      if (!buffer || buffer.byteLength === 0) return;
      spare = [buffer, ...spare.filter(one => one.byteLength === buffer.byteLength)].slice(
        0,
        circulatingBuffers,
      );
    },
  };
}

/** The buffers of `planes`, for a transfer list. */
export const buffersOf = (planes: FramePlanes): ArrayBuffer[] => [
  ...new Set(planes.planes.map(plane => plane.samples.buffer)),
];
