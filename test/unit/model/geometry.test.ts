/** Spaces and the mappings between them: homographies, layouts of a frame, panes of the canvas. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultLayout } from '#model/default-layout.ts';
import { defaultView, modes, type View } from '#model/display.ts';
import {
  compose,
  type Homography,
  identity,
  inverse,
  mapPoint,
  type Point,
  type Rect,
  resizing,
  rotation,
  type SizePx,
  scaling,
  translation,
} from '#model/geometry.ts';
import { channelRectPx, type Layout, rectShareToPx, sceneSize, sceneToSensor } from '#model/layout.ts';
import { layoutSchema } from '#model/layout-schema.ts';
import { fitScene, panesOf } from '#model/panes.ts';

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const points = fc.record({ x: real(-2000, 2000), y: real(-2000, 2000) });
const sizes = fc.record({
  widthPx: fc.integer({ min: 2, max: 4096 }),
  heightPx: fc.integer({ min: 2, max: 2160 }),
});
/** Scale, turn, shift and a perspective too weak to bring the horizon into a picture. */
const homographies = fc
  .record({
    scaleX: real(0.2, 5),
    scaleY: real(0.2, 5),
    angleRad: real(-Math.PI, Math.PI),
    x: real(-500, 500),
    y: real(-500, 500),
    tiltX: real(-1e-5, 1e-5),
    tiltY: real(-1e-5, 1e-5),
  })
  .map(({ scaleX, scaleY, angleRad, x, y, tiltX, tiltY }): Homography => {
    const tilt: Homography = [1, 0, tiltX, 0, 1, tiltY, 0, 0, 1];
    return compose(translation(x, y), compose(rotation(angleRad), compose(scaling(scaleX, scaleY), tilt)));
  });

function expectPoint(actual: Point, expected: Point, tolerance = 1e-6): void {
  expect(Math.hypot(actual.x - expected.x, actual.y - expected.y)).toBeLessThan(tolerance);
}

describe('homographies', () => {
  test('compose as one mapping after the other', () => {
    fc.assert(
      fc.property(homographies, homographies, points, (second, first, p) => {
        expectPoint(mapPoint(compose(second, first), p), mapPoint(second, mapPoint(first, p)));
      }),
    );
  });

  test('come back through their inverse, and leave everything in place together with it', () => {
    fc.assert(
      fc.property(homographies, points, (h, p) => {
        expectPoint(mapPoint(inverse(h), mapPoint(h, p)), p);
        expectPoint(mapPoint(compose(inverse(h), h), p), p);
      }),
    );
  });

  test('that fold the plane onto a line are refused', () => {
    expect(() => inverse(scaling(1, 0))).toThrow('no inverse');
  });

  test('are kept in double precision', () => {
    expect(compose(translation(1 / 3, 0), identity)[6]).toBe(1 / 3);
  });

  test('turn clockwise on a screen', () => {
    expectPoint(mapPoint(rotation(Math.PI / 2), { x: 1, y: 0 }), { x: 0, y: 1 });
  });
});

describe('resizing', () => {
  test('keeps the centre of the picture and its four corners', () => {
    fc.assert(
      fc.property(sizes, sizes, (from, to) => {
        const corners: [number, number][] = [
          [0, 0],
          [1, 0],
          [0, 1],
          [1, 1],
          [0.5, 0.5],
        ];
        for (const [x, y] of corners)
          expectPoint(
            mapPoint(resizing(from, to), { x: x * from.widthPx - 0.5, y: y * from.heightPx - 0.5 }),
            { x: x * to.widthPx - 0.5, y: y * to.heightPx - 0.5 },
          );
      }),
    );
  });

  test('is undone by resizing back', () => {
    fc.assert(
      fc.property(sizes, sizes, points, (a, b, p) => {
        expectPoint(mapPoint(resizing(b, a), mapPoint(resizing(a, b), p)), p);
      }),
    );
  });

  test('puts the centres of two pixels between the centres they replace', () => {
    const half = resizing({ widthPx: 8, heightPx: 8 }, { widthPx: 4, heightPx: 4 });
    expectPoint(mapPoint(half, { x: 0.5, y: 2.5 }), { x: 0, y: 1 });
  });
});

describe('a rectangle in shares', () => {
  const rects = fc
    .tuple(real(0, 1), real(0, 1), real(0, 1), real(0, 1))
    .map(([x, y, right, bottom]) => ({
      x: Math.min(x, right),
      y: Math.min(y, bottom),
      width: Math.abs(right - x),
      height: Math.abs(bottom - y),
    }))
    .filter(r => r.width > 0 && r.height > 0);

  test('becomes whole pixels inside the frame, on even edges or the frame’s own end', () => {
    fc.assert(
      fc.property(rects, sizes, (rect, frame) => {
        const px = rectShareToPx(rect, frame);
        for (const [from, length, limit] of [
          [px.x, px.width, frame.widthPx],
          [px.y, px.height, frame.heightPx],
        ] as const) {
          expect(from % 2).toBe(0);
          expect(from).toBeGreaterThanOrEqual(0);
          expect(length).toBeGreaterThanOrEqual(1);
          expect(from + length).toBeLessThanOrEqual(limit);
          expect((from + length) % 2 === 0 || from + length === limit).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('at the very edge of the frame stays inside it', () => {
    const sliver = { x: 0.9999, y: 0.9999, width: 0.0001, height: 0.0001 };
    expect(rectShareToPx(sliver, { widthPx: 100, heightPx: 75 })).toEqual({
      x: 98,
      y: 74,
      width: 2,
      height: 1,
    });
  });

  test('lies within a pixel of where it was drawn', () => {
    fc.assert(
      fc.property(rects, sizes, (rect, frame) => {
        fc.pre(rect.width * frame.widthPx >= 4 && rect.height * frame.heightPx >= 4);
        const px = rectShareToPx(rect, frame);
        const slack = 1 + frame.widthPx * 1e-6;
        expect(Math.abs(px.x - rect.x * frame.widthPx)).toBeLessThanOrEqual(slack);
        expect(Math.abs(px.x + px.width - (rect.x + rect.width) * frame.widthPx)).toBeLessThanOrEqual(slack);
      }),
    );
  });

  test('and its three neighbours tile the frame, wherever it is cut', () => {
    fc.assert(
      fc.property(real(0.05, 0.95), real(0.05, 0.95), sizes, (cutX, cutY, frame) => {
        fc.pre(frame.widthPx >= 64 && frame.heightPx >= 64);
        const tiles = [0, 1].flatMap(row =>
          [0, 1].map(column =>
            rectShareToPx(
              {
                x: column * cutX,
                y: row * cutY,
                width: column ? 1 - cutX : cutX,
                height: row ? 1 - cutY : cutY,
              },
              frame,
            ),
          ),
        );
        expectTiling(tiles, frame);
      }),
    );
  });

  test('outside the frame or without an area is refused', () => {
    const layout = (rect: Rect) =>
      layoutSchema.safeParse({ ...nirOnly, nir: { stream: 'main', rect } }).success;
    expect(layout({ x: 0.5, y: 0, width: 0.5, height: 1 })).toBe(true);
    expect(layout({ x: 0.6, y: 0, width: 0.5, height: 1 })).toBe(false);
    expect(layout({ x: 0.5, y: 0, width: 0, height: 1 })).toBe(false);
    expect(layoutSchema.safeParse({ ...nirOnly, nir: null }).success).toBe(false);
  });
});

const nirOnly = defaultLayout(1, null);
const twoCameras = defaultLayout(2, null);

describe('the scene', () => {
  const hd = { widthPx: 1920, heightPx: 1080 };
  const small = { widthPx: 640, heightPx: 512 };

  test('has the size of white light, or of NIR where there is no white light', () => {
    expect(sceneSize(twoCameras, { main: hd, second: small })).toEqual(hd);
    expect(sceneSize(nirOnly, { main: small })).toEqual(small);
    const beside = defaultLayout(1, { widthPx: 1272, heightPx: 508 });
    expect(sceneSize(beside, { main: { widthPx: 1272, heightPx: 508 } })).toEqual({
      widthPx: 636,
      heightPx: 508,
    });
  });

  test('is unknown while the stream that carries it is missing', () => {
    const secondOnly: Layout = { ...twoCameras, white: null };
    expect(sceneSize(secondOnly, { main: hd })).toBeNull();
    expect(channelRectPx(twoCameras.nir, { main: hd })).toBeNull();
    expect(sceneToSensor(twoCameras, { main: hd }, identity)).toBeNull();
    expect(sceneToSensor({ ...twoCameras, nir: null }, { main: hd, second: small }, identity)).toBeNull();
  });

  test('maps to the sensor by size alone when the optics share an axis', () => {
    const mapping = sceneToSensor(twoCameras, { main: hd, second: small }, identity)!;
    expectPoint(mapPoint(mapping, { x: 959.5, y: 539.5 }), { x: 319.5, y: 255.5 });
    expectPoint(mapPoint(mapping, { x: -0.5, y: -0.5 }), { x: -0.5, y: -0.5 });
  });

  test('is registered before it is resized', () => {
    const mapping = sceneToSensor(twoCameras, { main: hd, second: small }, translation(3, 0))!;
    expectPoint(mapPoint(mapping, { x: 956.5, y: 539.5 }), { x: 319.5, y: 255.5 });
  });
});

describe('panes', () => {
  const views: fc.Arbitrary<View> = fc.record({
    zoom: real(1, 32),
    centreX: real(0, 1),
    centreY: real(0, 1),
    flipX: fc.boolean(),
    quarterTurns: fc.integer({ min: 0, max: 3 }),
  });
  const centreOf = (rect: Rect): Point => ({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 });

  test('of every mode cover the canvas, and only an inset lies on another', () => {
    fc.assert(
      fc.property(fc.constantFrom(...modes), sizes, sizes, views, (mode, canvas, scene, view) => {
        const panes = panesOf(mode, canvas, scene, view).map(p => p.rect);
        if (mode === 'picture-in-picture') {
          const [whole, inset] = panes as [Rect, Rect];
          expectTiling([whole], canvas);
          expect(inset.x + inset.width).toBeLessThanOrEqual(canvas.widthPx);
          expect(inset.y + inset.height).toBeLessThanOrEqual(canvas.heightPx);
        } else expectTiling(panes, canvas);
      }),
    );
  });

  test('that have no pixel are left out: a window that is not yet opened has none, and a place in it leads nowhere', () => {
    for (const canvas of [
      { widthPx: 1, heightPx: 1 },
      { widthPx: 1, heightPx: 3 },
      { widthPx: 3, heightPx: 1 },
    ])
      for (const mode of modes) {
        const panes = panesOf(mode, canvas, { widthPx: 640, heightPx: 480 }, defaultView);
        expect(panes.length).toBeGreaterThan(0);
        for (const { rect, sceneToCanvas } of panes) {
          expect(Math.min(rect.width, rect.height)).toBeGreaterThan(0);
          expect(() => inverse(sceneToCanvas)).not.toThrow();
        }
      }
  });

  test('always hold the un-overlaid white light in the default mode, first', () => {
    const panes = panesOf(
      'side-by-side',
      { widthPx: 800, heightPx: 600 },
      { widthPx: 640, heightPx: 480 },
      defaultView,
    );
    expect(panes.map(p => p.content)).toEqual(['white-light', 'contour']);
  });

  test('stand beside each other on a wide canvas and over each other on a high one', () => {
    const scene = { widthPx: 640, heightPx: 480 };
    const wide = panesOf('side-by-side', { widthPx: 801, heightPx: 600 }, scene, defaultView);
    expect(wide.map(p => p.rect.x)).toEqual([0, 400]);
    const high = panesOf('side-by-side', { widthPx: 600, heightPx: 801 }, scene, defaultView);
    expect(high.map(p => p.rect.y)).toEqual([0, 400]);
  });

  test('lead a canvas point to the scene and back', () => {
    fc.assert(
      fc.property(fc.constantFrom(...modes), sizes, sizes, views, points, (mode, canvas, scene, view, p) => {
        for (const { sceneToCanvas } of panesOf(mode, canvas, scene, view))
          expectPoint(mapPoint(inverse(sceneToCanvas), mapPoint(sceneToCanvas, p)), p);
      }),
    );
  });

  test('keep the chosen centre in the middle at every zoom, flip and turn', () => {
    fc.assert(
      fc.property(sizes, sizes, views, (canvas, scene, view) => {
        const rect = { x: 7, y: 3, width: canvas.widthPx, height: canvas.heightPx };
        const centre = { x: view.centreX * scene.widthPx - 0.5, y: view.centreY * scene.heightPx - 0.5 };
        expectPoint(mapPoint(fitScene(rect, scene, view), centre), centreOf(rect));
      }),
    );
  });

  test('show the whole scene, touching two sides of the pane, at zoom 1', () => {
    fc.assert(
      fc.property(
        sizes,
        sizes,
        fc.boolean(),
        fc.integer({ min: 0, max: 3 }),
        (canvas, scene, flipX, quarterTurns) => {
          const rect = { x: 0, y: 0, width: canvas.widthPx, height: canvas.heightPx };
          const fit = fitScene(rect, scene, { ...defaultView, flipX, quarterTurns });
          const corners = [
            mapPoint(fit, { x: -0.5, y: -0.5 }),
            mapPoint(fit, { x: scene.widthPx - 0.5, y: scene.heightPx - 0.5 }),
          ];
          const width = Math.abs(corners[0]!.x - corners[1]!.x);
          const height = Math.abs(corners[0]!.y - corners[1]!.y);
          expect(width).toBeLessThanOrEqual(rect.width + 1e-6);
          expect(height).toBeLessThanOrEqual(rect.height + 1e-6);
          expect(Math.min(rect.width - width, rect.height - height)).toBeLessThan(1e-6);
        },
      ),
    );
  });

  test('scale with zoom and keep the aspect', () => {
    fc.assert(
      fc.property(sizes, sizes, views, (canvas, scene, view) => {
        const rect = { x: 0, y: 0, width: canvas.widthPx, height: canvas.heightPx };
        const stretch = (v: View): [number, number] => {
          const fit = fitScene(rect, scene, v);
          const [o, x, y] = [
            { x: 0, y: 0 },
            { x: 1, y: 0 },
            { x: 0, y: 1 },
          ].map(p => mapPoint(fit, p)) as [Point, Point, Point];
          return [Math.hypot(x.x - o.x, x.y - o.y), Math.hypot(y.x - o.x, y.y - o.y)];
        };
        const [across, down] = stretch(view);
        const [unzoomed] = stretch({ ...view, zoom: 1 });
        expect(Math.abs(across / down - 1)).toBeLessThan(1e-6);
        expect(Math.abs(across / unzoomed / view.zoom - 1)).toBeLessThan(1e-6);
      }),
    );
  });

  test('turn clockwise by quarters, and flip left to right before they turn', () => {
    const rect = { x: 0, y: 0, width: 100, height: 100 };
    const scene = { widthPx: 100, heightPx: 100 };
    const topRight = { x: 99.5, y: -0.5 };
    const place = (change: Partial<View>) =>
      mapPoint(fitScene(rect, scene, { ...defaultView, ...change }), topRight);
    expectPoint(place({}), { x: 100, y: 0 });
    expectPoint(place({ quarterTurns: 1 }), { x: 100, y: 100 });
    expectPoint(place({ quarterTurns: 2 }), { x: 0, y: 100 });
    expectPoint(place({ quarterTurns: 3 }), { x: 0, y: 0 });
    expectPoint(place({ flipX: true }), { x: 0, y: 0 });
    expectPoint(place({ flipX: true, quarterTurns: 1 }), { x: 100, y: 0 });
  });

  test('do not zoom the inset', () => {
    const canvas = { widthPx: 1000, heightPx: 800 };
    const scene = { widthPx: 640, heightPx: 480 };
    const inset = (zoom: number) => panesOf('picture-in-picture', canvas, scene, { ...defaultView, zoom })[1];
    expect(inset(8)).toEqual(inset(1));
  });
});

/** No gap and no overlap: the areas add up, and no two rectangles meet. */
function expectTiling(tiles: readonly Rect[], { widthPx, heightPx }: SizePx): void {
  expect(tiles.reduce((area, t) => area + t.width * t.height, 0)).toBe(widthPx * heightPx);
  for (const [i, a] of tiles.entries()) {
    expect(a.x >= 0 && a.y >= 0 && a.x + a.width <= widthPx && a.y + a.height <= heightPx).toBe(true);
    for (const b of tiles.slice(i + 1)) {
      const overlaps =
        a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
      expect(overlaps).toBe(false);
    }
  }
}
