/** What is signal by each rule, the table of its pieces, and the iso-lines with what they enclose. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SignalRule } from '#model/analysis.ts';
import type { Measurement } from '#model/measurement.ts';
import { createRandom } from '../../support/random.ts';
import { box, circle, formatOf } from '../quantify/frames.ts';
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
  settingsOf,
  twice,
} from './scenes.ts';

const size = { widthPx: 120, heightPx: 100 };
const ruled = (rule: SignalRule) => twice && { ...twice, rule };

/** Even discs on 40; the second has a hole. */
const twoDiscs = (x: number, y: number): number => {
  const hole = Math.hypot(x - 85, y - 50);
  return Math.hypot(x - 30, y - 50) <= 12 || (hole <= 20 && hole > 6) ? 160 : 40;
};
const frame = frameFrom(size, twoDiscs);
const background = area('B', box(2, 2, 20, 10));
const edge = area('E', box(1, 1, 118, 98));
const order = (change: Partial<Order> = {}): Order => ({
  regions: [background, edge],
  settings: { signal: twice },
  ...change,
});
const signalOf = (change: Partial<Order> = {}, of = frame) =>
  given(analysed(of, order(change)).analysis.signal);

describe('a threshold', () => {
  test('by TBR is that many times the background', () => {
    expect(signalOf().thresholdLinear).toBeCloseTo(80 / 255, 12);
  });

  test('by µ + k σ is that of the background’s own statistics', () => {
    const random = createRandom(1);
    const noisy = frameFrom(size, (x, y) => twoDiscs(x, y) + 5 * normal(random));
    const settings = { signal: ruled({ by: 'background-sd', k: 3 }) };
    let statistics: Measurement['regions'][number] | null = null;
    const result = analysed(noisy, {
      ...order({ settings }),
      measurement: m => {
        statistics = m.regions[0]!;
        return m;
      },
    });
    const { mean, sd } = statistics!;
    expect(given(result.analysis.signal).thresholdLinear).toBeCloseTo(mean! + 3 * sd!, 12);
  });

  test('by Otsu lies between two kinds of light and needs no background', () => {
    const { thresholdLinear } = signalOf({ regions: [edge], settings: { signal: ruled({ by: 'otsu' }) } });
    expect(thresholdLinear).toBeGreaterThan(60 / 255);
    expect(thresholdLinear).toBeLessThan(145 / 255);
  });

  test('by per cent is that of the largest 3 × 3 mean inside the edge', () => {
    const settings = { signal: ruled({ by: 'specimen-percent', percent: 77 }) };
    const withPeak = (m: Measurement): Measurement => ({
      ...m,
      regions: m.regions.map(r => (r.id === 'E1' ? { ...r, peak: 160 / 255 } : r)),
    });
    expect(signalOf({ settings, measurement: withPeak }).thresholdLinear).toBeCloseTo((0.77 * 160) / 255, 12);
    expect(reasonOf(analysed(frame, order({ settings, regions: [background] })).analysis.signal)).toBe(
      'no-edge',
    );
  });

  test('in light that is only relative is not given until that is accepted', () => {
    const change = { profile: { ...linearProfile, darkCodes: null } };
    const settings = { signal: twice, levels: [2] };
    const { analysis } = analysed(frame, order({ change, settings }));
    expect([reasonOf(analysis.signal), reasonOf(analysis.lines)]).toEqual(['relative', 'relative']);
    const accepted = analysed(
      frame,
      order({ change, settings: { ...settings, acceptsRelative: true } }),
    ).analysis;
    expect(given(accepted.signal).count).toBe(2);
  });
});

describe('the table of pieces', () => {
  const inSmoothed = (x: number, y: number): boolean => {
    const weights = [1, 4, 6, 4, 1];
    let sum = 0;
    for (let dy = -2; dy <= 2; dy++)
      for (let dx = -2; dx <= 2; dx++) sum += weights[dx + 2]! * weights[dy + 2]! * twoDiscs(x + dx, y + dy);
    return sum >= 256 * 80;
  };

  test('has the exact area, centroid, mean and peak of each, largest first', () => {
    const { components, count, area: all } = signalOf();
    expect(count).toBe(2);
    const pieces = [
      { from: 60, to: 120 },
      { from: 0, to: 60 },
    ].map(({ from, to }) => {
      const found = { n: 0, x: 0, y: 0, sum: 0 };
      for (let y = 0; y < 100; y++)
        for (let x = from; x < to; x++)
          if (inSmoothed(x, y)) {
            found.n++;
            found.x += x;
            found.y += y;
            found.sum += twoDiscs(x, y) / 255;
          }
      return found;
    });
    for (const [i, { n, x, y, sum }] of pieces.entries()) {
      const piece = components[i]!;
      expect(piece.number).toBe(i + 1);
      expect(piece.area.px).toBe(n);
      expect(piece.area.mm2!.value).toBeCloseTo(n * 0.01, 9);
      expect(piece.area.mm2!.sd).toBeCloseTo(n * 0.01 * 0.02, 9);
      expect(piece.centroid.x).toBeCloseTo(x / n, 9);
      expect(piece.centroid.y).toBeCloseTo(y / n, 9);
      expect(piece.mean).toBeCloseTo(sum / n, 12);
      expect(piece.peak).toBeCloseTo(160 / 255, 12);
    }
    expect(all.px).toBe(pieces[0]!.n + pieces[1]!.n);
  });

  test('counts holes where they are filled', () => {
    const open = signalOf().components[0]!;
    const filled = signalOf({ settings: { signal: twice && { ...twice, fillsHoles: true } } }).components[0]!;
    expect(filled.area.px - open.area.px).toBeGreaterThan(80);
    expect(filled.mean).toBeLessThan(open.mean!);
  });

  test('leaves out pieces that are small, or nowhere bright enough', () => {
    const small = { signal: twice && { ...twice, smallestPx: 700 } };
    expect(signalOf({ settings: small }).count).toBe(1);
    const dim = frameFrom(size, (x, y) => (x < 60 && twoDiscs(x, y) > 40 ? 100 : twoDiscs(x, y)));
    expect(signalOf({ settings: { signal: twice && { ...twice, reach: 1.5 } } }, dim).count).toBe(1);
  });

  test('has no signal outside the edge or in a leak', () => {
    const left = area('E', box(5, 20, 50, 60));
    expect(signalOf({ regions: [background, left] }).count).toBe(1);
    const leak = area('L', circle(30, 50, 20));
    const { components, count } = signalOf({ regions: [background, edge, leak] });
    expect([count, components[0]!.centroid.x > 60]).toEqual([1, true]);
  });

  test('at half resolution has the same areas but for its blur, and says so', () => {
    const full = signalOf();
    const half = analysed(frame, order({ stepPx: 2 })).analysis;
    expect(half.stepPx).toBe(2);
    const { area: halfArea, components } = given(half.signal);
    expect(Math.abs(halfArea.px / full.area.px - 1)).toBeLessThan(0.06);
    expect(components[0]!.centroid.x).toBeCloseTo(full.components[0]!.centroid.x, 0);
    expect(components[0]!.peak).toBeCloseTo(full.components[0]!.peak!, 12);
  });

  test('leaves a mean out where every pixel is clipped', () => {
    const white = frameFrom(size, (x, y) => (twoDiscs(x, y) > 40 ? 255 : 40));
    const { components } = signalOf({}, white);
    expect(components[0]!.mean).toBeLessThan(1);
    const sharp = frameFrom(size, (x, y) => (x > 60 && y > 30 ? 255 : 100));
    const lit = analysed(sharp, {
      regions: [area('B', box(2, 2, 20, 10)), area('E', box(64, 40, 40, 40))],
      settings: { signal: twice },
    }).analysis;
    expect(given(lit.signal).components[0]).toMatchObject({ mean: null, peak: null });
  });

  test('is the same from 8 and from 16 bits', () => {
    const deep = frameFrom(size, (x, y) => 257 * twoDiscs(x, y), formatOf('Y16', size));
    const a = signalOf();
    const b = signalOf({}, deep);
    expect(b.count).toBe(a.count);
    expect(Math.abs(b.area.px - a.area.px)).toBeLessThanOrEqual(2);
    expect(b.components[0]!.mean).toBeCloseTo(a.components[0]!.mean!, 2);
  });
});

describe('iso-lines', () => {
  const blurred = (x: number, y: number) => 40 + 120 * normalShare((30 - Math.hypot(x - 60.3, y - 49.6)) / 2);
  const lines = (settings: Order['settings'], of = frameFrom(size, blurred)) =>
    analysed(of, order({ regions: [background], settings }));

  test('of a disc at half of its step have its length and area', () => {
    const { analysis, shapes } = lines({ levels: [2.5] });
    const [line] = given(analysis.lines);
    expect(line!.loops).toBe(1);
    expect(line!.length.px / (2 * Math.PI * 30)).toBeCloseTo(1, 2);
    // A blurred disc is a little smaller: by σ² / 2r all round.
    expect(line!.area.px / (Math.PI * (30 - 5 / 60) ** 2)).toBeCloseTo(1, 2);
    expect(line!.area.mm2!.value).toBeCloseTo(line!.area.px * 0.01, 9);
    expect(shapes.lines[0]!.loops[0]!.isClosed).toBe(true);
  });

  test('nest: a higher one encloses less', () => {
    const figures = given(lines({ levels: [1.5, 2, 3, 3.5] }).analysis.lines);
    for (let i = 1; i < 4; i++) expect(figures[i]!.area.px).toBeLessThan(figures[i - 1]!.area.px);
  });

  test('enclose as much as there are pixels above them, also where they run into the border', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.double({ min: 1.3, max: 3.6, noNaN: true }),
        (seed, level) => {
          const random = createRandom(seed);
          const blobs = Array.from({ length: 4 }, () => ({
            x: random.uniform(30, 120),
            y: random.uniform(30, 100),
          }));
          const scene = (x: number, y: number) =>
            40 + blobs.reduce((sum, b) => sum + 60 * Math.exp(-((x - b.x) ** 2 + (y - b.y) ** 2) / 300), 0);
          const [line] = given(
            lines({ levels: [level], signal: ruled({ by: 'tbr', times: level }) }, frameFrom(size, scene))
              .analysis.lines,
          );
          const signal = signalOf(
            { regions: [background], settings: { signal: ruled({ by: 'tbr', times: level }) } },
            frameFrom(size, scene),
          );
          // The border's own pixels count whole as pixels and half as area; a length of line is sure to half a pixel.
          expect(Math.abs(line!.area.px - signal.area.px)).toBeLessThan(0.25 * line!.length.px + 0.6 * 440);
        },
      ),
      { seed: 3, numRuns: 20 },
    );
  });

  test('take holes off, and enclose the whole picture where all of it is above', () => {
    const ring = (x: number, y: number) => (Math.abs(Math.hypot(x - 60, y - 50) - 20) < 8 ? 160 : 40);
    const [line] = given(lines({ levels: [2.5] }, frameFrom(size, ring)).analysis.lines);
    expect(line!.loops).toBe(2);
    expect(line!.area.px / (Math.PI * (28 ** 2 - 12 ** 2))).toBeCloseTo(1, 1.4);
    const [all] = given(lines({ levels: [0.5] }).analysis.lines);
    expect([all!.loops, all!.area.px]).toEqual([0, 119 * 99]);
    const [none] = given(lines({ levels: [900] }).analysis.lines);
    expect([none!.loops, none!.area.px, none!.length.px]).toEqual([0, 0, 0]);
  });

  test('need a background, and say so', () => {
    const settings = settingsOf({ levels: [2], acceptsRelative: true });
    expect(reasonOf(analysed(frame, { regions: [], settings }).analysis.lines)).toBe('no-background');
  });
});
