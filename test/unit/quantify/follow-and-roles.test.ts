/** Regions that follow the tissue, and regions that are outlines and in no pair. */
import { describe, expect, test } from 'vitest';
import { figuresOf } from '#model/figures.ts';
import type { Figure, RegionStatistics } from '#model/measurement.ts';
import { type MotionReading, movedShape } from '#model/motion.ts';
import { createMeasureCache, measureFrame } from '#workers/quantify/measure-frame.ts';
import { createPlainHistogram } from '#workers/quantify/region-histogram.ts';
import { box, circle, formatOf, frameOf, inputsOf, measured, numberOf, profileOf, region } from './frames.ts';

const size = { widthPx: 120, heightPx: 90 };
const frame = frameOf(formatOf('Y8', size), (x, y) => 60 + ((x * 7919 + y * 104_729) % 97), 3);
const regions = [region('T1', circle(40, 40, 12)), region('B1', box(70, 20, 25, 25))];
const profile = profileOf({ transfer: { kind: 'linear' } });
const followed: MotionReading = {
  kind: 'followed',
  motion: { angleRad: 0.3, dxPx: 7.25, dyPx: -4.5, centre: { x: 60, y: 45 } },
  agreement: 0.9,
};
const measuredIn = (motion: MotionReading | null, cache = createMeasureCache(createPlainHistogram())) =>
  measureFrame({ main: frame, second: null }, inputsOf(regions, { profile }), cache, motion).measurement;

describe('regions that follow the tissue', () => {
  test('are measured where they lie now, and the reading is kept', () => {
    const { motion } = followed;
    const there = regions.map(r => ({ ...r, shape: movedShape(r.shape, motion) }));
    const expected = measured(frame, inputsOf(there, { profile }));
    const now = measuredIn(followed);
    expect(now.regions).toEqual(expected.regions);
    expect(now.pairs).toEqual(expected.pairs);
    expect(now.motion).toEqual(followed);
    expect(now.regions).not.toEqual(measuredIn(null).regions);
  });

  test('that swelled are measured as large as they are now', () => {
    const motion = { ...followed.motion, scale: 1.03 };
    const now = measuredIn({ ...followed, motion });
    const there = regions.map(r => ({ ...r, shape: movedShape(r.shape, motion) }));
    expect(now.regions).toEqual(measured(frame, inputsOf(there, { profile })).regions);
    for (const [i, { n }] of now.regions.entries())
      expect(n / measuredIn(followed).regions[i]!.n).toBeCloseTo(1.03 ** 2, 1);
    expect(now.regions[0]!.n).toBeGreaterThan(measuredIn(followed).regions[0]!.n);
  });

  test('do not depend on the frames between', () => {
    const cache = createMeasureCache(createPlainHistogram());
    const alone = measuredIn(followed);
    measuredIn(null, cache);
    measuredIn({ ...followed, motion: { ...followed.motion, dxPx: 30 } }, cache);
    expect(measuredIn(followed, cache)).toEqual(alone);
  });

  test('that were lost are not measured, and every figure says why', () => {
    const lost = measuredIn({ kind: 'lost', detail: 'only 31 % of the picture agrees' });
    expect(lost.regions.map(r => [r.id, r.n, r.mean])).toEqual([
      ['T1', 0, null],
      ['B1', 0, null],
    ]);
    const { tbr, cnr, tbrSd } = lost.pairs[0]!;
    expect([tbr, cnr]).toEqual(
      Array(2).fill({ withheld: 'tracking-lost', detail: 'only 31 % of the picture agrees' }),
    );
    expect([tbrSd, lost.backgroundLinear]).toEqual([null, null]);
    expect(lost.references[0]!.ofSpecimen).toHaveProperty('withheld', 'tracking-lost');
    expect(lost.fieldHistogram).toEqual(measuredIn(null).fieldHistogram);
  });
});

describe('outlines', () => {
  const specimen = [...regions, region('E1', circle(55, 45, 40)), region('C1', box(5, 5, 9, 9))];
  const all = measured(frame, inputsOf(specimen, { profile, referenceId: 'B1' }));
  const rules = { clippedLimitShare: 0.01, noiseFloorLinear: 0.004, referenceId: null };
  const ofSpecimen = (change: Partial<RegionStatistics>): Figure =>
    figuresOf(
      all.regions.map(r => (r.id === 'E1' ? { ...r, ...change } : r)),
      rules,
    ).references[0]!.ofSpecimen;

  test('have statistics like others and are in no pair and no list', () => {
    expect(all.regions.map(r => r.id)).toEqual(['T1', 'B1', 'E1', 'C1']);
    expect(all.regions[2]!.n).toBeGreaterThan(4000);
    expect(all.pairs.map(p => [p.tumourId, p.backgroundId])).toEqual([['T1', 'B1']]);
    expect(all.references.map(r => r.id)).toEqual(['T1', 'B1']);
  });

  test('of a specimen give every region in per cent of its peak, the reference too', () => {
    const [t, b, e] = all.regions;
    for (const [i, r] of [t!, b!].entries())
      expect(numberOf(all.references[i]!.ofSpecimen)).toBeCloseTo((100 * r.mean!) / e!.peak!, 12);
    expect(numberOf(all.references[1]!.percent)).toBe(100);
  });

  test('withhold it without an edge, and where the maximum is not known', () => {
    const [noEdge] = figuresOf(all.regions.slice(0, 2), rules).references;
    expect(noEdge!.ofSpecimen).toEqual({
      withheld: 'no-reference',
      detail: 'no edge: draw the specimen',
    });
    expect(ofSpecimen({ clippedShare: 0.0004 })).toEqual({
      withheld: 'clipped',
      detail: 'E1 clipped 0.04 %: its maximum is unknown',
    });
    expect(ofSpecimen({ peak: null, n: 0 })).toMatchObject({ withheld: 'no-pixels' });
    expect(ofSpecimen({ peak: 0.003 })).toMatchObject({ withheld: 'under-noise-floor' });
    expect(ofSpecimen({})).toHaveProperty('value');
  });
});
