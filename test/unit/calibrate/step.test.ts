/** One step of a step target: its mean code, what that is worth, and what is refused. */
import { describe, expect, test } from 'vitest';
import type { Rect } from '#model/geometry.ts';
import { ProblemError } from '#model/problem.ts';
import type { Profile } from '#model/profile.ts';
import { createStepReader } from '#workers/calibrate/fields/step.ts';
import {
  type Camera,
  formatOf,
  framesOf,
  idsOf,
  profileOf,
  readAll,
  readingOf,
  stopsOf,
} from './field-frames.ts';

const format = formatOf({ widthPx: 160, heightPx: 120 });
const even: Camera = { format, readNoise: 1 / 255, light: () => 100.3 / 255 };

const readStep = (
  camera: Partial<Camera>,
  change: { rect?: Rect; frames?: number; profile?: Profile; seed?: number } = {},
) =>
  readAll(
    createStepReader({
      ...readingOf(change.profile ?? profileOf({ darkCodes: 10 })),
      rect: change.rect ?? null,
    }),
    framesOf({ ...even, ...camera }, change.frames ?? 16, change.seed),
  );

describe('the mean code', () => {
  test('is read in the middle fifth where no place was chosen', () => {
    const reading = readStep({ light: (x, y) => (x >= 64 && x < 96 && y >= 48 && y < 72 ? 100.3 / 255 : 0) });
    expect(reading.rect).toEqual({ x: 64, y: 48, width: 32, height: 24 });
    expect(reading.codes).toBeCloseTo(100.3, 1);
    expect(reading.frames).toBe(16);
    expect(reading.findings).toEqual([]);
  });

  test('is read in the place that was chosen, as far as it lies in the picture', () => {
    const light: Camera['light'] = (x, y) => (x >= 140 && y >= 100 ? 200 / 255 : 50 / 255);
    const reading = readStep({ light }, { rect: { x: 140.2, y: 99.8, width: 40, height: 40 } });
    expect(reading.rect).toEqual({ x: 140, y: 100, width: 20, height: 20 });
    expect(reading.codes).toBeCloseTo(200, 1);
    const outside = () => readStep({}, { rect: { x: 300, y: 0, width: 10, height: 10 } });
    expect(outside).toThrow(ProblemError);
    expect(outside).toThrow(/outside/);
  });

  test('lies within three of its own standard uncertainties, whatever the noise', () => {
    for (const [seed, noise] of [0, 0.2, 0.5, 2, 6].entries()) {
      for (const codes of [100, 100.25, 100.5]) {
        const reading = readStep({ readNoise: noise / 255, light: () => codes / 255 }, { seed: seed + 1 });
        expect(Math.abs(reading.codes - codes)).toBeLessThanOrEqual(3 * reading.sdCodes);
        expect(reading.sdCodes).toBeLessThan(0.31);
      }
    }
  });

  test('of one frame has the uncertainty of its pixels’ rounding', () => {
    const { codes, sdCodes } = readStep({ readNoise: 0, light: () => 0.4 }, { frames: 1 });
    expect(codes).toBe(102);
    expect(sdCodes).toBeCloseTo(1 / Math.sqrt(12), 6);
  });

  test('is less sure where the light drifts or slopes', () => {
    const steady = readStep({}).sdCodes;
    const drifting = readStep({ light: (_x, _y, frame) => (100 + 0.05 * frame) / 255 }).sdCodes;
    const sloping = readStep({ light: x => (100 + 0.1 * (x - 79.5)) / 255 }).sdCodes;
    expect(drifting).toBeGreaterThan(0.2);
    expect(steady).toBeLessThan(0.05);
    // 3.2 codes from side to side, a rectangular distribution.
    expect(sloping).toBeCloseTo(3.2 / Math.sqrt(12), 1);
  });

  test('of sixteen bits keeps its fraction', () => {
    const deep = formatOf({ widthPx: 160, heightPx: 120 }, { format: 'Y16' });
    const { codes } = readStep(
      { format: deep, readNoise: 20 / 65_535, light: () => 40_000.4 / 65_535 },
      { frames: 32 },
    );
    expect(Math.abs(codes - 40_000.4)).toBeLessThan(1);
  });
});

describe('a reading is refused', () => {
  test('where it is clipped, by white or by the profile’s own limit', () => {
    const clipped = readStep({ light: () => 254.5 / 255 });
    expect(stopsOf(clipped)).toEqual(['step-clipped']);
    expect(clipped.clippedShare).toBeGreaterThan(0.2);
    const limited = readStep(
      { light: () => 0.95 },
      { profile: profileOf({ darkCodes: 10, clipCodes: 240 }) },
    );
    expect(stopsOf(limited)).toEqual(['step-clipped']);
    expect(readStep({ light: () => 0.8 }).clippedShare).toBe(0);
  });

  test('where exposure follows the light', () => {
    const light: Camera['light'] = (_x, _y, frame) => (100 + 20 * Math.exp(-frame / 6)) / 255;
    expect(stopsOf(readStep({ light }))).toEqual(['step-changing']);
    const short: Camera['light'] = (_x, _y, frame) => (frame === 0 ? 120 : 100) / 255;
    expect(stopsOf(readStep({ light: short }, { frames: 3 }))).toEqual(['step-changing']);
  });

  test('but noise alone never looks like a change', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const frames = 2 + (seed % 10);
      const reading = readStep(
        { readNoise: 8 / 255 },
        { seed, frames, rect: { x: 10, y: 10, width: 6, height: 6 } },
      );
      expect(stopsOf(reading)).toEqual([]);
    }
  });

  test('and too little light, and a place across two steps, are cautions', () => {
    expect(idsOf(readStep({ light: () => 10.2 / 255 }))).toEqual(['step-too-dark']);
    expect(idsOf(readStep({ light: x => (x < 80 ? 0.3 : 0.6) }))).toEqual(['step-uneven']);
  });
});
