/** Widening for few degrees of freedom, and how uncertainties go into a ratio. */
import { describe, expect, test } from 'vitest';
import { contrastSd, ratioSd, widening } from '#model/uncertainty.ts';

const many = 1e9;

describe('widening', () => {
  test.each([
    [3, 3.182_446],
    [4, 2.776_445],
    [5, 2.570_582],
    [10, 2.228_139],
    [30, 2.042_272],
    [120, 1.979_93],
  ])('of %i degrees of freedom is Student’s t over the normal quantile', (freedom, t) => {
    expect(Math.abs((widening(freedom) * 1.959_964) / t - 1)).toBeLessThan(0.01);
  });

  test('falls to one as they grow', () => {
    expect(widening(many)).toBeCloseTo(1, 8);
    expect(widening(2)).toBeGreaterThan(widening(3));
  });
});

describe('a ratio', () => {
  const t = { mean: 0.6, meanSd: 0.012, freedom: many };
  const b = { mean: 0.2, meanSd: 0.003, freedom: many };

  test('has the relative uncertainties of both means, in squares', () => {
    expect(ratioSd(t, b)).toBeCloseTo(3 * Math.hypot(0.02, 0.015), 8);
    expect(ratioSd({ ...t, mean: -0.6 }, b)).toBeCloseTo(ratioSd(t, b), 12);
    expect(ratioSd({ ...t, mean: 0 }, b)).toBeCloseTo(0.06, 9);
    expect(ratioSd({ ...t, meanSd: 0 }, { ...b, meanSd: 0 })).toBe(0);
  });

  test('is not widened twice where both means have few pixels', () => {
    const few = (each: typeof t) => ({ ...each, meanSd: each.meanSd * widening(5), freedom: 5 });
    expect(ratioSd(few(t), few(b))).toBeLessThan(ratioSd(t, b) * widening(5));
    expect(ratioSd(few(t), few(b))).toBeGreaterThan(ratioSd(t, b) * widening(10));
    expect(ratioSd(few(t), { ...b, meanSd: 0 }) / ratioSd(t, { ...b, meanSd: 0 })).toBeCloseTo(
      widening(5),
      9,
    );
  });

  test('of a contrast to a spread owes most to the spread where contrast is high', () => {
    const spread = { sd: 0.04, sdSd: 0.002, sdFreedom: many };
    expect(contrastSd(t, { ...b, ...spread })).toBeCloseTo(Math.hypot(0.012, 0.003, 10 * 0.002) / 0.04, 8);
    expect(contrastSd({ ...t, mean: 0.2 }, { ...b, ...spread })).toBeCloseTo(
      Math.hypot(0.012, 0.003) / 0.04,
      8,
    );
  });
});
