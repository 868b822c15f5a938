/**
 * What registration does to whole pictures: each in WebAssembly SIMD and as a twin in plain TypeScript,
 * behind one type. All of it is whole numbers, or single floats whose order of operations is written down, so
 * that twin and kernel agree to the last bit.
 *
 * Planes are padded: rows and columns are multiples of 8, and what lies beyond the picture repeats its last
 * column and row. Light is kept in sixteenths of a code of 8 bits.
 */
import type { SizePx } from '#model/geometry.ts';
import type { Arena } from '../shapes/kernels.ts';

/** Sixteenths of a code, row by row. */
export type LightPlane = Int16Array<ArrayBuffer>;

/** Rows and columns of a padded plane. */
export const paddedSize = ({ widthPx, heightPx }: SizePx): SizePx => ({
  widthPx: Math.ceil(widthPx / 8) * 8,
  heightPx: Math.ceil(heightPx / 8) * 8,
});

/** One scale of a picture. `light` lacks its local mean. */
export type Level = {
  readonly size: SizePx;
  readonly padded: SizePx;
  readonly light: LightPlane;
};

/**
 * One scale of the key frame with its slopes (five planes, one behind the other), at most `slopeMost` either
 * way, 0 where nothing may be learnt.
 */
export type KeyLevel = Level & {
  readonly slopeX: LightPlane;
  readonly slopeY: LightPlane;
  /** By the angle and by the scale, about the scene's centre. */
  readonly slopeAngle: LightPlane;
  readonly slopeScale: LightPlane;
  /** Pixels whose slopes x and y add up to less have too little to say to be asked how well the pose fits. */
  leastSlope: number;
};

/** Scales of a picture: full size, a half, a quarter, an eighth. */
export const levelCount = 4;

/** What light without its local mean is at most, either way. */
export const lightMost = 4080;

/** Sums of 60 products of pairs of such slopes fit into 32 bits: what a row of 480 pixels needs. */
export const slopeMost = 2040;

/**
 * Where the key frame's pixels lie now, in 65536ths of a pixel of the level: pixel (x, y) at (x0 + x · cosine
 * − y · sine, y0 + x · sine + y · cosine).
 */
export type Warp = {
  readonly x0: number;
  readonly y0: number;
  readonly cosine: number;
  readonly sine: number;
};

/** How residuals are taken and weighed. */
export type NormalOrder = {
  readonly warp: Warp;
  /** 16384ths, below 2: the frame's contrast over the key frame's. */
  readonly gain: number;
  /** Residuals at and beyond this many sixteenths have no weight; below, Tukey's. */
  readonly limit: number;
  readonly rowStep: RowStep;
};

/** Every so many rows are looked at. */
export type RowStep = 1 | 2 | 4 | 8;

/**
 * How many numbers `normal` writes: slopes by slopes (x x, x y, x angle, x scale, y y, … scale scale), slopes
 * by residual, key by key, key by residual, pixels.
 */
export const normalCount = 17;
/** Bins of |residual|, each a sixteenth of a code; the last holds all that is larger. */
export const residualBins = 1024;
/**
 * Numbers a tile: pixels' products (key · now, key · key, now · now), sums (key, now), and the key frame's
 * slopes by the frame (x · now, y · now). All 0 where the tile left the picture.
 */
export const tileCount = 7;

/** Of single floats, row by row. */
export type Grid = { readonly width: number; readonly height: number };
export type FloatPlane = Float32Array<ArrayBuffer>;
export type Spectrum = { readonly re: FloatPlane; readonly im: FloatPlane };

/** All planes are of the kernels' own arena. */
export type MotionKernels = {
  readonly isFast: boolean;
  readonly arena: Arena;
  /** Codes into a padded plane of light. `from` is packed. */
  expand(from: Uint8Array<ArrayBuffer>, size: SizePx, to: LightPlane): void;
  /** Means of 2 × 2 into a plane of half the size (rounded down), padded. `size` is that of `from`. */
  halve(from: LightPlane, size: SizePx, to: LightPlane): void;
  /**
   * Subtracts the local mean: of blocks of 8 × 8, smoothed 1 2 1 each way, between them a quadratic B-spline
   * (straight lines would leave the blocks' own pattern, which stands still while the tissue moves), at the
   * border along a straight line. `from` and `to` are padded planes of `padded`; what is left is cut at `most` (≤
   * `lightMost`) either way.
   */
  flatten(from: LightPlane, padded: SizePx, into: { to: LightPlane; most: number }): void;
  /**
   * Weighted sums over all pixels that lie inside both, the residual being now − gain · key. Whole numbers
   * (weights in 32767ths), exact. Runs of 8 pixels that are not wholly inside are left out. Holds until the
   * next call.
   */
  normal(key: KeyLevel, now: LightPlane, order: NormalOrder): Float64Array<ArrayBuffer>;
  /** Counts |residual| where the key frame's slope reaches `leastSlope`. Holds until the next call. */
  residuals(key: KeyLevel, now: LightPlane, order: NormalOrder): Uint32Array<ArrayBuffer>;
  /** Sums over every tile of 8 × 8, row by row. Holds until the next call. */
  tiles(key: KeyLevel, now: LightPlane, warp: Warp): Int32Array<ArrayBuffer>;
  /**
   * A rectangle of light (its rows `strideSamples` apart) times `window`, into the corner of a grid of zeros.
   * Widths are multiples of 4.
   */
  windowed(
    from: { light: LightPlane; strideSamples: number },
    window: Window,
    to: FloatPlane,
    grid: Grid,
  ): void;
  /**
   * Fourier transform of each column in place, unscaled; the height is a power of two, the width a multiple
   * of 4. `turns`: cosines, then sines of 2πk / height, k = 0 … height / 2 − 1.
   */
  transformColumns(planes: Spectrum, grid: Grid, turns: FloatPlane): void;
  /** Each complex number to length 1 (0 stays), times the conjugate of `key`'s. */
  crossPower(planes: Spectrum, key: Spectrum): void;
  /** Rows to columns. Width and height are multiples of 4. */
  transpose(from: FloatPlane, grid: Grid, to: FloatPlane): void;
};

/** Packed. */
export type Window = Grid & { readonly shares: FloatPlane };

/** A plane of light in an arena. */
export function lightIn(arena: Arena, length: number): LightPlane {
  const { buffer, byteOffset } = arena.halfWords(length);
  return new Int16Array(buffer, byteOffset, length);
}
