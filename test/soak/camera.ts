/** What the fake camera of a soak plays: white light beside NIR, noise in every pixel, and a tumour that moves. */
import type { SizePx } from '#model/geometry.ts';
import { createRandom } from '../support/random.ts';
import { type I420Picture, writeY4mPictures } from '../support/y4m.ts';

const cameraSize: SizePx = { widthPx: 720, heightPx: 360 };
const cameraFps = 15;
/** Odd, and as long as one swing: where the file begins anew nothing jumps. */
const frames = 151;

/** In scene pixels (the NIR half). The tumour swings sideways by `swingPx`. */
export const tumour = { x: 220, y: 180, radiusPx: 60 };
export const background = { x: 80, y: 90, radiusPx: 40 };
const swingPx = 12;

/** Sums of four, so that noise has a bell's shape; sd about 2.3 codes. */
function noise(): Int8Array {
  const random = createRandom(6);
  return Int8Array.from({ length: 1 << 16 }, () => {
    let sum = 0;
    for (let i = 0; i < 4; i++) sum += random.integer(-2, 2);
    return sum;
  });
}

function* pictures(): Generator<I420Picture> {
  const { widthPx, heightPx } = cameraSize;
  const half = widthPx / 2;
  const grain = noise();
  const random = createRandom(7);
  const u = new Uint8Array((widthPx * heightPx) / 4).fill(128);
  const v = new Uint8Array(u.length).fill(128);
  // White light is a little red, as tissue is.
  for (let row = 0; row < heightPx / 2; row++) v.fill(144, row * half, row * half + half / 2);
  const y = new Uint8Array(widthPx * heightPx);
  for (let n = 0; n < frames; n++) {
    const centre = tumour.x + swingPx * Math.sin((2 * Math.PI * n) / frames);
    for (let row = 0; row < heightPx; row++) {
      const at = random.integer(0, grain.length - 1);
      for (let column = 0; column < widthPx; column++) {
        const x = column % half;
        const isTumour = (x - centre) ** 2 + (row - tumour.y) ** 2 <= tumour.radiusPx ** 2;
        const texture = 8 * Math.sin(x / 9) * Math.cos(row / 11);
        const code = column < half ? 120 + texture + (isTumour ? 12 : 0) : isTumour ? 150 : 60 + texture / 2;
        y[row * widthPx + column] = code + grain[(at + column) & 0xffff]!;
      }
    }
    yield { ...cameraSize, y, u, v };
  }
}

/** Writes the file (about 60 MB). */
export function writeCamera(path: string): void {
  writeY4mPictures(path, { ...cameraSize, range: 'limited', fps: cameraFps }, pictures());
}
