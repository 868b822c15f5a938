import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultView } from '#model/display.ts';
import type { Liveness } from '#model/liveness.ts';
import { boundsOf, type Shape } from '#model/region.ts';
import { handlesOf } from '#overlay/outline.ts';
import { histogramPath } from '#ui/controls/histogram.ts';
import { carried, corners, pulled, withSide } from '#ui/feeds/layout-editor/rect-share.ts';
import { tracePath } from '#ui/measure/trace-path.ts';
import { inBytes } from '#ui/replay/in-words.ts';
import { freshnessOf, watchedPicture } from '#ui/viewport/picture-watch.ts';
import { scaledBy, withHandleAt } from '#ui/viewport/reshape.ts';
import { panned, zoomedAbout } from '#ui/viewport/zoom.ts';

const scene = { widthPx: 640, heightPx: 480 };
const point = fc.record({
  x: fc.double({ min: 0, max: 639, noNaN: true }),
  y: fc.double({ min: 0, max: 479, noNaN: true }),
});
const share = fc.double({ min: -0.5, max: 1.5, noNaN: true });

describe('the view', () => {
  test('never shows more than the scene, however it is zoomed and carried', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ about: point, factor: fc.double({ min: 0.2, max: 5, noNaN: true }), by: point }),
        ),
        steps => {
          const view = steps.reduce(
            (now, { about, factor, by }) => panned(zoomedAbout(now, scene, { about, factor }), scene, by),
            defaultView,
          );
          const half = 0.5 / view.zoom;
          for (const centre of [view.centreX, view.centreY]) {
            expect(centre).toBeGreaterThanOrEqual(half - 1e-9);
            expect(centre).toBeLessThanOrEqual(1 - half + 1e-9);
          }
          expect(view.zoom).toBeGreaterThanOrEqual(1);
          expect(view.zoom).toBeLessThanOrEqual(32);
        },
      ),
    );
  });
});

describe('shapes under the hand', () => {
  const round: fc.Arbitrary<Shape> = fc.record({
    kind: fc.constant('ellipse' as const),
    centre: point,
    radiusXPx: fc.double({ min: 1, max: 200, noNaN: true }),
    radiusYPx: fc.double({ min: 1, max: 200, noNaN: true }),
    angleRad: fc.double({ min: -3, max: 3, noNaN: true }),
  });

  test('a handle that is pulled goes where it is pulled to', () => {
    fc.assert(
      fc.property(round, point, (shape, to) => {
        fc.pre('centre' in shape && Math.hypot(to.x - shape.centre.x, to.y - shape.centre.y) > 1);
        const handle = handlesOf(shape)[0]!;
        const at = handlesOf(withHandleAt(shape, handle, to))[0]!.at;
        expect(at.x).toBeCloseTo(to.x, 6);
        expect(at.y).toBeCloseTo(to.y, 6);
      }),
    );
  });

  test('growing and shrinking by the same factor changes nothing', () => {
    fc.assert(
      fc.property(round, shape => {
        const back = boundsOf(scaledBy(scaledBy(shape, 1.1), 1 / 1.1));
        const bounds = boundsOf(shape);
        expect(back.width).toBeCloseTo(bounds.width, 6);
        expect(back.x).toBeCloseTo(bounds.x, 6);
      }),
    );
  });
});

describe('a layout’s rectangles', () => {
  test('stay inside the frame and keep an area, whatever the hand does', () => {
    const rect = { x: 0.25, y: 0.1, width: 0.5, height: 0.6 };
    fc.assert(
      fc.property(fc.constantFrom(...corners), share, share, (corner, x, y) => {
        for (const changed of [
          pulled(rect, corner, { x, y }),
          carried(rect, { x, y }),
          withSide(rect, 'width', x),
          withSide(rect, 'y', y),
        ]) {
          expect(changed.x).toBeGreaterThanOrEqual(0);
          expect(changed.y).toBeGreaterThanOrEqual(0);
          expect(changed.x + changed.width).toBeLessThanOrEqual(1 + 1e-9);
          expect(changed.y + changed.height).toBeLessThanOrEqual(1 + 1e-9);
          expect(Math.min(changed.width, changed.height)).toBeGreaterThan(0.04);
        }
      }),
    );
  });

  test('snap to simple fractions', () => {
    const rect = { x: 0, y: 0, width: 0.5, height: 1 };
    expect(pulled(rect, 'top-right', { x: 0.335, y: 0.004 })).toEqual({
      x: 0,
      y: 0,
      width: 1 / 3,
      height: 1,
    });
  });
});

describe('the watch over the picture', () => {
  const liveness: Liveness = {
    state: 'live',
    frameNumber: 1,
    ageS: 0.03,
    arrivedFps: 30,
    drawnFps: 30,
    dropped: 0,
    delayS: null,
    submitDelayS: null,
    longestGapS: null,
    pairSkewS: null,
    graphics: 'working',
  };

  test('half a second of silence is no signal, and the age goes on counting', () => {
    expect(watchedPicture(liveness, 0.5).state).toBe('live');
    expect(watchedPicture(liveness, 0.51)).toMatchObject({ state: 'no-signal', ageS: 0.5 });
    expect(watchedPicture({ ...liveness, ageS: 2 }, 3)).toMatchObject({ state: 'no-signal', ageS: 5 });
  });

  test('pictures that stand still do not age by silence', () => {
    for (const state of ['frozen', 'still', 'waiting'] as const)
      expect(watchedPicture({ ...liveness, state }, 60).state).toBe(state);
  });

  test('measured marks fade between late and no signal, and stay on a frozen picture', () => {
    expect(freshnessOf('live', 0.1)).toBe(1);
    expect(freshnessOf('late', 0.375)).toBeCloseTo(0.5, 9);
    expect(freshnessOf('no-signal', 0.6)).toBe(0);
    expect(freshnessOf('frozen', 60)).toBe(1);
    expect(freshnessOf('live', null)).toBe(0);
  });
});

describe('small drawings and words', () => {
  test('the trace has a gap where TBR was withheld', () => {
    const trace = tracePath([
      { atS: -30, tbr: 2 },
      { atS: -20, tbr: 2.5 },
      { atS: -10, tbr: null },
      { atS: 0, tbr: 3 },
    ]);
    expect(trace?.path.match(/M/g)).toHaveLength(2);
    expect(trace).toMatchObject({ low: 2, high: 3 });
    expect(tracePath([{ atS: 0, tbr: null }])).toBeNull();
  });

  test('the histogram is empty for an empty field', () => {
    const lights = Float64Array.from({ length: 256 }, (_, bin) => bin / 255);
    expect(histogramPath(Array(256).fill(0), lights, { low: 0, high: 1 })).toBe('');
    expect(histogramPath(Array(256).fill(5), lights, { low: 0, high: 1 })).toMatch(/^M0 100L.*Z$/);
  });

  test('sizes are printed with the unit that fits', () => {
    expect([null, 12, 1500, 2.4e9].map(inBytes)).toEqual(['–', '12 B', '1.5 kB', '2.4 GB']);
  });
});
