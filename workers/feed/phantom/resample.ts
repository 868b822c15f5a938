/**
 * The inner loops of a frame: one row of moved tissue each, interpolated between four texels in sixteenths of a pixel.
 * Everything is an argument, and integers only: these run a million times a frame. Neighbouring pixels mostly read
 * neighbouring texels, so the right-hand column of one is carried over as the left-hand column of the next.
 */
import { noiseShift, noiseStepBits, vignettingBits } from './camera.ts';
import type { AxisSampling } from './motion.ts';

/** `row`: index of the row's first texel; `widthPx`: texels a row; `down`: sixteenths towards the row below. */
type TextureRow = { readonly row: number; readonly widthPx: number; readonly down: number };
/** Where the row's codes go, and where its noise begins in `deviate`. */
type RowTarget = { readonly bytes: Uint8Array; readonly to: number; readonly noiseFrom: number };

const noiseHalf = 1 << (noiseShift - 1);
const vignettingHalf = 1 << (vignettingBits - 1);

/** One row of NIR: moved radiance, vignetting, noise by the light's strength, code. */
export function nirRow(
  columns: AxisSampling,
  from: TextureRow & {
    readonly radiance: Uint16Array;
    readonly vignetting: Uint16Array;
    readonly pixel: number;
  },
  target: RowTarget & {
    readonly noise: Uint16Array;
    readonly deviate: Int16Array;
    readonly codes: Uint8Array;
    readonly offset: number;
  },
): void {
  const { index, part } = columns;
  const { radiance, vignetting, pixel, row, widthPx, down } = from;
  const { bytes, to, noiseFrom, noise, deviate, codes, offset } = target;
  const below = row + widthPx;
  const up = 16 - down;
  const length = index.length;
  const last = codes.length - 1;
  let at = index[0]!;
  let here = radiance[row + at]! * up + radiance[below + at]! * down;
  let next = radiance[row + at + 1]! * up + radiance[below + at + 1]! * down;
  for (let x = 0; x < length; x++) {
    const column = index[x]!;
    if (column !== at) {
      at = column;
      here = next;
      next = radiance[row + at + 1]! * up + radiance[below + at + 1]! * down;
    }
    const light = ((here << 4) + (next - here) * part[x]! + 128) >> 8;
    const seen = (light * vignetting[pixel + x]! + vignettingHalf) >> vignettingBits;
    const electrons = (noise[seen >> noiseStepBits]! * deviate[noiseFrom + x]! + noiseHalf) >> noiseShift;
    const entry = seen + electrons + offset;
    bytes[to + x] = codes[Math.max(0, Math.min(last, entry))]!;
  }
}

/** One row of white-light luma: moved code and highlight (`WhiteLightTexture.luma`), and noise of one strength. */
export function lumaRow(
  columns: AxisSampling,
  from: TextureRow & { readonly luma: Int32Array },
  target: RowTarget & { readonly noise: Int8Array; readonly shine: Int32Array; readonly top: number },
): void {
  const { index, part } = columns;
  const { luma, row, widthPx, down } = from;
  const { bytes, to, noiseFrom, noise, shine, top } = target;
  const below = row + widthPx;
  const up = 16 - down;
  const length = index.length;
  let at = index[0]!;
  let here = luma[row + at]! * up + luma[below + at]! * down;
  let next = luma[row + at + 1]! * up + luma[below + at + 1]! * down;
  for (let x = 0; x < length; x++) {
    const column = index[x]!;
    if (column !== at) {
      at = column;
      here = next;
      next = luma[row + at + 1]! * up + luma[below + at + 1]! * down;
    }
    // The difference of two packed pairs borrows between them, and multiplied and added it pays back exactly.
    const both = ((here << 4) + Math.imul(next - here, part[x]!) + 128) | 0;
    const code = ((both >> 8) & 255) + shine[both >>> 24]! + noise[noiseFrom + x]!;
    bytes[to + x] = Math.max(0, Math.min(top, code));
  }
}

/** One row of both chroma planes (`WhiteLightTexture.chroma`); V goes `vOffset` bytes behind U. */
export function chromaRow(
  columns: AxisSampling,
  from: TextureRow & { readonly chroma: Int32Array },
  target: { readonly bytes: Uint8Array; readonly to: number; readonly vOffset: number },
): void {
  const { index, part } = columns;
  const { chroma, row, widthPx, down } = from;
  const { bytes, to, vOffset } = target;
  const below = row + widthPx;
  const up = 16 - down;
  for (let x = 0; x < index.length; x++) {
    const i = row + index[x]!;
    const j = below + index[x]!;
    const right = part[x]!;
    const left = 16 - right;
    // V reaches 255 · 256 in the upper half: sums leave the signed range and come back by the unsigned shift.
    const upper = (Math.imul(chroma[i]!, left) + Math.imul(chroma[i + 1]!, right)) | 0;
    const lower = (Math.imul(chroma[j]!, left) + Math.imul(chroma[j + 1]!, right)) | 0;
    const both = (Math.imul(upper, up) + Math.imul(lower, down) + 0x0080_0080) | 0;
    bytes[to + x] = (both >> 8) & 255;
    bytes[to + x + vOffset] = both >>> 24;
  }
}
