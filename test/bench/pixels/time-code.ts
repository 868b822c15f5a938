/**
 * A number drawn into a picture as black and white blocks, so that a picture tells when (or as which) its source made it, wherever it is seen
 * again. Two rows of 20 blocks of 16 × 16 scene pixels: at both ends of a row a white and a black block, between them 18 bits; 24 bits of number and a
 * 12-bit sum. Large blocks of even luma and no colour outlive 4:2:0, rounding of ranges, lossy codecs and a display half as large; only
 * their middles are read. Pure; runs in Node, pages and workers.
 */
import { type Homography, mapPoint, type Point, type SizePx } from '#model/geometry.ts';

/** Where the code lies in a scene, in scene pixels. */
export const codePlace = { x: 16, y: 16, blockPx: 16, columns: 20, rows: 2 } as const;
export const codeWidthPx = codePlace.blockPx * codePlace.columns;
export const codeHeightPx = codePlace.blockPx * codePlace.rows;

const valueBits = 24;
const sumBits = 12;
/** Numbers go round at this. */
export const codeRange = 2 ** valueBits;
/** Luma of the blocks: away from the ends, where displays mark saturation. */
const [blackLuma, whiteLuma] = [40, 200];
/** Of 255: less between white and black is no code. */
const leastContrast = 60;
/** Share of that contrast which a block must keep from the middle grey. */
const leastMargin = 0.15;

/** CRC-12 (x¹² + x¹¹ + x³ + x² + x + 1) over the number's bits, the highest first. */
function sumOf(value: number): number {
  let sum = 0;
  for (let bit = valueBits - 1; bit >= 0; bit--) {
    const out = ((sum >> (sumBits - 1)) ^ (value >> bit)) & 1;
    sum = (sum << 1) & (2 ** sumBits - 1);
    if (out) sum ^= 0x80f;
  }
  return sum;
}

/** Row by row: whether a block is white. `value`: a whole number, 0 to `codeRange` − 1; others throw a `RangeError`. */
export function toBlocks(value: number): boolean[] {
  if (!Number.isInteger(value) || value < 0 || value >= codeRange)
    throw new RangeError(`A time code holds whole numbers from 0 to ${codeRange - 1}, not ${value}.`);
  const bit = (of: number, at: number) => ((of >> at) & 1) === 1;
  const bits = [
    ...Array.from({ length: valueBits }, (_, i) => bit(value, valueBits - 1 - i)),
    ...Array.from({ length: sumBits }, (_, i) => bit(sumOf(value), sumBits - 1 - i)),
  ];
  const half = bits.length / codePlace.rows;
  return [true, ...bits.slice(0, half), false, false, ...bits.slice(half), true];
}

/** The number that stands in blocks of these grey levels (0 … 255, row by row); null where none can be trusted. */
export function fromLevels(levels: readonly number[]): number | null {
  const { columns } = codePlace;
  if (levels.length !== columns * codePlace.rows) return null;
  const [first, second] = [levels.slice(0, columns), levels.slice(columns)];
  const white = (first[0]! + second.at(-1)!) / 2;
  const black = (first.at(-1)! + second[0]!) / 2;
  const contrast = white - black;
  if (contrast < leastContrast) return null;
  let value = 0;
  let sum = 0;
  for (const [at, level] of [...first.slice(1, -1), ...second.slice(1, -1)].entries()) {
    const over = (level - black) / contrast - 0.5;
    if (Math.abs(over) < leastMargin) return null;
    const bit = over > 0 ? 1 : 0;
    if (at < valueBits) value = value * 2 + bit;
    else sum = sum * 2 + bit;
  }
  return sum === sumOf(value) ? value : null;
}

/** Draws `value` into the upper left of packed I420, luma and neutral colour. */
export function stampI420(bytes: Uint8Array, { widthPx, heightPx }: SizePx, value: number): void {
  const { x, y, blockPx, columns } = codePlace;
  const chromaWidthPx = widthPx / 2;
  const chroma = widthPx * heightPx;
  for (const [index, isWhite] of toBlocks(value).entries()) {
    const left = x + (index % columns) * blockPx;
    const top = y + Math.floor(index / columns) * blockPx;
    for (let row = top; row < top + blockPx; row++) {
      const from = row * widthPx + left;
      bytes.fill(isWhite ? whiteLuma : blackLuma, from, from + blockPx);
    }
    for (let row = top / 2; row < (top + blockPx) / 2; row++)
      for (const plane of [chroma, chroma + (chromaWidthPx * heightPx) / 2]) {
        const from = plane + row * chromaWidthPx + left / 2;
        bytes.fill(128, from, from + blockPx / 2);
      }
  }
}

/** Middles of the blocks where a scene is drawn, row by row. */
export function blockMiddles(sceneToCanvas: Homography): Point[] {
  const { x, y, blockPx, columns, rows } = codePlace;
  return Array.from({ length: columns * rows }, (_, index) =>
    mapPoint(sceneToCanvas, {
      x: x + ((index % columns) + 0.5) * blockPx - 0.5,
      y: y + (Math.floor(index / columns) + 0.5) * blockPx - 0.5,
    }),
  );
}

/** What has to be read to know the levels at `middles`: those points and a pixel around each. Whole canvas pixels. */
export function boundsOf(middles: readonly Point[]): { x: number; y: number; width: number; height: number } {
  const xs = middles.map(point => Math.floor(point.x));
  const ys = middles.map(point => Math.floor(point.y));
  const [left, top] = [Math.min(...xs) - 1, Math.min(...ys) - 1];
  return { x: left, y: top, width: Math.max(...xs) + 2 - left, height: Math.max(...ys) + 2 - top };
}

/**
 * Levels at `middles` of RGBA samples that begin at `from` (canvas pixels); `isUpsideDown`: rows from below, as WebGL gives them. Green, the
 * mean of three by three pixels.
 */
export function levelsAt(
  middles: readonly Point[],
  samples: Uint8Array | Uint8ClampedArray,
  from: { x: number; y: number; width: number; height: number; isUpsideDown?: boolean },
): number[] {
  return middles.map(middle => {
    const column = Math.floor(middle.x) - from.x;
    const row = Math.floor(middle.y) - from.y;
    let sum = 0;
    for (let y = row - 1; y <= row + 1; y++)
      for (let x = column - 1; x <= column + 1; x++) {
        const line = from.isUpsideDown ? from.height - 1 - y : y;
        sum += samples[4 * (line * from.width + x) + 1] ?? 0;
      }
    return sum / 9;
  });
}

/** A clock's codes: quarters of a millisecond; they go round in 70 minutes. */
const codesPerMs = 4;

export const clockCode = (epochMs: number): number => Math.floor(epochMs * codesPerMs) % codeRange;

/** Milliseconds between the moment that `code` says and `epochMs`: the nearer way round. */
export function sinceCode(code: number, epochMs: number): number {
  const ahead = (((epochMs * codesPerMs - code) % codeRange) + codeRange) % codeRange;
  return (ahead >= codeRange / 2 ? ahead - codeRange : ahead) / codesPerMs;
}
