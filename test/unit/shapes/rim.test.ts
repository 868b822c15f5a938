/** The rim meter: the published vector, the same rim however it lies, and what is no ring. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RimFigures } from '#model/analysis.ts';
import type { Shape } from '#model/region.ts';
import { createRandom } from '../../support/random.ts';
import { type CodeRule, circle } from '../quantify/frames.ts';
import { analysed, area, frameFrom, given, normal, type Order, reasonOf, twice } from './scenes.ts';

const size = { widthPx: 220, heightPx: 200 };

type Annulus = {
  readonly x?: number;
  readonly y?: number;
  readonly radiusPx?: number;
  readonly widthPx?: number;
  /** From, to; degrees clockwise from the right. */
  readonly gaps?: readonly (readonly [number, number])[];
  readonly noise?: () => number;
};

/** Light of `160` on `40`, its profile across a Gaussian whose full width at half maximum is `widthPx`; sharp at gaps. */
const annulus = ({
  x: cx = 110,
  y: cy = 100,
  radiusPx = 50,
  widthPx = 14,
  gaps = [],
  noise,
}: Annulus): CodeRule => {
  const sd = widthPx / (2 * Math.sqrt(2 * Math.LN2));
  return (x, y) => {
    const degrees = (Math.atan2(y - cy, x - cx) * 180) / Math.PI;
    const isGap = gaps.some(([from, to]) => {
      const after = (((degrees - from) % 360) + 360) % 360;
      return after < to - from;
    });
    const away = (Math.hypot(x - cx, y - cy) - radiusPx) / sd;
    return 40 + (isGap ? 0 : 120 * Math.exp((-away * away) / 2)) + (noise?.() ?? 0);
  };
};

const background = area('B', circle(12, 12, 8));
const order = (shape: Shape, change: Partial<Order> = {}): Order => ({
  regions: [area('T', shape), background],
  // Half of the step: a gap's blurred ends stay where they are.
  settings: { signal: twice && { ...twice, rule: { by: 'tbr', times: 2.5 } }, rimOf: 'T1' },
  ...change,
});
const rimOf = (scene: CodeRule, shape: Shape = circle(110, 100, 55)): RimFigures =>
  given(analysed(frameFrom(size, scene), order(shape)).analysis.rim);
const reasonFor = (
  scene: CodeRule,
  shape: Shape = circle(110, 100, 55),
  change: Partial<Order> = {},
): string => reasonOf(analysed(frameFrom(size, scene), order(shape, change)).analysis.rim);

describe('a rim', () => {
  test('of an annulus with one gap of 45° is 87.5 % and has that gap', () => {
    const { completeness, gaps } = rimOf(annulus({ gaps: [[30, 75]] }));
    expect(completeness).toBe(0.875);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toMatchObject({ fromDegrees: 30, degrees: 45 });
    expect(gaps[0]!.length.px).toBeCloseTo((Math.PI / 4) * 50, 0);
    expect(gaps[0]!.length.mm!.value).toBeCloseTo(gaps[0]!.length.px * 0.1, 9);
  });

  test('keeps its completeness, gap, width and radius however it is turned, moved and scaled', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 359 }),
        fc.double({ min: 0.7, max: 1.2, noNaN: true }),
        fc.double({ min: -8, max: 8, noNaN: true }),
        fc.double({ min: -8, max: 8, noNaN: true }),
        (from, scale, dx, dy) => {
          const at = { x: 110 + dx, y: 100 + dy };
          const scene = annulus({
            ...at,
            radiusPx: 50 * scale,
            widthPx: 14 * scale,
            gaps: [[from, from + 45]],
          });
          const rim = rimOf(scene, circle(at.x, at.y, 55 * scale));
          expect(Math.abs(360 * rim.completeness - 315)).toBeLessThanOrEqual(2);
          expect(rim.gaps).toHaveLength(1);
          expect(Math.abs(rim.gaps[0]!.degrees - 45)).toBeLessThanOrEqual(2);
          expect((rim.gaps[0]!.fromDegrees - from + 361) % 360).toBeLessThanOrEqual(2);
          expect(Math.abs(rim.radius.px - 50 * scale)).toBeLessThan(0.5);
          // The smoothing adds its own blur, in squares: SD 1 px is a width of 2.355 px.
          expect(Math.abs(rim.width.px - Math.hypot(14 * scale, 2.355))).toBeLessThan(0.5);
        },
      ),
      { seed: 1, numRuns: 25 },
    );
  });

  test('joins a gap through 0°, and lists the largest first', () => {
    const { gaps } = rimOf(
      annulus({
        gaps: [
          [340, 370],
          [90, 130],
          [200, 210],
        ],
      }),
    );
    const expected = [
      [90, 40],
      [340, 30],
      [200, 10],
    ] as const;
    expect(gaps).toHaveLength(3);
    for (const [i, [from, degrees]] of expected.entries()) {
      expect(Math.abs(gaps[i]!.fromDegrees - from)).toBeLessThanOrEqual(1);
      expect(Math.abs(gaps[i]!.degrees - degrees)).toBeLessThanOrEqual(1);
    }
  });

  test('is whole without a gap, also in noise, and says how sure its width is', () => {
    const random = createRandom(7);
    const rim = rimOf(annulus({ noise: () => 4 * normal(random) }));
    expect([rim.completeness, rim.gaps]).toEqual([1, []]);
    expect(Math.abs(rim.radius.px - 50)).toBeLessThan(4 * rim.radius.sdPx);
    expect(rim.width.sdPx).toBeGreaterThan(0.01);
    expect(rim.width.sdPx).toBeLessThan(1);
  });

  test('is looked for about the centroid of any shape', () => {
    const square: Shape = {
      kind: 'polygon',
      points: [
        { x: 60, y: 50 },
        { x: 160, y: 50 },
        { x: 160, y: 150 },
        { x: 60, y: 150 },
      ],
    };
    const { centre, completeness } = rimOf(annulus({}), square);
    expect([centre.x, centre.y, completeness]).toEqual([expect.closeTo(110, 9), expect.closeTo(100, 9), 1]);
  });

  test('has its profile by direction', () => {
    const { shapes } = analysed(frameFrom(size, annulus({ gaps: [[30, 75]] })), order(circle(110, 100, 55)));
    const { maxima, radiiPx, thresholdLinear } = shapes.rim!;
    expect([maxima.length, radiiPx.length]).toEqual([360, 360]);
    expect(maxima[50]).toBeLessThan(thresholdLinear);
    expect(maxima[180]).toBeGreaterThan(thresholdLinear);
    expect(radiiPx[180]).toBeCloseTo(50, 0);
  });
});

describe('what is no rim', () => {
  const blob: CodeRule = (x, y) => (Math.hypot(x - 110, y - 100) < 50 ? 160 : 40);
  const soft: CodeRule = (x, y) => 40 + 120 * Math.exp(-((x - 110) ** 2 + (y - 100) ** 2) / 1000);

  test.each<[string, CodeRule, Shape, string]>([
    ['an even blob', blob, circle(110, 100, 55), 'no-ring'],
    ['a soft blob', soft, circle(110, 100, 55), 'no-ring'],
    ['a blob that is marked off its middle', blob, circle(118, 95, 50), 'no-ring'],
    ['a spot of a ring', annulus({ gaps: [[20, 350]] }), circle(110, 100, 55), 'no-ring'],
    ['nothing', () => 40, circle(110, 100, 55), 'no-ring'],
    ['a lesion that runs out of the picture', annulus({ x: 180 }), circle(180, 100, 55), 'no-pixels'],
    ['a lesion beyond the picture', annulus({}), circle(900, 100, 55), 'no-pixels'],
    ['a dot', annulus({}), circle(110, 100, 1), 'no-pixels'],
  ])('%s gives a reason', (_, scene, shape, reason) => {
    expect(reasonFor(scene, shape)).toBe(reason);
  });

  test('a rim that is clipped, of a region that is gone, or without a rule says so', () => {
    const white = annulus({});
    const region = circle(110, 100, 55);
    expect(reasonFor((x, y) => 3 * white(x, y) - 80, region)).toBe('clipped');
    expect(reasonFor(white, region, { regions: [background] })).toBe('no-tumour');
    expect(reasonFor(white, region, { settings: { signal: null, levels: [2], rimOf: 'T1' } })).toBe(
      'no-signal-rule',
    );
  });

  test('a ring whose middle is only a little darker is one, on the share that is stated', () => {
    const filled = (share: number): CodeRule => {
      const ring = annulus({});
      return (x, y) => Math.max(ring(x, y), Math.hypot(x - 110, y - 100) < 50 ? 40 + 120 * share : 0);
    };
    expect(rimOf(filled(0.65)).completeness).toBe(1);
    expect(reasonFor(filled(0.85))).toBe('no-ring');
  });
});
