/** Which pixels are measured: the inclusion rule, and what it must not depend on. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultView } from '#model/display.ts';
import {
  compose,
  type Homography,
  identity,
  inverse,
  mapPoint,
  type Point,
  rotation,
  type SizePx,
  translation,
} from '#model/geometry.ts';
import { createToScene, type Mapping, type Radial, radialOf, toSensor } from '#model/mapping.ts';
import { panesOf } from '#model/panes.ts';
import { isInside, type Shape } from '#model/region.ts';
import { createMaskCache } from '#workers/quantify/masks.ts';
import { clipToSensor, countPixels, type Spans, spansOf, subtract } from '#workers/quantify/spans.ts';
import { box, circle, formatOf, frameOf, inputsOf, measured, nirOnly, profileOf, region } from './frames.ts';

const sensor: SizePx = { widthPx: 48, heightPx: 40 };

function pixelsOf(spans: Spans): string[] {
  const pixels: string[] = [];
  for (let i = 0; i < spans.length; i += 3)
    for (let x = spans[i + 1]!; x < spans[i + 2]!; x++) pixels.push(`${x},${spans[i]}`);
  return pixels;
}

/** The rule itself, applied to every pixel of the window that spans cover. */
function pixelsByRule(shape: Shape, toScene: (p: Point) => Point, { widthPx, heightPx }: SizePx): string[] {
  const pixels: string[] = [];
  for (let y = -heightPx; y < 2 * heightPx; y++)
    for (let x = -widthPx; x < 2 * widthPx; x++)
      if (isInside(shape, toScene({ x, y }))) pixels.push(`${x},${y}`);
  return pixels;
}

/** A mapping without distortion. */
const plain = (homography: Homography): Mapping => ({ homography, radial: null });
const sameAxis = plain(identity);

const coordinate = fc.double({ min: -20, max: 70, noNaN: true });
const point: fc.Arbitrary<Point> = fc.record({ x: coordinate, y: coordinate });
const radius = fc.double({ min: 0.3, max: 40, noNaN: true });
const points = fc.array(point, { minLength: 3, maxLength: 12 });
const anyShape: fc.Arbitrary<Shape> = fc.oneof(
  fc.record({ kind: fc.constant('circle' as const), centre: point, radiusPx: radius }),
  fc.record({
    kind: fc.constant('ellipse' as const),
    centre: point,
    radiusXPx: radius,
    radiusYPx: radius,
    angleRad: fc.double({ min: -4, max: 4, noNaN: true }),
  }),
  fc.record({ kind: fc.constant('polygon' as const), points }),
  fc.record({ kind: fc.constant('freehand' as const), points }),
);

const anyMapping: fc.Arbitrary<Homography> = fc
  .record({
    angle: fc.double({ min: -3.2, max: 3.2, noNaN: true }),
    scaleX: fc.double({ min: 0.4, max: 2, noNaN: true }),
    scaleY: fc.double({ min: -2, max: -0.4, noNaN: true }),
    shift: fc.record({
      x: fc.double({ min: -10, max: 10, noNaN: true }),
      y: fc.double({ min: -10, max: 10, noNaN: true }),
    }),
    tiltX: fc.double({ min: -0.002, max: 0.002, noNaN: true }),
    tiltY: fc.double({ min: -0.002, max: 0.002, noNaN: true }),
  })
  .map(({ angle, scaleX, scaleY, shift, tiltX, tiltY }) => {
    const tilted: Homography = [scaleX, 0, tiltX, 0, scaleY, tiltY, 0, 0, 1];
    return compose(
      translation(24 + shift.x, 20 + shift.y),
      compose(rotation(angle), compose(tilted, translation(-24, -20))),
    );
  });

/** Another size and place, not turned: a row of the sensor is a row of the scene. */
const levelMapping: fc.Arbitrary<Homography> = fc
  .tuple(fc.double({ min: 0.3, max: 2, noNaN: true }), fc.double({ min: 0.3, max: 2, noNaN: true }), point)
  .map(([across, down, { x, y }]) => [across, 0, 0, 0, down, 0, x / 4, y / 4, 1] as const);

describe('a pixel belongs to a region when its centre, mapped to the scene, is inside', () => {
  test('spans hold exactly the pixels that the rule holds, for any shape through any homography', () => {
    fc.assert(
      fc.property(anyShape, fc.oneof(fc.constant(identity), levelMapping, anyMapping), (shape, mapping) => {
        const sensorToScene = inverse(mapping);
        expect(pixelsOf(spansOf(shape, plain(mapping), sensor))).toEqual(
          pixelsByRule(shape, p => mapPoint(sensorToScene, p), sensor),
        );
      }),
      { numRuns: 250 },
    );
  });

  test('two polygons that share an edge share no pixel and leave none out', () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 6 }), cut => {
        const top = { x: 10, y: -100 };
        const bottom = { x: 10, y: 200 };
        const left: Shape = {
          kind: 'polygon',
          points: [top, ...cut, bottom, { x: -300, y: 200 }, { x: -300, y: -100 }],
        };
        const right: Shape = {
          kind: 'polygon',
          points: [top, ...cut, bottom, { x: 300, y: 200 }, { x: 300, y: -100 }],
        };
        const both: Shape = {
          kind: 'polygon',
          points: [
            { x: -300, y: -100 },
            { x: 300, y: -100 },
            { x: 300, y: 200 },
            { x: -300, y: 200 },
          ],
        };
        const [l, r, b] = [left, right, both].map(
          shape => new Set(pixelsOf(clipToSensor(spansOf(shape, sameAxis, sensor), sensor))),
        );
        for (const pixel of b!) expect(l!.has(pixel) !== r!.has(pixel)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('a circle of radius 0.4 about a pixel centre is that pixel, and about a corner is none', () => {
    expect(pixelsOf(spansOf(circle(7, 9, 0.4), sameAxis, sensor))).toEqual(['7,9']);
    expect(pixelsOf(spansOf(circle(7.5, 9.5, 0.4), sameAxis, sensor))).toEqual([]);
    expect(pixelsOf(spansOf(circle(7, 9, 1), sameAxis, sensor))).toEqual([
      '7,8',
      '6,9',
      '7,9',
      '8,9',
      '7,10',
    ]);
  });
});

const hundredths = (low: number, high: number) => fc.integer({ min: low, max: high }).map(n => n / 100);
const anyDistortion: fc.Arbitrary<Radial> = fc
  .record({ k1: hundredths(-40, 40), k2: hundredths(-20, 20) })
  .filter(({ k1, k2 }) => k1 !== 0 || k2 !== 0)
  .map(distortion => radialOf({ distortion }, sensor)!);

/** The scene point of an undistorted one, by halving: on the branch that begins in the middle, up to where it turns back. */
function distortedByHalving(
  { k1, k2, centre, radiusPx }: Radial,
  p: Point,
): Point | 'nowhere' | 'at the turn' {
  const target = Math.hypot(p.x - centre.x, p.y - centre.y) / radiusPx;
  const mapped = (r: number) => r * (1 + r * r * (k1 + k2 * r * r));
  let turn = 0;
  while (turn < 20 && 1 + turn * turn * (3 * k1 + 5 * k2 * turn * turn) > 0) turn += 1e-4;
  if (Math.abs(mapped(turn) - target) < 1e-4 * (1 + target)) return 'at the turn';
  if (mapped(turn) < target) return 'nowhere';
  let low = 0;
  let high = turn;
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (mapped(middle) < target) low = middle;
    else high = middle;
  }
  const factor = target === 0 ? 0 : low / target;
  return { x: centre.x + (p.x - centre.x) * factor, y: centre.y + (p.y - centre.y) * factor };
}

describe('through a lens that distorts', () => {
  test('a sensor pixel goes back to the one scene point that lands on it, or nowhere', () => {
    fc.assert(
      fc.property(anyDistortion, anyMapping, point, (radial, homography, pixel) => {
        const sensorToScene = inverse(homography);
        const expected = distortedByHalving(radial, mapPoint(sensorToScene, pixel));
        const p = createToScene({ homography, radial })(pixel);
        if (expected === 'at the turn') return;
        if (expected === 'nowhere') expect(p.x).toBeNaN();
        else expect(Math.hypot(p.x - expected.x, p.y - expected.y)).toBeLessThan(1e-6);
      }),
      { numRuns: 1000 },
    );
  });

  test('spans hold exactly the pixels that the rule holds, in as many runs a row as it takes', () => {
    fc.assert(
      fc.property(anyShape, anyDistortion, anyMapping, (shape, radial, homography) => {
        const mapping = { homography, radial };
        expect(pixelsOf(spansOf(shape, mapping, sensor))).toEqual(
          pixelsByRule(shape, createToScene(mapping), sensor),
        );
      }),
      { numRuns: 150 },
    );
  });

  test('a region covers in the sensor what it covers in the scene, where the lens put it', () => {
    const scene: SizePx = { widthPx: 320, heightPx: 240 };
    const profile = profileOf({
      distortion: { k1: -0.12, k2: 0.03 },
      registration: compose(translation(4, -3), rotation(0.02)),
    });
    const mapping: Mapping = { homography: profile.registration, radial: radialOf(profile, scene) };
    const toScene = createToScene(mapping);
    const corner = circle(60, 50, 30);
    const frame = frameOf(formatOf('Y8', scene), (x, y) => (isInside(corner, toScene({ x, y })) ? 200 : 20));
    const [lensed, straight] = [profile, profileOf({ registration: profile.registration })].map(
      p => measured(frame, inputsOf([region('T1', corner)], { profile: p })).regions[0]!,
    );
    expect([lensed!.min, lensed!.max, lensed!.sd]).toEqual([200 / 255, 200 / 255, 0]);
    expect(straight!.min).toBe(20 / 255);
    const spans = clipToSensor(spansOf(corner, mapping, scene), scene);
    const landed = toSensor(mapping, corner.kind === 'circle' ? corner.centre : { x: 0, y: 0 });
    expect(Math.hypot(landed.x - 64, landed.y - 47)).toBeGreaterThan(4);
    expect(pixelsOf(spans)).toContain(`${Math.round(landed.x)},${Math.round(landed.y)}`);
  });

  test('the share outside counts only what lands beyond the sensor', () => {
    const profile = profileOf({ distortion: { k1: 0.3, k2: 0 } });
    const radial = radialOf(profile, sensor)!;
    const toScene = createToScene({ homography: identity, radial });
    const corner = circle(6, 6, 9);
    const all = pixelsByRule(corner, toScene, sensor);
    const inside = all.filter(pixel => {
      const [x, y] = pixel.split(',').map(Number);
      return x! >= 0 && y! >= 0;
    });
    const frame = frameOf(formatOf('Y8', sensor), () => 80);
    const [lensed] = measured(frame, inputsOf([region('T1', corner)], { profile })).regions;
    expect([lensed!.n, lensed!.outsideShare]).toEqual([inside.length, 1 - inside.length / all.length]);
    const [plainly] = measured(frame, inputsOf([region('T1', corner)])).regions;
    expect(lensed!.outsideShare, 'corners are pushed out').toBeGreaterThan(plainly!.outsideShare + 0.1);
  });

  test('a lens that does nothing gives bit for bit the numbers of none', () => {
    const frame = frameOf(formatOf('Y8', sensor), (x, y) => (x * 37 + y * 101) % 250);
    const regions = [region('T1', circle(20, 20, 9.3)), region('B1', box(30, 5, 12, 20))];
    const numbers = [null, { k1: 0, k2: 0 }].map(distortion => {
      const { profileHash, ...rest } = measured(
        frame,
        inputsOf(regions, { profile: profileOf({ distortion }) }),
      );
      return rest;
    });
    expect(numbers[1]).toEqual(numbers[0]);
  });
});

describe('statistics never depend on the view', () => {
  test('a shape drawn at any zoom, pan, turn and device pixel ratio covers the same pixels', () => {
    const scene: SizePx = { widthPx: 640, heightPx: 480 };
    const drawn = [
      { x: 200.31, y: 150.17 },
      { x: 320.77, y: 149.63 },
      { x: 340.19, y: 260.41 },
      { x: 230.88, y: 300.29 },
    ];
    const expected = spansOf({ kind: 'polygon', points: drawn }, sameAxis, scene);
    expect(countPixels(expected)).toBeGreaterThan(10_000);
    const view = fc.record({
      zoom: fc.double({ min: 1, max: 32, noNaN: true }),
      centreX: fc.double({ min: 0, max: 1, noNaN: true }),
      centreY: fc.double({ min: 0, max: 1, noNaN: true }),
      flipX: fc.boolean(),
      quarterTurns: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(view, fc.constantFrom(1, 1.25, 1.5, 2, 3), (change, ratio) => {
        const canvas = { widthPx: Math.round(1280 * ratio), heightPx: Math.round(720 * ratio) };
        const [pane] = panesOf('overlay', canvas, scene, { ...defaultView, ...change });
        const canvasToScene = inverse(pane!.sceneToCanvas);
        const points = drawn.map(p => mapPoint(canvasToScene, mapPoint(pane!.sceneToCanvas, p)));
        expect(spansOf({ kind: 'polygon', points }, sameAxis, scene)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  test('NIR at half the size of white light is measured in its own pixels', () => {
    const white = frameOf(formatOf('I420', { widthPx: 128, heightPx: 96 }), () => 90);
    const nir = frameOf(formatOf('Y8', { widthPx: 64, heightPx: 48 }), (x, y) =>
      x >= 20 && y >= 10 ? 200 : 50,
    );
    const layout = {
      ...nirOnly,
      white: nirOnly.nir,
      nir: { stream: 'second' as const, rect: nirOnly.nir!.rect },
    };
    const inputs = inputsOf([region('T1', box(40, 20, 20, 40)), region('B1', box(0, 0, 38, 18))], { layout });
    const [tumour, background] = measured(white, inputs, nir).regions;
    expect([tumour!.n, tumour!.meanCodes]).toEqual([10 * 20, 200]);
    expect([background!.n, background!.meanCodes]).toEqual([19 * 9, 50]);
  });

  test('a registered NIR channel is read where the scene point lands', () => {
    const nir = frameOf(formatOf('Y8', sensor), (x, y) =>
      x >= 10 && x < 15 && y >= 12 && y < 17 ? 240 : 10,
    );
    const profile = profileOf({ registration: [1, 0, 0, 0, 1, 0, -5, 3, 1] });
    const [tumour] = measured(nir, inputsOf([region('T1', box(15, 9, 5, 5))], { profile })).regions;
    expect([tumour!.n, tumour!.min, tumour!.max]).toEqual([25, 240 / 255, 240 / 255]);
  });
});

describe('leaks and edges', () => {
  test('a leak is taken out of every other region, and measured itself', () => {
    const frame = frameOf(formatOf('Y8', sensor), x => (x < 20 ? 100 : 250));
    const regions = [
      region('T1', box(10, 5, 20, 10)),
      region('L1', box(20, 0, 5, 40)),
      region('L2', box(24, 0, 10, 40)),
    ];
    const [tumour, leak] = measured(frame, inputsOf(regions)).regions;
    expect([tumour!.n, tumour!.meanCodes, tumour!.sd]).toEqual([100, 100, 0]);
    expect([leak!.n, leak!.meanCodes]).toEqual([5 * 40, 250]);
  });

  test('subtracting spans keeps exactly the pixels that are in one and not in the other', () => {
    fc.assert(
      fc.property(anyShape, anyShape, (shape, cutShape) => {
        const [spans, cut] = [shape, cutShape].map(s => clipToSensor(spansOf(s, sameAxis, sensor), sensor));
        const removed = new Set(pixelsOf(cut!));
        expect(pixelsOf(subtract(spans!, cut!))).toEqual(pixelsOf(spans!).filter(p => !removed.has(p)));
      }),
      { numRuns: 150 },
    );
  });

  test('pixels beyond the sensor are not measured, and their share is said', () => {
    const frame = frameOf(formatOf('Y8', sensor), () => 80);
    const inputs = inputsOf([region('T1', box(-10, 0, 40, 10)), region('B1', box(100, 0, 10, 10))]);
    const { regions, pairs } = measured(frame, inputs);
    expect([regions[0]!.n, regions[0]!.outsideShare]).toEqual([300, 0.25]);
    expect([regions[1]!.n, regions[1]!.mean]).toEqual([0, null]);
    expect(pairs[0]!.tbr).toEqual({ withheld: 'no-pixels', detail: 'B1 has no valid pixel' });
  });

  test('a region far away from the sensor lies outside whole; one between pixel centres does not', () => {
    const frame = frameOf(formatOf('Y8', sensor), () => 80);
    const far = [circle(9000, 20, 30), circle(-9000, -9000, 30), box(9000, 9000, 10, 10)];
    const inputs = inputsOf(far.map((shape, i) => region(`T${i + 1}`, shape)));
    for (const { n, outsideShare } of measured(frame, inputs).regions)
      expect([n, outsideShare]).toEqual([0, 1]);
    const [between] = measured(frame, inputsOf([region('T1', circle(7.5, 9.5, 0.4))])).regions;
    expect([between!.n, between!.outsideShare]).toEqual([0, 0]);
  });

  test('masks are kept while nothing changes and found anew when shape, leak or mapping does', () => {
    const masksOf = createMaskCache();
    const regions = [region('T1', box(10, 5, 20, 10))];
    const first = masksOf(regions, sameAxis, sensor);
    expect(masksOf(regions, sameAxis, sensor)).toBe(first);
    const cloned = masksOf(structuredClone(regions), sameAxis, sensor);
    expect(cloned[0]!.spans).toEqual(first[0]!.spans);
    const moved = masksOf(regions, plain(translation(2, 0)), sensor);
    expect([...moved[0]!.spans.slice(0, 3)]).toEqual([5, 12, 32]);
    const leaky = masksOf([...regions, region('L1', box(0, 0, 48, 10))], sameAxis, sensor);
    expect(countPixels(leaky[0]!.spans)).toBe(20 * 5);
  });
});
