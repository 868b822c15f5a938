/** Points, rectangles and the mappings between spaces. Matrices are gl-matrix `mat3`, column-major, in doubles. */
import { glMatrix, mat3 } from 'gl-matrix';

// Single precision would move a region's edge by a thousandth of a pixel between two routes to the same matrix.
glMatrix.setMatrixArrayType(Array);

export type Point = { readonly x: number; readonly y: number };

/** `x`, `y` is the top left corner; in pixels unless the name says otherwise. */
export type Rect = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

export type SizePx = { readonly widthPx: number; readonly heightPx: number };

/** Nine numbers, column-major as in gl-matrix: maps (x, y, 1) of one space to another, up to scale. */
export type Homography = readonly [number, number, number, number, number, number, number, number, number];

export const identity: Homography = [1, 0, 0, 0, 1, 0, 0, 0, 1];

const asHomography = (m: ArrayLike<number>): Homography => [
  m[0]!,
  m[1]!,
  m[2]!,
  m[3]!,
  m[4]!,
  m[5]!,
  m[6]!,
  m[7]!,
  m[8]!,
];

const toMat3 = (h: Homography): mat3 => mat3.fromValues(...h);

/** `second` after `first`. */
export function compose(second: Homography, first: Homography): Homography {
  return asHomography(mat3.multiply(mat3.create(), toMat3(second), toMat3(first)));
}

/** The inverse mapping; throws an `Error` when `h` folds the plane onto a line. */
export function inverse(h: Homography): Homography {
  const inverted = mat3.invert(mat3.create(), toMat3(h));
  if (!inverted) throw new Error('This homography has no inverse.');
  return asHomography(inverted);
}

export const translation = (x: number, y: number): Homography => [1, 0, 0, 0, 1, 0, x, y, 1];
export const scaling = (x: number, y: number): Homography => [x, 0, 0, 0, y, 0, 0, 0, 1];
/** Clockwise on a screen, whose y points down. */
export const rotation = (angleRad: number): Homography => {
  const c = Math.cos(angleRad);
  const s = Math.sin(angleRad);
  return [c, s, 0, -s, c, 0, 0, 0, 1];
};

/** Where `h` takes `p`. */
export function mapPoint(h: Homography, p: Point): Point {
  const w = h[2] * p.x + h[5] * p.y + h[8];
  return { x: (h[0] * p.x + h[3] * p.y + h[6]) / w, y: (h[1] * p.x + h[4] * p.y + h[7]) / w };
}

/**
 * Takes pixel centres of an image of size `from` to those of the same picture at size `to`:
 * x′ = (x + ½)·s − ½, because an integer coordinate is a pixel's centre.
 */
export function resizing(from: SizePx, to: SizePx): Homography {
  const sx = to.widthPx / from.widthPx;
  const sy = to.heightPx / from.heightPx;
  return [sx, 0, 0, 0, sy, 0, sx / 2 - 0.5, sy / 2 - 0.5, 1];
}
