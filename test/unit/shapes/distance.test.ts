/** Distance maps: the twin against brute force, the kernel against the twin, bit for bit. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SizePx } from '#model/geometry.ts';
import { createPlainArena } from '#workers/quantify/shapes/arena.ts';
import { distanceBytes, kernelDistance, plainDistance } from '#workers/quantify/shapes/distance.ts';
import { createRandom } from '../../support/random.ts';
import { kernelMemory } from './kernel-memory.ts';

type IsMask = (x: number, y: number) => boolean;

/** Row by row, 0 or 1. */
const maskOf = ({ widthPx, heightPx }: SizePx, isMask: IsMask): number[] =>
  Array.from({ length: widthPx * heightPx }, (_, at) =>
    isMask(at % widthPx, Math.floor(at / widthPx)) ? 1 : 0,
  );

function bruteForce({ widthPx, heightPx }: SizePx, mask: readonly number[]): Float32Array {
  const sites = mask.flatMap((value, at) => (value === 0 ? [] : [at]));
  return Float32Array.from({ length: widthPx * heightPx }, (_, at) => {
    let least = Number.POSITIVE_INFINITY;
    for (const site of sites) {
      const dx = (at % widthPx) - (site % widthPx);
      const dy = Math.floor(at / widthPx) - Math.floor(site / widthPx);
      least = Math.min(least, dx * dx + dy * dy);
    }
    return Math.sqrt(least);
  });
}

function byTwin(size: SizePx, mask: readonly number[]): Float32Array {
  const to = new Float32Array(mask.length);
  plainDistance(createPlainArena(), size).distance(Uint8Array.from(mask), to);
  return to;
}

/** What is behind the map must stay as it was for 16 floats and more. */
function byKernel(size: SizePx, mask: readonly number[]): Float32Array {
  const pixels = size.widthPx * size.heightPx;
  const { exports, arena } = kernelMemory(distanceBytes(size) + 5 * pixels + 4096);
  const plane = arena.bytes(pixels);
  const to = arena.floats(pixels);
  const behind = arena.words(16).fill(7);
  const map = kernelDistance(exports, arena, size);
  plane.set(mask);
  map.distance(plane, to);
  // Nothing of another mask may be left over.
  const once = to.slice();
  map.distance(plane.fill(0), to);
  map.distance(plane.fill(255), to);
  plane.set(mask);
  map.distance(plane, to);
  expect(to).toEqual(once);
  expect(behind.every(word => word === 7)).toBe(true);
  return once;
}

const sizeOf = (widthPx: number, heightPx: number): SizePx => ({ widthPx, heightPx });
const sizes = fc.oneof(
  fc.record({ widthPx: fc.integer({ min: 1, max: 70 }), heightPx: fc.integer({ min: 1, max: 24 }) }),
  fc.record({ widthPx: fc.integer({ min: 1, max: 12 }), heightPx: fc.integer({ min: 1, max: 60 }) }),
);
const densities = fc.constantFrom(0, 0.002, 0.01, 0.05, 0.2, 0.5, 0.8, 0.97, 1);
const randomMask = (size: SizePx, density: number, seed: number): number[] => {
  const random = createRandom(seed);
  return maskOf(size, () => random.uniform(0, 1) < density);
};
const masks = fc
  .tuple(sizes, densities, fc.integer({ min: 0, max: 1e6 }))
  .map(([size, density, seed]) => ({ size, mask: randomMask(size, density, seed) }));

describe('the distance map', () => {
  test('is that of brute force on random masks of any density and size, from the twin and the kernel', () => {
    fc.assert(
      fc.property(masks, ({ size, mask }) => {
        const expected = bruteForce(size, mask);
        expect(byTwin(size, mask)).toEqual(expected);
        expect(byKernel(size, mask)).toEqual(expected);
      }),
      { numRuns: 250, seed: 1 },
    );
  });

  test.each([
    ['one pixel in a corner', (x: number, y: number) => x === 0 && y === 0],
    ['one pixel', (x: number, y: number) => x === 30 && y === 11],
    ['a row', (_: number, y: number) => y === 7],
    ['a column', (x: number) => x === 41],
    ['a diagonal', (x: number, y: number) => x === 2 * y || x === 2 * y + 1],
    ['the lower half', (_: number, y: number) => y > 12],
    ['a rectangle', (x: number, y: number) => x > 9 && x < 50 && y > 5 && y < 15],
    ['a frame', (x: number, y: number) => x === 0 || y === 0 || x === 66 || y === 24],
    ['two runs apart in one row', (x: number, y: number) => y === 3 && (x < 9 || x > 40)],
    ['two discs', (x: number, y: number) => Math.hypot(x - 14, y - 9) < 6 || Math.hypot(x - 50, y - 16) < 8],
    ['steps', (x: number, y: number) => y > Math.floor(x / 9) * 3],
    [
      'dense above, sparse below',
      (x: number, y: number) => (y < 9 ? (x * 7 + y * 5) % 3 === 0 : x === y + 20),
    ],
  ])('is that of brute force for %s', (_, isMask: IsMask) => {
    const size = sizeOf(67, 25);
    const mask = maskOf(size, isMask);
    const expected = bruteForce(size, mask);
    expect(byTwin(size, mask)).toEqual(expected);
    expect(byKernel(size, mask)).toEqual(expected);
  });

  test('is Infinity everywhere for an empty mask and 0 for a full one', () => {
    const size = sizeOf(19, 5);
    for (const map of [byTwin, byKernel]) {
      expect(
        map(
          size,
          maskOf(size, () => false),
        ).every(d => d === Number.POSITIVE_INFINITY),
      ).toBe(true);
      expect(
        map(
          size,
          maskOf(size, () => true),
        ).every(d => d === 0),
      ).toBe(true);
    }
  });

  test('is the same from twin and kernel on blobs with rough edges, dense noise beside them', () => {
    const size = sizeOf(640, 360);
    const random = createRandom(5);
    const noise = maskOf(size, () => random.uniform(0, 1) < 0.5);
    const mask = maskOf(size, (x, y) => {
      const isNoise = noise[y * size.widthPx + x] === 1;
      if (x > 500 && y > 120) return isNoise;
      const r = Math.min(Math.hypot(x - 150, y - 120) / 60, Math.hypot(x - 330, y - 260) / 45);
      return r < 0.95 || (r < 1.05 && isNoise);
    });
    expect(byKernel(size, mask)).toEqual(byTwin(size, mask));
  });

  test('rounds as the definition says where squares no longer fit a 32-bit float', () => {
    for (const size of [sizeOf(6400, 3), sizeOf(3, 4096), sizeOf(8191, 2)]) {
      const mask = maskOf(size, (x, y) => x < 2 && y < 2 && x === y);
      expect(byKernel(size, mask)).toEqual(byTwin(size, mask));
    }
  });

  test('comes from the twin for pictures that the kernel’s rounding does not cover', () => {
    for (const size of [sizeOf(8192, 2), sizeOf(2, 4097)]) {
      const mask = maskOf(size, (x, y) => x === 1 && y === 1);
      expect(byKernel(size, mask)).toEqual(byTwin(size, mask));
    }
  });

  test('needs planes of the kernel’s own memory', () => {
    const size = sizeOf(8, 8);
    const { exports, arena } = kernelMemory(distanceBytes(size) + 4096);
    const map = kernelDistance(exports, arena, size);
    expect(() => map.distance(new Uint8Array(64), arena.floats(64))).toThrow('arena');
  });
});
