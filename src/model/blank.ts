/**
 * Rectangles of the picture that are blackened before anything sees it: the tower's own on-screen text may carry a patient's name.
 * Blanked codes are never recorded, drawn, measured or sent.
 */

import type { Blank } from './blank-schema.ts';
import type { FrameFormat, Plane } from './frame.ts';
import type { SizePx } from './geometry.ts';

export type { Blank };

/**
 * The code that is written: black of luma and grey is the darkest code of the declared range (16 of 255 where limited or not declared
 * in YUV), grey chroma is the middle of its range, RGB is 0.
 */
const blackOf = ({ format, bitDepth, colour }: FrameFormat, planeIndex: number): number => {
  const scale = 2 ** (bitDepth - 8);
  const isYuv = format === 'I420' || format === 'NV12';
  if (isYuv && planeIndex > 0) return 128 * scale;
  return isYuv && colour.fullRange !== true ? 16 * scale : 0;
};

/** The pixels of a frame that a place covers, rounded outwards to whole chroma samples: `right` and `bottom` are behind the last. */
export function blankPx({ x, y, width, height }: Blank, { widthPx, heightPx }: SizePx) {
  return {
    left: Math.floor((x * widthPx) / 2) * 2,
    top: Math.floor((y * heightPx) / 2) * 2,
    right: Math.ceil(((x + width) * widthPx) / 2) * 2,
    bottom: Math.ceil(((y + height) * heightPx) / 2) * 2,
  };
}

/** Blackens `blanks` of this stream in `planes`, which lie as `format` says. */
export function blankPlanes(planes: readonly Plane[], format: FrameFormat, blanks: readonly Blank[]): void {
  for (const blank of blanks) {
    const { left, top, right, bottom } = blankPx(blank, format);
    for (const [index, plane] of planes.entries()) {
      const step = plane.widthPx < format.widthPx ? 2 : 1;
      const black = blackOf(format, index);
      const from = (left / step) * plane.samplesPerPixel;
      const to = Math.min(plane.widthPx, right / step) * plane.samplesPerPixel;
      for (let row = top / step; row < Math.min(plane.heightPx, bottom / step); row++)
        plane.samples.fill(black, row * plane.strideSamples + from, row * plane.strideSamples + to);
    }
  }
}
