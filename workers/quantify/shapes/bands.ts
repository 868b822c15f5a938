/** How far each place of the NIR channel lies from the signal, as bytes to draw bands with. Nothing is measured from them. */
import type { BandsMessage } from '../../ports.ts';
import type { AnalysedFrame } from './analysed-frame.ts';
import type { Kernels } from './kernels.ts';
import type { Signal } from './signal.ts';

/** A screen blends between samples; more would only cost upload. */
const largest = { widthPx: 640, heightPx: 360 };
/** The last band begins before this code, so that its line can be drawn smoothly. */
const lastCode = 230;
/** The outline runs between pixels: half a pixel before the centre of the first one that is signal. */
const outlinePx = 0.5;

export type Bands = Omit<BandsMessage, 'type'>;

/** The exact distance map at every so many pixels. Needs a scale; null where there is none. Holds one plane of the kernels' arena. */
export function createBandMaker(): (frame: AnalysedFrame, signal: Signal) => Bands | null {
  const planes = new WeakMap<Kernels, Float32Array<ArrayBuffer>>();
  return (frame, { segmented }) => {
    const { kernels, picture, scale, settings, measurement } = frame;
    if (!scale) return null;
    let distances = planes.get(kernels);
    if (!distances) {
      distances = kernels.arena.floats(picture.widthPx * picture.heightPx);
      planes.set(kernels, distances);
    }
    kernels.distance(segmented.mask, distances);
    const middle = { x: (picture.widthPx - 1) / 2, y: (picture.heightPx - 1) / 2 };
    const scenePxPerNirPx = picture.scenePxPerPlanePx(middle) / picture.stepPx;
    const limitsPx = settings.limitsMm.map(mm => mm / scale.mmPerPx / scenePxPerNirPx);
    const pxPerCode = Math.max(...limitsPx) / lastCode;
    const every = Math.max(
      1,
      Math.ceil(picture.widthPx / largest.widthPx),
      Math.ceil(picture.heightPx / largest.heightPx),
    );
    const widthPx = Math.ceil(picture.widthPx / every);
    const heightPx = Math.ceil(picture.heightPx / every);
    const samples = new Uint8Array(widthPx * heightPx);
    const coding = { pxPerCode, stepPx: picture.stepPx };
    const columns = Int32Array.from({ length: widthPx }, (_, x) =>
      Math.floor(((x + 0.5) * picture.widthPx) / widthPx),
    );
    for (let y = 0; y < heightPx; y++) {
      const row = Math.floor(((y + 0.5) * picture.heightPx) / heightPx) * picture.widthPx;
      codeRow(distances, { row, columns, coding }, samples.subarray(y * widthPx, (y + 1) * widthPx));
    }
    return { frameNumber: measurement.frameNumber, widthPx, heightPx, pxPerCode, limitsPx, samples };
  };
}

type Row = {
  readonly row: number;
  readonly columns: Int32Array;
  readonly coding: { readonly pxPerCode: number; readonly stepPx: number };
};

function codeRow(distances: Float32Array, { row, columns, coding }: Row, to: Uint8Array<ArrayBuffer>): void {
  const { pxPerCode, stepPx } = coding;
  // Most of a picture lies beyond the bands, or is signal: neither needs a division.
  const beyondPx = (256 * pxPerCode) / stepPx;
  for (let x = 0; x < columns.length; x++) {
    const px = distances[row + columns[x]!]! - outlinePx;
    if (px > beyondPx) to[x] = 255;
    else if (px <= 0) to[x] = 0;
    else {
      const code = (px * stepPx) / pxPerCode;
      to[x] = code < 255 ? Math.round(code) : 255;
    }
  }
}
