/** Kernels and their twins agree bit for bit. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFastMotionKernels, tilesOf } from '#workers/quantify/motion/fast.ts';
import kernel from '#workers/quantify/motion/kernels/register.as.ts?kernel';
import { lightIn, type MotionKernels, paddedSize } from '#workers/quantify/motion/kernels.ts';
import { createPlainMotionKernels } from '#workers/quantify/motion/plain.ts';
import { createKeyLevel } from '#workers/quantify/motion/prepare.ts';
import { createFollower } from '#workers/quantify/motion/register.ts';
import { createRandom } from '../../support/random.ts';
import { keyOf, motionOf, reducedOf, see, tissueTexture } from './scenes.ts';
import { stressCase } from './stress.ts';
import { stressPictures } from './stress-pictures.ts';

const module = new WebAssembly.Module(kernel);
/** Both at once, each on its own copy of the same data. */
const both = <T>(mostTiles: number, run: (kernels: MotionKernels) => T): void => {
  const fast = run(createFastMotionKernels(module, { bytes: 2 ** 22, mostTiles }));
  expect(fast).toEqual(run(createPlainMotionKernels()));
};

const sizes = fc.record({
  widthPx: fc.integer({ min: 8, max: 75 }),
  heightPx: fc.integer({ min: 8, max: 60 }),
  seed: fc.nat(1e6),
});
const few = { numRuns: 25 };

describe('the same bits', () => {
  test('of light, its halves and without its local mean', () => {
    fc.assert(
      fc.property(sizes, ({ seed, ...size }) => {
        both(tilesOf(size), ({ arena, expand, halve, flatten }) => {
          const random = createRandom(seed);
          const codes = arena.bytes(size.widthPx * size.heightPx);
          for (let i = 0; i < codes.length; i++) codes[i] = random.integer(0, 255);
          const padded = paddedSize(size);
          const length = padded.widthPx * padded.heightPx;
          const light = lightIn(arena, length);
          const flat = lightIn(arena, length);
          const half = paddedSize({ widthPx: size.widthPx >> 1, heightPx: size.heightPx >> 1 });
          const halved = lightIn(arena, half.widthPx * half.heightPx);
          expand(codes, size, light);
          halve(light, size, halved);
          const most = random.integer(48, 4080);
          flatten(light, padded, { to: flat, most });
          return [light.slice(), halved.slice(), flat.slice()];
        });
      }),
      few,
    );
  });

  test('of sums, residuals and tiles, under any motion, at the ends of every range', () => {
    const warps = fc.record({
      x: fc.double({ min: -20, max: 20, noNaN: true }),
      y: fc.double({ min: -20, max: 20, noNaN: true }),
      angle: fc.oneof(fc.constant(0), fc.double({ min: -0.5, max: 0.5, noNaN: true })),
      gain: fc.integer({ min: 6554, max: 31_130 }),
      limit: fc.integer({ min: 24, max: 4080 }),
      rowStep: fc.constantFrom(1 as const, 2 as const, 4 as const),
      isExtreme: fc.boolean(),
    });
    fc.assert(
      fc.property(sizes, warps, ({ seed, ...size }, { x, y, angle, isExtreme, ...order }) => {
        both(tilesOf(size), kernels => {
          const random = createRandom(seed);
          const fill = (plane: Int16Array, most: number) => {
            for (let i = 0; i < plane.length; i++)
              plane[i] = isExtreme ? most * (2 * random.integer(0, 1) - 1) : random.integer(-most, most);
          };
          const padded = paddedSize(size);
          const key = createKeyLevel(kernels, { size, padded });
          key.leastSlope = random.integer(1, 3000);
          fill(key.light, 4080);
          for (const slope of [key.slopeX, key.slopeY, key.slopeAngle, key.slopeScale]) fill(slope, 2040);
          const now = lightIn(kernels.arena, padded.widthPx * padded.heightPx);
          fill(now, 4080);
          const fixed = (value: number) => Math.round(value * 65_536);
          const warp = {
            x0: fixed(x),
            y0: fixed(y),
            cosine: fixed(Math.cos(angle)),
            sine: fixed(Math.sin(angle)),
          };
          return [
            kernels.normal(key, now, { warp, ...order }).slice(),
            kernels.residuals(key, now, { warp, ...order }).slice(),
            kernels.tiles(key, now, warp).slice(),
          ];
        });
      }),
      { numRuns: 60 },
    );
  });

  test('of transforms and cross powers', () => {
    for (const [width, height] of [
      [8, 8],
      [64, 16],
      [16, 128],
    ] as const)
      both(64, ({ arena, windowed, transformColumns, transpose, crossPower }) => {
        const random = createRandom(width);
        const plane = () => {
          const floats = arena.floats(width * height);
          for (let i = 0; i < floats.length; i++) floats[i] = random.uniform(-4080, 4080);
          return floats;
        };
        const one = { re: plane(), im: plane() };
        const other = { re: plane(), im: plane() };
        const turned = plane();
        const shares = arena.floats((width - 4) * (height - 3)).fill(0.3);
        const light = lightIn(arena, width * height).map((_, i) => (i * 37) % 4000);
        const lightThere = lightIn(arena, light.length);
        lightThere.set(light);
        const turns = arena.floats(height);
        for (let k = 0; k < height / 2; k++) {
          turns[k] = Math.cos((2 * Math.PI * k) / height);
          turns[height / 2 + k] = Math.sin((2 * Math.PI * k) / height);
        }
        transformColumns(one, { width, height }, turns);
        crossPower(one, other);
        transpose(one.re, { width, height }, turned);
        const window = { width: width - 4, height: height - 3, shares };
        windowed({ light: lightThere, strideSamples: width }, window, other.re, { width, height });
        return [one.re.slice(), one.im.slice(), turned.slice(), other.re.slice()];
      });
  });

  test('of readings of the stress set: a mask, text, a weave, glare, instruments', () => {
    const fast = createFollower(kernel);
    const plain = createFollower(null);
    for (const index of [7, 20, 32, 33]) {
      const { key, picture } = stressPictures(stressCase(index));
      expect(fast.follow(key, picture), `case ${index}`).toEqual(plain.follow(key, picture));
    }
  });

  test('of readings: shifted, turned, behind a bar, of another scene, and of odd sizes', () => {
    const fast = createFollower(kernel);
    const plain = createFollower(null);
    const tissue = tissueTexture(3);
    const key = keyOf('tissue', see(tissue));
    const motion = motionOf({ dxPx: 31.3, dyPx: -12.7, angleRad: 0.04 });
    for (const picture of [
      see(tissue, { motion, noiseCodes: 3, bar: { from: 0.3, width: 0.15, code: 20 } }),
      see(tissue, { motion: { ...motion, scale: 1.017 }, noiseCodes: 2 }),
      see(tissueTexture(8)),
    ])
      expect(fast.follow(key, picture)).toEqual(plain.follow(key, picture));
    const size = { widthPx: 173, heightPx: 131 };
    const crop = (picture: { samples: Uint8Array }) =>
      reducedOf(
        Uint8Array.from(
          { length: 173 * 131 },
          (_, i) => picture.samples[(Math.floor(i / 173) + 60) * 480 + (i % 173) + 140]!,
        ),
        size,
      );
    const odd = { ...keyOf('odd', crop(see(tissue))), sceneWidthPx: 173, sceneHeightPx: 131 };
    const moved = crop(see(tissue, { motion: motionOf({ dxPx: 6, dyPx: 4, angleRad: 0.02 }) }));
    expect(fast.follow(odd, moved).kind).toBe('followed');
    expect(fast.follow(odd, moved)).toEqual(plain.follow(odd, moved));
  });
});

test('a transform there and back gives the signal, and its energy is kept', () => {
  const { arena, transformColumns } = createPlainMotionKernels();
  const height = 32;
  const grid = { width: 4, height };
  const turns = arena.floats(height);
  for (let k = 0; k < height / 2; k++) {
    turns[k] = Math.cos((2 * Math.PI * k) / height);
    turns[height / 2 + k] = Math.sin((2 * Math.PI * k) / height);
  }
  const random = createRandom(2);
  const signal = { re: arena.floats(4 * height), im: arena.floats(4 * height) };
  for (let i = 0; i < signal.re.length; i++) signal.re[i] = random.uniform(-1, 1);
  const before = signal.re.slice();
  transformColumns(signal, grid, turns);
  // One frequency of one column, by the definition.
  let re = 0;
  let im = 0;
  for (let y = 0; y < height; y++) {
    re += before[4 * y + 1]! * Math.cos((2 * Math.PI * 5 * y) / height);
    im -= before[4 * y + 1]! * Math.sin((2 * Math.PI * 5 * y) / height);
  }
  expect(signal.re[4 * 5 + 1]).toBeCloseTo(re, 4);
  expect(signal.im[4 * 5 + 1]).toBeCloseTo(im, 4);
  for (let i = 0; i < signal.im.length; i++) signal.im[i] = -signal.im[i]!;
  transformColumns(signal, grid, turns);
  for (let i = 0; i < before.length; i++) expect(signal.re[i]! / height).toBeCloseTo(before[i]!, 5);
});
