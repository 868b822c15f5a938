/** The binomial 5 × 5: the twin against its definition, the kernel against the twin. */
import { describe, expect, test } from 'vitest';
import type { SizePx } from '#model/geometry.ts';
import { createPlainArena } from '#workers/quantify/shapes/arena.ts';
import type { Arena, Smooth } from '#workers/quantify/shapes/kernels.ts';
import { kernelSmooth, plainSmooth } from '#workers/quantify/shapes/smooth.ts';
import { createRandom } from '../../support/random.ts';
import { kernelMemory } from './kernel-memory.ts';

const weights = [1, 4, 6, 4, 1];
const guard = 24;

/** By the definition, pixel by pixel: the sum over 5 × 5 with the border's pixels beyond the border. */
function sumAt(from: ArrayLike<number>, { widthPx, heightPx }: SizePx, x: number, y: number): number {
  let sum = 0;
  for (const [j, down] of weights.entries())
    for (const [i, across] of weights.entries()) {
      const column = Math.min(widthPx - 1, Math.max(0, x + i - 2));
      const row = Math.min(heightPx - 1, Math.max(0, y + j - 2));
      sum += down * across * from[row * widthPx + column]!;
    }
  return sum;
}

/** Sides from 1 on, about every width at which lanes begin to be full, and true ones. */
const sizes: SizePx[] = [
  ...[1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 18, 23, 24, 31, 32, 33, 47, 48, 50].flatMap(widthPx =>
    [1, 2, 3, 5, 8].map(heightPx => ({ widthPx, heightPx })),
  ),
  { widthPx: 1, heightPx: 70 },
  { widthPx: 1279, heightPx: 9 },
  { widthPx: 1920, heightPx: 16 },
];

type Filled = { readonly eight: Uint16Array; readonly sixteen: Uint16Array; readonly beyond: Uint16Array };

/** Both depths of one random picture; what lies behind the planes must stay as it was. */
function smoothed(
  smooth: Smooth,
  arena: Arena,
  size: SizePx,
  fill: (i: number, top: number) => number,
): Filled {
  const pixels = size.widthPx * size.heightPx;
  const codes8 = arena.bytes(pixels);
  const codes16 = arena.halfWords(pixels);
  for (let i = 0; i < pixels; i++) {
    codes8[i] = fill(i, 255);
    codes16[i] = fill(i, 65_535);
  }
  const to8 = arena.halfWords(pixels + guard).fill(4711);
  const to16 = arena.halfWords(pixels + guard).fill(4711);
  smooth.smooth8(codes8, to8, size);
  smooth.smooth16(codes16, to16, size);
  return {
    eight: to8.slice(0, pixels),
    sixteen: to16.slice(0, pixels),
    beyond: Uint16Array.from([...to8.slice(pixels), ...to16.slice(pixels)]),
  };
}

const noise = (seed: number) => {
  const random = createRandom(seed);
  // Ends of the range often: that is where sums overflow.
  return (_: number, top: number) => {
    const kind = random.integer(0, 3);
    return kind === 0 ? 0 : kind === 1 ? top : random.integer(0, top);
  };
};

describe('the twin', () => {
  test('gives the sum over 5 × 5 by its definition', () => {
    for (const size of sizes.filter(({ widthPx }) => widthPx < 60)) {
      const arena = createPlainArena();
      const codes = arena.bytes(size.widthPx * size.heightPx).map(noise(5).bind(null, 0, 255));
      const to = arena.halfWords(codes.length);
      plainSmooth(size).smooth8(codes, to, size);
      const expected = Array.from(codes, (_, i) =>
        sumAt(codes, size, i % size.widthPx, Math.floor(i / size.widthPx)),
      );
      expect(Array.from(to), `${size.widthPx} × ${size.heightPx}`).toEqual(expected);
    }
  });

  test('rounds 16 bits half up', () => {
    const size = { widthPx: 7, heightPx: 6 };
    const codes = createPlainArena()
      .halfWords(42)
      .map(noise(6).bind(null, 0, 65_535));
    const to = createPlainArena().halfWords(42);
    plainSmooth(size).smooth16(codes, to, size);
    const expected = Array.from(codes, (_, i) =>
      Math.floor(sumAt(codes, size, i % 7, Math.floor(i / 7)) / 256 + 0.5),
    );
    expect(Array.from(to)).toEqual(expected);
  });
});

describe('the kernel', () => {
  test('equals the twin bit for bit, whatever the size', () => {
    for (const [seed, size] of sizes.entries()) {
      const pixels = size.widthPx * size.heightPx;
      const { exports, arena } = kernelMemory(20 * pixels + 32 * size.widthPx + 1024);
      const ours = smoothed(kernelSmooth(exports, arena, size), arena, size, noise(seed));
      const twin = smoothed(plainSmooth(size), createPlainArena(), size, noise(seed));
      const name = `${size.widthPx} × ${size.heightPx}`;
      expect(ours.eight, name).toEqual(twin.eight);
      expect(ours.sixteen, name).toEqual(twin.sixteen);
      expect(new Set(ours.beyond), `${name}, beyond the plane`).toEqual(new Set([4711]));
    }
  });

  test('keeps a uniform picture at every level of both depths', () => {
    const size = { widthPx: 35, heightPx: 3 };
    for (const share of [0, 0.25, 0.5, 1]) {
      const { exports, arena } = kernelMemory(4096);
      const codes = (top: number) => Math.round(share * top);
      const { eight, sixteen } = smoothed(kernelSmooth(exports, arena, size), arena, size, (_, top) =>
        codes(top),
      );
      expect(new Set(eight)).toEqual(new Set([256 * codes(255)]));
      expect(new Set(sixteen)).toEqual(new Set([codes(65_535)]));
    }
  });

  test('spreads one bright pixel as the weights say', () => {
    const size = { widthPx: 40, heightPx: 9 };
    const { exports, arena } = kernelMemory(8192);
    const { eight } = smoothed(kernelSmooth(exports, arena, size), arena, size, i =>
      i === 4 * 40 + 18 ? 1 : 0,
    );
    const lit = Array.from({ length: 5 }, (_, j) =>
      Array.from(eight.slice((2 + j) * 40 + 16, (2 + j) * 40 + 21)),
    );
    expect(lit).toEqual(weights.map(down => weights.map(across => down * across)));
    expect(eight.reduce((sum, value) => sum + value, 0)).toBe(256);
  });

  test('smooths a smaller picture than it was made for, and keeps nothing of the one before', () => {
    const size = { widthPx: 64, heightPx: 8 };
    const small = { widthPx: 37, heightPx: 5 };
    const { exports, arena } = kernelMemory(32_768);
    const smooth = kernelSmooth(exports, arena, size);
    smoothed(smooth, arena, size, (_, top) => top);
    const ours = smoothed(smooth, arena, small, noise(8));
    expect(ours).toEqual(smoothed(plainSmooth(small), createPlainArena(), small, noise(8)));
  });

  test('leaves what lies before the plane as it was', () => {
    const size = { widthPx: 40, heightPx: 4 };
    const { exports, arena } = kernelMemory(8192);
    const plane = arena.halfWords(16 + 160).fill(4711);
    kernelSmooth(exports, arena, size).smooth8(arena.bytes(160).fill(1), plane.subarray(16), size);
    expect(new Set(plane.subarray(0, 16))).toEqual(new Set([4711]));
    expect(new Set(plane.subarray(16))).toEqual(new Set([256]));
  });

  test('refuses planes of another memory, too small planes and too wide pictures, as the twin does', () => {
    const size = { widthPx: 8, heightPx: 8 };
    const { exports, arena } = kernelMemory(4096);
    const kernel = kernelSmooth(exports, arena, size);
    expect(() => kernel.smooth8(new Uint8Array(64), arena.halfWords(64), size)).toThrow('arena');
    for (const smooth of [kernel, plainSmooth(size)]) {
      expect(() => smooth.smooth8(arena.bytes(63), arena.halfWords(64), size)).toThrow('smaller than 8 × 8');
      expect(() => smooth.smooth16(arena.halfWords(64), arena.halfWords(63), size)).toThrow('smaller');
      expect(() => smooth.smooth8(arena.bytes(64), arena.halfWords(64), { widthPx: 9, heightPx: 1 })).toThrow(
        'wide',
      );
    }
  });
});
