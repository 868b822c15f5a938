/** Stated uncertainties against what thousands of noisy phantoms do: the intervals must hold what they say they hold. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { figuresOf } from '#model/figures.ts';
import type { RegionStatistics } from '#model/measurement.ts';
import { createRandom } from '#test/support/random.ts';
import { createTileReader } from '#workers/quantify/light-tiles.ts';
import { createSquareSummer, lagOf } from '#workers/quantify/neighbours.ts';
import { createNoiseReader, roundingSdOf } from '#workers/quantify/noise.ts';
import { createPlainHistogram } from '#workers/quantify/region-histogram.ts';
import { statisticsOf } from '#workers/quantify/statistics.ts';
import { box, circle, formatOf, frameOf, inputsOf, measured, profileOf, region } from './frames.ts';

const random = createRandom(20_260_214);

/** Standard normal, `n` of them: Box and Muller 1958, doi:10.1214/aoms/1177706645. */
function normals(n: number): Float64Array {
  const values = new Float64Array(n + 1);
  for (let i = 0; i < n; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(random.uniform(1e-9, 1)));
    const angle = 2 * Math.PI * random.uniform(0, 1);
    values[i] = radius * Math.cos(angle);
    values[i + 1] = radius * Math.sin(angle);
  }
  return values;
}

/** Weights of a blur along rows and columns, scaled so that white noise keeps its variance. */
const unit = (weights: readonly number[]) => weights.map(w => w / Math.hypot(...weights));
const none = [1];
const debayered = unit([1, 2, 1]);
const boxed = unit([1, 1, 1]);
const gaussian = (sd: number) =>
  unit([-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5].map(x => Math.exp(-(x * x) / (2 * sd * sd))));

/** Noise of variance 1 over a square. */
function noise(size: number, weights: readonly number[]): Float64Array {
  const wide = size + weights.length - 1;
  const white = normals(wide * wide);
  if (weights.length === 1) return white;
  const rows = new Float64Array(size * wide);
  for (let y = 0; y < wide; y++)
    for (let x = 0; x < size; x++)
      for (let i = 0; i < weights.length; i++) rows[y * size + x]! += weights[i]! * white[y * wide + x + i]!;
  const smooth = new Float64Array(size * size);
  for (let y = 0; y < size; y++)
    for (let i = 0; i < weights.length; i++)
      for (let x = 0; x < size; x++) smooth[y * size + x]! += weights[i]! * rows[(y + i) * size + x]!;
  return smooth;
}

const histogram = createPlainHistogram();
const noiseOf = createNoiseReader();

/** Light of a disc: its true mean and SD, in codes of a linear camera. */
type Disc = { readonly radiusPx: number; readonly mean: number; readonly sd: number };

const discSpans = (radiusPx: number) =>
  Int32Array.from(
    Array.from({ length: 2 * radiusPx + 1 }, (_, y) => {
      const half = Math.floor(Math.sqrt(radiusPx ** 2 - (y - radiusPx) ** 2));
      return [y, radiusPx - half, radiusPx + half + 1];
    }).flat(),
  );

/** Codes are light to the power 1/gamma, rounded to 8 bits. */
function measuredDisc(id: 'T1' | 'B1', { radiusPx, mean, sd }: Disc, { gamma, field }: Recipe) {
  const size = 2 * radiusPx + 1;
  const values = field(size);
  const samples = Uint8Array.from({ length: size * size }, (_, i) => {
    const light = Math.max(0, mean + sd * values[i]!) / 255;
    return Math.min(254, Math.round(255 * light ** (1 / gamma)));
  });
  const linear = Float64Array.from({ length: 256 }, (_, code) => (code / 255) ** gamma);
  const codes = {
    widthPx: size,
    heightPx: size,
    samples,
    startSamples: 0,
    strideSamples: size,
    topCode: 255,
  };
  const source = { codes, linear, clipCode: 255, blackCode: 0, correction: null };
  const spans = discSpans(radiusPx);
  const counted = statisticsOf(histogram(codes, spans), source);
  const at = Math.round(counted.meanCodes!);
  const step = (linear[at + 1]! - linear[at - 1]!) / 2;
  const noiseFound = noiseOf(source, {
    spans,
    n: counted.n,
    mean: counted.mean!,
    sd: counted.sd!,
    roundingSd: roundingSdOf(counted.sd!, step),
  })!;
  const { role, tissue } = region(id, box(0, 0, 1, 1));
  const { effectiveN, meanSd } = noiseFound;
  const statistics: RegionStatistics = { id, role, tissue, outsideShare: 0, ...counted, effectiveN, meanSd };
  return { statistics, noise: noiseFound, trueSd: Math.hypot(sd / 255, step / Math.sqrt(12)) };
}

type Recipe = { readonly gamma: number; readonly field: (size: number) => Float64Array };
type Phantom = Recipe & { readonly tumour: Disc; readonly background: Disc };

const blurred = (weights: readonly number[]) => (size: number) => noise(size, weights);

/** Shares of the 95 % intervals that hold the truth. */
function coverage(phantom: Phantom, phantoms: number): { tbr: number; cnr: number } {
  const { tumour, background } = phantom;
  const held = { tbr: 0, cnr: 0 };
  for (let i = 0; i < phantoms; i++) {
    const t = measuredDisc('T1', tumour, phantom);
    const b = measuredDisc('B1', background, phantom);
    const pair = figuresOf(
      [t.statistics, b.statistics],
      { clippedLimitShare: 1, noiseFloorLinear: 0, referenceId: null },
      new Map([
        ['T1', { shifts: null, noise: t.noise }],
        ['B1', { shifts: null, noise: b.noise }],
      ]),
    ).pairs[0]!;
    if (!('value' in pair.tbr) || !('value' in pair.cnr)) throw new Error('A phantom has no TBR.');
    const cnr = (tumour.mean - background.mean) / 255 / b.trueSd;
    if (Math.abs(pair.tbr.value - tumour.mean / background.mean) <= 1.96 * pair.tbrSd!) held.tbr++;
    if (Math.abs(pair.cnr.value - cnr) <= 1.96 * pair.cnrSd!) held.cnr++;
  }
  return { tbr: held.tbr / phantoms, cnr: held.cnr / phantoms };
}

const disc = (radiusPx: number, mean: number, sd: number): Disc => ({ radiusPx, mean, sd });
const plain = { gamma: 1 };

describe('95 % intervals of 2,000 noisy phantoms hold the truth in 93 to 97 % of them', () => {
  test.each([
    [
      'white noise, small regions',
      { field: blurred(none), tumour: disc(6, 80, 8), background: disc(12, 60, 8) },
    ],
    [
      'white noise, large regions',
      { field: blurred(none), tumour: disc(28, 120, 4), background: disc(28, 40, 2) },
    ],
    [
      'debayered, TBR 10',
      { field: blurred(debayered), tumour: disc(10, 200, 5), background: disc(10, 20, 2) },
    ],
    [
      '3 × 3 smoothed, dark tumour',
      { field: blurred(boxed), tumour: disc(12, 40, 6), background: disc(12, 80, 6) },
    ],
    [
      'denoised, 1 px',
      { field: blurred(gaussian(1)), tumour: disc(12, 90, 10), background: disc(20, 60, 10) },
    ],
    [
      'denoised, 1.5 px',
      { field: blurred(gaussian(1.5)), tumour: disc(20, 90, 10), background: disc(20, 60, 10) },
    ],
    [
      'noise of 0.8 codes',
      { field: blurred(debayered), tumour: disc(12, 40.3, 0.8), background: disc(12, 30.7, 0.8) },
    ],
    [
      'a gamma of 2.2',
      { gamma: 2.2, field: blurred(debayered), tumour: disc(12, 90, 6), background: disc(12, 30, 3) },
    ],
  ] satisfies [string, Omit<Phantom, 'gamma'> & { gamma?: number }][])('%s', (_, phantom) => {
    const { tbr, cnr } = coverage({ ...plain, ...phantom }, 2000);
    expect([tbr >= 0.93, tbr <= 0.97, cnr >= 0.93, cnr <= 0.97], `TBR ${tbr}, CNR ${cnr}`).toEqual(
      Array(4).fill(true),
    );
  });

  test('noise that does not reach the next code is never claimed to average out', () => {
    const { tbr } = coverage(
      { ...plain, field: blurred(none), tumour: disc(12, 40.4, 0.2), background: disc(12, 30.3, 0.2) },
      500,
    );
    expect(tbr).toBeGreaterThanOrEqual(0.95);
  });

  test('fine grain over coarser texture counts the texture, in regions that are large enough to show it', () => {
    const mixed = (size: number) => {
      const coarse = noise(size, gaussian(1.5));
      return noise(size, none).map((fine, i) => Math.SQRT1_2 * (fine + (coarse[i] ?? 0)));
    };
    const { tbr } = coverage(
      { ...plain, field: mixed, tumour: disc(30, 90, 10), background: disc(30, 60, 10) },
      500,
    );
    expect(tbr).toBeGreaterThan(0.9);
    expect(tbr).toBeLessThan(0.97);
  });
});

describe('independent pixels', () => {
  const found = (size: number, weights: readonly number[]) =>
    measuredDisc('B1', disc(size, 120, 10), { ...plain, field: blurred(weights) }).statistics;

  test('of white noise are all, of smoothed noise as many as theory says', () => {
    const white = found(40, none);
    expect(white.effectiveN! / white.n).toBeGreaterThan(0.85);
    expect(white.effectiveN! / white.n).toBeLessThan(1.15);
    // Σ ρ of a Gaussian blur is 4πσ².
    const smooth = found(48, gaussian(1));
    expect(smooth.effectiveN! / (smooth.n / (4 * Math.PI))).toBeGreaterThan(0.8);
    expect(smooth.effectiveN! / (smooth.n / (4 * Math.PI))).toBeLessThan(1.25);
  });

  test('of a region of which only tiles are looked at are right too', () => {
    const regions = Array.from({ length: 120 }, () => found(75, gaussian(1)));
    const mean = regions.reduce((sum, r) => sum + r.mean!, 0) / regions.length;
    const spread = Math.sqrt(
      regions.reduce((sum, r) => sum + (r.mean! - mean) ** 2, 0) / (regions.length - 1),
    );
    const stated = Math.sqrt(regions.reduce((sum, r) => sum + r.meanSd! ** 2, 0) / regions.length);
    expect(regions[0]!.n).toBeGreaterThan(10_240);
    expect(stated / spread).toBeGreaterThan(0.8);
    expect(stated / spread).toBeLessThan(1.25);
  });

  test('shading across a region counts as spread', () => {
    const frame = frameOf(formatOf('Y8', { widthPx: 80, heightPx: 40 }), (x, y) =>
      x < 40 ? 100 + x + ((x * 7919 + y * 104_729) % 7) : 100 + ((x * 7919 + y * 104_729) % 7),
    );
    const [shaded, even] = measured(
      frame,
      inputsOf([region('T1', box(0, 0, 40, 40)), region('B1', box(40, 0, 40, 40))]),
    ).regions;
    expect(shaded!.effectiveN!).toBeLessThan(even!.effectiveN! / 20);
    expect(shaded!.meanSd!).toBeGreaterThan(5 * even!.meanSd!);
  });
});

describe('where there is little to tell', () => {
  const size = { widthPx: 60, heightPx: 40 };
  const flat = (code: number) => frameOf(formatOf('Y8', size), () => code);

  test('a region of equal pixels is one pixel, and unsure by the rounding to codes', () => {
    const profile = profileOf({ transfer: { kind: 'linear' } });
    const [t] = measured(flat(90), inputsOf([region('T1', circle(20, 20, 9))], { profile })).regions;
    expect(t).toMatchObject({ sd: 0, effectiveN: 1 });
    expect(t!.meanSd).toBeCloseTo(1 / 255 / Math.sqrt(12), 15);
  });

  test('fewer than nine pixels have no uncertainty, and neither has what is made of them', () => {
    const frame = frameOf(formatOf('Y8', size), (x, y) => 60 + ((x * 31 + y * 17) % 11));
    const measurement = measured(
      frame,
      inputsOf([region('T1', box(4, 4, 2, 4)), region('B1', box(20, 4, 20, 20))]),
    );
    expect(measurement.regions[0]).toMatchObject({ n: 8, effectiveN: null, meanSd: null });
    expect(measurement.pairs[0]).toMatchObject({ tbrSd: null, cnrSd: null });
    expect(measurement.pairs[0]!.tbr).toHaveProperty('value');
  });

  test('regions that are empty, clipped, thin, full of holes or outside give numbers or null, never NaN', () => {
    const frame = frameOf(formatOf('Y8', size), (x, y) => ((x * 7 + y * 13) % 5 === 0 ? 255 : (x * y) % 255));
    const shapes = [
      box(0, 0, 60, 1),
      box(10, 0, 1, 40),
      box(70, 50, 9, 9),
      circle(30, 20, 0.2),
      circle(0, 0, 30),
      box(0, 0, 60, 40),
    ];
    for (const shape of shapes) {
      const { regions, pairs } = measured(
        frame,
        inputsOf([region('T1', shape), region('B1', box(1, 1, 30, 30))]),
      );
      const numbers = [...Object.values(regions[0]!), pairs[0]!.tbrSd, pairs[0]!.cnrSd];
      for (const value of numbers) if (typeof value === 'number') expect(value).toSatisfy(Number.isFinite);
    }
  });

  test('the same pixels give the same bits, whatever was measured before', () => {
    const once = measuredDisc('T1', disc(12, 90, 9), { ...plain, field: () => fixed });
    measuredDisc('T1', disc(60, 90, 9), { ...plain, field: blurred(none) });
    expect(measuredDisc('T1', disc(12, 90, 9), { ...plain, field: () => fixed }).noise).toEqual(once.noise);
  });
  const fixed = normals(25 * 25);
});

describe('sums over neighbours', () => {
  const patches = fc
    .record({
      widthPx: fc.integer({ min: 1, max: 14 }),
      heightPx: fc.integer({ min: 1, max: 14 }),
      seed: fc.integer({ min: 1, max: 1e6 }),
      reach: fc.integer({ min: 1, max: 5 }),
    })
    .map(({ widthPx, heightPx, seed, reach }) => {
      const samples = Uint8Array.from(
        { length: widthPx * heightPx },
        (_, i) => (seed * (i + 1) * 48_271) % 256,
      );
      const spans = Array.from({ length: heightPx }, (_, y) => {
        const x0 = (seed * (y + 3)) % widthPx;
        return [y, x0, x0 + 1 + ((seed * (y + 7)) % (widthPx - x0))];
      });
      const codes = { widthPx, heightPx, samples, startSamples: 0, strideSamples: widthPx, topCode: 255 };
      const linear = Float64Array.from({ length: 256 }, (_, code) => code / 255);
      const source = { codes, linear, clipCode: 230, correction: null };
      const isIn = (x: number, y: number) =>
        (spans[y] ? x >= spans[y][1]! && x < spans[y][2]! : false) && samples[y * widthPx + x]! < 230;
      const away = (x: number, y: number) => samples[y * widthPx + x]! / 255 - 0.4;
      const places = spans.flatMap(([y, x0, x1]) =>
        Array.from({ length: x1! - x0! }, (_, i) => ({ x: x0! + i, y: y! })).filter(p => isIn(p.x, p.y)),
      );
      return { source, spans: Int32Array.from(spans.flat()), reach, isIn, away, places };
    });

  test('are those of every pair of pixels', () => {
    const readTiles = createTileReader();
    const squareSumOf = createSquareSummer();
    fc.assert(
      fc.property(patches, ({ source, spans, reach, isIn, away, places }) => {
        const tiles = readTiles(source, spans, 0.4);
        expect(tiles.n).toBe(places.length);
        const sums = { square: 0, lags: 0, diagonal: 0, pairs: 0 };
        for (const p of places)
          for (let dy = -reach; dy <= reach; dy++)
            for (let dx = -reach; dx <= reach; dx++) {
              if (!isIn(p.x + dx, p.y + dy)) continue;
              const product = away(p.x, p.y) * away(p.x + dx, p.y + dy);
              sums.square += product;
              sums.lags++;
              if (dx !== -1 || dy !== 1) continue;
              sums.diagonal += product;
              sums.pairs++;
            }
        const lag = lagOf(tiles, -1, 1);
        expect(lag.pairs).toBe(sums.pairs);
        expect(lag.mean * lag.pairs).toBeCloseTo(sums.diagonal, 10);
        const square = squareSumOf(tiles, reach);
        expect(square.sum * tiles.n).toBeCloseTo(sums.square, 9);
        expect(square.lagsSeen * tiles.n).toBeCloseTo(sums.lags, 9);
      }),
      { numRuns: 200 },
    );
  });
});
