/** Figures: their formulas, when they are withheld, and that each can be explained. */
import { describe, expect, test } from 'vitest';
import { measurementSchema } from '#model/event.ts';
import { definitions, definitionsInWords, figuresOf, noiseFloorLinear, withhold } from '#model/figures.ts';
import type { RegionStatistics } from '#model/measurement.ts';
import { profileHash } from '#model/profile-hash.ts';
import { box, formatOf, frameOf, inputsOf, measured, numberOf, profileOf, region } from './frames.ts';

const rules = { clippedLimitShare: 0.01, noiseFloorLinear: 0.004, referenceId: null };

const statistics = (id: string, change: Partial<RegionStatistics> = {}): RegionStatistics => {
  const { role, tissue } = region(id, box(0, 0, 1, 1));
  const value = {
    mean: 0.3,
    sd: 0.02,
    median: 0.3,
    p5: 0.3,
    p95: 0.3,
    min: 0.3,
    max: 0.3,
    meanCodes: 80,
    specularShare: 0,
    peak: 0.3,
    effectiveN: null,
    meanSd: null,
  };
  return { id, role, tissue, n: 100, ...value, clippedShare: 0, crushedShare: 0, outsideShare: 0, ...change };
};

const pairOf = (tumour: Partial<RegionStatistics>, background: Partial<RegionStatistics>) =>
  figuresOf([statistics('T1', tumour), statistics('B1', background)], rules).pairs[0]!;

describe('formulas', () => {
  test('all figures of a pair follow from its two means and SDs', () => {
    const pair = pairOf({ mean: 0.6, sd: 0.04 }, { mean: 0.2, sd: 0.03 });
    expect(numberOf(pair.tbr)).toBeCloseTo(3, 14);
    expect(numberOf(pair.cnr)).toBeCloseTo(0.4 / 0.03, 12);
    expect(numberOf(pair.cnrTwoSigma)).toBeCloseTo(0.4 / 0.05, 12);
    expect(numberOf(pair.snr)).toBeCloseTo(20, 12);
    expect(numberOf(pair.weber)).toBeCloseTo(2, 14);
    expect(numberOf(pair.michelson)).toBeCloseTo(0.5, 14);
  });

  test('a tumour darker than its background, or than dark, keeps its sign', () => {
    const darker = pairOf({ mean: 0.1 }, { mean: 0.2, sd: 0.01 });
    expect(numberOf(darker.tbr)).toBe(0.5);
    expect(numberOf(darker.weber)).toBe(-0.5);
    expect(numberOf(darker.cnr)).toBeCloseTo(-10, 12);
    expect(numberOf(pairOf({ mean: -0.05 }, { mean: 0.2 }).tbr)).toBe(-0.25);
  });

  test('every tumour is set against every background, and the first trusted background carries the lines', () => {
    const regions = [
      statistics('T1'),
      statistics('B1', { clippedShare: 0.5 }),
      statistics('T2'),
      statistics('B2', { mean: 0.15 }),
      statistics('L1'),
    ];
    const { pairs, backgroundLinear } = figuresOf(regions, rules);
    expect(pairs.map(p => `${p.tumourId}/${p.backgroundId}`)).toEqual(['T1/B1', 'T1/B2', 'T2/B1', 'T2/B2']);
    expect(numberOf(pairs[1]!.tbr)).toBe(2);
    expect(backgroundLinear).toBe(0.15);
  });

  test('per cent of a reference is given for every other region but leaks', () => {
    const regions = [statistics('T1', { mean: 0.45 }), statistics('B1', { mean: 0.6 }), statistics('L1')];
    const { references } = figuresOf(regions, { ...rules, referenceId: 'B1' });
    expect(references.map(r => r.id)).toEqual(['T1']);
    expect(numberOf(references[0]!.percent)).toBeCloseTo(75, 12);
  });
});

describe('withheld with the reason', () => {
  test('no tumour, no background', () => {
    const [noTumour] = figuresOf([statistics('B1')], rules).pairs;
    expect(noTumour).toMatchObject({ tumourId: '', backgroundId: 'B1', tbr: { withheld: 'no-tumour' } });
    const [noBackground] = figuresOf([statistics('T1')], rules).pairs;
    expect(noBackground).toMatchObject({
      tumourId: 'T1',
      backgroundId: '',
      cnr: { withheld: 'no-background' },
    });
    expect(figuresOf([], rules)).toMatchObject({
      pairs: [{ tbr: { withheld: 'no-tumour' } }],
      backgroundLinear: null,
    });
  });

  test('no pixels, in either region', () => {
    const gone = { n: 0, mean: null, sd: null };
    expect(pairOf(gone, {}).tbr).toEqual({ withheld: 'no-pixels', detail: 'T1 has no valid pixel' });
    expect(pairOf({}, gone).michelson).toEqual({ withheld: 'no-pixels', detail: 'B1 has no valid pixel' });
  });

  test('clipped over the limit, in either region, with the share and the limit in words', () => {
    expect(pairOf({ clippedShare: 0.041 }, {}).tbr).toEqual({
      withheld: 'clipped',
      detail: 'T1 clipped 4.1 % > 1 %',
    });
    expect(pairOf({}, { clippedShare: 0.01002 }).snr).toEqual({
      withheld: 'clipped',
      detail: 'B1 clipped 1.002 % > 1 %',
    });
    expect(pairOf({ clippedShare: 0.01 }, { clippedShare: 0.01 }).tbr).toHaveProperty('value');
    const all = { n: 0, mean: null, sd: null, clippedShare: 1 };
    expect(pairOf(all, {}).tbr).toEqual({ withheld: 'clipped', detail: 'T1 clipped 100.0 % > 1 %' });
  });

  test('a background at or under the noise floor, negative ones included', () => {
    for (const mean of [0.004, 0.001, 0, -0.2])
      expect(pairOf({}, { mean }).tbr).toMatchObject({ withheld: 'under-noise-floor' });
    expect(pairOf({}, { mean: 0.0041 }).tbr).toHaveProperty('value');
  });

  test('no spread withholds what divides by it and nothing else', () => {
    const pair = pairOf({}, { sd: 0 });
    expect(pair.cnr).toMatchObject({ withheld: 'no-spread' });
    expect(pair.snr).toMatchObject({ withheld: 'no-spread' });
    for (const figure of [pair.tbr, pair.cnrTwoSigma, pair.weber, pair.michelson])
      expect(figure).toHaveProperty('value');
    expect(pairOf({ sd: 0 }, { sd: 0 }).cnrTwoSigma).toMatchObject({ withheld: 'no-spread' });
    expect(pairOf({ mean: -0.3 }, { mean: 0.3 }).michelson).toHaveProperty('withheld');
  });

  test('no reference, a missing one, and one that cannot be trusted', () => {
    const regions = [statistics('T1'), statistics('B1', { clippedShare: 0.2 })];
    const percent = (referenceId: string | null) =>
      figuresOf(regions, { ...rules, referenceId }).references[0]!.percent;
    expect(percent(null)).toEqual({ withheld: 'no-reference', detail: 'no reference chosen' });
    expect(percent('T9')).toEqual({ withheld: 'no-reference', detail: 'T9 is not there' });
    expect(percent('B1')).toEqual({ withheld: 'clipped', detail: 'B1 clipped 20.0 % > 1 %' });
  });

  test('an old frame takes every figure away and leaves the statistics', () => {
    const frame = frameOf(formatOf('Y8', { widthPx: 40, heightPx: 20 }), (x, y) => 40 + ((x * y) % 7));
    const measurement = measured(
      frame,
      inputsOf([region('T1', box(0, 0, 9, 9)), region('B1', box(20, 0, 9, 9))], { referenceId: 'B1' }),
    );
    numberOf(measurement.pairs[0]!.tbr);
    const old = withhold(measurement, 'frame-old', 'the frame is 0.8 s old');
    const figure = { withheld: 'frame-old', detail: 'the frame is 0.8 s old' };
    const { tumourId, backgroundId, tbrProfileSd, tbrSd, cnrSd, ...figures } = old.pairs[0]!;
    expect([tumourId, backgroundId, tbrProfileSd, tbrSd, cnrSd]).toEqual(['T1', 'B1', null, null, null]);
    expect(Object.values(figures)).toEqual(Array(6).fill(figure));
    expect(old.references).toEqual([{ id: 'T1', percent: figure, ofSpecimen: figure }]);
    expect(old.backgroundLinear).toBeNull();
    expect(old.regions).toEqual(measurement.regions);
  });

  test('a frame without NIR has no regions, and figures that say so', () => {
    const frame = frameOf(formatOf('I420', { widthPx: 40, heightPx: 20 }), () => 90);
    const whole = inputsOf([]).layout;
    const layouts = [
      { ...whole, white: whole.nir, nir: null },
      { ...whole, white: whole.nir, nir: { stream: 'second' as const, rect: whole.nir!.rect } },
    ];
    for (const layout of layouts) {
      const measurement = measured(
        frame,
        inputsOf([region('T1', box(0, 0, 9, 9)), region('B1', box(20, 0, 9, 9))], { layout }),
      );
      expect(measurement.regions).toEqual([]);
      expect(measurement.pairs).toMatchObject([
        { tumourId: 'T1', backgroundId: 'B1', tbr: { withheld: 'no-pixels' } },
      ]);
      expect(measurement.backgroundLinear).toBeNull();
    }
  });

  test('the noise floor is a step of codes above dark, through the camera’s curve', () => {
    const format = formatOf('I420', { widthPx: 2, heightPx: 2 }, { fullRange: false });
    const linear = profileOf({ transfer: { kind: 'linear' }, darkCodes: 20, noiseFloorCodes: 3 });
    expect(noiseFloorLinear(format, linear)).toBeCloseTo(3 / 219, 14);
    expect(noiseFloorLinear(format, { ...linear, darkCodes: null })).toBeCloseTo(3 / 219, 14);
    const square = profileOf({ transfer: { kind: 'power', gamma: 2 }, darkCodes: 26, noiseFloorCodes: 10 });
    expect(noiseFloorLinear(format, square)).toBeCloseTo((20 / 219) ** 2 - (10 / 219) ** 2, 14);
  });
});

describe('what a measurement carries', () => {
  const frame = frameOf(formatOf('I420', { widthPx: 40, heightPx: 20 }), (x, y) => 60 + ((x * y) % 9), 12);
  const regions = [
    region('T1', box(0, 0, 9, 9)),
    region('B1', box(20, 0, 9, 9)),
    region('L1', box(20, 10, 4, 4)),
  ];

  test('every key that carries a number has a definition with name, formula and source', () => {
    const measurement = measured(frame, inputsOf(regions, { referenceId: 'B1' }));
    const { tumourId, backgroundId, ...figures } = measurement.pairs[0]!;
    const { id, role, tissue, ...numbers } = measurement.regions[0]!;
    const keys = [
      ...Object.keys(figures),
      ...Object.keys(numbers),
      'percent',
      'ofSpecimen',
      'backgroundLinear',
      'fieldClippedShare',
    ];
    expect(Object.keys(definitions).toSorted()).toEqual(keys.toSorted());
    expect(Object.keys(definitionsInWords).toSorted()).toEqual(keys.toSorted());
    for (const { name, formula, source } of Object.values(definitions))
      for (const words of [name, formula, source]) expect(words.length).toBeGreaterThan(4);
    expect(definitionsInWords.snr).toContain('µ_T / σ_B');
  });

  test('frame, inputs, profile and how far the numbers can be trusted; and it survives being written down', () => {
    const profile = profileOf({ id: 'bench', transfer: { kind: 'srgb' }, darkCodes: 18 });
    const measurement = measured(frame, inputsOf(regions, { profile }));
    expect(measurement).toMatchObject({
      frameNumber: 12,
      timestampS: 12 / 30,
      inputsRevision: 7,
      profileId: 'bench',
      profileHash: profileHash(profile),
      calibration: 'calibrated',
      motion: null,
    });
    expect(measurementSchema.parse(JSON.parse(JSON.stringify(measurement)))).toEqual(measurement);
    const coloured = { ...inputsOf(regions).layout, displayReferred: true };
    expect(measured(frame, inputsOf(regions, { profile, layout: coloured })).calibration).toBe(
      'relative, display-referred',
    );
  });
});
