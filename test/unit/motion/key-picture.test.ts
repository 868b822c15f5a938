/** The reduced picture, and key frames by name. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyFrameFromJson, keyFrameToJson } from '#model/key-frame.ts';
import { keyFrameJsonSchema } from '#model/motion.ts';
import type { SensorCodes } from '#workers/nir-codes.ts';
import kernel from '#workers/quantify/motion/kernels/register.as.ts?kernel';
import {
  createPictureReducer,
  keyFrameOf,
  reducedPicture,
  reducedSize,
} from '#workers/quantify/motion/key-picture.ts';
import { createRandom } from '../../support/random.ts';

function randomCodes(widthPx: number, heightPx: number, of: { bitDepth: number; seed: number }): SensorCodes {
  const random = createRandom(of.seed);
  const strideSamples = widthPx + 5;
  const length = 3 + strideSamples * heightPx;
  const topCode = 2 ** of.bitDepth - 1;
  // Some codes are wrong: above the top.
  const most = of.bitDepth > 8 ? Math.min(65_535, topCode + 100) : topCode;
  const code = () => random.integer(0, most);
  const samples = of.bitDepth > 8 ? Uint16Array.from({ length }, code) : Uint8Array.from({ length }, code);
  return { widthPx, heightPx, topCode, samples, startSamples: 3, strideSamples };
}

test('a picture is at most 480 pixels a side, by a whole factor', () => {
  expect(reducedSize({ widthPx: 1920, heightPx: 1080 })).toEqual({ widthPx: 480, heightPx: 270 });
  expect(reducedSize({ widthPx: 1280, heightPx: 720 })).toEqual({ widthPx: 426, heightPx: 240 });
  expect(reducedSize({ widthPx: 640, heightPx: 480 })).toEqual({ widthPx: 320, heightPx: 240 });
  expect(reducedSize({ widthPx: 480, heightPx: 100 })).toEqual({ widthPx: 480, heightPx: 100 });
  expect(reducedSize({ widthPx: 1080, heightPx: 3840 })).toEqual({ widthPx: 135, heightPx: 480 });
});

describe('area means', () => {
  test.each([
    [480, 11, 8],
    [970, 23, 8],
    [1001, 12, 8],
    [1920, 9, 8],
    [1931, 20, 8],
    [3840, 16, 8],
    [600, 10, 12],
    [1920, 9, 16],
  ])('of %i × %i, %i bits: as by hand, kernel and twin alike', (widthPx, heightPx, bitDepth) => {
    const codes = randomCodes(widthPx, heightPx, { bitDepth, seed: widthPx });
    const scene = { widthPx, heightPx };
    const factor = Math.ceil(Math.max(widthPx, heightPx) / 480);
    const plain = createPictureReducer(null)(codes, scene);
    for (let y = 0; y < plain.heightPx; y++)
      for (let x = 0; x < plain.widthPx; x++) {
        let sum = 0;
        for (let j = 0; j < factor; j++)
          for (let i = 0; i < factor; i++) {
            const at = 3 + (y * factor + j) * (widthPx + 5) + x * factor + i;
            sum += Math.min(codes.topCode, codes.samples[at]!);
          }
        const mean = (sum * 255) / (factor * factor * codes.topCode);
        expect(Math.abs(plain.samples[y * plain.widthPx + x]! - mean)).toBeLessThanOrEqual(0.5 + 1e-9);
      }
    expect(createPictureReducer(kernel)(codes, scene)).toEqual(plain);
    expect(reducedPicture(codes, scene)).toEqual(plain);
  });

  test('codes of another size are refused', () => {
    const codes = randomCodes(20, 10, { bitDepth: 8, seed: 1 });
    expect(() => reducedPicture(codes, { widthPx: 21, heightPx: 10 })).toThrow('not those of the scene');
  });
});

describe('a key frame', () => {
  const scene = { widthPx: 600, heightPx: 100 };
  const codes = randomCodes(600, 100, { bitDepth: 8, seed: 4 });
  const key = keyFrameOf(codes, scene);

  test('has a name by its content', () => {
    expect(keyFrameOf(codes, scene)).toEqual(key);
    expect(key.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(keyFrameOf(randomCodes(600, 100, { bitDepth: 8, seed: 5 }), scene).hash).not.toBe(key.hash);
  });

  test('goes into a log and comes back', () => {
    const json = keyFrameJsonSchema.parse(JSON.parse(JSON.stringify(keyFrameToJson(key))));
    expect(keyFrameFromJson(json)).toEqual(key);
  });

  test('is refused with another size, other samples or no base64', () => {
    const json = keyFrameToJson(key);
    expect(keyFrameFromJson({ ...json, sceneWidthPx: 601 })).toBeNull();
    expect(keyFrameFromJson({ ...json, widthPx: json.widthPx / 2 })).toBeNull();
    expect(keyFrameFromJson({ ...json, samples: '%' })).toBeNull();
    fc.assert(
      fc.property(fc.nat(key.samples.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const samples = key.samples.slice();
        samples[at] = (samples[at]! + by) & 255;
        return keyFrameFromJson(keyFrameToJson({ ...key, samples })) === null;
      }),
      { numRuns: 20 },
    );
  });
});
