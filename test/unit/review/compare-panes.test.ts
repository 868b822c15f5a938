/** Moment A on a canvas of another shape: tissue lies where the picture shown now has it, at its scale. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultDisplay, defaultView, modes } from '#model/display.ts';
import { mapPoint, type SizePx } from '#model/geometry.ts';
import { panesOf } from '#model/panes.ts';
import { pinnedParts } from '#ui/review/compare-panes.ts';

const size = (least: number): fc.Arbitrary<SizePx> =>
  fc.record({
    widthPx: fc.integer({ min: least, max: 2000 }),
    heightPx: fc.integer({ min: least, max: 2000 }),
  });

test('a place of the scene that A shows is drawn where the same place stands now, whatever the two shapes', () => {
  fc.assert(
    fc.property(
      fc.record({
        mode: fc.constantFrom(...modes),
        scene: size(16),
        picture: size(64),
        canvas: size(64),
        zoom: fc.double({ min: 1, max: 8, noNaN: true }),
        flipX: fc.boolean(),
        quarterTurns: fc.integer({ min: 0, max: 3 }),
        at: fc.record({
          x: fc.double({ min: 0, max: 1, noNaN: true }),
          y: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
      }),
      ({ mode, scene, picture, canvas, at, ...change }) => {
        const view = { ...defaultView, ...change };
        const place = { x: at.x * scene.widthPx, y: at.y * scene.heightPx };
        const display = { ...defaultDisplay, mode };
        const parts = pinnedParts({ scene, display, view }, picture, canvas);
        const was = panesOf(mode, picture, scene, view);
        const is = panesOf(mode, canvas, scene, view);
        expect(parts.length).toBe(is.length);
        for (const [i, { from, to, move }] of parts.entries()) {
          expect(from).toEqual(was[i]!.rect);
          expect(to).toEqual(is[i]!.rect);
          const drawn = mapPoint(move, mapPoint(was[i]!.sceneToCanvas, place));
          const stands = mapPoint(is[i]!.sceneToCanvas, place);
          expect(Math.hypot(drawn.x - stands.x, drawn.y - stands.y)).toBeLessThan(1e-6);
        }
      },
    ),
    { seed: 5, numRuns: 300 },
  );
});

test('of a picture of nothing no part is drawn', () => {
  const shown = { scene: null, display: defaultDisplay, view: defaultView };
  expect(pinnedParts(shown, { widthPx: 640, heightPx: 360 }, { widthPx: 320, heightPx: 360 })).toEqual([]);
});
