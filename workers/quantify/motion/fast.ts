/**
 * The registration's kernels in WebAssembly SIMD. Holds one memory, taken whole at the beginning: it never
 * grows afterwards.
 */
import { createKernelArena } from '../shapes/arena.ts';
import { functionOf, memoryOf } from '../shapes/wasm.ts';
import {
  type KeyLevel,
  type MotionKernels,
  normalCount,
  paddedSize,
  residualBins,
  tileCount,
} from './kernels.ts';

/**
 * `bytes`: what the caller is going to take from the arena. Throws an `Error` where the module is another
 * one.
 */
export function createFastMotionKernels(
  module: WebAssembly.Module,
  { bytes, mostTiles }: { bytes: number; mostTiles: number },
): MotionKernels {
  const { exports } = new WebAssembly.Instance(module);
  const of = (name: string) => functionOf(exports, name);
  const expand = of('expand');
  const halve = of('halve');
  const flatten = of('flatten');
  const normal = of('normal');
  const residuals = of('residuals');
  const tiles = of('tiles');
  const windowed = of('windowed');
  const transformColumns = of('transformColumns');
  const crossPower = of('crossPower');
  const transpose = of('transpose');
  const own = 8 * normalCount + 4 * (residualBins + 1) + 4 * (tileCount + 4) * mostTiles + 4096;
  const arena = createKernelArena(memoryOf(exports), of('freeFromBytes')(), bytes + own);
  const pairs = arena.words(2 * normalCount);
  const sums = new Float64Array(pairs.buffer, pairs.byteOffset, normalCount);
  const binsAndRest = arena.words(residualBins + 1);
  const bins = binsAndRest.subarray(0, residualBins);
  const tileWords = arena.words(tileCount * mostTiles);
  const room = arena.words(4 * mostTiles);
  const tileSums = new Int32Array(tileWords.buffer, tileWords.byteOffset, tileWords.length);
  const planeBytes = ({ light, slopeX }: KeyLevel): number => slopeX.byteOffset - light.byteOffset;
  return {
    isFast: true,
    arena,
    expand: (from, { widthPx, heightPx }, to) => {
      expand(from.byteOffset, widthPx, heightPx, to.byteOffset);
    },
    halve: (from, { widthPx, heightPx }, to) => {
      halve(from.byteOffset, widthPx, heightPx, to.byteOffset);
    },
    flatten: (from, { widthPx, heightPx }, { to, most }) => {
      flatten(from.byteOffset, widthPx, heightPx, most, to.byteOffset, room.byteOffset);
    },
    normal(key, now, { warp, gain, limit, rowStep }) {
      const { widthPx, heightPx } = key.size;
      const { x0, y0, cosine, sine } = warp;
      const from = [key.light.byteOffset, planeBytes(key), now.byteOffset, widthPx, heightPx];
      normal(...from, x0, y0, cosine, sine, gain, limit, rowStep, sums.byteOffset);
      return sums;
    },
    residuals(key, now, { warp, gain, rowStep }) {
      const { widthPx, heightPx } = key.size;
      const { x0, y0, cosine, sine } = warp;
      const from = [key.light.byteOffset, planeBytes(key), now.byteOffset, widthPx, heightPx];
      residuals(...from, x0, y0, cosine, sine, gain, rowStep, key.leastSlope, bins.byteOffset);
      return bins;
    },
    tiles(key, now, { x0, y0, cosine, sine }) {
      const { widthPx, heightPx } = key.size;
      const from = [key.light.byteOffset, planeBytes(key), now.byteOffset, widthPx, heightPx];
      tiles(...from, x0, y0, cosine, sine, tileSums.byteOffset);
      return tileSums;
    },
    windowed({ light, strideSamples }, window, to, { width, height }) {
      const by = [window.shares.byteOffset, window.width, window.height];
      windowed(light.byteOffset, strideSamples, ...by, width, height, to.byteOffset);
    },
    transformColumns: ({ re, im }, { width, height }, turns) => {
      transformColumns(re.byteOffset, im.byteOffset, width, height, turns.byteOffset);
    },
    crossPower: ({ re, im }, key) => {
      crossPower(re.byteOffset, im.byteOffset, key.re.byteOffset, key.im.byteOffset, re.length);
    },
    transpose: (from, { width, height }, to) => {
      transpose(from.byteOffset, width, height, to.byteOffset);
    },
  };
}

/** Tiles of 8 × 8 of a picture. */
export function tilesOf(size: { widthPx: number; heightPx: number }): number {
  const padded = paddedSize(size);
  return (padded.widthPx >> 3) * (padded.heightPx >> 3);
}
