/** Flat field: what it makes even, what it must not take over, how honest its residual is, and what is refused. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FlatReading } from '#model/calibration.ts';
import { type Field, fieldOf, refOf } from '#model/field.ts';
import { ProblemError } from '#model/problem.ts';
import type { Profile } from '#model/profile.ts';
import { createFlatReader } from '#workers/calibrate/fields/flat.ts';
import { haveRealImages, readRealImage } from '../../support/real-images.ts';
import {
  type Camera,
  formatOf,
  framesOf,
  idsOf,
  profileOf,
  readAll,
  readingOf,
  stopsOf,
  vignette,
} from './field-frames.ts';

const size = { widthPx: 160, heightPx: 120 };
const format = formatOf(size);
const shade = vignette(size, 0.5);
/** A camera as they are: 8 bits, gamma, a pedestal, shot noise of 10,000 electrons, half the light in the corners. */
const usual: Camera = {
  format,
  transfer: { kind: 'power', gamma: 2.2 },
  pedestal: (20 / 255) ** 2.2,
  readNoise: 0.001,
  shotNoise: 0.01,
  light: (x, y) => 0.6 * shade(x, y),
};
const known = profileOf({ transfer: { kind: 'power', gamma: 2.2 }, darkCodes: 20 });
const methods = ['smooth', 'mean'] as const;

const readFlat = (
  camera: Partial<Camera>,
  change: {
    method?: 'mean' | 'smooth';
    frames?: number;
    profile?: Profile;
    fields?: Field[];
    seed?: number;
  } = {},
): FlatReading => {
  const { method = 'smooth', profile = known, fields = [] } = change;
  const reading = { ...readingOf(profile, { fields }), method };
  return readAll(
    createFlatReader(reading),
    framesOf({ ...usual, ...camera }, change.frames ?? 16, change.seed),
  );
};

const valuesOf = ({ low, step, samples }: Field): Float64Array =>
  Float64Array.from(samples, sample => low + step * sample);

/** Root mean square of field over truth, both over their means, and the largest deviation. */
const errorOf = (field: Field, truth: (x: number, y: number) => number) => {
  const values = valuesOf(field);
  const wanted = values.map((_, i) => truth(i % field.widthPx, Math.floor(i / field.widthPx)));
  const mean = (v: Float64Array) => v.reduce((sum, each) => sum + each, 0) / v.length;
  const scale = mean(values) / mean(wanted);
  const off = values.map((value, i) => value / (scale * wanted[i]!) - 1);
  return {
    rms: Math.sqrt(mean(off.map(each => each * each))),
    largest: Math.max(...off.map(Math.abs)),
  };
};

describe('what is made even', () => {
  test.each(methods)(
    '%s: half the light in the corners ends above 80 % of the maximum on at least 0.95 of the field',
    method => {
      const { before, after, field, findings, residualShare } = readFlat({}, { method });
      expect(before.above80).toBeLessThan(0.7);
      expect(after.above80).toBeGreaterThan(0.99);
      expect(after.above95).toBeGreaterThan(0.95);
      expect(field.widthPx).toBe(160);
      expect(stopsOf({ findings })).toEqual([]);
      expect(residualShare).toBeLessThan(0.003);
      expect(errorOf(field, shade).rms).toBeLessThan(method === 'smooth' ? 0.0005 : 0.003);
    },
  );

  test('a field that no low polynomial describes is followed as well', () => {
    const cos4 = (x: number, y: number) => {
      const r2 = ((x - 60) / 100) ** 2 + ((y - 70) / 100) ** 2;
      return 0.15 + 0.85 / (1 + r2) ** 2 - 0.1 * Math.exp(-((x - 30) ** 2 + (y - 90) ** 2) / 1800);
    };
    const { field, residualShare, after } = readFlat({ light: (x, y) => 0.7 * cos4(x, y) });
    const error = errorOf(field, cos4);
    expect(error.rms).toBeLessThan(0.001);
    expect(error.largest).toBeLessThan(0.03);
    expect(after.above95).toBeGreaterThan(0.99);
    expect(residualShare).toBeLessThan(2 * error.rms + 0.001);
  });

  test('the field is light above dark over its mean: its own mean is 1', () => {
    for (const method of methods) {
      const values = valuesOf(readFlat({}, { method }).field);
      expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(1, 4);
    }
  });

  test('uniformity counts the true field where there is no noise', () => {
    const { before } = readFlat(
      { format: formatOf(size, { format: 'Y16' }), readNoise: 0, shotNoise: 0, transfer: { kind: 'linear' } },
      { profile: profileOf({ darkCodes: 65_535 * (20 / 255) ** 2.2 }) },
    );
    // 1 − r²/4 > 0.8 is the disc r² < 0.8 of a square of area 4 (r up to √2): π · 0.8 / 4.
    expect(before.above80).toBeCloseTo((Math.PI * 0.8) / 4, 2);
    expect(before.above90).toBeCloseTo((Math.PI * 0.4) / 4, 2);
    expect(before.above95).toBeCloseTo((Math.PI * 0.2) / 4, 2);
  });

  test('the flat field of a flat field is flat, whatever the field', () => {
    const sixteen = formatOf({ widthPx: 48, heightPx: 36 }, { format: 'Y16' });
    const bend = fc.double({ min: -0.2, max: 0.2, noNaN: true });
    fc.assert(
      fc.property(bend, bend, bend, bend, fc.constantFrom(...methods), (a, b, c, d, method) => {
        const field = (x: number, y: number) => {
          const u = x / 24 - 1;
          const v = y / 18 - 1;
          return 0.5 * (1 + a * u + b * v + c * u * u + d * u * v);
        };
        const clean = {
          format: sixteen,
          transfer: { kind: 'linear' },
          pedestal: 0,
          readNoise: 0,
          shotNoise: 0,
        } as const;
        const profile = profileOf({ darkCodes: 0 });
        const first = readFlat({ ...clean, light: field }, { method, profile, frames: 2 });
        const values = valuesOf(first.field);
        const corrected = (x: number, y: number) => field(x, y) / values[y * 48 + x]!;
        const second = readFlat({ ...clean, light: corrected }, { method, profile, frames: 2 });
        expect(errorOf(second.field, () => 1).largest).toBeLessThan(1e-3);
        expect(first.after).toEqual({ above60: 1, above80: 1, above90: 1, above95: 1 });
      }),
      { numRuns: 8 },
    );
  });

  test.skipIf(!haveRealImages)(
    'a real, strongly shaded stack: even after correction of frames the field never saw',
    () => {
      const { widthPx, heightPx, samples } = readRealImage('shading-mean-16bit.png');
      const top = Math.max(...samples);
      for (const method of methods) {
        const { before, after, residualShare, maskedShare } = readFlat(
          {
            format: formatOf({ widthPx, heightPx }, { format: 'Y16' }),
            transfer: { kind: 'linear' },
            pedestal: 0,
            // What dark the stack had is not known; it is taken as it is, brightened, with noise of its own in every frame.
            light: (x, y) => (0.8 * samples[y * widthPx + x]!) / top,
          },
          { method, profile: profileOf({ darkCodes: 0 }) },
        );
        expect(before.above80).toBeLessThan(0.1);
        expect(maskedShare).toBeLessThan(0.02);
        expect(after.above80).toBeGreaterThan(0.99);
        expect(after.above90).toBeGreaterThan(0.95);
        expect(residualShare).toBeLessThan(0.03);
      }
    },
  );
});

describe('what must not go into the field', () => {
  test('noise: the smooth fit of two noisy frames is close to the truth', () => {
    expect(errorOf(readFlat({ shotNoise: 0.04 }, { frames: 2 }).field, shade).rms).toBeLessThan(0.003);
  });

  test('noise: the mean picture keeps little of it', () => {
    const frames = 4;
    const { field } = readFlat({ shotNoise: 0.04 }, { frames, method: 'mean' });
    // Relative noise of one pixel of the two even frames at light 0.6·shade.
    const noise = 0.04 / Math.sqrt(0.5) / Math.sqrt(frames / 2);
    expect(errorOf(field, shade).rms).toBeLessThan(0.5 * noise);
  });

  const dust = (x: number, y: number) =>
    1 - 0.3 * Math.exp(-((x - 40) ** 2 + (y - 80) ** 2) / 18) - 0.5 * Number(Math.abs(x - y - 20) < 1);

  test('dust and a scratch, from the smooth fit; what was left out is said', () => {
    const reading = readFlat({ light: (x, y) => 0.6 * shade(x, y) * dust(x, y) });
    expect(errorOf(reading.field, shade).largest).toBeLessThan(0.01);
    expect(reading.maskedShare).toBeGreaterThan(0.01);
    expect(reading.maskedShare).toBeLessThan(0.1);
    expect(idsOf(reading)).toContain('flat-defects');
    expect(stopsOf(reading)).toEqual([]);
  });

  test('but the raw mean corrects dust that sits in the camera', () => {
    const seen = (x: number, y: number) => shade(x, y) * dust(x, y);
    const reading = readFlat({ light: (x, y) => 0.6 * seen(x, y) }, { method: 'mean' });
    expect(errorOf(reading.field, seen).rms).toBeLessThan(0.006);
    expect(idsOf(reading)).toContain('flat-defects');
  });

  test('dead pixels: no method divides by next to nothing', () => {
    const dead = (x: number, y: number) => (x % 40 === 7 && y % 40 === 9 ? 0 : 1);
    for (const method of methods) {
      const { field } = readFlat({ light: (x, y) => 0.6 * shade(x, y) * dead(x, y) }, { method });
      expect(Math.min(...valuesOf(field))).toBeGreaterThan(0.5);
    }
  });

  test('the pixels’ own dark: it is subtracted before', () => {
    const offset = (x: number) => (x < 80 ? 0.03 : -0.03);
    const values = Array.from({ length: 160 * 120 }, (_, i) => offset(i % 160));
    const darkField = fieldOf(values, 160, 120);
    const profile = { ...profileOf({ darkCodes: 25.5 }), darkField: refOf(darkField) };
    const camera = { transfer: { kind: 'linear' }, pedestal: 0.1 } as const;
    const light = (x: number, y: number) => 0.6 * shade(x, y) + offset(x);
    const reading = readFlat({ ...camera, light }, { profile, fields: [darkField] });
    expect(errorOf(reading.field, shade).rms).toBeLessThan(0.002);
    const missing = () => readFlat({ ...camera, light }, { profile });
    expect(missing).toThrow(ProblemError);
  });
});

describe('the residual', () => {
  test('is about the error that is left where the light moved between the frames', () => {
    // Odd frames see another slope: even frames cannot know of it.
    const slope = (x: number, frame: number) => 1 + (frame % 2 === 0 ? 0 : 0.06) * (x / 80 - 1);
    const { residualShare, findings } = readFlat({
      light: (x, y, frame) => 0.6 * shade(x, y) * slope(x, frame),
    });
    expect(residualShare).toBeGreaterThan(0.03);
    expect(residualShare).toBeLessThan(0.04);
    expect(findings.every(({ severity }) => severity !== 'stop')).toBe(true);
  });

  test('has the noise taken out, and is never nothing where there is noise', () => {
    for (let seed = 1; seed <= 4; seed++) {
      const { residualShare } = readFlat({ shotNoise: 0.05 }, { frames: 4, seed });
      // Noise alone makes 25-pixel cells of the two odd frames differ by 0.05/√0.5/√2/5 = 1 %.
      expect(residualShare).toBeLessThan(0.006);
      expect(residualShare).toBeGreaterThan(0);
    }
  });
});

describe('a reading is refused', () => {
  const cases: [string, string, Partial<Camera>][] = [
    ['clipped', 'flat-clipped', { light: (x, y) => 1.3 * shade(x, y) }],
    ['too dark', 'flat-too-dark', { light: (x, y) => 0.06 * shade(x, y) }],
    ['only half filled', 'flat-holes', { light: x => (x < 100 ? 0.6 : 0.01) }],
    [
      'with a hole',
      'flat-holes',
      { light: (x, y) => ((x - 60) ** 2 + (y - 50) ** 2 < 150 ? 0.03 : 0.6 * shade(x, y)) },
    ],
    [
      'of a picture with straight edges on black',
      'flat-holes',
      { light: (x, y) => (Math.abs(x - 80) < 65 && Math.abs(y - 60) < 50 ? 0.6 : 0) },
    ],
    ['with black corners', 'flat-too-uneven', { light: (x, y) => 0.8 * vignette(size, 0.97)(x, y) }],
    [
      'with highlights',
      'flat-highlights',
      { light: (x, y) => 0.4 * shade(x, y) * (1 + Math.exp(-((x - 90) ** 2 + (y - 40) ** 2) / 30)) },
    ],
    [
      'of a patterned target',
      'flat-patterned',
      { light: (x, y) => 0.5 * shade(x, y) * (Math.floor(x / 6) % 2 === 0 ? 0.8 : 1) },
    ],
    [
      'while the gain changes',
      'flat-changing',
      { light: (x, y, frame) => 0.5 * shade(x, y) * (frame < 8 ? 1 : 1.25) },
    ],
  ];
  test.each(cases)('%s', (_, id, camera) => {
    for (const method of methods) {
      const reading = readFlat(camera, { method });
      expect(stopsOf(reading)).toContain(id);
    }
  });

  test('with a ProblemError where there is no light at all, or only one frame', () => {
    expect(() => readFlat({ light: () => -0.0005 })).toThrow(/as dark as with the light off/);
    expect(() => readFlat({}, { frames: 1 })).toThrow(/Fewer than 2 frames/);
  });

  test('but a flickering lamp, an unknown curve and a missing dark are cautions', () => {
    const hunting = readFlat({ light: (x, y, frame) => 0.5 * shade(x, y) * (1 + 0.003 * frame) });
    expect(idsOf(hunting)).toContain('flat-changing-slightly');
    expect(stopsOf(hunting)).toEqual([]);
    expect(hunting.after.above95).toBeGreaterThan(0.99);
    const blind = readFlat({}, { profile: profileOf({ transfer: { kind: 'unknown' } }) });
    expect(idsOf(blind)).toEqual(expect.arrayContaining(['flat-curve-unknown', 'flat-no-dark']));
  });

  test('and every reading says that the instrument is corrected, not the tissue', () => {
    const { findings } = readFlat({});
    expect(findings.find(({ id }) => id === 'flat-instrument-only')?.words).toMatch(/not the tissue/);
  });
});

describe('the pictures', () => {
  test('before and after are on one scale: the same colour is the same light', () => {
    const { pictureBefore, pictureAfter } = readFlat({});
    const luma = ({ rgba, widthPx }: typeof pictureBefore, x: number, y: number) => {
      const [red, green, blue] = rgba.subarray(4 * (y * widthPx + x));
      return 0.2 * red! + 0.7 * green! + 0.1 * blue!;
    };
    expect(luma(pictureBefore, 80, 60)).toBeGreaterThan(luma(pictureBefore, 2, 2) + 100);
    expect(Math.abs(luma(pictureAfter, 80, 60) - luma(pictureAfter, 2, 2))).toBeLessThan(25);
  });

  test('of large channels are made small enough to keep', () => {
    const large = { widthPx: 1000, heightPx: 600 };
    const reading = readFlat(
      { format: formatOf(large), light: () => 0.5, shotNoise: 0, readNoise: 0 },
      { frames: 2 },
    );
    expect([reading.pictureAfter.widthPx, reading.pictureAfter.heightPx]).toEqual([334, 200]);
    expect(reading.field.samples.length).toBe(600_000);
  });
});
