/** The twins of phase correlation's kernels in plain TypeScript. What each does is said in `kernels.ts`. */
import type { FloatPlane, Grid, LightPlane, Spectrum, Window } from './kernels.ts';

const { fround } = Math;

export function windowed(
  { light, strideSamples }: { light: LightPlane; strideSamples: number },
  window: Window,
  to: FloatPlane,
  { width }: Grid,
): void {
  to.fill(0);
  for (let y = 0; y < window.height; y++)
    for (let x = 0; x < window.width; x++)
      to[y * width + x] = light[y * strideSamples + x]! * window.shares[y * window.width + x]!;
}

export function transpose(from: FloatPlane, { width, height }: Grid, to: FloatPlane): void {
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) to[x * height + y] = from[y * width + x]!;
}

/** Radix 2, decimation in time (Cooley and Tukey 1965), every operation in single precision. */
export function transformColumns({ re, im }: Spectrum, { width, height }: Grid, turns: FloatPlane): void {
  reverseRows(re, width, height);
  reverseRows(im, width, height);
  const half = height >> 1;
  for (let span = 1; span < height; span <<= 1) {
    const stepOfTurn = half / span;
    for (let k = 0; k < span; k++) {
      const c = turns[k * stepOfTurn]!;
      const s = turns[half + k * stepOfTurn]!;
      for (let row = k; row < height; row += 2 * span) {
        const a = row * width;
        const b = (row + span) * width;
        for (let i = 0; i < width; i++) {
          const bre = re[b + i]!;
          const bim = im[b + i]!;
          // e^(−iφ) · b
          const tre = fround(fround(c * bre) + fround(s * bim));
          const tim = fround(fround(c * bim) - fround(s * bre));
          re[b + i] = re[a + i]! - tre;
          im[b + i] = im[a + i]! - tim;
          re[a + i] = re[a + i]! + tre;
          im[a + i] = im[a + i]! + tim;
        }
      }
    }
  }
}

function reverseRows(plane: FloatPlane, width: number, height: number): void {
  for (let row = 0, reversed = 0; row < height; row++) {
    if (row < reversed)
      for (let i = 0; i < width; i++) {
        const kept = plane[row * width + i]!;
        plane[row * width + i] = plane[reversed * width + i]!;
        plane[reversed * width + i] = kept;
      }
    let bit = height >> 1;
    while (bit > 0 && reversed & bit) {
      reversed ^= bit;
      bit >>= 1;
    }
    reversed |= bit;
  }
}

export function crossPower({ re, im }: Spectrum, { re: keyRe, im: keyIm }: Spectrum): void {
  for (let i = 0; i < re.length; i++) {
    const a = re[i]!;
    const b = im[i]!;
    const length = fround(Math.sqrt(fround(fround(a * a) + fround(b * b))));
    const per = fround(1 / Math.max(length, fround(1e-20)));
    const x = fround(a * per);
    const y = fround(b * per);
    const c = keyRe[i]!;
    const d = keyIm[i]!;
    re[i] = fround(fround(x * c) + fround(y * d));
    im[i] = fround(fround(y * c) - fround(x * d));
  }
}
