/** Numbers under everything that a profile may hold: measured curves, dark and flat field by pixel, what is missing. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { curveSegments, tableToLinear } from '#model/curve-table.ts';
import { type Field, fieldOf, refOf } from '#model/field.ts';
import { createFieldShelf } from '#model/field-correction.ts';
import type { FramePlanes } from '#model/frame.ts';
import type { Measurement } from '#model/measurement.ts';
import type { Profile } from '#model/profile.ts';
import { linearTable } from '#model/transfer.ts';
import { createRandom } from '#test/support/random.ts';
import { createMeasureCache, measureFrame } from '#workers/quantify/measure-frame.ts';
import { lightStatisticsOf } from '#workers/quantify/pixel-light.ts';
import { createPlainHistogram } from '#workers/quantify/region-histogram.ts';
import {
  box,
  type CodeRule,
  circle,
  formatOf,
  frameOf,
  inputsOf,
  measured,
  measuredWith,
  numberOf,
  profileOf,
  region,
} from './frames.ts';

const size = { widthPx: 64, heightPx: 48 };
const pixels = 64 * 48;
const regions = [
  region('T1', circle(20, 20, 9.3)),
  region('B1', circle(45, 30, 11.1)),
  region('L1', circle(24, 20, 3)),
];

const scrambledBy =
  (seed: number, top: number): CodeRule =>
  (x, y) =>
    ((x * 7919 + y * 104_729 + seed * 1301) * 2_654_435) % top;

const fieldFrom = (value: (x: number, y: number) => number, { widthPx, heightPx } = size): Field =>
  fieldOf(
    Float64Array.from({ length: widthPx * heightPx }, (_, i) => value(i % widthPx, Math.floor(i / widthPx))),
    widthPx,
    heightPx,
  );
const valueAt = ({ low, step, samples, widthPx }: Field, x: number, y: number): number =>
  low + step * samples[y * widthPx + x]!;

const vignette = fieldFrom((x, y) => 1.2 - 0.5 * (((x - 32) / 40) ** 2 + ((y - 24) / 40) ** 2));
const glow = fieldFrom((x, y) => 0.01 * Math.sin(x / 5) + 0.0003 * y);

const withFields = (dark: Field | null, flat: Field | null, change: Partial<Profile> = {}): Profile =>
  profileOf({
    transfer: { kind: 'power', gamma: 2.2 },
    darkCodes: 11,
    darkField: dark && refOf(dark),
    flatField: flat && refOf(flat),
    ...change,
  });

/** All that a measurement says of the codes; which profile said it is left out. */
const numbersOf = ({ profileHash, ...numbers }: Measurement) => JSON.stringify(numbers);

/** A measured curve: like a power of `gamma`, in 65 points. */
const curveLike = (gamma: number): Profile['transfer'] => ({
  kind: 'table',
  linear: Array.from({ length: curveSegments + 1 }, (_, i) => (i / curveSegments) ** gamma),
});

describe('curves', () => {
  test('an identity profile gives the raw numbers bit for bit, at any depth', () => {
    const identityProfile = profileOf({ range: 'full', transfer: { kind: 'linear' }, darkCodes: 0 });
    const straight: Profile['transfer'] = {
      kind: 'table',
      linear: Array.from({ length: curveSegments + 1 }, (_, i) => i / curveSegments),
    };
    fc.assert(
      fc.property(
        fc.constantFrom(8, 10, 12, 16),
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 2, max: 65_536 }),
        (bitDepth, seed, top) => {
          const format = formatOf(bitDepth === 8 ? 'Y8' : 'Y16', size, { bitDepth });
          const white = 2 ** bitDepth - 1;
          const frame = frameOf(format, scrambledBy(seed, Math.min(top, white)));
          const raw = measured(frame, inputsOf(regions));
          const identity = measured(frame, inputsOf(regions, { profile: identityProfile }));
          expect(identity.regions).toEqual(raw.regions);
          expect([identity.pairs, identity.backgroundLinear]).toEqual([raw.pairs, raw.backgroundLinear]);
          for (const { min, max, median, p5, p95 } of raw.regions)
            for (const value of [min, max, median, p5, p95])
              expect(Math.round(value! * white) / white, 'a code over white, and nothing else').toBe(value);
          // A straight table rounds in its own way, once.
          const table = measured(
            frame,
            inputsOf(regions, { profile: { ...identityProfile, transfer: straight } }),
          );
          table.regions.forEach(({ mean, sd }, i) => {
            expect(mean).toBeCloseTo(raw.regions[i]!.mean!, 13);
            expect(sd).toBeCloseTo(raw.regions[i]!.sd!, 13);
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  test('a measured curve and its dark act as the model says, below black too', () => {
    const transfer = curveLike(2.2);
    const profile = profileOf({ transfer, darkCodes: 30.5 });
    const format = formatOf('I420', size, { fullRange: false });
    const frame = frameOf(format, x => [10, 100, 180][x % 3]!);
    const [tumour] = measured(frame, inputsOf([region('T1', box(0, 0, 63, 48))], { profile })).regions;
    const linear = transfer.kind === 'table' ? transfer.linear : [];
    const lightOf = (code: number) => tableToLinear((code - 16) / 219, linear);
    const above = [10, 100, 180].map(code => lightOf(code) - lightOf(30.5));
    expect([tumour!.min, tumour!.median, tumour!.max]).toEqual(above);
    expect(above[0]).toBeLessThan(0);
    expect(tumour!.mean).toBeCloseTo((above[0]! + above[1]! + above[2]!) / 3, 14);
  });

  test('a TBR through a curve of 65 measured points is that of the curve itself, to a thousandth', () => {
    const codeOf = (light: number) => Math.round(65_535 * light ** (1 / 2.2));
    const frame = frameOf(formatOf('Y16', size), x => codeOf(x < 32 ? 0.6 : 0.2));
    const inputs = inputsOf([region('T1', box(0, 0, 32, 48)), region('B1', box(32, 0, 32, 48))], {
      profile: profileOf({ transfer: curveLike(2.2), darkCodes: 0 }),
    });
    expect(numberOf(measured(frame, inputs).pairs[0]!.tbr)).toBeCloseTo(3, 2);
  });
});

describe('dark and flat field, pixel by pixel', () => {
  test('a field that changes nothing gives bit for bit the numbers of a profile without', () => {
    const ones = fieldFrom(() => 1);
    const zeros = fieldFrom(() => 0);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.constantFrom<Profile['transfer']>({ kind: 'srgb' }, { kind: 'linear' }, curveLike(1.8)),
        fc.boolean(),
        (seed, transfer, hasNeutralDark) => {
          const frame = frameOf(formatOf('I420', size), scrambledBy(seed, 236));
          const change = { transfer, uncertainty: { ...profileOf({}).uncertainty, darkCodes: 0.4 } };
          const without = inputsOf(regions, { profile: withFields(null, null, change) });
          const profile = withFields(hasNeutralDark ? zeros : null, ones, change);
          expect(numbersOf(measuredWith([ones, zeros], frame, inputsOf(regions, { profile })))).toBe(
            numbersOf(measured(frame, without)),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  test('every number equals the one that the list of corrected pixels gives', () => {
    fc.assert(
      fc.property(
        fc.record({
          bitDepth: fc.constantFrom(8, 12, 16),
          seed: fc.integer({ min: 0, max: 1e6 }),
          hasDark: fc.boolean(),
          hasFlat: fc.boolean(),
          x: fc.integer({ min: -5, max: 40 }),
          y: fc.integer({ min: -5, max: 30 }),
          width: fc.integer({ min: 6, max: 60 }),
          height: fc.integer({ min: 6, max: 50 }),
        }),
        ({ bitDepth, seed, hasDark, hasFlat, x: left, y: up, width, height }) => {
          const format = formatOf(bitDepth === 8 ? 'Y8' : 'Y16', size, { bitDepth });
          const rule = scrambledBy(seed, 2 ** bitDepth);
          const clipCodes = 0.93 * 2 ** bitDepth;
          const profile = withFields(hasDark ? glow : null, hasFlat ? vignette : null, { clipCodes });
          const linear = linearTable(format, profile);
          const values: number[] = [];
          const codes: number[] = [];
          let clipped = 0;
          for (let y = Math.max(0, up); y < Math.min(48, up + height); y++)
            for (let x = Math.max(0, left); x < Math.min(64, left + width); x++) {
              const code = rule(x, y);
              if (code >= clipCodes) clipped++;
              if (code >= clipCodes) continue;
              const dark = hasDark ? valueAt(glow, x, y) : 0;
              values.push((linear[code]! - dark) / (hasFlat ? valueAt(vignette, x, y) : 1));
              codes.push(code);
            }
          const [ours] = measuredWith(
            [glow, vignette],
            frameOf(format, rule),
            inputsOf([region('T1', box(left, up, width, height))], { profile }),
          ).regions;
          const n = values.length;
          expect(ours!.n).toBe(n);
          if (n === 0) return;
          const sorted = values.toSorted((a, b) => a - b);
          const mean = values.reduce((a, b) => a + b, 0) / n;
          const variance = values.reduce((a, v) => a + (v - mean) ** 2, 0) / n;
          const atShare = (percent: number) => sorted[Math.ceil((percent * n) / 100) - 1];
          expect([ours!.min, ours!.max]).toEqual([sorted[0], sorted.at(-1)]);
          expect([ours!.p5, ours!.median, ours!.p95]).toEqual([atShare(5), atShare(50), atShare(95)]);
          expect(ours!.mean).toBeCloseTo(mean, 12);
          expect(ours!.sd).toBeCloseTo(Math.sqrt(variance), 12);
          expect(ours!.meanCodes).toBeCloseTo(codes.reduce((a, b) => a + b, 0) / n, 8);
          expect(ours!.clippedShare).toBe(clipped / (n + clipped));
        },
      ),
      { numRuns: 150 },
    );
  });

  test('clipped and crushed are decided on codes, whatever a field makes of them', () => {
    const dim = fieldFrom(x => (x < 32 ? 0.25 : 1.75));
    const frame = frameOf(formatOf('Y8', size), x => [0, 120, 255][x % 3]!);
    const inputs = (flat: Field | null) => inputsOf(regions, { profile: withFields(null, flat) });
    const raw = measured(frame, inputs(null)).regions;
    const corrected = measuredWith([dim], frame, inputs(dim)).regions;
    corrected.forEach(({ n, clippedShare, crushedShare, outsideShare, meanCodes, max }, i) => {
      const { max: rawMax, ...ofCodes } = raw[i]!;
      expect(ofCodes).toMatchObject({ n, clippedShare, crushedShare, outsideShare, meanCodes });
      expect(max).not.toBe(rawMax);
    });
  });

  test('NIR in a half of the frame is corrected in the pixels of its own channel', () => {
    const format = formatOf('I420', { widthPx: 128, heightPx: 48 }, { fullRange: true });
    const half = (x: number) => ({ stream: 'main' as const, rect: { x, y: 0, width: 0.5, height: 1 } });
    const layout = { ...inputsOf([]).layout, white: half(0), nir: half(0.5) };
    const rule = scrambledBy(3, 250);
    const profile = withFields(glow, vignette);
    const beside = frameOf(format, (x, y) => (x < 64 ? 7 : rule(x - 64, y)));
    const alone = frameOf(formatOf('Y8', size), rule);
    expect(measuredWith([glow, vignette], beside, inputsOf(regions, { profile, layout })).regions).toEqual(
      measuredWith([glow, vignette], alone, inputsOf(regions, { profile })).regions,
    );
  });

  test('a uniform target measured under its own profile has the same mean everywhere', () => {
    const format = formatOf('Y16', size);
    const shade = (x: number, y: number) =>
      (1 - 0.5 * (((x - 30) / 40) ** 2 + ((y - 20) / 40) ** 2)) * (1 + 0.1 * Math.sin(x / 3));
    const darkCodes = 2500;
    const profile = withFields(null, null, { darkCodes });
    const linear = linearTable(format, profile);
    // What the camera makes of it: light and dark, through its curve.
    const codeOf: CodeRule = (x, y) =>
      Math.round(65_535 * (0.55 * shade(x, y) + (darkCodes / 65_535) ** 2.2) ** (1 / 2.2));
    const light = Float64Array.from(
      { length: pixels },
      (_, i) => linear[codeOf(i % 64, Math.floor(i / 64))]!,
    );
    const mean = light.reduce((a, b) => a + b) / pixels;
    const flat = fieldOf(
      light.map(l => l / mean),
      64,
      48,
    );
    const places = [0, 16, 32, 48].flatMap((x, i) =>
      [0, 16, 32].map((y, j) => region(`T${4 * j + i + 1}`, box(x, y, 16, 16))),
    );
    const frame = frameOf(format, codeOf);
    const before = measured(frame, inputsOf(places, { profile })).regions.map(r => r.mean!);
    expect(Math.max(...before) / Math.min(...before)).toBeGreaterThan(1.4);
    const after = measuredWith(
      [flat],
      frame,
      inputsOf(places, { profile: { ...profile, flatField: refOf(flat) } }),
    );
    for (const { mean: corrected, sd } of after.regions) {
      expect(Math.abs(corrected! / mean - 1)).toBeLessThan(1e-6);
      expect(sd! / mean).toBeLessThan(1e-5);
    }
  });

  test('the background of the iso-lines is the corrected one', () => {
    const frame = frameOf(formatOf('Y8', size), scrambledBy(5, 200));
    const profile = withFields(glow, vignette);
    const { backgroundLinear, regions: numbers } = measuredWith(
      [glow, vignette],
      frame,
      inputsOf(regions, { profile }),
    );
    expect(backgroundLinear).toBe(numbers[1]!.mean);
    expect(backgroundLinear).not.toBe(
      measured(frame, inputsOf(regions, { profile: withFields(null, null) })).backgroundLinear,
    );
  });

  test('the same codes and fields give the same bits, whatever was measured before', () => {
    const shelf = createFieldShelf();
    shelf.put([glow, vignette]);
    const warm = createMeasureCache(createPlainHistogram(), shelf);
    const inputs = inputsOf(regions, { profile: withFields(glow, vignette) });
    const larger = inputsOf([region('T1', box(0, 0, 64, 48))], { profile: withFields(null, vignette) });
    const frame = { main: frameOf(formatOf('I420', size), scrambledBy(9, 230)), second: null };
    const expected = JSON.stringify(measuredWith([vignette, glow], frame.main, inputs));
    for (const others of [[], [larger], [larger, inputsOf(regions)]]) {
      for (const other of others) measureFrame(frame, other, warm);
      expect(JSON.stringify(measureFrame(frame, inputs, warm).measurement)).toBe(expected);
    }
  });
});

describe('statistics of corrected light', () => {
  test('percentiles are exact however the values lie: many equal, one far off, over many magnitudes', () => {
    const random = createRandom(11);
    const shapes: ((i: number) => number)[] = [
      () => random.uniform(0, 1),
      () => random.integer(0, 3) / 7,
      i => (i === 17 ? 1e12 : random.uniform(0.2, 0.21)),
      () => 10 ** random.uniform(-300, 300),
      () => -(2 ** -random.uniform(0, 1070)),
      i => (i % 2 ? Number.MIN_VALUE : 0),
      () => 0.3,
    ];
    for (const shape of shapes)
      for (const n of [1, 2, 19, 20, 1024, 1025, 30_000]) {
        const values = Float64Array.from({ length: n }, (_, i) => shape(i));
        const sorted = values.toSorted();
        const { p5, median, p95, min, max } = lightStatisticsOf(values.slice());
        const expected = [5, 50, 95].map(percent => sorted[Math.ceil((percent * n) / 100) - 1]);
        expect([p5, median, p95]).toEqual(expected);
        expect([min, max]).toEqual([sorted[0], sorted.at(-1)]);
      }
  });

  test('a million equal pixels have their own value for a mean, to the last digits, and no spread', () => {
    const { mean, sd } = lightStatisticsOf(new Float64Array(1_000_000).fill(0.1));
    expect(Math.abs(mean! - 0.1)).toBeLessThan(1e-15);
    expect(sd).toBe(0);
  });

  test('SD keeps its digits where the mean is huge beside it', () => {
    const light = Float64Array.from({ length: 5000 }, (_, i) => 1e7 + (i % 2 ? 1 : -1) / 1024);
    expect(lightStatisticsOf(light).sd).toBe(1 / 1024);
  });
});

describe('a field that is not there', () => {
  const frame: FramePlanes = frameOf(formatOf('Y8', size), scrambledBy(2, 200));
  const inputs = (profile: Profile) => inputsOf(regions, { profile, referenceId: 'B1' });
  const withheldIn = ({ pairs, references, backgroundLinear }: Measurement) => {
    const { tumourId, backgroundId, tbrProfileSd, tbrSd, cnrSd, ...figures } = pairs[0]!;
    const all = [...Object.values(figures), references[0]!.percent];
    expect([tbrProfileSd, backgroundLinear]).toEqual([null, null]);
    expect(new Set(all.map(figure => JSON.stringify(figure))).size).toBe(1);
    return all[0]!;
  };

  test('takes every figure and every light away, and leaves what the codes say', () => {
    const stated = { uncertainty: { ...profileOf({}).uncertainty, flatShare: 0.02 } };
    const measurement = measuredWith([glow], frame, inputs(withFields(glow, vignette, stated)));
    expect(withheldIn(measurement)).toEqual({
      withheld: 'no-field',
      detail: 'the flat field of this profile is not there',
    });
    const known = measured(frame, inputs(withFields(null, null))).regions;
    measurement.regions.forEach((numbers, i) => {
      const { n, clippedShare, crushedShare, outsideShare, meanCodes } = known[i]!;
      expect(numbers).toMatchObject({ n, clippedShare, crushedShare, outsideShare, meanCodes });
      expect([numbers.mean, numbers.sd, numbers.median, numbers.min]).toEqual([null, null, null, null]);
    });
  });

  test('made for another size, it says which; dark is looked for as flat is', () => {
    const vga = fieldFrom(() => 1, { widthPx: 640, heightPx: 480 });
    expect(withheldIn(measuredWith([vga], frame, inputs(withFields(null, vga))))).toEqual({
      withheld: 'no-field',
      detail: 'the flat field of this profile was made for 640 × 480, and NIR is 64 × 48 here',
    });
    expect(withheldIn(measuredWith([], frame, inputs(withFields(glow, null))))).toEqual({
      withheld: 'no-field',
      detail: 'the dark field of this profile is not there',
    });
  });

  test('a flat field with places that have no light is none', () => {
    const hole = fieldFrom((x, y) => (x === 3 && y === 4 ? 0 : 1));
    expect(withheldIn(measuredWith([hole], frame, inputs(withFields(null, hole))))).toMatchObject({
      withheld: 'no-field',
      detail: expect.stringContaining('without any light'),
    });
  });
});
