/** Sentinel peaks: three, in order, apart, where they are; and the same in every run. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PeakFigures } from '#model/analysis.ts';
import { createRandom } from '../../support/random.ts';
import { box, type CodeRule, circle, formatOf } from '../quantify/frames.ts';
import { analysed, area, frameFrom, given, linearProfile, normal, type Order, reasonOf } from './scenes.ts';

const size = { widthPx: 160, heightPx: 120 };
const edge = area('E', box(4, 4, 152, 112));

type Bump = { readonly x: number; readonly y: number; readonly height: number };
const bumps =
  (of: readonly Bump[], noise = (): number => 0): CodeRule =>
  (x, y) =>
    30 +
    of.reduce((sum, b) => sum + b.height * Math.exp(-((x - b.x) ** 2 + (y - b.y) ** 2) / 128), 0) +
    noise();

const four: readonly Bump[] = [
  { x: 40, y: 30, height: 120 },
  { x: 120, y: 35, height: 160 },
  { x: 45, y: 90, height: 140 },
  { x: 120, y: 90, height: 90 },
];
const order = (change: Partial<Order> = {}): Order => ({
  regions: [edge],
  settings: { peaksApartMm: 2 },
  ...change,
});
const peaksOf = (scene: CodeRule, change: Partial<Order> = {}): PeakFigures =>
  given(analysed(frameFrom(size, scene), order(change)).analysis.peaks);

describe('peaks', () => {
  test('are the three highest, in order, where they are', () => {
    const { peaks, edgeId } = peaksOf(bumps(four));
    expect(edgeId).toBe('E1');
    expect(peaks.map(({ number, at }) => [number, at.x, at.y])).toEqual([
      [1, 120, 35],
      [2, 45, 90],
      [3, 40, 30],
    ]);
    expect(peaks[0]!.percent).toBe(100);
    expect(peaks[1]!.percent).toBeCloseTo((100 * 170) / 190, 0);
  });

  test('are the largest means over 3 × 3 pixels', () => {
    const random = createRandom(3);
    const noisy = bumps(four, () => 8 * normal(random));
    const frame = frameFrom(size, noisy);
    const samples = frame.planes[0]!.samples;
    let most = 0;
    for (let y = 5; y < 115; y++)
      for (let x = 5; x < 155; x++) {
        let sum = 0;
        for (let dy = -1; dy <= 1; dy++)
          for (let dx = -1; dx <= 1; dx++) sum += samples[(y + dy) * size.widthPx + x + dx]! / 255;
        most = Math.max(most, sum / 9);
      }
    expect(given(analysed(frame, order()).analysis.peaks).peaks[0]!.light).toBeCloseTo(most, 6);
  });

  test('agree with looking at every place, for random pictures and distances', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.double({ min: 0.3, max: 3, noNaN: true }),
        (seed, apartMm) => {
          const random = createRandom(seed);
          const small = { widthPx: 40, heightPx: 30 };
          // Of 16 bits, so that no two places are alike.
          const frame = frameFrom(small, () => random.integer(9000, 40_000), formatOf('Y16', small));
          const { samples } = frame.planes[0]!;
          const places: { x: number; y: number; sum: number }[] = [];
          for (let y = 1; y < 29; y++)
            for (let x = 1; x < 39; x++) {
              let sum = 0;
              for (let dy = -1; dy <= 1; dy++)
                for (let dx = -1; dx <= 1; dx++) sum += samples[(y + dy) * 40 + x + dx]!;
              places.push({ x, y, sum });
            }
          const apart = apartMm / 0.1;
          const chosen: typeof places = [];
          for (const place of places.toSorted((a, b) => b.sum - a.sum || a.y - b.y || a.x - b.x)) {
            const distance = (p: typeof place) => Math.hypot(p.x - place.x, p.y - place.y);
            if (chosen.length === 3 || chosen.some(p => distance(p) < apart)) continue;
            if (!places.some(p => p.sum > place.sum && distance(p) <= apart / 2)) chosen.push(place);
          }
          const { peaks } = given(
            analysed(frame, { ...order(), regions: [], settings: { peaksApartMm: apartMm } }).analysis.peaks,
          );
          expect(peaks.map(({ at }) => at)).toEqual(chosen.map(({ x, y }) => ({ x, y })));
        },
      ),
      { seed: 2, numRuns: 30 },
    );
  });

  test('are no places on the flank of one peak', () => {
    const { peaks } = peaksOf(bumps([four[1]!]));
    expect(peaks.slice(1).every(({ percent }) => percent < 25)).toBe(true);
  });

  test('on plateaus and of equal height are the first by row, then column', () => {
    const flat: CodeRule = (x, y) => (x > 60 && x < 100 && y > 40 && y < 80 ? 200 : 30);
    const { peaks } = peaksOf(flat, { settings: { peaksApartMm: 1 } });
    // The first 3 × 3 inside; then the first of a block of three pixels of the same row, 10 pixels off or more.
    expect(peaks.map(({ at }) => [at.x, at.y])).toEqual([
      [62, 42],
      [72, 42],
      [84, 42],
    ]);
  });

  test('lie inside the edge and in no leak; without an edge, anywhere', () => {
    const left = area('E', box(4, 4, 70, 112));
    expect(peaksOf(bumps(four), { regions: [left] }).peaks[0]!.at).toEqual({ x: 45, y: 90 });
    const leak = area('L', circle(120, 35, 25));
    expect(peaksOf(bumps(four), { regions: [edge, leak] }).peaks[0]!.at).toEqual({ x: 45, y: 90 });
    expect(peaksOf(bumps(four), { regions: [] }).edgeId).toBeNull();
  });

  test('are the same at half resolution: they are read from the codes', () => {
    expect(peaksOf(bumps(four), { stepPx: 2 })).toEqual(peaksOf(bumps(four)));
  });

  test.each<[string, CodeRule, Partial<Order>, string]>([
    ['without a scale', bumps(four), { change: { profile: { ...linearProfile, scale: null } } }, 'no-scale'],
    ['in the dark', () => 0, {}, 'no-signal'],
    ['where all is alike', () => 90, {}, 'no-signal'],
    ['where all is clipped', () => 255, {}, 'clipped'],
    ['in an edge of two pixels', bumps(four), { regions: [area('E', box(50, 50, 2, 2))] }, 'no-pixels'],
    [
      'in an edge outside the picture',
      bumps(four),
      { regions: [area('E', circle(-500, 0, 9))] },
      'edge-outside',
    ],
  ])('%s are not given', (_, scene, change, reason) => {
    expect(reasonOf(analysed(frameFrom(size, scene), order(change)).analysis.peaks)).toBe(reason);
  });
});
