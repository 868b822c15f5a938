import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { acrossTheRoom, arcMinOf, theatreMonitor } from '#model/angular-size.ts';
import { defaultView, modes } from '#model/display.ts';
import type { Rect } from '#model/geometry.ts';
import { theatreNumbers } from '#model/theatre.ts';
import { overlaps } from '#overlay/place-labels.ts';
import { fittedInto, layoutTheatre, theatreMeasures } from '#workers/theatre/theatre-layout.ts';

const scene = { widthPx: 1920, heightPx: 1080 };

const anyLayout = fc.record({
  window: fc.record({
    widthPx: fc.integer({ min: 320, max: 4096 }),
    heightPx: fc.integer({ min: 240, max: 2400 }),
  }),
  figures: fc.integer({ min: 0, max: theatreNumbers.length }),
  mode: fc.constantFrom(...modes),
  scene: fc.constantFrom(null, scene, { widthPx: 1280, heightPx: 1024 }, { widthPx: 720, heightPx: 1280 }),
  quarterTurns: fc.integer({ min: 0, max: 3 }),
});

const isWithinWindow = ({ x, y, width, height }: Rect, window: { widthPx: number; heightPx: number }) =>
  x >= 0 && y >= 0 && x + width <= window.widthPx + 1e-6 && y + height <= window.heightPx + 1e-6;

describe('the places on a display', () => {
  test('never lie on the picture or on each other, and never outside the window', () => {
    fc.assert(
      fc.property(anyLayout, ({ window, quarterTurns, ...shown }) => {
        const layout = layoutTheatre(window, { ...shown, view: { ...defaultView, quarterTurns } });
        const places = [layout.stage, ...layout.figures, layout.tags, layout.notice];
        expect(layout.figures).toHaveLength(shown.figures);
        for (const [index, place] of places.entries()) {
          expect(isWithinWindow(place, window)).toBe(true);
          for (const other of places.slice(index + 1)) {
            const inner = {
              x: other.x + 1e-6,
              y: other.y + 1e-6,
              width: other.width - 2e-6,
              height: other.height - 2e-6,
            };
            expect(overlaps(place, inner)).toBe(false);
          }
        }
      }),
    );
  });

  test('do not move when somebody zooms in', () => {
    const window = { widthPx: 1920, heightPx: 1080 };
    const at = (zoom: number) =>
      layoutTheatre(window, { figures: 2, scene, mode: 'overlay', view: { ...defaultView, zoom } });
    expect(at(8)).toEqual(at(1));
  });

  test.each([
    [1280, 720],
    [1920, 1080],
    [3840, 2160],
  ])('give numbers on %i × %i digits that are read from four metres', (widthPx, heightPx) => {
    const { unit } = layoutTheatre(
      { widthPx, heightPx },
      { figures: 2, scene, mode: 'overlay', view: defaultView },
    );
    const capitalPx = theatreMeasures.capital * unit;
    expect(capitalPx).toBeGreaterThanOrEqual((64 * heightPx) / 1080);
    const arcMin = arcMinOf(capitalPx, theatreMonitor(widthPx, heightPx), acrossTheRoom.distanceMm);
    expect(arcMin).toBeGreaterThan(acrossTheRoom.leastArcMin);
    expect(arcMin).toBeCloseTo(21.6, 1);
  });

  test('stand beside a narrow picture and below a wide one', () => {
    const place = (sceneSize: typeof scene) =>
      layoutTheatre(
        { widthPx: 1920, heightPx: 1080 },
        { figures: 2, scene: sceneSize, mode: 'overlay', view: defaultView },
      ).isColumn;
    expect(place({ widthPx: 1280, heightPx: 1024 })).toBe(true);
    expect(place({ widthPx: 2048, heightPx: 858 })).toBe(false);
  });
});

test('a picture of another shape stands in the middle with its aspect kept', () => {
  const outer = { x: 0, y: 0, width: 1000, height: 500 };
  expect(fittedInto(outer, { widthPx: 100, heightPx: 100 })).toEqual({
    x: 250,
    y: 0,
    width: 500,
    height: 500,
  });
  expect(fittedInto(outer, { widthPx: 501, heightPx: 250 })).toEqual(outer);
});
