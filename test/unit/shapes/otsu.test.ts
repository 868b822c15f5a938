/** Otsu's level: by its definition, and against scikit-image on a real picture. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { otsuLevel } from '#workers/quantify/shapes/otsu.ts';
import { haveRealImages, readRealImage, readReference } from '../../support/real-images.ts';

const histogramOf = (values: Iterable<number>, bins: number): Uint32Array => {
  const histogram = new Uint32Array(bins);
  for (const value of values) histogram[value]!++;
  return histogram;
};

/** The variance within both classes, summed over pixels: what Otsu's level makes smallest. */
function within(values: readonly number[], level: number): number {
  const sumOfSquares = (part: readonly number[]) => {
    const mean = part.reduce((sum, v) => sum + v, 0) / part.length;
    return part.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  };
  return sumOfSquares(values.filter(v => v <= level)) + sumOfSquares(values.filter(v => v > level));
}

const several = fc
  .array(fc.integer({ min: 0, max: 40 }), { minLength: 2, maxLength: 60 })
  .filter(values => new Set(values).size > 1);

describe('Otsu’s level', () => {
  test('leaves the least variance within the classes above it and not above it', () => {
    fc.assert(
      fc.property(several, values => {
        const level = otsuLevel(histogramOf(values, 41));
        const least = Math.min(...values.filter(v => v < Math.max(...values)).map(v => within(values, v)));
        return level !== null && Math.abs(within(values, level) - least) <= 1e-9 * (1 + least);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  test('moves with the values, and does not care how many pixels there are of each alike', () => {
    fc.assert(
      fc.property(several, fc.integer({ min: 0, max: 200 }), (values, shift) => {
        const level = otsuLevel(histogramOf(values, 256));
        const moved = otsuLevel(
          histogramOf(
            [...values, ...values].map(v => v + shift),
            256,
          ),
        );
        // Equally good levels may change places in the last bit of a division.
        return (
          level !== null &&
          moved !== null &&
          Math.abs(within(values, level) - within(values, moved - shift)) < 1e-6
        );
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  test('is the lower of two values, the lowest of equals', () => {
    expect(otsuLevel(histogramOf([3, 3, 9], 16))).toBe(3);
    expect(otsuLevel(histogramOf([0, 65_535], 65_536))).toBe(0);
    expect(otsuLevel(histogramOf([4, 5, 6], 16))).toBe(4);
  });

  test.each([
    ['an empty histogram', []],
    ['one pixel', [7]],
    ['pixels that are all alike', [15, 15, 15]],
  ])('is nothing for %s', (_, values) => {
    expect(otsuLevel(histogramOf(values, 16))).toBeNull();
    expect(otsuLevel(new Uint32Array())).toBeNull();
  });

  test('holds for as many pixels as the largest picture has', () => {
    const histogram = new Uint32Array(65_536);
    histogram[65_000] = 5_000_000;
    histogram[65_535] = 4_000_000;
    expect(otsuLevel(histogram)).toBe(65_000);
  });

  test.skipIf(!haveRealImages)(
    'is scikit-image’s on a real picture of 16 bits (skipped without ../shared/data)',
    () => {
      const reference = z
        .object({
          fluorescence: z.object({
            image: z.object({ otsu_threshold_skimage: z.number(), px_above_otsu: z.number() }),
          }),
        })
        .parse(readReference()).fluorescence.image;
      const { samples } = readRealImage('fluorescence-16bit.png');
      const level = otsuLevel(histogramOf(samples, 65_536));
      expect(level).toBe(reference.otsu_threshold_skimage);
      let above = 0;
      for (const sample of samples) if (sample > reference.otsu_threshold_skimage) above++;
      expect(above).toBe(reference.px_above_otsu);
    },
  );
});
