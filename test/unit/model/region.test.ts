/** Which pixels belong to a region: the inclusion rule, against other ways of reckoning it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Point } from '#model/geometry.ts';
import {
  boundsOf,
  isInside,
  movedBy,
  nextRegionId,
  type Region,
  regionSchema,
  type Shape,
  shapeSchema,
} from '#model/region.ts';

const side = 40;
const pixels: readonly Point[] = Array.from({ length: side * side }, (_, i) => ({
  x: i % side,
  y: Math.floor(i / side),
}));
const insideOf = (shape: Shape): Point[] => pixels.filter(p => isInside(shape, p));

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const place = fc.record({ x: real(-5, 45), y: real(-5, 45) });
/** Tenths put corners and edges exactly on pixel centres often, where rounding bites. */
const tenths = fc
  .record({ x: fc.integer({ min: 0, max: 400 }), y: fc.integer({ min: 0, max: 400 }) })
  .map(p => ({
    x: p.x / 10,
    y: p.y / 10,
  }));
const shapes: fc.Arbitrary<Shape> = fc.oneof(
  fc.record({ kind: fc.constant('circle' as const), centre: place, radiusPx: real(0.1, 30) }),
  fc.record({
    kind: fc.constant('ellipse' as const),
    centre: place,
    radiusXPx: real(0.1, 30),
    radiusYPx: real(0.1, 30),
    angleRad: real(-7, 7),
  }),
  fc.record({
    kind: fc.constantFrom('polygon' as const, 'freehand' as const),
    points: fc.array(place, { minLength: 3, maxLength: 12 }),
  }),
);

const polygon = (...points: Point[]): Shape => ({ kind: 'polygon', points });
const cross = (a: Point, b: Point, p: Point): number => (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);

describe('a circle', () => {
  test('takes in its boundary', () => {
    const circle: Shape = { kind: 'circle', centre: { x: 10, y: 10 }, radiusPx: 5 };
    for (const p of [
      { x: 15, y: 10 },
      { x: 10, y: 5 },
      { x: 13, y: 14 },
      { x: 6, y: 7 },
    ])
      expect(isInside(circle, p)).toBe(true);
    expect(isInside(circle, { x: 13.0000001, y: 14 })).toBe(false);
  });

  test('of whole radius about a pixel holds as many pixels as Gauss counted', () => {
    const counts = [1, 5, 13, 29, 49, 81, 113, 149, 197, 253, 317];
    for (const [radius, count] of counts.entries()) {
      const circle: Shape = { kind: 'circle', centre: { x: 20, y: 20 }, radiusPx: radius || 0.5 };
      expect(insideOf(circle)).toHaveLength(count);
    }
  });

  test('is an ellipse with equal radii, at any angle, but for its very boundary', () => {
    fc.assert(
      fc.property(place, real(0.5, 20), real(-7, 7), (centre, radiusPx, angleRad) => {
        const circle: Shape = { kind: 'circle', centre, radiusPx };
        const ellipse: Shape = {
          kind: 'ellipse',
          centre,
          radiusXPx: radiusPx,
          radiusYPx: radiusPx,
          angleRad,
        };
        const isOnBoundary = (p: Point) =>
          Math.abs(Math.hypot(p.x - centre.x, p.y - centre.y) - radiusPx) < 1e-9;
        expect(pixels.filter(p => isInside(ellipse, p) !== isInside(circle, p) && !isOnBoundary(p))).toEqual(
          [],
        );
      }),
      { numRuns: 20 },
    );
  });
});

describe('an ellipse', () => {
  test('holds the points whose distances to its foci add up to no more than its long axis', () => {
    fc.assert(
      fc.property(
        place,
        real(0.5, 15),
        real(0.5, 15),
        real(-7, 7),
        (centre, radiusXPx, radiusYPx, angleRad) => {
          const ellipse: Shape = { kind: 'ellipse', centre, radiusXPx, radiusYPx, angleRad };
          const long = Math.max(radiusXPx, radiusYPx);
          const toFocus = Math.sqrt(Math.abs(radiusXPx ** 2 - radiusYPx ** 2));
          const along = radiusXPx >= radiusYPx ? angleRad : angleRad + Math.PI / 2;
          const focus = { x: toFocus * Math.cos(along), y: toFocus * Math.sin(along) };
          const beyond = (p: Point) =>
            Math.hypot(p.x - centre.x - focus.x, p.y - centre.y - focus.y) +
            Math.hypot(p.x - centre.x + focus.x, p.y - centre.y + focus.y) -
            2 * long;
          expect(
            pixels.filter(p => Math.abs(beyond(p)) > 1e-7 && isInside(ellipse, p) !== beyond(p) < 0),
          ).toEqual([]);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('turns clockwise on a screen', () => {
    const ellipse: Shape = {
      kind: 'ellipse',
      centre: { x: 0, y: 0 },
      radiusXPx: 10,
      radiusYPx: 1,
      angleRad: Math.PI / 4,
    };
    expect(isInside(ellipse, { x: 6, y: 6 })).toBe(true);
    expect(isInside(ellipse, { x: 6, y: -6 })).toBe(false);
  });
});

describe('a polygon', () => {
  test('takes in its upper and left edges and leaves out the lower and right ones', () => {
    const square = polygon({ x: 2, y: 2 }, { x: 6, y: 2 }, { x: 6, y: 6 }, { x: 2, y: 6 });
    const inside = insideOf(square);
    expect(inside).toHaveLength(16);
    expect(inside[0]).toEqual({ x: 2, y: 2 });
    expect(inside.at(-1)).toEqual({ x: 5, y: 5 });
  });

  test('agrees with three half-planes for every triangle, off its edges', () => {
    fc.assert(
      fc.property(tenths, tenths, tenths, (a, b, c) => {
        fc.pre(Math.abs(cross(a, b, c)) > 1e-6);
        const triangle = polygon(a, b, c);
        const disagrees = (p: Point) => {
          const turns = [cross(a, b, p), cross(b, c, p), cross(c, a, p)];
          if (turns.some(t => Math.abs(t) < 1e-9)) return false;
          return isInside(triangle, p) !== (turns.every(t => t > 0) || turns.every(t => t < 0));
        };
        expect(pixels.filter(disagrees)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test('is inside where an odd number of its edges winds round, however it crosses itself', () => {
    fc.assert(
      fc.property(fc.array(tenths, { minLength: 3, maxLength: 9 }), place, (points, p) => {
        let angle = 0;
        for (const [i, a] of points.entries()) {
          const b = points[(i + 1) % points.length]!;
          angle += Math.atan2(cross(p, a, b), (a.x - p.x) * (b.x - p.x) + (a.y - p.y) * (b.y - p.y));
        }
        const turns = angle / (2 * Math.PI);
        fc.pre(points.every((a, i) => Math.abs(cross(a, points[(i + 1) % points.length]!, p)) > 1e-3));
        expect(isInside({ kind: 'freehand', points }, p)).toBe(Math.abs(Math.round(turns)) % 2 === 1);
      }),
      { numRuns: 500 },
    );
  });

  test('cut in two along a line gives every pixel to exactly one part', () => {
    fc.assert(
      fc.property(tenths, tenths, tenths, tenths, (a, b, c, d) => {
        const whole = polygon(a, b, c, d);
        const parts = [polygon(a, b, c), polygon(c, d, a)] as const;
        const isInOnePart = (p: Point) => isInside(parts[0], p) !== isInside(parts[1], p);
        expect(pixels.filter(p => isInOnePart(p) !== isInside(whole, p))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('shares no pixel with a neighbour whose edge is drawn the other way round', () => {
    // Each pixel lies on the edge, where reckoning from the one end and from the other rounds apart.
    const edges: [a: Point, b: Point, p: Point][] = [
      [
        { x: 34.4, y: 36.1 },
        { x: 10.6, y: 0.4 },
        { x: 13, y: 4 },
      ],
      [
        { x: 16.8, y: 27.6 },
        { x: 35, y: 18.5 },
        { x: 20, y: 26 },
      ],
      [
        { x: 6.4, y: 15.6 },
        { x: 36.8, y: 23.2 },
        { x: 8, y: 16 },
      ],
    ];
    for (const [a, b, p] of edges) {
      const left = polygon(a, b, { x: -50, y: 20 });
      const right = polygon(b, a, { x: 90, y: 20 });
      expect([isInside(left, p), isInside(right, p)].filter(Boolean)).toHaveLength(1);
    }
  });

  test('does not care at which corner or which way round it was drawn', () => {
    fc.assert(
      fc.property(fc.array(tenths, { minLength: 3, maxLength: 8 }), fc.nat(), (points, shift) => {
        const start = shift % points.length;
        const turned = polygon(...points.slice(start), ...points.slice(0, start));
        const reversed = polygon(...points.toReversed());
        const drawn = insideOf(polygon(...points));
        expect(insideOf(turned)).toEqual(drawn);
        expect(insideOf(reversed)).toEqual(drawn);
      }),
      { numRuns: 30 },
    );
  });
});

describe('any shape', () => {
  test('has all its pixels within its bounds', () => {
    fc.assert(
      fc.property(shapes, shape => {
        const { x, y, width, height } = boundsOf(shape);
        const slack = 1e-9;
        const isWithin = (p: Point) =>
          p.x >= x - slack && p.y >= y - slack && p.x <= x + width + slack && p.y <= y + height + slack;
        expect(insideOf(shape).filter(p => !isWithin(p))).toEqual([]);
      }),
    );
  });

  test('touches all four sides of its bounds', () => {
    const long: Shape = {
      kind: 'ellipse',
      centre: { x: 0, y: 0 },
      radiusXPx: 5,
      radiusYPx: 3,
      angleRad: Math.PI / 2,
    };
    const bounds = boundsOf(long);
    expect([bounds.x, bounds.y, bounds.width, bounds.height].map(v => Math.round(v * 1e9) / 1e9)).toEqual([
      -3, -5, 6, 10,
    ]);
    expect(boundsOf(polygon({ x: 1, y: 2 }, { x: 4, y: 3 }, { x: 2, y: 9 }))).toEqual({
      x: 1,
      y: 2,
      width: 3,
      height: 7,
    });
  });

  test('takes its pixels along when it is moved by whole pixels, and comes back unchanged', () => {
    const wholes = fc.integer({ min: -8, max: 8 });
    const onHalves = shapes.map(shape => shapeSchema.parse(JSON.parse(JSON.stringify(shape), toHalves)));
    fc.assert(
      fc.property(onHalves, wholes, wholes, (shape, dx, dy) => {
        const moved = movedBy(shape, dx, dy);
        const isLost = (p: Point) => isInside(moved, { x: p.x + dx, y: p.y + dy }) !== isInside(shape, p);
        expect(pixels.filter(isLost)).toEqual([]);
        expect(movedBy(moved, -dx, -dy)).toEqual(shape);
      }),
      { numRuns: 50 },
    );
  });
});

/** Coordinates on a grid of halves, whose sums are exact. */
function toHalves(key: string, value: unknown): unknown {
  return (key === 'x' || key === 'y') && typeof value === 'number' ? Math.round(value * 2) / 2 + 0 : value;
}

describe('a region', () => {
  const circle: Shape = { kind: 'circle', centre: { x: 1, y: 1 }, radiusPx: 1 };
  const region = (id: string): Region => ({ id, role: 'tumour', tissue: null, shape: circle });

  test('that is background needs a tissue; no other role does', () => {
    expect(regionSchema.safeParse({ ...region('B1'), role: 'background' }).success).toBe(false);
    expect(regionSchema.safeParse({ ...region('B1'), role: 'background', tissue: 'fat' }).success).toBe(true);
    expect(regionSchema.safeParse({ ...region('L1'), role: 'leak' }).success).toBe(true);
  });

  test('without an area, or with a coordinate that is not a number, is refused', () => {
    const withShape = (shape: unknown) => regionSchema.safeParse({ ...region('T1'), shape }).success;
    expect(withShape(circle)).toBe(true);
    expect(withShape({ ...circle, radiusPx: 0 })).toBe(false);
    expect(withShape({ ...circle, centre: { x: Number.NaN, y: 0 } })).toBe(false);
    expect(withShape({ kind: 'polygon', points: [circle.centre, circle.centre] })).toBe(false);
  });

  test('gets the next number of its own letter, never one in use', () => {
    expect(nextRegionId([], 'tumour')).toBe('T1');
    const some = [region('T1'), region('T3'), region('B7')];
    expect([
      nextRegionId(some, 'tumour'),
      nextRegionId(some, 'background'),
      nextRegionId(some, 'leak'),
    ]).toEqual(['T4', 'B8', 'L1']);
  });
});
