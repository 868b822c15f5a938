/**
 * What both channels share whatever their contrast: where edges are and which way they run. An edge of direction θ is the vector
 * (cos 2θ, sin 2θ), which is the same for dark-to-bright and bright-to-dark; its length rises from 0 in flat parts to 1 at
 * edges well above the picture's own noise. The product of two such vectors is cos 2Δθ: the normalised gradient field of Haber &
 * Modersitzki (Methods Inf. Med. 46, 2007, doi:10.1160/ME9046), but for a constant.
 */
import type { SizePx } from '#model/geometry.ts';
import { blur, type Grey, halved } from './grey.ts';

export type Edges = SizePx & {
  readonly cos: Float32Array<ArrayBuffer>;
  readonly sin: Float32Array<ArrayBuffer>;
  /** How many picture pixels one pixel here is wide: 1, 2, 4 … Pixel x stands at stepPx·x + (stepPx − 1)/2. */
  readonly stepPx: number;
};

/** Gradients of pure noise have a median of 1.18 standard deviations; an edge begins to count at three. */
const edgeOverMedian = 2.5;
/** Faint halos beside strong edges are not structure of their own. */
const edgeOverStrongest = 0.05;

/** Edges of the picture at every halving, finest (`finestStepPx`) first, down to at least `coarsestPx` each way. */
export function edgePyramid(grey: Grey, coarsestPx: number, finestStepPx: number): Edges[] {
  const levels: Edges[] = [];
  let level: Grey = { ...grey, values: grey.values.slice() };
  for (let stepPx = 1; Math.min(level.widthPx, level.heightPx) >= coarsestPx; stepPx *= 2) {
    const next = halved(level);
    if (stepPx >= finestStepPx) levels.push(edgesOf(level, stepPx));
    level = next;
  }
  return levels;
}

/** Blurs `grey` itself on the way. */
function edgesOf(grey: Grey, stepPx: number): Edges {
  const { widthPx, heightPx, values } = grey;
  blur(grey, 2);
  const cos = new Float32Array(values.length);
  const sin = new Float32Array(values.length);
  for (let y = 1; y < heightPx - 1; y++) {
    for (let x = 1; x < widthPx - 1; x++) {
      const at = y * widthPx + x;
      const across = values[at + 1]! - values[at - 1]!;
      const down = values[at + widthPx]! - values[at - widthPx]!;
      cos[at] = across * across - down * down;
      sin[at] = 2 * across * down;
    }
  }
  const floor = floorOf(cos, sin);
  for (let at = 0; at < cos.length; at++) {
    // |(cos, sin)| is the squared gradient.
    const scale = 1 / (Math.sqrt(cos[at]! * cos[at]! + sin[at]! * sin[at]!) + floor);
    cos[at]! *= scale;
    sin[at]! *= scale;
  }
  blur({ widthPx, heightPx, values: cos }, 1);
  blur({ widthPx, heightPx, values: sin }, 1);
  return { widthPx, heightPx, cos, sin, stepPx };
}

/** The squared gradient at which a pixel is half an edge, from the picture itself. */
function floorOf(cos: Float32Array, sin: Float32Array): number {
  const stride = Math.max(1, Math.floor(cos.length / 20_000)) | 1;
  const squares: number[] = [];
  for (let at = 0; at < cos.length; at += stride) squares.push(Math.hypot(cos[at]!, sin[at]!));
  squares.sort((a, b) => a - b);
  const median = squares[squares.length >> 1]!;
  const strongest = squares[Math.floor(squares.length * 0.99)]!;
  return Math.max(edgeOverMedian ** 2 * median, edgeOverStrongest ** 2 * strongest, 1e-9);
}
