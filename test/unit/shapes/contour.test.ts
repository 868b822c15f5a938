/** Iso-lines: both tracers against geometry, the kernel against the twin bit for bit. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Polyline } from '#model/analysis.ts';
import type { SizePx } from '#model/geometry.ts';
import { createPlainArena } from '#workers/quantify/shapes/arena.ts';
import { contourBytes, kernelContours, plainContours } from '#workers/quantify/shapes/contour.ts';
import { lengthOf, signedAreaOf } from '#workers/quantify/shapes/polyline.ts';
import { createRandom } from '../../support/random.ts';
import { kernelMemory } from './kernel-memory.ts';

type Image = Uint16Array<ArrayBuffer>;
type Trace = (image: Image, level: number, tolerancePx?: number) => readonly Polyline[];

const tracers = ['twin', 'kernel'] as const;

/** Traces one after another in the same memory, as frames are. */
function tracerOf(which: (typeof tracers)[number], size: SizePx): Trace {
  if (which === 'twin') {
    const twin = plainContours(createPlainArena(), size);
    return (image, level, tolerancePx = 0) => twin.trace(image, level, tolerancePx);
  }
  const pixels = size.widthPx * size.heightPx;
  const { exports, arena } = kernelMemory(contourBytes(size) + 2 * pixels + 4096);
  const plane = arena.halfWords(pixels);
  const kernel = kernelContours(exports, arena, size);
  return (image, level, tolerancePx = 0) => {
    plane.set(image);
    return kernel.trace(plane, level, tolerancePx);
  };
}

const sizeOf = (widthPx: number, heightPx: number): SizePx => ({ widthPx, heightPx });

function imageOf({ widthPx, heightPx }: SizePx, valueAt: (x: number, y: number) => number): Image {
  const image = new Uint16Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++)
      image[y * widthPx + x] = Math.round(Math.min(65_535, Math.max(0, valueAt(x, y))));
  return image;
}

const pointsOf = ({ points }: Polyline): [number, number][] =>
  Array.from({ length: points.length / 2 }, (_, i) => [points[2 * i]!, points[2 * i + 1]!]);

/** A shape with an edge one pixel wide, as area sampling gives: `depth` is the distance inwards from its edge. */
const antialiased = (size: SizePx, depth: (x: number, y: number) => number): Image =>
  imageOf(size, (x, y) => 2000 + 40_000 * Math.min(1, Math.max(0, depth(x, y) + 0.5)));
const halfway = 22_000;

const circle = (cx: number, cy: number, radius: number) => (x: number, y: number) =>
  radius - Math.hypot(x - cx, y - cy);

/** Values at the four pixels about (x, y), straight between them, as iso-lines take them on the sides of cells. */
function valueAt(image: Image, { widthPx, heightPx }: SizePx, x: number, y: number): number {
  const x0 = Math.min(widthPx - 2, Math.max(0, Math.floor(x)));
  const y0 = Math.min(heightPx - 2, Math.max(0, Math.floor(y)));
  const at = y0 * widthPx + x0;
  const upper = image[at]! + (image[at + 1]! - image[at]!) * (x - x0);
  const lower = image[at + widthPx]! + (image[at + widthPx + 1]! - image[at + widthPx]!) * (x - x0);
  return upper + (lower - upper) * (y - y0);
}

describe.each(tracers)('lines of the %s', which => {
  test.each([
    ['a circle', 60, 60],
    ['an ellipse', 75, 40],
    ['a small circle', 15, 15],
  ])('of %s have its area within 0.5 % and its length within 1 %', (_, a, b) => {
    const size = sizeOf(200, 160);
    // The distance to an ellipse, to first order: enough for an edge one pixel wide.
    const depth = (x: number, y: number): number => {
      const [u, v] = [(x - 99.3) / a, (y - 80.6) / b];
      const r = Math.hypot(u, v);
      return ((1 - r) * r) / Math.max(1e-9, Math.hypot(u / a, v / b));
    };
    const lines = tracerOf(which, size)(antialiased(size, depth), halfway);
    expect(lines.length).toBe(1);
    const area = Math.PI * a * b;
    // Ramanujan's second approximation.
    const h = ((a - b) / (a + b)) ** 2;
    const length = Math.PI * (a + b) * (1 + (3 * h) / (10 + Math.sqrt(4 - 3 * h)));
    expect(Math.abs(signedAreaOf(lines[0]!) / area - 1)).toBeLessThan(0.005);
    expect(Math.abs(lengthOf(lines[0]!) / length - 1)).toBeLessThan(0.01);
    // Simplified to a quarter of a pixel it is still that.
    const fewer = tracerOf(which, size)(antialiased(size, depth), halfway, 0.25)[0]!;
    expect(fewer.points.length).toBeLessThan(lines[0]!.points.length / 3);
    expect(Math.abs(signedAreaOf(fewer) / area - 1)).toBeLessThan(0.02);
  });

  test('of a turned square have its area within 0.5 % and its length within 1 %', () => {
    const size = sizeOf(150, 150);
    const [cos, sin] = [Math.cos(0.4), Math.sin(0.4)];
    const image = antialiased(size, (x, y) => {
      const [u, v] = [(x - 74.2) * cos + (y - 74.8) * sin, (y - 74.8) * cos - (x - 74.2) * sin];
      return 45 - Math.max(Math.abs(u), Math.abs(v));
    });
    const [line, ...others] = tracerOf(which, size)(image, halfway);
    expect(others).toEqual([]);
    expect(Math.abs(signedAreaOf(line!) / 8100 - 1)).toBeLessThan(0.005);
    expect(Math.abs(lengthOf(line!) / 360 - 1)).toBeLessThan(0.01);
  });

  test('about smooth blobs enclose as much as there are pixels at or above the level', () => {
    const size = sizeOf(240, 180);
    const random = createRandom(11);
    const blobs = Array.from({ length: 6 }, () => ({
      x: random.uniform(50, 190),
      y: random.uniform(50, 130),
      spread: random.uniform(8, 22),
      height: random.uniform(9000, 30_000),
    }));
    const image = imageOf(size, (x, y) =>
      blobs.reduce(
        (sum, b) => sum + b.height * Math.exp(-((x - b.x) ** 2 + (y - b.y) ** 2) / (2 * b.spread ** 2)),
        1000,
      ),
    );
    const trace = tracerOf(which, size);
    for (const level of [6000.5, 9000.5, 14_000.5]) {
      const lines = trace(image, level);
      const enclosed = lines.reduce((sum, line) => sum + signedAreaOf(line), 0);
      const count = image.reduce((sum, value) => sum + (value >= level ? 1 : 0), 0);
      expect(lines.every(line => line.isClosed)).toBe(true);
      expect(Math.abs(enclosed / count - 1)).toBeLessThan(0.01);
    }
  });

  test('of a ramp are straight and lie at the exact place between pixels', () => {
    const size = sizeOf(90, 40);
    // 100 a column: level 1234.5 is at x = 12.345.
    const across = tracerOf(which, size)(
      imageOf(size, x => 100 * x),
      1234.5,
    );
    expect(across.length).toBe(1);
    expect(across[0]!.isClosed).toBe(false);
    expect(pointsOf(across[0]!).every(([x]) => Math.abs(x - 12.345) < 1e-5)).toBe(true);
    // Light grows to the right: upwards the line has the inside on its right.
    expect(pointsOf(across[0]!).map(([, y]) => y)).toEqual(Array.from({ length: 40 }, (_, i) => 39 - i));
    // x + 2 y = 61.25, whole multiples of 400 at the pixels.
    const slanted = tracerOf(which, size)(
      imageOf(size, (x, y) => 400 * x + 800 * y),
      24_500,
    );
    expect(slanted.length).toBe(1);
    expect(pointsOf(slanted[0]!).every(([x, y]) => Math.abs(x + 2 * y - 61.25) < 1e-4)).toBe(true);
    const [simple] = tracerOf(which, size)(
      imageOf(size, (x, y) => 400 * x + 800 * y),
      24_500,
      0.01,
    );
    expect(simple!.points.length).toBe(4);
  });

  test('of a ring are two, clockwise about it and the other way round about its hole', () => {
    const size = sizeOf(101, 99);
    const ring = antialiased(size, (x, y) => Math.min(circle(50, 49, 40)(x, y), -circle(50, 49, 25)(x, y)));
    const areas = tracerOf(which, size)(ring, halfway).map(signedAreaOf);
    expect(areas.length).toBe(2);
    expect(Math.abs(areas[0]! / (Math.PI * 40 ** 2) - 1)).toBeLessThan(0.005);
    expect(Math.abs(areas[1]! / (-Math.PI * 25 ** 2) - 1)).toBeLessThan(0.005);
  });

  test('have at least the level on their right and less on their left', () => {
    const size = sizeOf(61, 47);
    const random = createRandom(3);
    const trace = tracerOf(which, size);
    for (let round = 0; round < 5; round++) {
      const waves = Array.from({ length: 5 }, () => [
        random.uniform(-0.4, 0.4),
        random.uniform(-0.4, 0.4),
        random.uniform(0, 7),
      ]);
      const image = imageOf(
        size,
        (x, y) => 30_000 + 5000 * waves.reduce((sum, w) => sum + Math.sin(w[0]! * x + w[1]! * y + w[2]!), 0),
      );
      const lines = trace(image, 30_000.25);
      expect(lines.length).toBeGreaterThan(1);
      for (const line of lines) {
        const points = pointsOf(line);
        for (let i = line.isClosed ? 0 : 1; i < points.length; i++) {
          const [ax, ay] = points.at(i - 1)!;
          const [bx, by] = points[i]!;
          const length = Math.hypot(bx - ax, by - ay);
          // Along the cell's own sides, where values are straight: both ends, a little to the right and to the left.
          if (length < 0.2) continue;
          const [rx, ry] = [(-0.02 * (by - ay)) / length, (0.02 * (bx - ax)) / length];
          const [mx, my] = [(ax + bx) / 2, (ay + by) / 2];
          const right = valueAt(image, size, mx + rx, my + ry);
          const left = valueAt(image, size, mx - rx, my - ry);
          expect(right).toBeGreaterThan(left);
        }
        if (!line.isClosed) {
          for (const [x, y] of [points[0]!, points.at(-1)!])
            expect(x === 0 || y === 0 || x === size.widthPx - 1 || y === size.heightPx - 1).toBe(true);
        }
      }
    }
  });

  test('cut the pixels at or above the level from the others: each pair of neighbours apart is crossed once', () => {
    const size = sizeOf(70, 9);
    const random = createRandom(8);
    const image = imageOf(size, () => random.integer(0, 9));
    const level = 4.5;
    const crossed = new Set<string>();
    let crossings = 0;
    for (const line of tracerOf(which, size)(image, level))
      for (const [x, y] of pointsOf(line)) {
        crossings++;
        crossed.add(`${Math.floor(x)} ${Math.floor(y)} ${x === Math.floor(x) ? 'down' : 'across'}`);
      }
    const expected = new Set<string>();
    for (let y = 0; y < 9; y++)
      for (let x = 0; x < 70; x++) {
        const isInside = image[y * 70 + x]! >= level;
        if (x < 69 && image[y * 70 + x + 1]! >= level !== isInside) expected.add(`${x} ${y} across`);
        if (y < 8 && image[y * 70 + 70 + x]! >= level !== isInside) expected.add(`${x} ${y} down`);
      }
    expect(crossed).toEqual(expected);
    expect(crossings).toBe(expected.size);
  });

  test('join the inside pixels of a saddle when the mean of its four reaches the level, and part them otherwise', () => {
    const size = sizeOf(4, 4);
    const saddle = (high: number) => Uint16Array.from([0, 0, 0, 0, 0, high, 0, 0, 0, 0, high, 0, 0, 0, 0, 0]);
    const trace = tracerOf(which, size);
    expect(trace(saddle(1000), 400).length).toBe(1);
    expect(trace(saddle(1000), 500).length).toBe(1);
    expect(trace(saddle(1000), 501).length).toBe(2);
  });

  test('are in the order of their first crossing, row by row', () => {
    const size = sizeOf(90, 50);
    const image = antialiased(size, (x, y) =>
      Math.max(
        circle(70, 30, 8)(x, y),
        circle(20, 25, 8)(x, y),
        circle(45, 10, 5)(x, y),
        circle(0, 12, 4)(x, y),
      ),
    );
    const lines = tracerOf(which, size)(image, halfway);
    expect(lines.map(line => line.isClosed)).toEqual([true, false, true, true]);
    expect(lines.map(line => Math.round(pointsOf(line)[0]![0]))).toEqual([45, 0, 20, 70]);
  });

  test('end at the border, once for each end', () => {
    const size = sizeOf(40, 30);
    const image = antialiased(size, circle(0, 0, 12));
    const [line, ...others] = tracerOf(which, size)(image, halfway, 0.1);
    expect(others).toEqual([]);
    expect(line!.isClosed).toBe(false);
    const points = pointsOf(line!);
    expect(points[0]![1]).toBe(0);
    expect(points[0]![0]).toBeCloseTo(12, 1);
    expect(points.at(-1)![0]).toBe(0);
    expect(points.at(-1)![1]).toBeCloseTo(12, 1);
  });

  test.each([
    ['a constant picture', sizeOf(65, 9), () => 700, 700],
    ['a level below all values', sizeOf(65, 9), (x: number) => 10 + x, 9.5],
    ['a level above all values', sizeOf(65, 9), (x: number) => 10 + x, 74.5],
    ['a level of 0', sizeOf(65, 9), (x: number) => x, 0],
    ['a level below 0', sizeOf(65, 9), (x: number) => x, -3],
    ['a level no picture reaches', sizeOf(65, 9), (x: number) => 1000 * x, 65_535.5],
    ['a level that is no number', sizeOf(65, 9), (x: number) => x, Number.NaN],
    ['an infinite level', sizeOf(65, 9), (x: number) => x, Number.POSITIVE_INFINITY],
    ['one pixel', sizeOf(1, 1), () => 5, 3],
    ['one row', sizeOf(70, 1), (x: number) => x, 33.5],
    ['one column', sizeOf(1, 70), (_: number, y: number) => y, 33.5],
  ])('there are none for %s', (_, size, value, level) => {
    expect(tracerOf(which, size)(imageOf(size, value), level)).toEqual([]);
  });

  test('a pixel at exactly the level is inside', () => {
    const size = sizeOf(5, 5);
    const lines = tracerOf(which, size)(
      imageOf(size, (x, y) => (x === 2 && y === 2 ? 900 : 100)),
      900,
    );
    expect(lines.length).toBe(1);
    expect(pointsOf(lines[0]!)).toEqual([
      [2, 2],
      [2, 2],
      [2, 2],
      [2, 2],
    ]);
  });
});

/** Pictures of many kinds: noise of few values makes saddles and values at the level. */
const pictures = fc
  .record({
    widthPx: fc.oneof(fc.integer({ min: 2, max: 20 }), fc.integer({ min: 60, max: 140 })),
    heightPx: fc.integer({ min: 2, max: 20 }),
    values: fc.constantFrom(2, 3, 10, 65_536),
    share: fc.constantFrom(0.02, 0.3, 1),
    seed: fc.integer({ min: 0, max: 1e6 }),
  })
  .map(({ widthPx, heightPx, values, share, seed }) => {
    const random = createRandom(seed);
    const size = sizeOf(widthPx, heightPx);
    const image = imageOf(size, () => (random.uniform(0, 1) < share ? random.integer(0, values - 1) : 0));
    return { size, image, level: random.uniform(0, values) };
  });

describe('the kernel', () => {
  test('gives the twin’s lines bit for bit, simplified or not', () => {
    fc.assert(
      fc.property(pictures, fc.constantFrom(0, 0.25, 1, 5), ({ size, image, level }, tolerancePx) => {
        const expected = tracerOf('twin', size)(image, level, tolerancePx);
        expect(tracerOf('kernel', size)(image, level, tolerancePx)).toEqual(expected);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  test('gives the twin’s lines for a level with more crossings than it has room for', () => {
    const size = sizeOf(64, 64);
    const checks = imageOf(size, (x, y) => ((x + y) % 2) * 1000);
    const expected = tracerOf('twin', size)(checks, 400.5);
    expect(expected.length).toBeGreaterThan(1);
    expect(tracerOf('kernel', size)(checks, 400.5)).toEqual(expected);
  });

  test('gives for several levels what it gives for each', () => {
    const size = sizeOf(130, 40);
    const image = antialiased(size, circle(60, 20, 15));
    const { exports, arena } = kernelMemory(contourBytes(size) + 20_000);
    const plane = arena.halfWords(image.length);
    plane.set(image);
    const kernel = kernelContours(exports, arena, size);
    const levels = [Number.NaN, 5000, 22_000.5, 40_000, 99_999];
    expect(kernel.traceAll(plane, levels, 0.25)).toEqual(
      levels.map(level => kernel.trace(plane, level, 0.25)),
    );
  });

  test('needs an image of its own memory', () => {
    const size = sizeOf(8, 8);
    const { exports, arena } = kernelMemory(contourBytes(size) + 4096);
    const kernel = kernelContours(exports, arena, size);
    expect(() => kernel.trace(new Uint16Array(64), 3, 0)).toThrow('arena');
  });
});
