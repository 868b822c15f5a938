/** What the maker and the page of the seek bench share. */
import type { FrameFormat, FramePlanes } from '#model/frame.ts';
import type { MeasurementInputs } from '#model/measurement.ts';
import { box, circle, frameOf, inputsOf, region } from '../../unit/quantify/frames.ts';

export type Made = { readonly video: ArrayBuffer; readonly frameCount: number };

export const fps = 30;
export const sessionIds = { raw: 'bench-seek-raw', packed: 'bench-seek-packed' } as const;

export const benchInputs: MeasurementInputs = inputsOf([
  region('T1', circle(640, 360, 80)),
  region('B1', box(100, 100, 200, 160)),
]);

export const format: FrameFormat = {
  format: 'I420',
  widthPx: 1280,
  heightPx: 720,
  bitDepth: 8,
  colour: { fullRange: false, matrix: 'bt709', transfer: 'bt709', primaries: 'bt709' },
};
const widerPx = 1280 + 3 * 256;

/** Tissue and a nodule in it, wider than a frame, so that a frame is a part of it. */
const scene = Float32Array.from({ length: widerPx * format.heightPx }, (_, i) => {
  const [x, y] = [i % widerPx, Math.floor(i / widerPx)];
  const tissue = 70 + 25 * Math.sin(x / 60) * Math.cos(y / 45) + 15 * Math.sin((x + y) / 19);
  return tissue + (Math.hypot(x - 900, y - 360) < 90 ? 70 : 0);
});

/** The scene as it moves, with a camera's noise of a few codes. */
export function pictureOf(index: number): FramePlanes {
  let state = (index + 1) * 2_654_435_761;
  return frameOf(
    format,
    (x, y) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return scene[y * widerPx + x + 3 * index]! + (state >>> 30) - 1;
    },
    index,
  );
}
