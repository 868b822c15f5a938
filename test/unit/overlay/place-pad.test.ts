/** The nudge pad: beside the region, whole, and off the white light where that can be. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Rect } from '#model/geometry.ts';
import { padShapes, placePad } from '#ui/viewport/place-pad.ts';

const rectOf = (placed: ReturnType<typeof placePad>): Rect => {
  const { size } = padShapes.find(({ columns }) => columns === placed.columns)!;
  return { ...placed.at, width: size.widthPx, height: size.heightPx };
};
const overlaps = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const half = { widthPx: 960, heightPx: 520 };
const white = { x: 0, y: 0, width: 480, height: 520 };

const regionIn = (left: number, right: number) =>
  fc
    .record({
      x: fc.double({ min: left, max: right - 60, noNaN: true }),
      y: fc.double({ min: 0, max: 450, noNaN: true }),
      side: fc.double({ min: 10, max: 60, noNaN: true }),
    })
    .map(({ x, y, side }): Rect => ({ x, y, width: side, height: side }));

test('it stands wholly on the stage and never on the region', () => {
  fc.assert(
    fc.property(regionIn(480, 960), region => {
      const rect = rectOf(placePad(region, { stage: half, white, margin: 8 }));
      expect(rect.x).toBeGreaterThanOrEqual(8);
      expect(rect.y).toBeGreaterThanOrEqual(8);
      expect(rect.x + rect.width).toBeLessThanOrEqual(half.widthPx - 8 + 1e-6);
      expect(rect.y + rect.height).toBeLessThanOrEqual(half.heightPx - 8 + 1e-6);
      expect(overlaps(rect, region)).toBe(false);
    }),
  );
});

test('it stands off the white light', () => {
  fc.assert(
    fc.property(regionIn(480, 960), region => {
      expect(overlaps(rectOf(placePad(region, { stage: half, white, margin: 8 })), white)).toBe(false);
    }),
  );
});

test('on a stage that is too low for a block it lies down', () => {
  const stage = { widthPx: 640, heightPx: 170 };
  const region = { x: 400, y: 20, width: 40, height: 40 };
  const placed = placePad(region, { stage, white: null, margin: 8 });
  expect(placed.columns).toBeGreaterThan(3);
  expect(overlaps(rectOf(placed), region)).toBe(false);
});
