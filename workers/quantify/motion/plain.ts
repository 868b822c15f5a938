/**
 * The twins of the registration's kernels in plain TypeScript: oracle in tests, and fallback where
 * WebAssembly SIMD is missing.
 */
import type { SizePx } from '#model/geometry.ts';
import { createPlainArena } from '../shapes/arena.ts';
import {
  type KeyLevel,
  type LightPlane,
  lightMost,
  type MotionKernels,
  type NormalOrder,
  normalCount,
  paddedSize,
  residualBins,
  tileCount,
  type Warp,
} from './kernels.ts';
import { crossPower, transformColumns, transpose, windowed } from './plain-transform.ts';

const { fround } = Math;

/** All of them; nothing of it is shared. */
export function createPlainMotionKernels(): MotionKernels {
  const sums = new Float64Array(normalCount);
  const bins = new Uint32Array(residualBins);
  let tileSums = new Int32Array();
  return {
    isFast: false,
    arena: createPlainArena(),
    expand,
    halve,
    flatten,
    normal(key, now, order) {
      sums.fill(0);
      addNormal({ key, now, order }, sums);
      return sums;
    },
    residuals(key, now, order) {
      bins.fill(0);
      eachInside(key, now, order, (at, value) => {
        if (Math.abs(key.slopeX[at]!) + Math.abs(key.slopeY[at]!) < key.leastSlope) return;
        const r = residual(value, key.light[at]!, order.gain);
        bins[Math.min(residualBins - 1, Math.abs(r))]!++;
      });
      return bins;
    },
    tiles(key, now, warp) {
      const across = key.padded.widthPx >> 3;
      const length = tileCount * across * (key.padded.heightPx >> 3);
      if (tileSums.length !== length) tileSums = new Int32Array(length);
      addTiles({ key, now, warp }, tileSums);
      return tileSums;
    },
    windowed,
    transformColumns,
    crossPower,
    transpose,
  };
}

function expand(from: Uint8Array<ArrayBuffer>, size: SizePx, to: LightPlane): void {
  const padded = paddedSize(size);
  for (let y = 0, at = 0; y < padded.heightPx; y++) {
    const row = Math.min(y, size.heightPx - 1) * size.widthPx;
    for (let x = 0; x < padded.widthPx; x++, at++) to[at] = from[row + Math.min(x, size.widthPx - 1)]! << 4;
  }
}

function halve(from: LightPlane, size: SizePx, to: LightPlane): void {
  const fromWidth = paddedSize(size).widthPx;
  const half = { widthPx: size.widthPx >> 1, heightPx: size.heightPx >> 1 };
  const padded = paddedSize(half);
  for (let y = 0, at = 0; y < padded.heightPx; y++) {
    const row = 2 * Math.min(y, half.heightPx - 1) * fromWidth;
    for (let x = 0; x < padded.widthPx; x++, at++) {
      const i = row + 2 * Math.min(x, half.widthPx - 1);
      to[at] = (from[i]! + from[i + 1]! + from[i + fromWidth]! + from[i + fromWidth + 1]! + 2) >> 2;
    }
  }
}

function flatten(
  from: LightPlane,
  { widthPx, heightPx }: SizePx,
  { to, most }: { to: LightPlane; most: number },
): void {
  const across = widthPx >> 3;
  const down = heightPx >> 3;
  const means = blockMeans(from, across, down);
  const knots = new Int32Array(across);
  for (let y = 0; y < heightPx; y++) {
    const row = (y >> 3) * across;
    const above = neighbour(y >> 3, -1, down);
    const below = neighbour(y >> 3, 1, down);
    for (let i = 0; i < across; i++) {
      const mean = means[row + i]!;
      const rise = ({ at, sign }: Neighbour) => sign * (means[at * across + i]! - mean);
      knots[i] = mean + q15(rise(above), shareBefore(y & 7)) + q15(rise(below), shareAfter(y & 7));
    }
    for (let x = 0; x < widthPx; x++) {
      const knot = knots[x >> 3]!;
      const left = neighbour(x >> 3, -1, across);
      const right = neighbour(x >> 3, 1, across);
      const mean =
        knot +
        q15(left.sign * (knots[left.at]! - knot), shareBefore(x & 7)) +
        q15(right.sign * (knots[right.at]! - knot), shareAfter(x & 7));
      const light = from[y * widthPx + x]! - mean;
      to[y * widthPx + x] = Math.max(-most, Math.min(most, light));
    }
  }
}

/** The quadratic B-spline's share of the block before and behind, at pixel 0 … 7 of a block, in 32768ths. */
const shareBefore = (pixel: number): number => 64 * (15 - 2 * pixel) ** 2;
const shareAfter = (pixel: number): number => 64 * (2 * pixel + 1) ** 2;

type Neighbour = { readonly at: number; readonly sign: -1 | 1 };

/**
 * The block beside block `i`; at the end the one on the other side, and the difference the other way about: a
 * straight line goes on.
 */
function neighbour(i: number, by: -1 | 1, count: number): Neighbour {
  if (i + by >= 0 && i + by < count) return { at: i + by, sign: 1 };
  return { at: count === 1 ? i : i - by, sign: -1 };
}

/** Means of 8 × 8, smoothed 1 2 1 each way; along the border not across it. */
function blockMeans(from: LightPlane, across: number, down: number): Int32Array<ArrayBuffer> {
  const sums = new Int32Array(across * down);
  for (let y = 0, at = 0; y < 8 * down; y++)
    for (let x = 0; x < 8 * across; x++, at++) sums[(y >> 3) * across + (x >> 3)]! += from[at]!;
  const smooth = new Int32Array(across * down);
  const acrossAt = (row: number, x: number): number =>
    x === 0 || x === across - 1
      ? 4 * sums[row + x]!
      : sums[row + x - 1]! + 2 * sums[row + x]! + sums[row + x + 1]!;
  for (let y = 0; y < down; y++)
    for (let x = 0; x < across; x++) {
      const row = y * across;
      const sum =
        y === 0 || y === down - 1
          ? 4 * acrossAt(row, x)
          : acrossAt(row - across, x) + 2 * acrossAt(row, x) + acrossAt(row + across, x);
      smooth[row + x] = (sum + 512) >> 10;
    }
  return smooth;
}

/** Between four pixels, in 128ths of a pixel each way. `x` and `y` in 65536ths. */
function sample(now: LightPlane, stride: number, { x, y }: { x: number; y: number }): number {
  const at = (y >> 16) * stride + (x >> 16);
  const right = (x >> 9) & 127;
  const below = (y >> 9) & 127;
  const top = now[at]! * (128 - right) + now[at + 1]! * right;
  const bottom = now[at + stride]! * (128 - right) + now[at + stride + 1]! * right;
  return (top * (128 - below) + bottom * below + 8192) >> 14;
}

/** (a · b) / 2¹⁵, rounded half up, as `i16x8.q15mulr_sat_s`. */
const q15 = (a: number, b: number): number => (a * b + 16_384) >> 15;

const residual = (value: number, key: number, gain: number): number =>
  Math.max(-lightMost, Math.min(lightMost, value - q15(2 * key, gain)));

/** The half-open run of whole eights of a row whose pixels lie inside the frame. */
function insideRun(
  size: SizePx,
  from: { x: number; y: number; cosine: number; sine: number },
): { begin: number; end: number } {
  const mostX = ((size.widthPx - 1) << 16) - 1;
  const mostY = ((size.heightPx - 1) << 16) - 1;
  const isInside = (i: number) => {
    const x = from.x + i * from.cosine;
    const y = from.y + i * from.sine;
    return x >= 0 && x <= mostX && y >= 0 && y <= mostY;
  };
  let begin = 0;
  let end = size.widthPx & ~7;
  while (begin < end && !(isInside(begin) && isInside(begin + 7))) begin += 8;
  while (begin < end && !(isInside(end - 1) && isInside(end - 8))) end -= 8;
  return { begin, end };
}

function eachInside(
  key: KeyLevel,
  now: LightPlane,
  { warp, rowStep }: Pick<NormalOrder, 'warp' | 'rowStep'>,
  visit: (at: number, value: number) => void,
): void {
  const stride = key.padded.widthPx;
  const { cosine, sine } = warp;
  const at = { x: 0, y: 0 };
  for (let row = 0; row < key.size.heightPx; row += rowStep) {
    const x = warp.x0 - row * sine;
    const y = warp.y0 + row * cosine;
    const { begin, end } = insideRun(key.size, { x, y, cosine, sine });
    for (let i = begin; i < end; i++) {
      at.x = x + i * cosine;
      at.y = y + i * sine;
      visit(row * stride + i, sample(now, stride, at));
    }
  }
}

function addNormal(
  { key, now, order }: { key: KeyLevel; now: LightPlane; order: NormalOrder },
  to: Float64Array<ArrayBuffer>,
): void {
  const { light, slopeX, slopeY, slopeAngle, slopeScale } = key;
  const { gain } = order;
  const perLimit = fround(1 / order.limit);
  eachInside(key, now, order, (at, value) => {
    const r = residual(value, light[at]!, gain);
    const share = fround(r * perLimit);
    const open = Math.max(0, fround(1 - fround(share * share)));
    const weight = Math.trunc(fround(fround(open * open) * 32_767));
    const x = slopeX[at]!;
    const y = slopeY[at]!;
    const a = slopeAngle[at]!;
    const z = slopeScale[at]!;
    const t = light[at]!;
    const wx = q15(x, weight);
    const wy = q15(y, weight);
    const wa = q15(a, weight);
    const wz = q15(z, weight);
    const wt = q15(t, weight);
    to[0]! += wx * x;
    to[1]! += wx * y;
    to[2]! += wx * a;
    to[3]! += wx * z;
    to[4]! += wy * y;
    to[5]! += wy * a;
    to[6]! += wy * z;
    to[7]! += wa * a;
    to[8]! += wa * z;
    to[9]! += wz * z;
    to[10]! += wx * r;
    to[11]! += wy * r;
    to[12]! += wa * r;
    to[13]! += wz * r;
    to[14]! += wt * t;
    to[15]! += wt * r;
    to[16]!++;
  });
}

function addTiles(
  { key, now, warp }: { key: KeyLevel; now: LightPlane; warp: Warp },
  to: Int32Array<ArrayBuffer>,
): void {
  const stride = key.padded.widthPx;
  const { widthPx, heightPx } = key.size;
  const { x0, y0, cosine, sine } = warp;
  const mostX = ((widthPx - 1) << 16) - 1;
  const mostY = ((heightPx - 1) << 16) - 1;
  const at = { x: 0, y: 0 };
  const isInside = (i: number, j: number) => {
    const x = x0 + i * cosine - j * sine;
    const y = y0 + i * sine + j * cosine;
    return i < widthPx && j < heightPx && x >= 0 && x <= mostX && y >= 0 && y <= mostY;
  };
  to.fill(0);
  for (let top = 0, n = 0; top < key.padded.heightPx; top += 8)
    for (let left = 0; left < stride; left += 8, n += tileCount) {
      const isWhole =
        isInside(left, top) &&
        isInside(left + 7, top) &&
        isInside(left, top + 7) &&
        isInside(left + 7, top + 7);
      if (!isWhole) continue;
      for (let j = top; j < top + 8; j++)
        for (let i = left; i < left + 8; i++) {
          at.x = x0 + i * cosine - j * sine;
          at.y = y0 + i * sine + j * cosine;
          const value = sample(now, stride, at);
          const pixel = j * stride + i;
          const light = key.light[pixel]!;
          to[n]! += light * value;
          to[n + 1]! += light * light;
          to[n + 2]! += value * value;
          to[n + 3]! += light;
          to[n + 4]! += value;
          to[n + 5]! += key.slopeX[pixel]! * value;
          to[n + 6]! += key.slopeY[pixel]! * value;
        }
    }
}
