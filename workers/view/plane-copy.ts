/**
 * Copies a frame's codes out into planes. Holds the buffers that circulate between the view worker and measurement; whoever got
 * planes gives their buffer back by `giveBack`.
 */
import { type Blank, blankPlanes } from '#model/blank.ts';
import { type Frame, type FrameFormat, type FramePlanes, packedPlanes, planesIn } from '#model/frame.ts';
import { copyCodes, formatOf, timestampOf } from '../frame-codes.ts';

/** More buffers than this never circulate: one being drawn, one being measured, one spare. */
const circulatingBuffers = 3;

export const sameFormat = (a: FrameFormat, b: FrameFormat): boolean =>
  a.format === b.format &&
  a.widthPx === b.widthPx &&
  a.heightPx === b.heightPx &&
  a.bitDepth === b.bitDepth &&
  a.colour.fullRange === b.colour.fullRange &&
  a.colour.matrix === b.colour.matrix;

type FrameStamp = {
  readonly number: number;
  readonly arrivedS: number;
  readonly blanks: readonly Blank[];
};

export type PlaneCopier = {
  /**
   * The frame's planes in a buffer of their own, black where `blanks` say; the frame stays the caller's. Throws when the browser cannot
   * read it.
   */
  copy(frame: Frame, stamp: FrameStamp): Promise<FramePlanes>;
  giveBack(planes: FramePlanes): void;
};

export function createPlaneCopier(): PlaneCopier {
  let spare: ArrayBuffer[] = [];

  const bufferOf = (bytes: number): ArrayBuffer => {
    const index = spare.findIndex(buffer => buffer.byteLength === bytes);
    return index < 0 ? new ArrayBuffer(bytes) : spare.splice(index, 1)[0]!;
  };

  return {
    async copy(frame, { number, arrivedS, blanks }) {
      const format = formatOf(frame);
      const buffer = bufferOf(packedPlanes(format).totalBytes);
      await copyCodes(frame, format, { buffer, startBytes: 0 });
      const planes = planesIn(buffer, format);
      blankPlanes(planes, format, blanks);
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
