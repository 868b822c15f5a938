/** All kernels in one memory: none treads on another's tables, and all agree with their twins. */
import { describe, expect, test } from 'vitest';
import type { SizePx } from '#model/geometry.ts';
import { createKernels } from '#workers/quantify/shapes/create-kernels.ts';
import wasm from '#workers/quantify/shapes/kernels/all.as.ts?kernel';
import type { Kernels } from '#workers/quantify/shapes/kernels.ts';
import { createRandom } from '../../support/random.ts';

/** Smoothing, segmentation, lines and distance of one picture, as analysis calls them; copied out. */
function chain(kernels: Kernels, seed: number) {
  const { arena, size } = kernels;
  const random = createRandom(seed);
  const pixels = size.widthPx * size.heightPx;
  const codes = arena.bytes(pixels);
  for (let i = 0; i < pixels; i++) codes[i] = random.uniform(0, 1) < 0.5 ? 20 : random.integer(100, 255);
  const levels = arena.halfWords(pixels);
  const distances = arena.floats(pixels);
  kernels.smooth8(codes, levels, size);
  const order = { image: levels, low: 24_000, high: 28_000, allowed: null, smallestPx: 3, fillsHoles: true };
  const { mask, count, areaPx, pieces } = kernels.segment(order, 8);
  const lines = kernels.trace(levels, 25_000.5, 0.25);
  kernels.distance(mask, distances);
  return {
    levels: Array.from(levels),
    mask: Array.from(mask),
    figures: { count, areaPx },
    pieces: pieces.map(({ spans, ...sums }) => ({ ...sums, spans: Array.from(spans) })),
    lines: lines.map(({ points, isClosed }) => ({ isClosed, points: Array.from(points) })),
    distances: Array.from(distances),
  };
}

const sizes: SizePx[] = [
  { widthPx: 1, heightPx: 1 },
  { widthPx: 3, heightPx: 40 },
  { widthPx: 67, heightPx: 33 },
  { widthPx: 320, heightPx: 180 },
];

describe('kernels of one size', () => {
  test.each(sizes)('agree with their twins one after another: $widthPx × $heightPx', size => {
    const fast = createKernels(size, wasm);
    const plain = createKernels(size, null);
    expect([fast.isFast, plain.isFast]).toEqual([true, false]);
    expect(chain(fast, 1)).toEqual(chain(plain, 1));
  });

  test('have no history: a picture gives the same after another one', () => {
    const size = { widthPx: 96, heightPx: 40 };
    const used = createKernels(size, wasm);
    chain(used, 2);
    expect(chain(used, 1)).toEqual(chain(createKernels(size, wasm), 1));
  });

  test('are the twins where the module cannot run', () => {
    expect(createKernels({ widthPx: 4, heightPx: 4 }, wasm.slice(0, -7)).isFast).toBe(false);
  });

  test('have room for a caller’s planes at the largest size of a camera', () => {
    const size = { widthPx: 4096, heightPx: 2304 };
    const { arena, isFast } = createKernels(size, wasm);
    const pixels = size.widthPx * size.heightPx;
    const planes = [
      arena.bytes(pixels),
      arena.halfWords(pixels),
      arena.halfWords(pixels),
      arena.floats(pixels),
    ];
    const bits = Array.from({ length: 32 }, () => arena.words(pixels / 32));
    expect(isFast).toBe(true);
    expect([...planes, ...bits].every(plane => plane.byteOffset % 16 === 0)).toBe(true);
  });

  test.each([
    { widthPx: 0, heightPx: 5 },
    { widthPx: Number.NaN, heightPx: 5 },
  ])('are not made for a picture without pixels: $widthPx × $heightPx', size => {
    expect(() => createKernels(size, wasm)).toThrow('no kernels');
    expect(() => createKernels(size, null)).toThrow('no kernels');
  });
});
