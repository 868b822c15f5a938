/** The smoothed picture of light: its levels mean what they say, at every depth, step and correction. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldOf, refOf } from '#model/field.ts';
import { createFieldShelf } from '#model/field-correction.ts';
import type { Layout } from '#model/layout.ts';
import type { Sensor } from '#workers/quantify/sensor.ts';
import { kernelsBySize } from '#workers/quantify/shapes/kernels-by-size.ts';
import {
  createPictureMaker,
  levelAt,
  levelFrom,
  lightAt,
  pictureSize,
} from '#workers/quantify/shapes/light-picture.ts';
import type { LightPicture } from '#workers/quantify/shapes/picture.ts';
import { createRandom } from '../../support/random.ts';
import { type CodeRule, formatOf, inputsOf, nirOnly, profileOf } from '../quantify/frames.ts';
import { frameFrom, linearProfile, sensorOf } from './scenes.ts';

const size = { widthPx: 24, heightPx: 18 };
const power = profileOf({ transfer: { kind: 'power', gamma: 2 }, darkCodes: 10 });

const kernelsFor = kernelsBySize(null);
const pictureOf = (sensor: Sensor, stepPx: 1 | 2 = 1): LightPicture =>
  createPictureMaker()(sensor, stepPx, kernelsFor(pictureSize(sensor.codes, stepPx)));

const sensorFrom = (code: CodeRule, profile = power, depth: 8 | 16 = 8): Sensor =>
  sensorOf(frameFrom(size, code, formatOf(depth === 8 ? 'Y8' : 'Y16', size)), inputsOf([], { profile }));

describe('levels of 8-bit codes', () => {
  test('are 256 times the code where the picture is even', () => {
    expect(pictureOf(sensorFrom(() => 77)).levels.every(level => level === 77 * 256)).toBe(true);
    expect(
      pictureOf(
        sensorFrom(() => 77),
        2,
      ).levels.every(level => level === 77 * 256),
    ).toBe(true);
  });

  test('turn into the light of their code, straight between codes, and back', () => {
    const sensor = sensorFrom(() => 0);
    const picture = pictureOf(sensor);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 255, noNaN: true }), code => {
        const below = Math.min(254, Math.floor(code));
        const light =
          sensor.linear[below]! + (code - below) * (sensor.linear[below + 1]! - sensor.linear[below]!);
        expect(picture.toLinear(256 * code)).toBeCloseTo(light, 12);
        expect(picture.toLevel(light)).toBeCloseTo(256 * code, 6);
      }),
      { seed: 1 },
    );
  });

  test('end where the codes end: more light than they can show is reached by no pixel', () => {
    const picture = pictureOf(sensorFrom(() => 255));
    expect(picture.toLevel(9)).toBe(255 * 256);
    expect(picture.toLevel(-9)).toBe(0);
    expect(levelFrom(picture, picture.toLinear(255 * 256))).toBe(255 * 256);
    expect(levelFrom(picture, 9)).toBeGreaterThan(255 * 256);
  });
});

describe('levels of deeper codes', () => {
  test('are light, to a part in 50,000', () => {
    const random = createRandom(2);
    const code = random.integer(0, 65_535);
    const sensor = sensorFrom(() => code, linearProfile, 16);
    for (const stepPx of [1, 2] as const) {
      const picture = pictureOf(sensor, stepPx);
      expect(Math.abs(lightAt(picture, { x: 3, y: 3 }) - sensor.linear[code]!)).toBeLessThan(2e-5);
    }
  });

  test('are corrected light where the profile has fields, also of 8-bit codes', () => {
    const flat = fieldOf(
      Float64Array.from({ length: 24 * 18 }, (_, i) => 0.5 + (i % 24) / 24),
      24,
      18,
    );
    const shelf = createFieldShelf();
    shelf.put([flat]);
    const profile = { ...linearProfile, flatField: refOf(flat) };
    const frame = frameFrom(size, x => 150 * (0.5 + x / 24));
    const picture = pictureOf(sensorOf(frame, inputsOf([], { profile }), shelf));
    // Rounding of codes is all that is left of the field.
    for (let x = 2; x < 22; x++)
      expect(Math.abs(lightAt(picture, { x, y: 9 }) - 150 / 255)).toBeLessThan(0.005);
  });
});

describe('places of a picture', () => {
  test('go to the scene and back, at either step, and its pixels are as wide as the scene says', () => {
    const layout: Layout = {
      ...nirOnly,
      white: { stream: 'main', rect: { x: 0, y: 0, width: 0.5, height: 1 } },
      nir: { stream: 'main', rect: { x: 0.5, y: 0, width: 0.5, height: 0.5 } },
    };
    const sensor = sensorOf(
      frameFrom({ widthPx: 48, heightPx: 36 }, () => 9),
      inputsOf([], { profile: linearProfile, layout }),
    );
    for (const stepPx of [1, 2] as const) {
      const picture = pictureOf(sensor, stepPx);
      const { x, y } = picture.toPlane(picture.toScene({ x: 3.25, y: 4.5 }));
      expect([x, y]).toEqual([expect.closeTo(3.25, 9), expect.closeTo(4.5, 9)]);
      // White light is 24 × 36 there, NIR 24 × 18.
      expect(picture.scenePxPerPlanePx({ x: 3, y: 4 })).toBeCloseTo(stepPx * Math.SQRT2, 9);
    }
    const { toScene } = pictureOf(
      sensorFrom(() => 9),
      2,
    );
    expect(toScene({ x: 1, y: 2 })).toEqual({ x: 2.5, y: 4.5 });
  });

  test('have the light between their pixels, and that of the border beyond it', () => {
    const picture = pictureOf(sensorFrom(x => 5 * x));
    expect(levelAt(picture, { x: 7.25, y: 3.5 })).toBeCloseTo(256 * 5 * 7.25, 6);
    expect(levelAt(picture, { x: -9, y: 99 })).toBe(picture.levels[0]!);
  });
});

test('a channel that is part of a frame is read where it lies', () => {
  const layout: Layout = {
    ...nirOnly,
    nir: { stream: 'main', rect: { x: 0.5, y: 0.5, width: 0.5, height: 0.5 } },
  };
  const rule: CodeRule = (x, y) => 3 * x + 2 * y;
  const inputs = inputsOf([], { profile: linearProfile, layout });
  for (const format of [
    formatOf('Y8', { widthPx: 40, heightPx: 30 }),
    formatOf('Y16', { widthPx: 40, heightPx: 30 }),
  ]) {
    const sensor = sensorOf(frameFrom({ widthPx: 40, heightPx: 30 }, rule, format), inputs);
    const top = 2 ** format.bitDepth - 1;
    const picture = pictureOf(sensor);
    expect(picture).toMatchObject({ widthPx: 20, heightPx: 14 });
    expect(lightAt(picture, { x: 5, y: 6 })).toBeCloseTo(rule(25, 22) / top, 4);
  }
});

test('one pixel is a picture too, whatever the step', () => {
  expect(pictureSize({ widthPx: 1, heightPx: 1 }, 2)).toEqual({ widthPx: 1, heightPx: 1, stepPx: 1 });
  const frame = frameFrom({ widthPx: 1, heightPx: 1 }, () => 50);
  const picture = pictureOf(sensorOf(frame, inputsOf([], { profile: linearProfile })), 2);
  expect(levelAt(picture, { x: 0.3, y: 0 })).toBe(50 * 256);
});
