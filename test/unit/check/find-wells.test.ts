/** Wells found in simulated targets: turned, tilted, weak, among other bright things; and when it must say that it cannot. */
import { describe, expect, test } from 'vitest';
import type { CheckTarget } from '#model/check.ts';
import type { HeldPicture } from '#workers/calibrate/check/picture.ts';
import { readWells } from '#workers/calibrate/check/wells.ts';
import { createRandom } from '../../support/random.ts';
import { concentrationTarget, depthTarget, disc, heldOf } from './targets.ts';

const size = { widthPx: 480, heightPx: 360 };
const backgroundCodes = 400;
const noiseCodes = 12;

type Scene = {
  readonly target?: CheckTarget;
  readonly angleDeg?: number;
  readonly pitchPx?: number;
  readonly radiusPx?: number;
  readonly isMirrored?: boolean;
  /** How much smaller the far side is. */
  readonly tilt?: number;
  readonly blurPx?: number;
  readonly seed?: number;
  readonly codes?: (value: number | 'control') => number;
  readonly also?: (x: number, y: number) => number;
};

const byConcentration = (value: number | 'control') => (value === 'control' ? 0 : 20 * value);
const byDepth = (value: number | 'control') => (value === 'control' ? 0 : 15_000 * Math.exp(-0.9 * value));

function sceneOf(scene: Scene): { held: HeldPicture; centres: { x: number; y: number }[] } {
  const { target = concentrationTarget, angleDeg = 0, pitchPx = 90, radiusPx = 30, tilt = 0 } = scene;
  const angle = (Math.PI * angleDeg) / 180;
  const centres = target.values.map((_, i) => {
    const column = (i % target.columns) - (target.columns - 1) / 2;
    const row = (Math.floor(i / target.columns) - (target.rows - 1) / 2) * target.pitchRatio;
    const across = scene.isMirrored ? -column : column;
    const x = pitchPx * (across * Math.cos(angle) - row * Math.sin(angle));
    const y = pitchPx * (across * Math.sin(angle) + row * Math.cos(angle));
    const near = 1 / (1 + (tilt * y) / pitchPx);
    return { x: 241.3 + near * x, y: 178.6 + near * y };
  });
  const codes = scene.codes ?? byConcentration;
  const held = heldOf(
    size,
    (x, y) => {
      const light = centres.reduce((sum, centre, i) => {
        const value = target.values[i]!;
        return value === null
          ? sum
          : sum + codes(value) * disc({ x, y, centre }, radiusPx, scene.blurPx ?? 1.5);
      }, 0);
      return backgroundCodes + light + (scene.also?.(x, y) ?? 0);
    },
    scene.seed ?? 1,
    noiseCodes,
  );
  return { held, centres };
}

function errorsOf(scene: Scene): number[] {
  const { held, centres } = sceneOf(scene);
  const read = readWells(held, { target: scene.target ?? concentrationTarget, placed: null });
  if ('withheld' in read) throw new Error(read.detail);
  expect(read.wells).toHaveLength(centres.length);
  return read.wells.map(({ index, centre }) =>
    Math.hypot(centre.x - centres[index]!.x, centre.y - centres[index]!.y),
  );
}

const reasonOf = (held: HeldPicture, target = concentrationTarget) => {
  const read = readWells(held, { target, placed: null });
  return 'withheld' in read ? read.withheld : 'given';
};

describe('wells are found within a pixel', () => {
  test.each([0, 7, 45, 90, 133, 180, 271])('turned by %i°', angleDeg => {
    expect(Math.max(...errorsOf({ angleDeg }))).toBeLessThan(1);
  });

  test('at six sizes, turns and noises', () => {
    const random = createRandom(4);
    for (let seed = 1; seed <= 6; seed++) {
      const pitchPx = random.uniform(45, 95);
      const scene = { seed, pitchPx, radiusPx: pitchPx * random.uniform(0.25, 0.42) };
      expect(Math.max(...errorsOf({ ...scene, angleDeg: random.uniform(0, 360) }))).toBeLessThan(1);
    }
  });

  test('with light scattered about them', () => {
    expect(Math.max(...errorsOf({ blurPx: 14, radiusPx: 26 }))).toBeLessThan(1);
  });

  test('in a mirrored picture', () => {
    expect(Math.max(...errorsOf({ isMirrored: true, angleDeg: 20 }))).toBeLessThan(1);
  });

  test('in a depth target, deepest wells out of sight', () => {
    expect(Math.max(...errorsOf({ target: depthTarget, codes: byDepth, angleDeg: 185 }))).toBeLessThan(1);
  });

  test('beside a lamp’s reflection, a bar and a disc of another size', () => {
    const also = (x: number, y: number) =>
      30_000 * disc({ x, y, centre: { x: 30, y: 40 } }, 12) +
      9000 * disc({ x, y, centre: { x: 440, y: 320 } }, 17) +
      (x > 420 && x < 470 && y > 20 && y < 30 ? 20_000 : 0);
    expect(Math.max(...errorsOf({ also }))).toBeLessThan(1);
  });

  test('in two rows of four whose rows are further apart', () => {
    const target: CheckTarget = {
      ...concentrationTarget,
      rows: 2,
      columns: 4,
      pitchRatio: 1.5,
      values: [1000, 300, 100, 60, 30, 10, 3, 'control'],
    };
    expect(Math.max(...errorsOf({ target, angleDeg: 12, pitchPx: 80 }))).toBeLessThan(1);
  });

  test('and within a tenth of a radius when the target is tilted', () => {
    expect(Math.max(...errorsOf({ tilt: 0.04 }))).toBeLessThan(3);
  });
});

describe('what cannot be found says so', () => {
  test('nothing, noise, a flat bright field, a picture of one pixel, zeros', () => {
    expect(reasonOf(heldOf(size, () => 0))).toBe('no-wells');
    expect(reasonOf(heldOf(size, () => 400, 3, 30))).toBe('no-wells');
    expect(reasonOf(heldOf(size, () => 60_000))).toBe('no-wells');
    expect(reasonOf(heldOf({ widthPx: 1, heightPx: 1 }, () => 5))).toBe('no-wells');
    expect(reasonOf(heldOf(size, () => Number.NaN))).toBe('no-wells');
  });

  test('wells that are all alike could lie any way round', () => {
    expect(reasonOf(sceneOf({ codes: () => 5000 }).held)).toBe('wells-unclear');
  });

  test('wells whose brightness has nothing to do with the target', () => {
    const shuffled: CheckTarget = {
      ...concentrationTarget,
      values: [3, 1000, 'control', 100, 1, 300, 60, 30, 10],
    };
    const wrong: CheckTarget = { ...concentrationTarget, rows: 1, columns: 9 };
    expect(reasonOf(sceneOf({}).held, wrong)).not.toBe('given');
    expect(reasonOf(sceneOf({}).held, shuffled)).toBe('wells-unclear');
  });
});

describe('statistics where a hand put the circles', () => {
  const { held, centres } = sceneOf({});
  const at = (x: number, y: number, radiusPx = 20) =>
    readWells(held, {
      target: concentrationTarget,
      placed: [{ index: 0, centre: { x, y }, radiusPx, from: 'hand' }],
    });

  test('are those of the pixels at most half a radius from the centre', () => {
    const read = at(centres[0]!.x, centres[0]!.y);
    if ('withheld' in read) throw new Error(read.detail);
    const inside = Array.from(held.plane).filter(
      (_, i) => Math.hypot((i % 480) - centres[0]!.x, Math.floor(i / 480) - centres[0]!.y) <= 10,
    );
    const mean = inside.reduce((sum, v) => sum + v, 0) / inside.length;
    expect(read.wells[0]!.n).toBe(inside.length);
    expect(read.wells[0]!.mean).toBeCloseTo(mean, 8);
    expect(read.wells[0]!.sd).toBeCloseTo(
      Math.sqrt(inside.reduce((sum, v) => sum + (v - mean) ** 2, 0) / inside.length),
      8,
    );
  });

  test('are not given for a circle that leaves the picture, is no number, or has no pixels', () => {
    for (const [x, y, r] of [
      [3, 100, 20],
      [Number.NaN, 5, 20],
      [-900, 0, 20],
      [100, 100, 0.2],
      [240, 180, 5000],
    ] as const) {
      const read = at(x, y, r);
      if ('withheld' in read) throw new Error(read.detail);
      expect(read.wells[0]).toMatchObject({ n: 0, mean: null, sd: null, clippedShare: null });
    }
  });

  test('are not given for a place that the target does not have', () => {
    const read = readWells(held, {
      target: concentrationTarget,
      placed: [{ index: 40, centre: { x: 50, y: 50 }, radiusPx: 9, from: 'hand' }],
    });
    expect(read).toMatchObject({ withheld: 'no-wells' });
  });
});
