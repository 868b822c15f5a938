/** Margins: known truth within the ±, the same margin however the scene is turned and scaled, and what cannot be a margin. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MarginFigures } from '#model/analysis.ts';
import type { Measurement } from '#model/measurement.ts';
import type { Shape } from '#model/region.ts';
import { crossesItself, edgeOutline } from '#workers/quantify/shapes/edge-outline.ts';
import { createNearest } from '#workers/quantify/shapes/nearest-place.ts';
import { createRandom, type Random } from '../../support/random.ts';
import { circle } from '../quantify/frames.ts';
import {
  analysed,
  area,
  frameFrom,
  given,
  linearProfile,
  normal,
  normalShare,
  type Order,
  reasonOf,
  twice,
} from './scenes.ts';

const size = { widthPx: 200, heightPx: 180 };
const background = 40;
const signal = 120;

type Disc = { readonly x: number; readonly y: number; readonly radiusPx: number };

const silence = (): number => 0;
type Rendering = { readonly blurPx?: number; readonly noise?: () => number };

/** A blurred disc on an even background; noise in codes. */
const discScene =
  ({ x: cx, y: cy, radiusPx }: Disc, { blurPx = 2, noise = silence }: Rendering = {}) =>
  (x: number, y: number) =>
    background +
    (signal - background) * normalShare((radiusPx - Math.hypot(x - cx, y - cy)) / blurPx) +
    noise();

const ruled = (times: number) => twice && { ...twice, rule: { by: 'tbr' as const, times }, smallestPx: 30 };

/** Normal noise of SD 1, of each pixel or shared by 3 × 3 of them. */
function grainOf(random: Random, isShared: boolean): (x: number, y: number) => number {
  const { widthPx, heightPx } = size;
  const own = Float32Array.from({ length: widthPx * heightPx }, () => normal(random));
  const at = (x: number, y: number) =>
    own[Math.max(0, Math.min(heightPx - 1, y)) * widthPx + Math.max(0, Math.min(widthPx - 1, x))]!;
  if (!isShared) return at;
  return (x, y) => {
    let sum = 0;
    for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) sum += at(x + dx, y + dy);
    return sum / 3;
  };
}

/** Where the normal distribution has `share`. */
function quantile(share: number): number {
  let z = -5;
  while (normalShare(z) < share) z += 0.001;
  return z;
}

const twiceOf = (smallestPx: number) => twice && { ...twice, smallestPx };

const edgeCircle = circle(100, 90, 80);
const order = (edge: Shape = edgeCircle, change: Partial<Order> = {}): Order => ({
  regions: [area('E', edge), area('B', circle(40, 90, 12))],
  settings: { signal: twice, margin: true, limitsMm: [1, 5] },
  ...change,
});
const marginOf = (disc: Disc, edge?: Shape): MarginFigures =>
  given(analysed(frameFrom(size, discScene(disc)), order(edge)).analysis.margin);

describe('the smallest margin', () => {
  // Twice the background is half of the step: blur leaves that line where the disc's rim is.
  test('is the known one to a tenth of a pixel where there is no noise, wherever the disc lies between pixels', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 100, max: 130, noNaN: true }),
        fc.double({ min: 80, max: 100, noNaN: true }),
        fc.double({ min: 15, max: 30, noNaN: true }),
        (x, y, radiusPx) => {
          const truth = 80 - Math.hypot(x - 100, y - 90) - radiusPx;
          const { smallest } = marginOf({ x, y, radiusPx });
          expect(Math.abs(smallest.px - truth)).toBeLessThan(0.1);
        },
      ),
      { seed: 1, numRuns: 25 },
    );
  });

  test('lies where edge and disc are nearest', () => {
    const { at, signalAt, smallest } = marginOf({ x: 130, y: 90, radiusPx: 20 });
    expect(at.x).toBeCloseTo(180, 0);
    expect(at.y).toBeCloseTo(90, 0);
    expect(signalAt.x).toBeCloseTo(150, 0);
    expect(Math.hypot(at.x - signalAt.x, at.y - signalAt.y)).toBeCloseTo(smallest.px, 6);
  });

  // Light of 1.2 times the background lies at a tenth of the step, where blur, ours too, moves the line most.
  test.each([
    { times: 1.2, shared: false },
    { times: 1.5, shared: false },
    { times: 2, shared: false },
    { times: 2, shared: true },
    { times: 2.5, shared: false },
  ])(
    'at $times × background, noise shared by neighbours: $shared, lies within twice its ± in 93 of 100',
    rule => {
      const random = createRandom(20240);
      const runs = 80;
      let within = 0;
      let sdPx = 0;
      for (let run = 0; run < runs; run++) {
        const disc = {
          x: random.uniform(110, 128),
          y: random.uniform(84, 96),
          radiusPx: random.uniform(16, 26),
        };
        const sd = random.uniform(1, 6);
        const blurPx = random.uniform(1, 2.5);
        const grain = grainOf(random, rule.shared);
        const clean = discScene(disc, { blurPx });
        const frame = frameFrom(size, (x, y) => clean(x, y) + sd * grain(x, y));
        const settings = { ...order().settings, signal: ruled(rule.times) };
        const { smallest } = given(analysed(frame, order(edgeCircle, { settings })).analysis.margin);
        const z = quantile((background * (rule.times - 1)) / (signal - background));
        const truth = 80 - Math.hypot(disc.x - 100, disc.y - 90) - disc.radiusPx + z * blurPx;
        if (Math.abs(smallest.px - truth) <= 2 * smallest.sdPx) within++;
        sdPx += smallest.sdPx / runs;
      }
      expect(within / runs).toBeGreaterThanOrEqual(0.93);
      // Not so wide that anything would be within it.
      expect(sdPx).toBeLessThan(rule.times < 1.5 ? 0.6 : 0.4);
    },
  );

  test('keeps to its ± where every place of the edge is as near as any other', () => {
    const random = createRandom(5);
    const runs = 40;
    let within = 0;
    for (let run = 0; run < runs; run++) {
      const noise = () => 4 * normal(random);
      const scene = discScene({ x: 100, y: 90, radiusPx: 50 }, { noise });
      const far = { ...order(), regions: [area('E', edgeCircle), area('B', circle(100, 22, 8))] };
      const { smallest } = given(analysed(frameFrom(size, scene), far).analysis.margin);
      if (Math.abs(smallest.px - 30) <= 2 * smallest.sdPx) within++;
    }
    expect(within / runs).toBeGreaterThanOrEqual(0.93);
  });

  test('is the same in millimetres however the scene is turned and scaled', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 6.28, noNaN: true }),
        fc.double({ min: 0.8, max: 1.5, noNaN: true }),
        (angle, scale) => {
          const offset = 20 * scale;
          const disc = {
            x: 100 + offset * Math.cos(angle),
            y: 90 + offset * Math.sin(angle),
            radiusPx: 15 * scale,
          };
          const profile = { ...linearProfile, scale: { mmPerPx: 0.1 / scale, sdMmPerPx: 0 } };
          const far = circle(100 - 42 * scale * Math.cos(angle), 90 - 42 * scale * Math.sin(angle), 5);
          const { analysis } = analysed(frameFrom(size, discScene(disc)), {
            ...order(),
            regions: [area('E', circle(100, 90, 55 * scale)), area('B', far)],
            change: { profile },
          });
          const { smallest, under } = given(analysis.margin);
          expect(Math.abs(smallest.mm!.value - 2)).toBeLessThan(0.02);
          expect(under[0]!.share).toBe(0);
          expect(under[1]!.share).toBeCloseTo(0.58, 1);
        },
      ),
      { seed: 2, numRuns: 12 },
    );
  });

  test('is the same whatever is asked besides, twice over, bit for bit', () => {
    const random = createRandom(3);
    const frame = frameFrom(
      size,
      discScene({ x: 120, y: 90, radiusPx: 20 }, { noise: () => 3 * normal(random) }),
    );
    const first = analysed(frame, order());
    analysed(frameFrom(size, discScene({ x: 90, y: 60, radiusPx: 10 })), order());
    const more = order(edgeCircle, {
      settings: { ...order().settings, levels: [1.5, 2], peaksApartMm: 2, applicatorMm: 5 },
      regions: [...order().regions, area('C', circle(100, 90, 40))],
    });
    expect(analysed(frame, order())).toEqual(first);
    expect(analysed(frame, more).analysis.margin).toEqual(first.analysis.margin);
  });

  test('follows tissue: edge and signal that moved together keep their distance', () => {
    const still = given(
      analysed(frameFrom(size, discScene({ x: 120, y: 90, radiusPx: 20 })), order()).analysis.margin,
    );
    const motion = { angleRad: 0, dxPx: 7.25, dyPx: -4.5, centre: { x: 0, y: 0 } };
    const frame = frameFrom(size, discScene({ x: 127.25, y: 85.5, radiusPx: 20 }));
    const { analysis } = analysed(frame, {
      ...order(),
      measurement: (m): Measurement => ({ ...m, motion: { kind: 'followed', motion, agreement: 1 } }),
    });
    const moved = given(analysis.margin);
    expect(moved.smallest.px).toBeCloseTo(still.smallest.px, 1);
    expect(moved.at.x - still.at.x).toBeCloseTo(7.25, 0);
  });

  test('is 0 where signal crosses the edge, and says so', () => {
    const { smallest, reachesEdge, at, signalAt } = marginOf({ x: 175, y: 90, radiusPx: 20 });
    expect([smallest.px, reachesEdge]).toEqual([0, true]);
    expect(at).toEqual(signalAt);
    expect(at.x).toBeCloseTo(180, 0);
    expect(at.y).toBeCloseTo(90, 0);
    expect(smallest.sdPx).toBeLessThan(2);
  });

  test('is to signal that stayed: a small piece nearer to the edge is left out with the small pieces', () => {
    const far = discScene({ x: 100, y: 90, radiusPx: 20 });
    const near = discScene({ x: 160, y: 90, radiusPx: 5 });
    const frame = frameFrom(size, (x, y) => Math.max(far(x, y), near(x, y)));
    const all = given(analysed(frame, order()).analysis.margin);
    expect(all.smallest.px).toBeCloseTo(15, 0);
    const large = { ...order().settings, signal: twiceOf(400) };
    expect(
      given(analysed(frame, order(edgeCircle, { settings: large })).analysis.margin).smallest.px,
    ).toBeCloseTo(60, 0);
  });

  test('stops at a leak: signal there is no signal, and where it was cut off counts as its outline', () => {
    const frame = frameFrom(size, discScene({ x: 130, y: 90, radiusPx: 30 }));
    const leak = circle(170, 90, 30);
    const { analysis } = analysed(frame, { ...order(), regions: [...order().regions, area('L', leak)] });
    const { smallest } = given(analysis.margin);
    expect(smallest.px).toBeGreaterThan(20);
    expect(smallest.px).toBeLessThan(32);
  });

  test('at half resolution says the same to half a pixel', () => {
    const disc = { x: 121.3, y: 92.7, radiusPx: 20 };
    const full = marginOf(disc);
    const half = analysed(frameFrom(size, discScene(disc)), order(edgeCircle, { stepPx: 2 })).analysis;
    expect(half.stepPx).toBe(2);
    expect(Math.abs(given(half.margin).smallest.px - full.smallest.px)).toBeLessThan(0.5);
  });
});

describe('the ± of a margin', () => {
  test('has scale, registration and boundary in it, as the root of the sum of their squares', () => {
    const frame = frameFrom(size, discScene({ x: 120, y: 90, radiusPx: 20 }));
    const own = given(analysed(frame, order()).analysis.margin).smallest;
    const registered = given(
      analysed(frame, order(edgeCircle, { registrationPx: 1.5 })).analysis.margin,
    ).smallest;
    expect(registered.sdPx).toBeCloseTo(Math.hypot(own.sdPx, 1.5), 9);
    expect(own.mm!.sd).toBeCloseTo(Math.hypot(own.px * 0.001, own.sdPx * 0.1), 9);
  });

  test('grows with noise and with a background that is not well known', () => {
    const random = createRandom(9);
    const sdAt = (noiseSd: number) => {
      const scene = discScene({ x: 120, y: 90, radiusPx: 20 }, { noise: () => noiseSd * normal(random) });
      return given(analysed(frameFrom(size, scene), order()).analysis.margin).smallest.sdPx;
    };
    expect(sdAt(6)).toBeGreaterThan(1.5 * sdAt(2));
    const frame = frameFrom(size, discScene({ x: 120, y: 90, radiusPx: 20 }));
    const unsure = analysed(frame, {
      ...order(),
      measurement: m => ({ ...m, regions: m.regions.map(r => ({ ...r, meanSd: 0.02 })) }),
    });
    expect(given(unsure.analysis.margin).smallest.sdPx).toBeGreaterThan(0.5);
  });

  test('is not in millimetres without a scale, and no share of the edge is under a limit then', () => {
    const frame = frameFrom(size, discScene({ x: 120, y: 90, radiusPx: 20 }));
    const { analysis, bands, shapes } = analysed(frame, {
      ...order(),
      change: { profile: { ...linearProfile, scale: null } },
    });
    const { smallest, under } = given(analysis.margin);
    expect([smallest.mm, under, bands, shapes.edge!.mmPerPx]).toEqual([null, [], null, null]);
  });
});

describe('what cannot be a margin', () => {
  const frame = frameFrom(size, discScene({ x: 120, y: 90, radiusPx: 20 }));
  const bowTie: Shape = {
    kind: 'polygon',
    points: [
      { x: 40, y: 40 },
      { x: 160, y: 150 },
      { x: 160, y: 40 },
      { x: 40, y: 150 },
    ],
  };

  test.each<[string, Shape, string]>([
    ['an edge that crosses itself', bowTie, 'edge-crosses-itself'],
    ['an edge partly outside', circle(100, 90, 95), 'edge-outside'],
    ['an edge far outside', circle(-900, 90, 50), 'edge-outside'],
    ['an edge between pixels', circle(100.5, 90.5, 0.3), 'no-pixels'],
    ['an edge round nothing bright', circle(50, 60, 20), 'no-signal'],
  ])('%s gives a reason', (_, edge, reason) => {
    expect(reasonOf(analysed(frame, order(edge)).analysis.margin)).toBe(reason);
  });

  test('a margin without a rule, an edge or a background says which of them is missing', () => {
    const { regions, settings } = order();
    const reasonFor = (change: Partial<Order>) =>
      reasonOf(analysed(frame, { ...order(), ...change }).analysis.margin);
    expect(reasonFor({ settings: { ...settings, signal: null, levels: [2] } })).toBe('no-signal-rule');
    expect(reasonFor({ regions: regions.slice(1) })).toBe('no-edge');
    expect(reasonFor({ regions: regions.slice(0, 1) })).toBe('no-background');
  });
});

describe('an outline', () => {
  test('is sampled evenly, with a point at most every pixel up to 2,000 of them', () => {
    const { points, count, stepPx, lengthPx } = edgeOutline({
      kind: 'ellipse',
      centre: { x: 5, y: 7 },
      radiusXPx: 60,
      radiusYPx: 30,
      angleRad: 0.7,
    });
    // Ramanujan's second approximation.
    const h = ((60 - 30) / (60 + 30)) ** 2;
    expect(lengthPx).toBeCloseTo(Math.PI * 90 * (1 + (3 * h) / (10 + Math.sqrt(4 - 3 * h))), 3);
    expect(stepPx).toBeLessThanOrEqual(1);
    for (let i = 0; i < count; i++) {
      const j = (2 * i + 2) % points.length;
      expect(Math.hypot(points[2 * i]! - points[j]!, points[2 * i + 1]! - points[j + 1]!)).toBeCloseTo(
        stepPx,
        2,
      );
    }
    expect(edgeOutline(circle(0, 0, 5000)).count).toBe(2000);
  });

  test('crosses itself exactly when two pieces that are no neighbours meet', () => {
    const star = (order: readonly number[]): Shape => ({
      kind: 'freehand',
      points: order.map(i => ({
        x: 10 * Math.cos((i * 2 * Math.PI) / 5),
        y: 10 * Math.sin((i * 2 * Math.PI) / 5),
      })),
    });
    expect(crossesItself(star([0, 1, 2, 3, 4]))).toBe(false);
    expect(crossesItself(star([0, 2, 4, 1, 3]))).toBe(true);
    expect(crossesItself(star([0, 0, 1, 1, 2, 3, 4, 0]))).toBe(false);
    expect(crossesItself(circle(0, 0, 3))).toBe(false);
  });

  test('gives the nearest place that looking at every piece gives', () => {
    const coordinate = fc.double({ min: -50, max: 50, noNaN: true });
    const point = fc.tuple(coordinate, coordinate);
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 2, maxLength: 600 }),
        point,
        fc.boolean(),
        (corners, [x, y], isClosed) => {
          const line = { points: Float32Array.from(corners.flat()), isClosed };
          const pieces = Array.from({ length: corners.length - (isClosed ? 0 : 1) }, (_, i) => {
            const j = (i + 1) % corners.length;
            const [ax, ay, bx, by] = [i, j].flatMap(k => [line.points[2 * k]!, line.points[2 * k + 1]!]);
            const length2 = (bx! - ax!) ** 2 + (by! - ay!) ** 2;
            const t = length2 === 0 ? 0 : ((x - ax!) * (bx! - ax!) + (y - ay!) * (by! - ay!)) / length2;
            const s = Math.max(0, Math.min(1, t));
            return Math.hypot(x - ax! - s * (bx! - ax!), y - ay! - s * (by! - ay!));
          });
          const near = createNearest([line], [])(x, y, Number.POSITIVE_INFINITY)!;
          expect(near.distancePx).toBeCloseTo(Math.min(...pieces), 6);
          expect(createNearest([line], [])(x, y, near.distancePx * 1.0001 + 1e-9)).toEqual(near);
        },
      ),
      { seed: 4, numRuns: 60 },
    );
  });
});
