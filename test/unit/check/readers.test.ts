/** Readers of the check on frames: what is averaged and how it is called, dark, uniformity, a series of frames. */
import { describe, expect, test } from 'vitest';
import { isChecked } from '#model/check.ts';
import { ProblemError } from '#model/problem.ts';
import { unknownProfile } from '#model/profile.ts';
import { createCheckDarkReader } from '#workers/calibrate/check/dark.ts';
import { createCheckPictureReader } from '#workers/calibrate/check/picture.ts';
import { createCheckStabilityReader } from '#workers/calibrate/check/stability.ts';
import { discStatistics } from '#workers/calibrate/check/wells.ts';
import { haveRealImages, readRealImage } from '../../support/real-images.ts';
import { framePlanes } from '../../support/synthetic-planes.ts';
import { formatOf, framesOf, profileOf, readAll, readingOf } from '../calibrate/field-frames.ts';

const size = { widthPx: 64, heightPx: 48 };
const format = formatOf(size);
const power = { kind: 'power', gamma: 2.2 } as const;

describe('the averaged picture', () => {
  test('is linear light above dark where the profile knows how, whatever the curve', () => {
    const pedestal = (20 / 255) ** 2.2;
    const camera = { format, transfer: power, pedestal, readNoise: 0.002, light: () => 0.3 };
    const profile = profileOf({ transfer: power, darkCodes: 20 });
    const { picture, held } = readAll(createCheckPictureReader(readingOf(profile)), framesOf(camera, 16));
    const { mean } = discStatistics(held, { centre: { x: 30, y: 20 }, radiusPx: 20 });
    expect(mean).toBeCloseTo(0.3, 2);
    expect(picture.conditions).toEqual({
      frames: 16,
      unit: 'linear',
      isDarkSubtracted: true,
      isFlatFielded: false,
    });
  });

  test('is codes where nothing is known, and says so', () => {
    const camera = { format, light: (x: number) => (x < 32 ? 50 / 255 : 100 / 255) };
    const { picture, held } = readAll(
      createCheckPictureReader(readingOf(unknownProfile)),
      framesOf(camera, 3),
    );
    expect(held.plane[0]).toBeCloseTo(50, 4);
    expect(held.plane[63]).toBeCloseTo(100, 4);
    expect(picture.conditions).toMatchObject({ frames: 3, unit: 'codes', isDarkSubtracted: false });
  });

  test('remembers pixels that were clipped in a single frame, and withholds uniformity over too many', () => {
    const camera = {
      format,
      light: (x: number, _: number, frame: number) => (x < 8 && frame === 1 ? 2 : 0.2),
    };
    const { picture, held } = readAll(createCheckPictureReader(readingOf(profileOf())), framesOf(camera, 4));
    expect(picture.clippedShare).toBeCloseTo(8 / 64, 9);
    expect(held.clipped[3]).toBe(1);
    expect(picture.uniformity).toMatchObject({ withheld: 'clipped' });
  });

  test('of an even field is even, and of nothing says so', () => {
    const even = (light: number) =>
      readAll(createCheckPictureReader(readingOf(profileOf())), framesOf({ format, light: () => light }, 2));
    expect(even(0.5).picture.uniformity).toEqual({ above60: 1, above80: 1, above90: 1, above95: 1 });
    expect(even(0).picture.uniformity).toMatchObject({ withheld: 'no-signal' });
  });

  test('refuses a profile whose field is not there', () => {
    const profile = profileOf({ flatField: { hash: 'a'.repeat(64), ...size } });
    const reader = createCheckPictureReader(readingOf(profile));
    expect(() => readAll(reader, framesOf({ format, light: () => 0.5 }, 2))).toThrow(ProblemError);
  });

  test.skipIf(!haveRealImages)('of a real stack with strong shading is uneven as counted by hand', () => {
    const { widthPx, heightPx, samples } = readRealImage('shading-mean-16bit.png');
    const y16 = formatOf({ widthPx, heightPx }, { format: 'Y16', fullRange: true });
    const main = framePlanes(y16, ({ x, y }) => samples[y * widthPx + x]!);
    const { picture } = readAll(createCheckPictureReader(readingOf(unknownProfile)), [
      { main, second: null },
    ]);
    // 5 × 5 means one by one, against the 99.5th percentile of them.
    const means = Array.from({ length: widthPx * heightPx }, (_, i) => {
      const cx = i % widthPx;
      const cy = Math.floor(i / widthPx);
      let sum = 0;
      let count = 0;
      for (let y = Math.max(0, cy - 2); y <= Math.min(heightPx - 1, cy + 2); y++)
        for (let x = Math.max(0, cx - 2); x <= Math.min(widthPx - 1, cx + 2); x++, count++)
          sum += samples[y * widthPx + x]!;
      return sum / count;
    });
    const top = means.toSorted((a, b) => a - b)[Math.ceil(0.995 * means.length) - 1]!;
    const above = (limit: number) => means.filter(mean => mean > limit * top).length / means.length;
    if (!isChecked(picture.uniformity)) throw new Error('withheld');
    expect(picture.uniformity.above60).toBeCloseTo(above(0.6), 2);
    expect(picture.uniformity.above80).toBeCloseTo(above(0.8), 2);
    expect(picture.uniformity.above90).toBeCloseTo(above(0.9), 2);
    expect(picture.uniformity.above95).toBeCloseTo(above(0.95), 2);
  });
});

describe('dark noise', () => {
  const y16 = formatOf(size, { format: 'Y16', bitDepth: 12, fullRange: true });
  const read = (camera: Partial<Parameters<typeof framesOf>[0]>, frames = 32) =>
    readAll(
      createCheckDarkReader(readingOf(profileOf())),
      framesOf({ format: y16, pedestal: 200 / 4095, readNoise: 5 / 4095, light: () => 0, ...camera }, frames),
    );

  test('is told as mean, noise from frame to frame, and what stays', () => {
    const stripes = (x: number) => (3 * (x % 2 === 0 ? 1 : -1)) / 4095;
    const result = read({ light: stripes });
    if (!isChecked(result)) throw new Error(result.detail);
    expect(result).toMatchObject({ frames: 32, bitDepth: 12 });
    expect(Math.abs(result.meanCodes.value - 200)).toBeLessThan(0.5);
    expect(result.temporalSdCodes / Math.sqrt(25 + 1 / 12)).toBeCloseTo(1, 1);
    expect(result.fixedPatternSdCodes / 3).toBeCloseTo(1, 1);
  });

  test('is not read from a lit picture, a frozen one, or black that is cut off', () => {
    expect(read({ light: () => 0.5 })).toMatchObject({ withheld: 'not-dark' });
    expect(read({ readNoise: 0, light: x => (x % 2) * 0.002 })).toMatchObject({ withheld: 'frozen' });
    expect(read({ pedestal: 0 })).toMatchObject({ withheld: 'clipped' });
  });

  test('needs two frames', () => {
    expect(() => read({}, 1)).toThrow(ProblemError);
  });
});

describe('a series of frames', () => {
  const rect = { x: 4, y: 4, width: 8, height: 6 };
  const read = (light: (x: number, y: number, frame: number) => number, frames = 400) => {
    const reader = createCheckStabilityReader({ ...readingOf(profileOf()), rect });
    const y16 = formatOf({ widthPx: 16, heightPx: 12 }, { format: 'Y16', bitDepth: 12, fullRange: true });
    const result = readAll(reader, framesOf({ format: y16, readNoise: 0.002, light }, frames));
    return { result, durationS: reader.durationS };
  };

  test('shows the period and the drift of its place, and of no other', () => {
    // 30 frames a second: a period of 0.5 s inside the place, one of 0.2 s outside it.
    const inside = (x: number, y: number) => x >= 4 && x < 12 && y >= 4 && y < 10;
    const { result, durationS } = read((x, y, frame) =>
      inside(x, y)
        ? 0.4 + 0.01 * Math.sin((2 * Math.PI * frame) / 15)
        : 0.4 + 0.1 * Math.sin((2 * Math.PI * frame) / 6),
    );
    if (!isChecked(result)) throw new Error(result.detail);
    expect(durationS).toBeCloseTo(399 / 30, 6);
    expect(result.periods).toHaveLength(1);
    expect(result.periods[0]!.periodS.value).toBeCloseTo(0.5, 2);
    expect(result.periods[0]!.amplitudePercent.value).toBeCloseTo(2.5, 1);
  });

  test('says why it cannot be read', () => {
    expect(read(() => 0.4, 20).result).toMatchObject({ withheld: 'too-few-frames' });
    expect(read(() => 0.4, 100).result).toMatchObject({ withheld: 'too-short' });
    expect(read(() => 3).result).toMatchObject({ withheld: 'clipped' });
  });

  test('has no end to wait for once its clock went back', () => {
    const reader = createCheckStabilityReader({ ...readingOf(profileOf()), rect: null });
    const [first, second] = framesOf({ format, light: () => 0.3 }, 2);
    for (const frame of [second!, first!]) reader.add(frame);
    expect(reader.durationS).toBe(Number.POSITIVE_INFINITY);
  });
});
