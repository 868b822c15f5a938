import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identity, type Point, type Rect } from '#model/geometry.ts';
import { isInside } from '#model/region.ts';
import { boundsOfPoints, handlesOf, meets, outlineOf } from '#overlay/outline.ts';
import { overlaps, placeLabels } from '#overlay/place-labels.ts';

const pane: Rect = { x: 100, y: 50, width: 800, height: 600 };
const size = { widthPx: 90, heightPx: 20 };
const gapPx = 6;

const circle = (x: number, y: number, radiusPx: number): Point[] =>
  outlineOf({ kind: 'circle', centre: { x, y }, radiusPx }, identity);

const anywhere = fc.record({
  x: fc.integer({ min: 0, max: 1000 }),
  y: fc.integer({ min: 0, max: 700 }),
  radius: fc.integer({ min: 2, max: 900 }),
});

const isWithin = (box: Rect, room: Rect) =>
  box.x >= room.x - 1e-9 &&
  box.y >= room.y - 1e-9 &&
  box.x + box.width <= room.x + room.width + 1e-9 &&
  box.y + box.height <= room.y + room.height + 1e-9;

describe('labels', () => {
  test('stand inside their pane, wherever their shapes are', () => {
    fc.assert(
      fc.property(fc.array(anywhere, { minLength: 1, maxLength: 8 }), shapes => {
        const requests = shapes.map(({ x, y, radius }) => ({ ...size, outline: circle(x, y, radius) }));
        for (const { rect } of placeLabels(requests, { pane, obstacles: [], gapPx })) {
          expect(isWithin(rect, pane)).toBe(true);
        }
      }),
    );
  });

  test('never cover their own shape while there is room beside it', () => {
    fc.assert(
      fc.property(anywhere, ({ x, y, radius }) => {
        const outline = circle(x, y, radius);
        const bounds = boundsOfPoints(outline);
        const room = { across: size.widthPx + 2 * gapPx, down: size.heightPx + 2 * gapPx };
        const hasRoom =
          bounds.x - pane.x >= room.across ||
          pane.x + pane.width - bounds.x - bounds.width >= room.across ||
          bounds.y - pane.y >= room.down ||
          pane.y + pane.height - bounds.y - bounds.height >= room.down;
        const [label] = placeLabels([{ ...size, outline }], { pane, obstacles: [], gapPx });
        if (hasRoom) expect(meets(outline, label!.rect)).toBe(false);
      }),
    );
  });

  test('never stand on each other or on an obstacle while there is room', () => {
    fc.assert(
      fc.property(fc.array(anywhere, { minLength: 2, maxLength: 6 }), shapes => {
        const requests = shapes.map(({ x, y, radius }) => ({ ...size, outline: circle(x, y, radius % 60) }));
        const obstacles = [{ x: 110, y: 500, width: 330, height: 140 }];
        const boxes = placeLabels(requests, { pane, obstacles, gapPx }).map(label => label.rect);
        for (const [i, box] of boxes.entries()) {
          expect(overlaps(box, obstacles[0]!)).toBe(false);
          for (const other of boxes.slice(i + 1)) expect(overlaps(box, other)).toBe(false);
        }
      }),
    );
  });

  test('say that they stand apart when nothing beside the shape is free', () => {
    const outline = circle(500, 350, 20);
    const obstacles = [{ x: 380, y: 260, width: 240, height: 180 }];
    const [label] = placeLabels([{ ...size, outline }], { pane, obstacles, gapPx });
    expect(label!.isApart).toBe(true);
    expect(overlaps(label!.rect, obstacles[0]!)).toBe(false);
  });
});

describe('outlines', () => {
  const at = fc.record({ x: fc.integer({ min: -50, max: 150 }), y: fc.integer({ min: -50, max: 150 }) });

  test('a rectangle meets an outline exactly when a fine grid of its points finds the shape, away from the edge', () => {
    fc.assert(
      fc.property(at, fc.integer({ min: 5, max: 80 }), (corner, side) => {
        const shape = { kind: 'circle', centre: { x: 50, y: 50 }, radiusPx: 30 } as const;
        const rect = { ...corner, width: side, height: side / 2 };
        const nearest = {
          x: Math.min(Math.max(50, rect.x), rect.x + rect.width),
          y: Math.min(Math.max(50, rect.y), rect.y + rect.height),
        };
        const distance = Math.hypot(nearest.x - 50, nearest.y - 50);
        fc.pre(Math.abs(distance - 30) > 0.1);
        expect(meets(outlineOf(shape, identity), rect)).toBe(isInside(shape, nearest));
      }),
    );
  });

  test('every handle lies on its shape’s edge', () => {
    fc.assert(
      fc.property(
        at,
        fc.integer({ min: 5, max: 80 }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        (c, r, angle) => {
          const shape = {
            kind: 'ellipse',
            centre: c,
            radiusXPx: r,
            radiusYPx: r * 0.6,
            angleRad: angle,
          } as const;
          for (const { at: p } of handlesOf(shape)) {
            const toward = (k: number) => ({ x: c.x + (p.x - c.x) * k, y: c.y + (p.y - c.y) * k });
            expect(isInside(shape, toward(0.999))).toBe(true);
            expect(isInside(shape, toward(1.001))).toBe(false);
          }
        },
      ),
    );
  });
});
