/** The whole of an analysis: what is asked and what is not, bad input of every kind, and never a number that is none. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnalysisSettings, analysisSchema, noAnalysis } from '#model/analysis.ts';
import { analysisDefinitions, analysisDefinitionsInWords } from '#model/analysis-definitions.ts';
import { fieldOf, refOf } from '#model/field.ts';
import type { Measurement } from '#model/measurement.ts';
import type { Region, Shape } from '#model/region.ts';
import { createAnalyst } from '#workers/quantify/shapes/analyse-frame.ts';
import wasm from '#workers/quantify/shapes/kernels/all.as.ts?kernel';
import { kernelsBySize } from '#workers/quantify/shapes/kernels-by-size.ts';
import { createRandom } from '../../support/random.ts';
import { box, type CodeRule, circle, formatOf, inputsOf, measured } from '../quantify/frames.ts';
import {
  analysed,
  area,
  frameFrom,
  given,
  linearProfile,
  normal,
  notFinite,
  type Order,
  otsu,
  reasonOf,
  sensorOf,
  twice,
} from './scenes.ts';

const size = { widthPx: 96, heightPx: 80 };

const everything: AnalysisSettings = {
  ...noAnalysis,
  signal: twice,
  levels: [1.5, 2, 3],
  acceptsRelative: true,
  margin: true,
  rimOf: 'T1',
  peaksApartMm: 1,
  applicatorMm: 2,
};
const holed: AnalysisSettings['signal'] = twice && { ...twice, reach: 1.2, smallestPx: 4, fillsHoles: true };
const ring: CodeRule = (x, y) => 40 + 120 * Math.exp(-((Math.hypot(x - 48, y - 40) - 18) ** 2) / 20);
const regions: readonly Region[] = [
  area('T', circle(48, 40, 20)),
  area('B', box(2, 2, 12, 12)),
  area('E', circle(48, 40, 34)),
  area('C', circle(48, 40, 15)),
];
const order = (change: Partial<Order> = {}): Order => ({ regions, settings: everything, ...change });

describe('an analysis', () => {
  test('of everything gives everything, fits its schema, and belongs to the frame', () => {
    const frame = { ...frameFrom(size, ring), number: 41, timestampS: 7, arrivedS: 1007 };
    const { analysis, shapes, bands } = analysed(frame, order());
    for (const figures of [analysis.signal, analysis.margin, analysis.rim, analysis.peaks, analysis.residual])
      given(figures);
    expect(given(analysis.lines)).toHaveLength(3);
    expect(analysisSchema.parse(analysis)).toEqual(analysis);
    expect(analysis).toMatchObject({
      frameNumber: 41,
      timestampS: 7,
      arrivedS: 1007,
      inputsRevision: 7,
      stepPx: 1,
    });
    expect(bands?.frameNumber).toBe(41);
    expect(shapes.signal.length).toBeGreaterThan(0);
    expect(notFinite({ analysis, shapes, bands })).toEqual([]);
  });

  test('of nothing is null throughout', () => {
    const { analysis, bands } = analysed(frameFrom(size, ring), order({ settings: noAnalysis }));
    const { signal, lines, margin, rim, peaks, residual } = analysis;
    expect([signal, lines, margin, rim, peaks, residual, bands]).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  test('of tissue that was lost gives no figure, and says so', () => {
    const lost = (m: Measurement): Measurement => ({ ...m, motion: { kind: 'lost', detail: '31 % agrees' } });
    const { analysis, shapes, bands } = analysed(frameFrom(size, ring), order({ measurement: lost }));
    const { signal, lines, margin, rim, peaks, residual } = analysis;
    for (const figures of [signal, lines, margin, rim, peaks, residual])
      expect(reasonOf(figures)).toBe('tracking-lost');
    expect([shapes.signal, bands]).toEqual([[], null]);
  });

  test('under a profile whose field is not there gives no figure', () => {
    const flat = fieldOf(new Float64Array(96 * 80).fill(2), 96, 80);
    const change = { profile: { ...linearProfile, flatField: refOf(flat) } };
    expect(reasonOf(analysed(frameFrom(size, ring), order({ change })).analysis.signal)).toBe('no-field');
  });

  test('says the same bits twice, whatever came between', () => {
    const random = createRandom(8);
    const frame = frameFrom(size, (x, y) => ring(x, y) + 6 * normal(random));
    const first = analysed(frame, order());
    analysed(frameFrom({ widthPx: 40, heightPx: 30 }, ring), order());
    analysed(
      frameFrom(size, () => 9),
      order({ stepPx: 2 }),
    );
    expect(analysed(frame, order())).toEqual(first);
  });
});

describe('kernels and their twins', () => {
  test('give the same analysis, bit for bit', () => {
    const random = createRandom(12);
    const noise = Array.from({ length: 4 }, () => random.integer(0, 15));
    const fast = createAnalyst(kernelsBySize(wasm));
    const plain = createAnalyst(kernelsBySize(null));
    const inputs = inputsOf(regions, { profile: linearProfile, analysis: { ...everything, signal: holed } });
    for (const sd of noise)
      for (const format of [formatOf('Y8', size), formatOf('Y16', size)])
        for (const stepPx of [1, 2] as const) {
          const scale = format.bitDepth === 16 ? 257 : 1;
          const frame = frameFrom(size, (x, y) => scale * (ring(x, y) + sd * normal(random)), format);
          const order = {
            sensor: sensorOf(frame, inputs),
            measurement: measured(frame, inputs),
            inputs,
            stepPx,
          };
          expect(fast.analyse(order)).toEqual(plain.analyse(order));
        }
  });
});

describe('the bands', () => {
  test('are the distance to the signal, for limits in millimetres', () => {
    const disc: CodeRule = (x, y) => (Math.hypot(x - 48, y - 40) <= 12 ? 160 : 40);
    const { bands } = analysed(
      frameFrom(size, disc),
      order({ settings: { ...everything, limitsMm: [1, 2.5] } }),
    );
    const { samples, widthPx, heightPx, pxPerCode, limitsPx } = bands!;
    expect([widthPx, heightPx, limitsPx]).toEqual([96, 80, [10, 25]]);
    const distance = (x: number, y: number) => samples![y * widthPx + x]! * pxPerCode;
    expect(distance(48, 40)).toBe(0);
    // The line of a third of the step lies 0.4 pixels outside.
    expect(Math.abs(distance(75, 40) - 14.6)).toBeLessThan(0.5);
    expect(25 / pxPerCode).toBeLessThan(255);
    expect(distance(0, 0)).toBeGreaterThan(25);
  });

  test('of a large picture are few enough to upload', () => {
    const { bands } = analysed(frameFrom({ widthPx: 1300, heightPx: 40 }, ring), {
      regions: [area('B', box(200, 2, 20, 20)), area('E', circle(48, 20, 18))],
      settings: { signal: twice, margin: true },
    });
    expect(bands!.widthPx).toBeLessThanOrEqual(640);
  });
});

type Bad = readonly [words: string, code: CodeRule, regions: readonly Region[], size?: typeof size];
const bowTie: Shape = {
  kind: 'polygon',
  points: [
    { x: 10, y: 10 },
    { x: 80, y: 70 },
    { x: 80, y: 10 },
    { x: 10, y: 70 },
  ],
};
const line: Shape = {
  kind: 'freehand',
  points: [
    { x: 10, y: 10 },
    { x: 40, y: 10 },
    { x: 70, y: 10 },
  ],
};
const all = (shape: Shape): Region[] =>
  (['T', 'B', 'E', 'C', 'L'] as const).map(letter => area(letter, shape));
const inputs: readonly Bad[] = [
  ['no region at all', ring, []],
  ['a frame of zeros', () => 0, regions],
  ['a frame that is clipped everywhere', () => 255, regions],
  ['a frame that is even', () => 100, regions],
  ['regions of one pixel', ring, all(circle(48, 40, 0.5))],
  ['regions between pixels', ring, all(circle(48.5, 40.5, 0.2))],
  ['regions that are a line', ring, all(line)],
  ['regions that lie on each other', ring, all(circle(48, 40, 20))],
  [
    'regions that touch',
    ring,
    [area('T', box(30, 30, 10, 10)), area('B', box(40, 30, 10, 10)), area('E', box(30, 40, 20, 20))],
  ],
  ['regions outside the frame', ring, all(circle(-900, 4000, 30))],
  ['regions partly outside', ring, all(circle(0, 0, 30))],
  ['regions larger than the frame', ring, all(circle(48, 40, 900))],
  ['regions that cross themselves', ring, all(bowTie)],
  ['a frame of one pixel', () => 90, regions, { widthPx: 1, heightPx: 1 }],
  ['a frame of one row', x => 40 + x, regions, { widthPx: 60, heightPx: 1 }],
  ['a frame of one column', (_, y) => 40 + y, regions, { widthPx: 1, heightPx: 60 }],
  ['a checkerboard', (x, y) => ((x + y) % 2 === 0 ? 250 : 10), regions],
];

describe('bad input', () => {
  const rules = [
    everything,
    { ...everything, signal: otsu },
    {
      ...everything,
      signal: twice && { ...twice, rule: { by: 'background-sd' as const, k: 3 }, fillsHoles: true },
    },
    { ...everything, signal: twice && { ...twice, rule: { by: 'specimen-percent' as const, percent: 77 } } },
    { ...everything, signal: twice && { ...twice, rule: { by: 'tbr' as const, times: 1000 }, reach: 100 } },
  ];

  test.each(inputs.map(bad => ({ words: bad[0], bad })))(
    '$words gives reasons or numbers, never NaN',
    ({ bad }) => {
      const [, code, badRegions, badSize = size] = bad;
      for (const settings of rules)
        for (const stepPx of [1, 2] as const)
          for (const format of [formatOf('Y8', badSize), formatOf('Y16', badSize)]) {
            // Sixteen bits take another way to the levels, and the same from there on.
            if (format.bitDepth === 16 && settings !== rules[0]) continue;
            const deep: CodeRule = (x, y) => code(x, y) * (format.bitDepth === 16 ? 257 : 1);
            const frame = frameFrom(badSize, deep, format);
            const peaks = (m: Measurement): Measurement => ({
              ...m,
              regions: m.regions.map(r => ({ ...r, peak: r.peak ?? r.max })),
            });
            const result = analysed(frame, { regions: badRegions, settings, stepPx, measurement: peaks });
            expect(notFinite(result)).toEqual([]);
            expect(() => analysisSchema.parse(result.analysis)).not.toThrow();
          }
    },
  );

  test('of random shapes and light is never NaN either', () => {
    const coordinate = fc.double({ min: -60, max: 160, noNaN: true });
    const point = fc.record({ x: coordinate, y: coordinate });
    const radius = fc.double({ min: 0.01, max: 90, noNaN: true });
    const shape: fc.Arbitrary<Shape> = fc.oneof(
      fc.record({ kind: fc.constant('circle' as const), centre: point, radiusPx: radius }),
      fc.record({
        kind: fc.constant('ellipse' as const),
        centre: point,
        radiusXPx: radius,
        radiusYPx: radius,
        angleRad: fc.double({ min: -7, max: 7, noNaN: true }),
      }),
      fc.record({
        kind: fc.constant('freehand' as const),
        points: fc.array(point, { minLength: 3, maxLength: 9 }),
      }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('T', 'B', 'E', 'C', 'L'), shape), { maxLength: 6 }),
        fc.integer({ min: 0, max: 1e6 }),
        fc.constantFrom(...rules),
        (shapes, seed, settings) => {
          const random = createRandom(seed);
          const level = random.integer(0, 255);
          const spread = random.integer(0, 120);
          const frame = frameFrom(size, (x, y) => level + ring(x, y) - 90 + spread * normal(random));
          const drawn = shapes.map(([letter, own], i) => area(letter, own, i + 1));
          const result = analysed(frame, {
            regions: drawn,
            settings: { ...settings, rimOf: drawn[0]?.id ?? 'T1' },
          });
          expect(notFinite(result)).toEqual([]);
        },
      ),
      { seed: 11, numRuns: 60 },
    );
  });
});

test('every definition has a name, a formula and a source', () => {
  for (const [key, { name, formula, source }] of Object.entries(analysisDefinitions))
    expect([key, name, formula, source].every(words => words.length > 0)).toBe(true);
  expect(analysisDefinitionsInWords['margin.smallest']).toContain('√(scale² + registration² + boundary²)');
});
