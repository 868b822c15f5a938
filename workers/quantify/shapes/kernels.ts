/**
 * The kernels that find signal and its outline: each in WebAssembly SIMD and as a twin in plain TypeScript, behind one type. Both work
 * on planes of one arena. Pixel (x, y) of a plane is `[y * widthPx + x]`; rows touch. Nothing is allocated after `create`.
 */

import type { Polyline } from '#model/analysis.ts';
import type { Point, SizePx } from '#model/geometry.ts';
import type { Sensor } from '../sensor.ts';
import type { Spans } from '../spans.ts';
import type { LightPicture } from './picture.ts';

/** Room for planes and tables: WebAssembly memory, or plain arrays for the twins. Starts are aligned to 16 bytes, 64 bytes are free behind each. */
export type Arena = {
  bytes(length: number): Uint8Array<ArrayBuffer>;
  halfWords(length: number): Uint16Array<ArrayBuffer>;
  words(length: number): Uint32Array<ArrayBuffer>;
  floats(length: number): Float32Array<ArrayBuffer>;
};

/**
 * Binomial 5 × 5 (1 4 6 4 1 each way, sum 256); pixels beyond the border are those of the border. Exact: `smooth8` gives the sum itself,
 * 256 times the code, so that no step of a code is lost; `smooth16` the sum over 256, rounded half up.
 */
export type Smooth = {
  smooth8(from: Uint8Array<ArrayBuffer>, to: Uint16Array<ArrayBuffer>, size: SizePx): void;
  smooth16(from: Uint16Array<ArrayBuffer>, to: Uint16Array<ArrayBuffer>, size: SizePx): void;
};

/** One bit a pixel, row by row, `Math.ceil(widthPx / 32)` words a row, the lowest bit first. Bits beyond the width are 0. */
export type BitPlane = Uint32Array<ArrayBuffer>;

export type SegmentOrder = {
  readonly image: Uint16Array<ArrayBuffer>;
  /** Pixels at or above this are signal. */
  readonly low: number;
  /** A component stays only with a pixel at or above this; `low` or more. */
  readonly high: number;
  /** Pixels that may be signal; null: all. */
  readonly allowed: BitPlane | null;
  /** Smaller components go, counted before holes are filled. */
  readonly smallestPx: number;
  /** A hole is what is not signal and does not reach the picture's border (4 neighbours). Holes are filled whatever is allowed there. */
  readonly fillsHoles: boolean;
};

export type Piece = {
  /** With holes filled where that was asked for. */
  readonly areaPx: number;
  /** Sums of x and of y over its pixels, holes included. */
  readonly sumX: number;
  readonly sumY: number;
  /** Its pixels, by row, then column. The segmenter's own; holds until its next call. */
  readonly spans: Spans;
};

export type Segmented = {
  /** 255: signal, 0: not. The segmenter's own; holds until its next call. */
  readonly mask: Uint8Array<ArrayBuffer>;
  /** All pieces that stayed. */
  readonly count: number;
  readonly areaPx: number;
  /** The largest, at most as many as asked; of equals the first by row, then column of its first pixel. */
  readonly pieces: readonly Piece[];
};

/** Components by 8 neighbours. */
export type Segmenter = { segment(order: SegmentOrder, piecesAtMost: number): Segmented };

/**
 * Iso-lines of `image` at `level` (a real number): where the straight line between two neighbouring pixel centres crosses it. A pixel is inside
 * when its value is at or above `level`. Inside is on the right of the line's direction (clockwise about signal on the screen). Saddles:
 * inside pixels are joined across when the mean of the four reaches the level. Lines that reach the picture's border are open and end there.
 * Simplified by Douglas–Peucker to within `tolerancePx`; 0: every crossing. Coordinates are pixel centres of the plane.
 */
export type ContourTracer = {
  trace(image: Uint16Array<ArrayBuffer>, level: number, tolerancePx: number): readonly Polyline[];
  /** The lines of each level. What levels have in common is done once, so that several cost little more than one. */
  traceAll(
    image: Uint16Array<ArrayBuffer>,
    levels: readonly number[],
    tolerancePx: number,
  ): readonly (readonly Polyline[])[];
};

/**
 * The exact Euclidean distance, in pixels, from each pixel's centre to the nearest centre of a pixel of `mask` that is not 0:
 * `Math.fround(Math.sqrt(d²))`. Infinity everywhere when the mask is empty.
 */
export type DistanceMap = {
  distance(mask: Uint8Array<ArrayBuffer>, to: Float32Array<ArrayBuffer>): void;
};

/** The NIR channel of a frame: its codes and what they mean. */
export type Channel = Pick<Sensor, 'codes' | 'linear' | 'correction' | 'clipCode'>;

/** What levels are made of: sums of codes (8 bits, step 2), a table by code, or light on a scale from `low`. */
export type LevelsOrder = {
  readonly to: Uint16Array<ArrayBuffer>;
  readonly size: SizePx;
  readonly stepPx: 1 | 2;
  readonly by: 'codes' | Uint16Array<ArrayBuffer> | { readonly low: number; readonly perLight: number };
};

/**
 * The highest mean over 3 × 3 pixels of each block, row by row; the reader's own, until its next call. A mean is made of pixels of the spans alone. A clipped
 * pixel counts as it reads: at least so much it had. Sums are of doubles, along rows first, so that what is alike comes out alike.
 */
export type MeanBlocks = {
  readonly blockPx: number;
  readonly columns: number;
  readonly rows: number;
  /** −Infinity where no mean is looked for. */
  readonly light: Float32Array<ArrayBuffer>;
  /** The first row with a pixel that has it. */
  readonly row: Int32Array<ArrayBuffer>;
  /** No two means differ. */
  readonly isEven: boolean;
  /** Of the pixels of the spans. */
  readonly clippedShare: number;
};

/** Pixels of a picture that is `stepPx` pixels of the channel a pixel; `mask`: what of it is signal (not 0). */
export type PlacedPiece = {
  readonly picture: Pick<LightPicture, 'widthPx' | 'heightPx' | 'stepPx'>;
  readonly mask: Uint8Array;
  /** A piece of it by 8 neighbours, each run as long as it goes. */
  readonly spans: Spans;
};

/** Rays from one place of the scene: `steps` places each, `stepPx` scene pixels apart. `directions`: dx, dy of each, of length 1. */
export type Rays = {
  readonly from: Point;
  readonly directions: Float64Array<ArrayBuffer>;
  readonly stepPx: number;
  readonly steps: number;
};

/** Reads the channel that was taken in last. The codes must hold until then. */
export type ChannelLight = {
  take(channel: Channel): void;
  /** Its codes row by row, packed, the reader's own; null: they have more than 8 bits. */
  bytes(): Uint8Array<ArrayBuffer> | null;
  levels(order: LevelsOrder): void;
  meanBlocks(spans: Spans, blockPx: number): MeanBlocks;
  /** Sum and number of a piece's valid pixels, by row, then column; and the largest sum over 3 × 3 of them (−Infinity: none). */
  pieceLight(piece: PlacedPiece): { readonly sum: number; readonly n: number; readonly most: number };
  /** Linear light of the picture that was made of the channel, by ray; `seen`: how many places of each lie on the picture. The reader's own. */
  along(
    picture: LightPicture,
    rays: Rays,
  ): { readonly light: Float64Array<ArrayBuffer>; readonly seen: Int32Array<ArrayBuffer> };
};

/** All of them for pictures of one size. */
export type Kernels = {
  readonly size: SizePx;
  readonly isFast: boolean;
  readonly arena: Arena;
  readonly light: ChannelLight;
} & Smooth &
  Segmenter &
  ContourTracer &
  DistanceMap;
