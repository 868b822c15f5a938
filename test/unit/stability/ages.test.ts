/** Percentiles of frame ages: by their definition, and out of counts that were added up. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addCounts, countsOf, percentilesOf, percentilesOfCounts } from '#model/stability/ages.ts';

const ageMs = fc.double({ min: 0.2, max: 60_000, noNaN: true });
const ages = fc.array(ageMs, { minLength: 1, maxLength: 400 });
const rising = (values: readonly number[]) => values.toSorted((a, b) => a - b);

describe('percentiles of ages', () => {
  test.each([
    ['one frame', [7], { p50: 7, p95: 7, p99: 7, max: 7 }],
    ['two', [3, 9], { p50: 3, p95: 9, p99: 9, max: 9 }],
    ['1 to 100', Array.from({ length: 100 }, (_, i) => i + 1), { p50: 50, p95: 95, p99: 99, max: 100 }],
    [
      'a row of 300, one of them late',
      [...Array.from({ length: 299 }, () => 12), 480],
      { p50: 12, p95: 12, p99: 12, max: 480 },
    ],
    [
      'a row of 300, four of them late',
      [...Array.from({ length: 296 }, () => 12), 40, 50, 60, 70],
      { p50: 12, p95: 12, p99: 40, max: 70 },
    ],
  ])('of %s are by nearest rank', (_, values, expected) => {
    expect(percentilesOf(values)).toEqual(expected);
  });

  test('of nothing are none', () => {
    expect(percentilesOf([])).toBeNull();
    expect(percentilesOfCounts([], 0)).toBeNull();
  });

  test('are ages that occurred, at least that share of which they are not exceeded by', () => {
    fc.assert(
      fc.property(ages, values => {
        const found = percentilesOf(rising(values))!;
        for (const [share, at] of [
          [0.5, found.p50],
          [0.95, found.p95],
          [0.99, found.p99],
          [1, found.max],
        ] as const) {
          expect(values).toContain(at);
          const notAbove = values.filter(value => value <= at).length;
          const below = values.filter(value => value < at).length;
          expect(notAbove).toBeGreaterThanOrEqual(share * values.length - 1e-9);
          expect(below).toBeLessThan(share * values.length);
        }
      }),
    );
  });
});

describe('counts of ages', () => {
  test('give percentiles within 2.5 %, however the frames were split over rows', () => {
    fc.assert(
      fc.property(fc.array(ages, { minLength: 1, maxLength: 6 }), rows => {
        const exact = percentilesOf(rising(rows.flat()))!;
        const counted = percentilesOfCounts(addCounts(rows.map(countsOf)), exact.max)!;
        expect(counted.max).toBe(exact.max);
        for (const key of ['p50', 'p95', 'p99'] as const)
          expect(Math.abs(counted[key] / exact[key] - 1)).toBeLessThan(0.0251);
      }),
    );
  });

  test('lose no frame and rise', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { maxLength: 200 }), values => {
        const counts = countsOf(values);
        expect(counts.reduce((sum, [, count]) => sum + count, 0)).toBe(values.length);
        expect(counts.map(([step]) => step)).toEqual(rising(counts.map(([step]) => step)));
      }),
    );
  });
});
