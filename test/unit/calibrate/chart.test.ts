import { describe, expect, it } from 'vitest';
import type { ChartReading } from '#model/calibration.ts';
import { chartSides, finePatches, greyToLight, paintChart, stepPatches } from '#model/chart.ts';
import { planesIn } from '#model/frame.ts';
import { mapPoint } from '#model/geometry.ts';
import { type Layout, wholeFrame } from '#model/layout.ts';
import { phantomSchema } from '#model/phantom.ts';
import { ProblemError } from '#model/problem.ts';
import { unknownProfile } from '#model/profile.ts';
import { framePlanes, waves } from '#test/support/synthetic-planes.ts';
import type { Reading } from '#workers/calibrate/api.ts';
import { createChartReader } from '#workers/calibrate/chart/reader.ts';
import { createPhantomRenderer } from '#workers/feed/phantom/render.ts';
import { chartFrame, chartFrames, type Path, straight } from './chart-path.ts';

const layout: Layout = {
  id: 'nir-only',
  name: 'NIR only',
  white: null,
  nir: { stream: 'main', rect: wholeFrame },
  displayReferred: false,
  source: 'test',
};
const reading: Reading = { layout, profile: unknownProfile, fields: [], frames: 1 };

function read(path: Partial<Path>, frames = 1): ChartReading {
  const reader = createChartReader(reading);
  for (const main of chartFrames({ ...straight, ...path }, frames)) reader.add({ main, second: null });
  return reader.finish();
}

const ids = ({ findings }: ChartReading): string[] => findings.map(({ id }) => id);

function problemOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ProblemError) return error.problem.id;
    throw error;
  }
  return 'none';
}

const severities = ({ findings }: ChartReading) => new Set(findings.map(({ severity }) => severity));

describe('The chart', () => {
  it('is told from anything else: its sides’ words differ from each other, in either direction, in eight cells', () => {
    const words = chartSides.flatMap(({ cells }) => [cells, [...cells].reverse().join('')]);
    for (const [i, a] of words.entries())
      for (const b of words.slice(i + 1))
        expect([...a].filter((cell, at) => cell !== b[at]).length).toBeGreaterThanOrEqual(8);
  });

  it('has 18 steps from 0 to 255 and every grey once', () => {
    expect(stepPatches.map(({ grey }) => grey)).toEqual(Array.from({ length: 18 }, (_, i) => 15 * i));
    expect(new Set(finePatches.map(({ grey }) => grey)).size).toBe(256);
    expect([greyToLight(0), greyToLight(255)]).toEqual([0, 1]);
  });

  it('is painted as it is described, at any size', () => {
    for (const size of [
      { widthPx: 1920, heightPx: 1080 },
      { widthPx: 640, heightPx: 512 },
      { widthPx: 720, heightPx: 1280 },
    ]) {
      const { rgba } = paintChart(size);
      for (const { rect, grey } of [...stepPatches, ...finePatches]) {
        const x = Math.floor((rect.x + rect.width / 2) * size.widthPx);
        const y = Math.floor((rect.y + rect.height / 2) * size.heightPx);
        const at = 4 * (y * size.widthPx + x);
        expect([...rgba.subarray(at, at + 4)]).toEqual([grey, grey, grey, 255]);
      }
    }
    expect(() => paintChart({ widthPx: 0, heightPx: 10 })).toThrow(RangeError);
  });
});

describe('The chart read back', () => {
  it('gives black, white, curve, matrix and steps of a clean path, and finds nothing wrong', () => {
    const clean = read({ matrix: 'bt601' });
    expect(clean).toMatchObject({
      blackCodes: 16,
      whiteCodes: 235,
      range: 'limited',
      matrix: 'bt601',
      subsampling: '4:2:0',
      steps: { found: 220, expected: 220 },
      clippedLow: false,
      clippedHigh: false,
    });
    expect(clean.fits[0]!.transfer.kind).toBe('srgb');
    expect(severities(clean)).toEqual(new Set(['good']));
    expect(clean.picture).toMatchObject({ widthPx: 640, heightPx: 480 });
  });

  it('tells the range from the codes, whatever the stream declares', () => {
    const says = (fullRange: boolean) => ({ declared: { fullRange, matrix: 'bt709' } });
    expect(read({ range: 'limited', ...says(true) }).range).toBe('limited');
    const lied = read({ range: 'full', ...says(false) });
    expect(lied.range).toBe('full');
    expect(lied.fits[0]!.transfer.kind).toBe('srgb');
    expect(ids(lied)).toContain('range-declared-wrong');
    const twice = read({ range: 'twice', ...says(false) });
    expect(twice.range).toBe('twice');
    const [first] = twice.findings;
    expect(first).toMatchObject({ id: 'range-twice', severity: 'caution' });
    expect(first!.words).toMatch(/squeezed twice.*Set the tower’s output/);
    // The fit still gives ratios of light back.
    expect(twice.fits[0]!.rmsCodes).toBeLessThan(0.5);
    const odd = read({ gain: 0.8 });
    expect(odd.range).toBe('unclear');
    expect(ids(odd)).toContain('range-unclear');
  });

  it('says when levels were stretched, and when one end is cut off', () => {
    const stretched = read({ range: 'stretched' });
    expect(stretched).toMatchObject({ clippedLow: true, clippedHigh: true });
    expect(ids(stretched)[0]).toBe('range-stretched');
    const bright = read({ transfer: { kind: 'linear' }, gain: 1.5 });
    expect(bright).toMatchObject({ clippedLow: false, clippedHigh: true });
    expect(ids(bright)).toContain('clipped-high');
    expect(bright.fits[0]!.transfer.kind).toBe('linear');
    const dark = read({ range: 'full', darkSignal: -0.08 });
    expect(dark).toMatchObject({ clippedLow: true, clippedHigh: false });
    expect(ids(dark)).toContain('clipped-low');
  });

  it('has the exponent within 1 % and the dark within half a code, in every range, with noise and an offset', () => {
    for (const range of ['full', 'limited'] as const) {
      for (const gamma of [1.4, 2.2]) {
        const contrast = range === 'full' ? 255 : 219;
        const black = range === 'full' ? 0 : 16;
        const darkSignal = 12.3 / contrast;
        // The chart's white is the brightest light that still fits above the pedestal.
        const gain = 1 - darkSignal ** gamma;
        const path = {
          transfer: { kind: 'power', gamma } as const,
          range,
          darkSignal,
          gain,
          noiseCodes: 1.5,
        };
        const { fits, range: seen } = read(path, 4);
        expect(seen).toBe(range);
        const fit = fits[0]!;
        if (fit.transfer.kind !== 'power') throw new Error(`fitted ${fit.transfer.kind}`);
        expect(Math.abs(fit.transfer.gamma / gamma - 1)).toBeLessThan(0.01);
        expect(Math.abs(fit.darkCodes - black - 12.3)).toBeLessThan(0.5);
      }
    }
  });

  it('tells the matrices apart in both YUV formats and names a declaration that is wrong', () => {
    for (const format of ['I420', 'NV12'] as const)
      for (const matrix of ['bt601', 'bt709'] as const)
        expect(read({ format, matrix, transfer: { kind: 'power', gamma: 1.7 } }).matrix).toBe(matrix);
    expect(ids(read({ matrix: 'bt601', declared: { fullRange: false, matrix: 'bt709' } }))).toContain(
      'matrix-declared-wrong',
    );
  });

  it('finds how finely RGB keeps colour, or that the picture was scaled', () => {
    for (const format of ['RGBA', 'BGRA'] as const)
      for (const chroma of ['4:4:4', '4:2:2', '4:2:0'] as const) {
        const rgb = read({ format, range: 'full', chroma });
        expect(rgb.subsampling).toBe(chroma);
        expect(ids(rgb)).toContain('colours-right');
      }
    expect(ids(read({ format: 'RGBA', range: 'full', matrix: 'bt601', decodedBy: 'bt709' }))).toContain(
      'matrix-wrong',
    );
    const scaled = read({
      format: 'RGBA',
      range: 'full',
      place: (x, y) => ({ x: x * 1.31 - 90, y: y * 1.31 - 60 }),
    });
    expect(scaled.subsampling).toBe('unclear');
    expect(ids(scaled)).toContain('subsampling-unclear');
  });

  it('reads grey streams of more bits, and streams without colour, as far as they go', () => {
    const deep = read({ format: 'Y16', bitDepth: 12, range: 'full' });
    expect(deep).toMatchObject({
      matrix: 'no-colour',
      subsampling: 'no-colour',
      range: 'full',
      blackCodes: 0,
      whiteCodes: 4095,
    });
    expect(deep.steps.found).toBeGreaterThan(250);
    const grey = read({ colour: false });
    expect(grey).toMatchObject({ matrix: 'no-colour', subsampling: 'no-colour' });
    expect(severities(grey)).toEqual(new Set(['good']));
  });

  it('counts the steps that a coarse converter leaves', () => {
    const coarse = read({ levels: 64 });
    expect(coarse.steps.found).toBeGreaterThan(58);
    expect(coarse.steps.found).toBeLessThan(70);
    expect(ids(coarse)).toContain('steps-coarse');
  });

  it('stands blur and noise', () => {
    const rough = read({ blur: 2, noiseCodes: 2, matrix: 'bt601' }, 3);
    expect(rough).toMatchObject({ range: 'limited', matrix: 'bt601', clippedLow: false, clippedHigh: false });
    expect(rough.fits[0]!.transfer.kind).toBe('srgb');
    expect(severities(rough)).toEqual(new Set(['good']));
  });

  it('says when the picture changed its brightness meanwhile', () => {
    const reader = createChartReader(reading);
    for (const gain of [1, 0.7]) reader.add({ main: chartFrame({ ...straight, gain }), second: null });
    expect(ids(reader.finish())[0]).toBe('chart-unsteady');
  });
});

const seeds = import.meta.glob<{ default: unknown }>('/seeds/phantoms/*.json', { eager: true });

describe('The chart fed into a seeded phantom', () => {
  it.each(Object.entries(seeds))('gives the curve and the dark of %s', (_, seed) => {
    const spec = phantomSchema.parse(seed.default);
    const renderer = createPhantomRenderer(spec);
    const { widthPx, heightPx } = renderer;
    const colour = { fullRange: null, matrix: null, transfer: null, primaries: null };
    const format = { format: 'I420', widthPx, heightPx, bitDepth: 8, colour } as const;
    const reader = createChartReader(reading);
    for (let frame = 0; frame < 8; frame++) {
      const bytes = new Uint8Array(renderer.totalBytes);
      renderer.render(frame, bytes, { kind: 'chart' });
      const main = {
        number: frame,
        timestampS: frame,
        arrivedS: frame,
        format,
        planes: planesIn(bytes.buffer, format),
      };
      reader.add({ main, second: null });
    }
    const { transfer, range, blackOffsetCodes } = spec.camera;
    const read = reader.finish();
    expect(read.range).toBe(range);
    expect(read.matrix).toBe('bt709');
    const black = range === 'full' ? 0 : 16;
    for (const fit of read.fits.filter(
      ({ transfer: { kind } }) => kind === transfer.kind || kind === 'table',
    ))
      expect(Math.abs(fit.darkCodes - black - blackOffsetCodes)).toBeLessThan(0.5);
    expect(read.fits[0]!.transfer.kind).toBe(transfer.kind);
    const fitted = read.fits[0]!.transfer;
    if (transfer.kind === 'power' && fitted.kind === 'power')
      expect(Math.abs(fitted.gamma / transfer.gamma - 1)).toBeLessThan(0.01);
    expect(severities(read)).toEqual(new Set(['good']));
  });
});

describe('The chart is found', () => {
  const turned = (degrees: number, scale: number) => (x: number, y: number) => {
    const angle = (degrees * Math.PI) / 180;
    const [dx, dy] = [(x - 320) / scale, (y - 240) / scale];
    return {
      x: 320 + dx * Math.cos(angle) + dy * Math.sin(angle),
      y: 240 - dx * Math.sin(angle) + dy * Math.cos(angle),
    };
  };

  it('letterboxed, stretched, small, turned a little: the same codes come out', () => {
    const places: Path['place'][] = [
      (x, y) => ({ x, y: (y - 60) / 0.75 }),
      (x, y) => ({ x: (x - 100) / 0.7, y }),
      turned(0, 0.55),
      turned(3, 0.9),
      turned(-5, 0.85),
    ];
    for (const place of places) {
      const { blackCodes, whiteCodes, fits, chartToFrame } = read({ place });
      expect([blackCodes, whiteCodes]).toEqual([16, 235]);
      expect(fits[0]!.transfer.kind).toBe('srgb');
      for (const { rect } of stepPatches) {
        const inFrame = mapPoint(chartToFrame, { x: rect.x, y: rect.y });
        const back = place(inFrame.x, inFrame.y);
        expect(Math.hypot(back.x + 0.5 - rect.x * 640, back.y + 0.5 - rect.y * 480)).toBeLessThan(1.5);
      }
    }
  });

  it('upside down, on its side and mirrored, and says so', () => {
    const places: Path['place'][] = [
      (x, y) => ({ x: 639 - x, y: 479 - y }),
      (x, y) => ({ x: 639 - x, y }),
      (x, y) => ({ x: (y * 639) / 479, y: ((639 - x) * 479) / 639 }),
    ];
    for (const place of places) {
      const found = read({ place });
      expect([found.blackCodes, found.whiteCodes]).toEqual([16, 235]);
      expect(found.fits[0]!.transfer.kind).toBe('srgb');
      expect(ids(found)).toContain('chart-turned');
    }
  });

  it('in the stream that carries NIR, and nowhere else', () => {
    const nir = { ...reading, layout: { ...layout, nir: { stream: 'second', rect: wholeFrame } } } as const;
    const chart = chartFrame(straight);
    const blank = framePlanes(chart.format, () => 90);
    const second = createChartReader(nir);
    second.add({ main: blank, second: chart });
    expect(second.finish().whiteCodes).toBe(235);
    const main = createChartReader(nir);
    main.add({ main: chart, second: blank });
    expect(problemOf(() => main.finish())).toBe('chart-not-found');
    expect(problemOf(() => createChartReader(nir).add({ main: chart, second: null }))).toBe(
      'chart-no-stream',
    );
  });
});

describe('A chart that cannot be read is refused', () => {
  it('when it is not there: tissue, an even picture, noise', () => {
    const { format } = chartFrame(straight);
    const noisy = chartFrame({ ...straight, gain: 0, noiseCodes: 20 });
    for (const main of [waves(format), framePlanes(format, () => 128), framePlanes(format, () => 0), noisy]) {
      const reader = createChartReader(reading);
      reader.add({ main, second: null });
      expect(problemOf(() => reader.finish())).toBe('chart-not-found');
    }
  });

  it('when part of it is cut off or covered, with words for which part', () => {
    const cuts: [place: Path['place'], words: RegExp][] = [
      [(x, y) => ({ x: x - 320, y }), /its top right and its bottom right corner cannot/],
      [(x, y) => ({ x, y: y + 100 }), /its top left and its top right corner cannot/],
      [(x, y) => (x > 500 && y > 380 ? { x: -1, y: -1 } : { x, y }), /its bottom right corner cannot/],
    ];
    for (const [place, words] of cuts) {
      const reader = createChartReader(reading);
      reader.add({ main: chartFrame({ ...straight, place }), second: null });
      expect(problemOf(() => reader.finish())).toBe('chart-incomplete');
      expect(() => reader.finish()).toThrow(words);
    }
  });

  it('when the picture changes its size meanwhile, and when there was no frame', () => {
    const reader = createChartReader(reading);
    reader.add({ main: chartFrame(straight), second: null });
    const other = chartFrame({ ...straight, size: { widthPx: 320, heightPx: 240 } });
    expect(problemOf(() => reader.add({ main: other, second: null }))).toBe('chart-frames-changed');
    expect(() => createChartReader(reading).finish()).toThrow('Add a frame');
  });

  it('when its greys do not rise: the reading is there, and must not be used', () => {
    const main = chartFrame({ ...straight, format: 'Y8' });
    const plane = main.planes[0]!;
    // Colouring that turns the middle of the ramp round.
    for (let i = 0; i < plane.samples.length; i++) {
      const code = plane.samples[i]!;
      if (code > 60 && code < 190) plane.samples[i] = 250 - code;
    }
    const reader = createChartReader(reading);
    reader.add({ main, second: null });
    const { fits, findings } = reader.finish();
    expect(fits).toEqual([]);
    expect(findings[0]).toMatchObject({ id: 'curve-none', severity: 'stop' });
  });
});
