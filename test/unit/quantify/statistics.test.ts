/** From codes to numbers: histograms, percentiles, clipping, depths, ranges and formats. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PixelFormat } from '#model/frame.ts';
import { linearTable } from '#model/transfer.ts';
import type { SensorCodes } from '#workers/nir-codes.ts';
import kernel from '#workers/quantify/kernels/region-histogram.as.ts?kernel';
import { createMeasureCache, measureFrame } from '#workers/quantify/measure-frame.ts';
import {
  createKernelHistogram,
  createPlainHistogram,
  createRegionHistogram,
} from '#workers/quantify/region-histogram.ts';
import { statisticsOf } from '#workers/quantify/statistics.ts';
import { box, circle, formatOf, frameOf, inputsOf, measured, profileOf, region } from './frames.ts';

const size = { widthPx: 64, heightPx: 48 };
const wholeFrameBox = box(0, 0, 64, 48);
/** A picture without any order that repeats on every machine. */
const scrambled = (top: number) => (x: number, y: number) => ((x * 7919 + y * 104_729) * 2_654_435) % top;

describe('histograms', () => {
  const codesAndSpans = fc
    .record({
      bitDepth: fc.constantFrom(8, 10, 12, 16),
      widthPx: fc.integer({ min: 1, max: 70 }),
      heightPx: fc.integer({ min: 1, max: 30 }),
      margin: fc.integer({ min: 0, max: 9 }),
      seed: fc.integer({ min: 1, max: 1e6 }),
      isFlat: fc.boolean(),
    })
    .map(({ bitDepth, widthPx, heightPx, margin, seed, isFlat }) => {
      const strideSamples = widthPx + margin;
      const length = margin + strideSamples * heightPx;
      const samples = bitDepth === 8 ? new Uint8Array(length) : new Uint16Array(length);
      // Codes above the depth occur on purpose: a broken source must not write beyond the table.
      for (let i = 0; i < length; i++) samples[i] = isFlat ? seed : (seed * (i + 1) * 48_271) % 65_536;
      const spans: number[] = [];
      for (let y = 0; y < heightPx; y++) {
        const x0 = (seed * (y + 3)) % widthPx;
        const x1 = x0 + 1 + ((seed * (y + 7)) % (widthPx - x0));
        spans.push(y, x0, x1);
      }
      const codes: SensorCodes = {
        widthPx,
        heightPx,
        samples,
        startSamples: margin,
        strideSamples,
        topCode: 2 ** bitDepth - 1,
      };
      return { codes, spans: Int32Array.from(spans) };
    });

  test('the kernel and its plain twin count the same, at any depth, stride and alignment', () => {
    const counted = createKernelHistogram(kernel);
    const plain = createPlainHistogram();
    fc.assert(
      fc.property(codesAndSpans, ({ codes, spans }) => {
        const expected = plain(codes, spans);
        const counts = counted(codes, spans);
        expect(counts.length).toBe(expected.length);
        expect(counts.findIndex((count, code) => count !== expected[code])).toBe(-1);
      }),
      { numRuns: 300 },
    );
  });

  test('a region larger than the kernel memory makes it grow', () => {
    const large = { widthPx: 1024, heightPx: 512 };
    const codes: SensorCodes = {
      ...large,
      samples: Uint16Array.from({ length: 1024 * 512 }, (_, i) => i % 65_536),
      startSamples: 0,
      strideSamples: 1024,
      topCode: 65_535,
    };
    const spans = Int32Array.from(Array.from({ length: 512 }, (_, y) => [y, 0, 1024]).flat());
    expect(createKernelHistogram(kernel)(codes, spans)).toEqual(createPlainHistogram()(codes, spans));
  });

  test('bytes that this machine cannot run as a kernel give the twin', () => {
    const codes: SensorCodes = {
      ...size,
      samples: new Uint8Array(64 * 48).fill(9),
      startSamples: 0,
      strideSamples: 64,
      topCode: 255,
    };
    const counts = createRegionHistogram(new Uint8Array([0, 97, 115, 109]))(codes, Int32Array.of(3, 10, 20));
    expect([counts.length, counts[9]]).toEqual([256, 10]);
  });
});

describe('statistics of a histogram', () => {
  const linearCodes = Float64Array.from({ length: 256 }, (_, code) => code);
  const limits = { linear: linearCodes, clipCode: 256, blackCode: 0 };
  const histogramOf = (values: readonly number[]) => {
    const histogram = new Uint32Array(256);
    for (const value of values) histogram[value]!++;
    return histogram;
  };

  test('percentiles are the smallest value that at least that share of the pixels does not exceed', () => {
    const oneToTwenty = Array.from({ length: 20 }, (_, i) => i + 1);
    const { median, p5, p95 } = statisticsOf(histogramOf(oneToTwenty), limits);
    expect([p5, median, p95]).toEqual([1, 10, 19]);
    const single = statisticsOf(histogramOf([42]), limits);
    expect([single.p5, single.median, single.p95, single.sd]).toEqual([42, 42, 42, 0]);
  });

  test('every number equals the one that the list of pixels gives', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 400 }), values => {
        const sorted = values.toSorted((a, b) => a - b);
        const mean = values.reduce((a, b) => a + b, 0) / values.length;
        const variance = values.reduce((a, v) => a + (v - mean) ** 2, 0) / values.length;
        const atShare = (share: number) =>
          sorted.find(v => sorted.filter(other => other <= v).length * 100 >= share * values.length);
        const ours = statisticsOf(histogramOf(values), limits);
        expect(ours.n).toBe(values.length);
        expect(ours.mean).toBeCloseTo(mean, 9);
        expect(ours.sd).toBeCloseTo(Math.sqrt(variance), 9);
        expect([ours.min, ours.max]).toEqual([sorted[0], sorted.at(-1)]);
        expect([ours.p5, ours.median, ours.p95]).toEqual([atShare(5), atShare(50), atShare(95)]);
      }),
    );
  });

  test('SD keeps its digits where the mean is huge beside it', () => {
    const far = { linear: linearCodes.map(code => 1e7 + code / 1024), clipCode: 256, blackCode: 0 };
    expect(statisticsOf(histogramOf([10, 12]), far).sd).toBe(1 / 1024);
  });
});

describe('clipping and crushing', () => {
  test('clipped pixels leave the statistics and are counted; crushed ones stay', () => {
    const frame = frameOf(formatOf('Y8', size), x => (x < 16 ? 255 : x < 32 ? 0 : 100));
    const [tumour] = measured(frame, inputsOf([region('T1', wholeFrameBox)])).regions;
    expect(tumour).toMatchObject({ n: 48 * 48, clippedShare: 0.25, crushedShare: 0.25, max: 100 / 255 });
    expect(tumour!.meanCodes).toBeCloseTo(200 / 3, 12);
  });

  test('limited range clips at white 235 and crushes at black 16; a profile may name another clipping code', () => {
    const codes = [10, 16, 17, 200, 234, 235, 240, 250];
    const frame = frameOf(formatOf('I420', size, { fullRange: false }), x => codes[x % 8]!);
    const limited = measured(frame, inputsOf([region('T1', wholeFrameBox)]));
    expect(limited.regions[0]).toMatchObject({ clippedShare: 3 / 8, crushedShare: 2 / 8, max: 218 / 219 });
    expect(limited.fieldClippedShare).toBe(3 / 8);
    const profile = profileOf({ clipCodes: 245.5 });
    const named = measured(frame, inputsOf([region('T1', wholeFrameBox)], { profile }));
    expect(named.regions[0]).toMatchObject({ clippedShare: 1 / 8, max: 224 / 219 });
  });

  test('the top code is clipped even where a profile names a code beyond it', () => {
    const frame = frameOf(formatOf('Y8', size), x => (x < 32 ? 255 : 254));
    const profile = profileOf({ clipCodes: 4000 });
    expect(
      measured(frame, inputsOf([region('T1', wholeFrameBox)], { profile })).regions[0]!.clippedShare,
    ).toBe(0.5);
  });
});

describe('depths, ranges and formats', () => {
  const regions = [
    region('T1', circle(20, 20, 9.3)),
    region('B1', circle(45, 30, 11.1)),
    region('L1', circle(24, 20, 3)),
  ];
  const numbersOf = ({ regions: numbers, pairs }: ReturnType<typeof measured>) => ({
    numbers: numbers.map(({ meanCodes, ...rest }) => rest),
    pairs,
  });

  test('the same light in 8-bit and 10-bit limited range gives the same numbers', () => {
    const eight = frameOf(formatOf('I420', size, { fullRange: false }), (x, y) => 20 + scrambled(200)(x, y));
    const ten = frameOf(
      formatOf('I420', size, { fullRange: false, bitDepth: 10 }),
      (x, y) => 4 * (20 + scrambled(200)(x, y)),
    );
    expect(numbersOf(measured(ten, inputsOf(regions)))).toEqual(
      numbersOf(measured(eight, inputsOf(regions))),
    );
  });

  test('8-bit and 16-bit full range agree, since 65,535 is 257 times 255', () => {
    const eight = measured(frameOf(formatOf('Y8', size), scrambled(250)), inputsOf(regions));
    const sixteen = measured(
      frameOf(formatOf('Y16', size), (x, y) => 257 * scrambled(250)(x, y)),
      inputsOf(regions),
    );
    sixteen.regions.forEach((numbers, i) => {
      expect(numbers.mean).toBeCloseTo(eight.regions[i]!.mean!, 12);
      expect(numbers.sd).toBeCloseTo(eight.regions[i]!.sd!, 12);
    });
  });

  test.each<PixelFormat>(['NV12', 'RGBA', 'RGBX', 'BGRA', 'BGRX', 'Y8'])(
    '%s gives bit for bit the numbers of I420 with the same luma',
    format => {
      const full = { fullRange: true };
      const i420 = measured(frameOf(formatOf('I420', size, full), scrambled(256)), inputsOf(regions));
      expect(measured(frameOf(formatOf(format, size, full), scrambled(256)), inputsOf(regions))).toEqual(
        i420,
      );
    },
  );

  test('a coloured pixel has the same code whether red or blue comes first', () => {
    const colours = [
      [200, 30, 60, 255],
      [0, 255, 10, 255],
    ] as const;
    const painted = (format: PixelFormat) => {
      const frame = frameOf(formatOf(format, size), () => 0);
      const { samples } = frame.planes[0]!;
      for (let pixel = 0; pixel < 64 * 48; pixel++) {
        const [red, green, blue, alpha] = colours[pixel % 2]!;
        samples.set(format === 'RGBA' ? [red, green, blue, alpha] : [blue, green, red, alpha], 4 * pixel);
      }
      return measured(frame, inputsOf([region('T1', wholeFrameBox)]));
    };
    expect(painted('BGRA')).toEqual(painted('RGBA'));
    // (54·200 + 183·30 + 19·60 + 128) / 256 = 68.5 → 68; (183·255 + 19·10 + 128) / 256 = 183.5 → 183.
    expect(painted('RGBA').regions[0]).toMatchObject({ min: 68 / 255, max: 183 / 255 });
  });

  test('a curve and a dark code act as the model says, and values below dark stay negative', () => {
    const profile = profileOf({ transfer: { kind: 'bt709' }, darkCodes: 40 });
    const format = formatOf('I420', size, { fullRange: false });
    const frame = frameOf(format, x => (x % 2 ? 30 : 180));
    const [tumour] = measured(frame, inputsOf([region('T1', wholeFrameBox)], { profile })).regions;
    const linear = linearTable(format, profile);
    expect(linear[30]).toBeLessThan(0);
    expect([tumour!.min, tumour!.max]).toEqual([linear[30], linear[180]]);
    expect(tumour!.mean).toBeCloseTo((linear[30]! + linear[180]!) / 2, 14);
    expect(tumour!.meanCodes).toBe(105);
  });

  test('NIR beside white light is cut out of the frame', () => {
    const frame = frameOf(formatOf('I420', { widthPx: 128, heightPx: 48 }, { fullRange: true }), x =>
      x < 64 ? 7 : 130,
    );
    const half = (x: number) => ({ stream: 'main' as const, rect: { x, y: 0, width: 0.5, height: 1 } });
    const layout = { ...inputsOf([]).layout, white: half(0), nir: half(0.5) };
    const { regions: numbers, fieldHistogram } = measured(
      frame,
      inputsOf([region('T1', wholeFrameBox)], { layout }),
    );
    expect(numbers[0]).toMatchObject({ n: 64 * 48, min: 130 / 255, max: 130 / 255 });
    expect(fieldHistogram[130]).toBe(64 * 48);
  });

  test('the field is sampled every fourth pixel at most, and whole where it is small', () => {
    const small = measured(frameOf(formatOf('Y8', size), scrambled(256)), inputsOf([]));
    expect(small.fieldHistogram.reduce((a, b) => a + b)).toBe(64 * 48);
    const large = measured(
      frameOf(formatOf('Y16', { widthPx: 1920, heightPx: 1080 }), x => (x < 960 ? 65_535 : 256)),
      inputsOf([]),
    );
    expect(large.fieldHistogram.reduce((a, b) => a + b)).toBe(480 * 270);
    expect([large.fieldHistogram[255], large.fieldHistogram[1], large.fieldClippedShare]).toEqual([
      240 * 270,
      240 * 270,
      0.5,
    ]);
  });
});

describe('the same codes give the same bits', () => {
  test('with kernel or twin, with warm or empty caches, and after other inputs in between', () => {
    const profile = profileOf({ transfer: { kind: 'power', gamma: 2.2 }, darkCodes: 11 });
    const regions = [region('T1', circle(20, 20, 9.3)), region('B1', circle(45, 30, 11.1))];
    const inputs = inputsOf(regions, { profile, referenceId: 'B1' });
    const frame = { main: frameOf(formatOf('I420', size), scrambled(230)), second: null };
    const other = inputsOf([region('T1', circle(30, 20, 15))]);
    const warm = createMeasureCache(createKernelHistogram(kernel));
    const plain = createMeasureCache(createPlainHistogram());
    const first = JSON.stringify(measureFrame(frame, inputs, warm).measurement);
    measureFrame(frame, other, warm);
    expect(JSON.stringify(measureFrame(frame, inputs, warm).measurement)).toBe(first);
    expect(JSON.stringify(measureFrame(frame, structuredClone(inputs), warm).measurement)).toBe(first);
    expect(JSON.stringify(measureFrame(frame, inputs, plain).measurement)).toBe(first);
    expect(JSON.stringify(measured(frame.main, inputs))).toBe(first);
  });
});
