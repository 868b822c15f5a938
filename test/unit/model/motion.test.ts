/** Where tissue and regions lie once they moved, turned and swelled. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Motion, motionSchema, moved, movedBack, movedShape } from '#model/motion.ts';
import { isInside, type Shape } from '#model/region.ts';

const length = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
const points = fc.record({ x: length(2000), y: length(2000) });
const motions: fc.Arbitrary<Motion> = fc.record(
  {
    angleRad: length(0.3),
    dxPx: length(600),
    dyPx: length(600),
    scale: fc.double({ min: 0.97, max: 1.03, noNaN: true }),
    centre: points,
  },
  { requiredKeys: ['angleRad', 'dxPx', 'dyPx', 'centre'] },
);
const radii = fc.double({ min: 1, max: 300, noNaN: true });
const round = fc.oneof(
  fc.record({ kind: fc.constant('circle' as const), centre: points, radiusPx: radii }),
  fc.record({
    kind: fc.constant('ellipse' as const),
    centre: points,
    radiusXPx: radii,
    radiusYPx: radii,
    angleRad: length(3),
  }),
);
const corners = fc.array(points, { minLength: 3, maxLength: 8 });
const shapes: fc.Arbitrary<Shape> = fc.oneof(
  round,
  fc.record({ kind: fc.constant('polygon' as const), points: corners }),
);

/** Every number of a shape, in order. */
const numbersOf = (shape: unknown): number[] =>
  typeof shape === 'number'
    ? [shape]
    : typeof shape === 'object' && shape !== null
      ? Object.values(shape).flatMap(numbersOf)
      : [];

test('moved and moved back is where it was, and the other way', () => {
  fc.assert(
    fc.property(motions, points, (motion, p) => {
      for (const there of [movedBack(motion, moved(motion, p)), moved(motion, movedBack(motion, p))]) {
        expect(there.x).toBeCloseTo(p.x, 8);
        expect(there.y).toBeCloseTo(p.y, 8);
      }
    }),
  );
});

test('two places are apart by the scale times as much, whatever the turn and the shift', () => {
  fc.assert(
    fc.property(motions, points, points, (motion, p, q) => {
      const one = moved(motion, p);
      const other = moved(motion, q);
      const apartPx = Math.hypot(p.x - q.x, p.y - q.y);
      expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeCloseTo((motion.scale ?? 1) * apartPx, 7);
    }),
  );
});

test('a place stays inside or outside a round shape that moves with it', () => {
  const near = fc.record({ x: length(1.5), y: length(1.5) });
  fc.assert(
    fc.property(motions, round, near, (motion, shape, { x, y }) => {
      const [a, b] =
        shape.kind === 'circle' ? [shape.radiusPx, shape.radiusPx] : [shape.radiusXPx, shape.radiusYPx];
      const turn = shape.kind === 'circle' ? 0 : shape.angleRad;
      const [c, s] = [Math.cos(turn), Math.sin(turn)];
      const { centre } = shape;
      const p = { x: centre.x + c * a * x - s * b * y, y: centre.y + s * a * x + c * b * y };
      fc.pre(Math.abs(Math.hypot(x, y) - 1) > 1e-6);
      expect(isInside(movedShape(shape, motion), moved(motion, p))).toBe(Math.hypot(x, y) < 1);
    }),
    { numRuns: 500 },
  );
});

test('corners move as places do', () => {
  fc.assert(
    fc.property(motions, corners, (motion, drawn) => {
      const shape = { kind: 'freehand' as const, points: drawn };
      expect(movedShape(shape, motion)).toEqual({ ...shape, points: drawn.map(p => moved(motion, p)) });
    }),
  );
});

test('a shape moved and moved back is as it was drawn', () => {
  fc.assert(
    fc.property(motions, shapes, (motion, shape) => {
      const again = movedShape(movedShape(shape, motion), motion, true);
      const numbers = numbersOf(shape);
      for (const [i, value] of numbersOf(again).entries())
        expect(value).toBeCloseTo(numbers[i] ?? Number.NaN, 8);
    }),
  );
});

describe('a motion without a scale', () => {
  test('is one with a scale of 1, to the last bit', () => {
    fc.assert(
      fc.property(motions, shapes, points, ({ scale: _, ...rigid }, shape, p) => {
        const same = { ...rigid, scale: 1 };
        expect(moved(rigid, p)).toEqual(moved(same, p));
        expect(movedBack(rigid, p)).toEqual(movedBack(same, p));
        expect(movedShape(shape, rigid)).toEqual(movedShape(shape, same));
      }),
    );
  });

  test('moves as it did in recordings of before there was one', () => {
    const motion = { angleRad: 0.3, dxPx: 7.25, dyPx: -4.5, centre: { x: 60, y: 45 } };
    const [c, s] = [Math.cos(0.3), Math.sin(0.3)];
    const p = { x: 11.1, y: 87.3 };
    expect(moved(motion, p)).toEqual({
      x: 60 + c * (11.1 - 60) - s * (87.3 - 45) + 7.25,
      y: 45 + s * (11.1 - 60) + c * (87.3 - 45) + -4.5,
    });
    const circle = { kind: 'circle' as const, centre: p, radiusPx: 0.1 + 0.2 };
    expect(movedShape(circle, motion)).toEqual({ ...circle, centre: moved(motion, p) });
  });

  test('comes back from a log without one', () => {
    const motion = { angleRad: 0, dxPx: 1, dyPx: 2, centre: { x: 3, y: 4 } };
    expect(motionSchema.parse(motion)).toEqual(motion);
    expect('scale' in motionSchema.parse(motion)).toBe(false);
  });
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e-300, '1'])('a scale of %s is refused', scale => {
  const motion = { angleRad: 0, dxPx: 1, dyPx: 2, scale, centre: { x: 3, y: 4 } };
  expect(motionSchema.safeParse(motion).success).toBe(false);
});
