/** Length, area and simplification of polylines. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Polyline } from '#model/analysis.ts';
import { lengthOf, signedAreaOf, simplified } from '#workers/quantify/shapes/polyline.ts';

const closed = (...points: number[]): Polyline => ({ points: Float32Array.from(points), isClosed: true });
const open = (...points: number[]): Polyline => ({ points: Float32Array.from(points), isClosed: false });

const regular = (corners: number, radius: number): Polyline =>
  closed(
    ...Array.from({ length: corners }, (_, i) => (2 * Math.PI * i) / corners).flatMap(angle => [
      100 + radius * Math.cos(angle),
      80 + radius * Math.sin(angle),
    ]),
  );

describe('length and area', () => {
  test('of a rectangle', () => {
    const around = closed(10, 20, 13, 20, 13, 24, 10, 24);
    expect(lengthOf(around)).toBe(14);
    expect(signedAreaOf(around)).toBe(12);
  });

  test('an open line has no piece from its last point to its first', () => {
    expect(lengthOf(open(0, 0, 3, 4, 3, 10))).toBe(11);
  });

  test('area is above 0 clockwise on the screen, below 0 the other way round', () => {
    expect(signedAreaOf(closed(0, 0, 2, 0, 2, 2, 0, 2))).toBe(4);
    expect(signedAreaOf(closed(0, 2, 2, 2, 2, 0, 0, 0))).toBe(-4);
  });

  test('of a regular polygon are those of the formula', () => {
    expect(lengthOf(regular(360, 50))).toBeCloseTo(2 * 360 * 50 * Math.sin(Math.PI / 360), 3);
    expect(signedAreaOf(regular(360, 50))).toBeCloseTo(180 * 50 ** 2 * Math.sin((2 * Math.PI) / 360), 1);
  });

  test('are 0 where there is nothing to measure', () => {
    for (const line of [closed(), open(), closed(5, 5), open(5, 5)]) {
      expect(lengthOf(line)).toBe(0);
      expect(signedAreaOf(line)).toBe(0);
    }
    expect(signedAreaOf(closed(0, 0, 5, 5))).toBe(0);
  });
});

/** From (x, y) to the nearest point of the line. */
function distanceTo({ points, isClosed }: Polyline, x: number, y: number): number {
  const count = points.length / 2;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < (isClosed ? count : Math.max(1, count - 1)); i++) {
    const j = (i + 1) % count;
    const [ax, ay, bx, by] = [points[2 * i]!, points[2 * i + 1]!, points[2 * j]!, points[2 * j + 1]!];
    const length2 = (bx - ax) ** 2 + (by - ay) ** 2;
    const along = length2 === 0 ? 0 : ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length2;
    const t = Math.min(1, Math.max(0, along));
    least = Math.min(least, Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)));
  }
  return least;
}

const lines = fc
  .record({
    points: fc.array(fc.tuple(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 0, max: 80 })), {
      minLength: 1,
      maxLength: 40,
    }),
    isClosed: fc.boolean(),
  })
  .map(({ points, isClosed }): Polyline => ({ points: Float32Array.from(points.flat()), isClosed }));

describe('simplification', () => {
  test('leaves no point farther from the line than the tolerance, and makes up none', () => {
    fc.assert(
      fc.property(lines, fc.double({ min: 0.01, max: 30, noNaN: true }), (line, tolerancePx) => {
        const fewer = simplified(line, tolerancePx);
        expect(fewer.isClosed).toBe(line.isClosed);
        expect(fewer.points.length).toBeLessThanOrEqual(line.points.length);
        let from = 0;
        for (let i = 0; i < line.points.length; i += 2) {
          const [x, y] = [line.points[i]!, line.points[i + 1]!];
          expect(distanceTo(fewer, x, y)).toBeLessThanOrEqual(tolerancePx * (1 + 1e-9));
          if (fewer.points[from] === x && fewer.points[from + 1] === y) from += 2;
        }
        expect(from).toBe(fewer.points.length);
      }),
      { numRuns: 500, seed: 2 },
    );
  });

  test('keeps the ends of an open line, and only them where it is straight', () => {
    expect(simplified(open(0, 0, 1, 0.1, 2, 0, 3, -0.1, 9, 0), 0.2)).toEqual(open(0, 0, 9, 0));
  });

  test('finds the corners of a rectangle', () => {
    const points = [];
    for (let x = 0; x < 20; x++) points.push(x, 0);
    for (let y = 0; y < 10; y++) points.push(20, y);
    for (let x = 20; x > 0; x--) points.push(x, 10);
    for (let y = 10; y > 0; y--) points.push(0, y);
    expect(simplified(closed(...points), 0.01)).toEqual(closed(0, 0, 20, 0, 20, 10, 0, 10));
  });

  test('a loop keeps three points however large the tolerance', () => {
    const triangle = simplified(regular(90, 10), 1000);
    expect(triangle.points.length).toBe(6);
    expect(signedAreaOf(triangle)).toBeGreaterThan(10);
  });

  test('a line that doubles back beyond its ends keeps its farthest point', () => {
    expect(simplified(open(0, 0, -8, 0, 5, 0), 1)).toEqual(open(0, 0, -8, 0, 5, 0));
  });

  test.each([0, -1, Number.NaN])('a tolerance of %d changes nothing', tolerancePx => {
    const line = open(0, 0, 1, 0, 2, 0);
    expect(simplified(line, tolerancePx)).toEqual(line);
  });
});
