/**
 * What is said to be followed is right. A sample of the stress set, of a series that no limit was set on; the README has the
 * figures of the whole.
 */
import { describe, expect, test } from 'vitest';
import kernel from '#workers/quantify/motion/kernels/register.as.ts?kernel';
import { createFollower } from '#workers/quantify/motion/register.ts';
import { type StressCase, stressCase, stressErrorPx } from './stress.ts';
import { stressPictures } from './stress-pictures.ts';

const follower = createFollower(kernel);

/** Scene pixels off; null: lost, with the reason. */
function errorOf(of: StressCase): { errorPx: number | null; detail: string } {
  const { key, picture } = stressPictures(of);
  const reading = follower.follow(key, picture);
  if (reading.kind === 'lost') return { errorPx: null, detail: reading.detail };
  return { errorPx: stressErrorPx(reading.motion, of.motion), detail: '' };
}

/** A tissue without anything in the way, but for `part`. */
const plainCase = (part: Partial<StressCase>): StressCase => ({
  ...stressCase(0),
  texture: 'tissue',
  seed: 12,
  noiseCodes: 1,
  light: 1,
  vignetting: 0,
  hidden: 0,
  keyBars: [],
  bars: [],
  spots: [],
  maskPx: null,
  text: null,
  ...part,
});
const { centre } = stressCase(0).motion;
const moved = (dxPx: number, dyPx: number, angleRad = 0) => ({ dxPx, dyPx, angleRad, centre });

test('of 91 cases one at most is followed wrongly, no ordinary one, and what can be followed is', () => {
  const cases = Array.from({ length: 91 }, (_, index) => stressCase(index, 2));
  const found = cases.map(one => ({ ...one, ...errorOf(one) }));
  const isWrong = ({ errorPx }: { errorPx: number | null }) => errorPx !== null && errorPx > 2;
  const followed = found.filter(one => one.errorPx !== null);
  const ordinary = found.filter(one => one.isOrdinary);
  expect(found.filter(isWrong).length).toBeLessThanOrEqual(1);
  expect(ordinary.filter(isWrong)).toEqual([]);
  expect(followed.length).toBeGreaterThan(0.35 * found.length);
  expect(ordinary.filter(one => one.errorPx !== null).length).toBeGreaterThan(0.6 * ordinary.length);
  const errors = followed.map(({ errorPx }) => errorPx ?? 0).sort((a, b) => a - b);
  expect(errors[errors.length >> 1]).toBeLessThan(0.5);
});

test('of 91 cases that grew or shrank by up to 2 % one at most is followed wrongly, no ordinary one, and many are followed', () => {
  const found = Array.from({ length: 91 }, (_, index) => stressCase(index, 2, 0.02)).map(one => ({
    ...one,
    ...errorOf(one),
  }));
  const followed = found.filter(one => one.errorPx !== null);
  const wrong = followed.filter(({ errorPx }) => errorPx !== null && errorPx > 2);
  expect(wrong.length).toBeLessThanOrEqual(1);
  expect(wrong.filter(one => one.isOrdinary)).toEqual([]);
  expect(followed.length).toBeGreaterThan(0.25 * found.length);
  const ordinary = found.filter(one => one.isOrdinary);
  expect(ordinary.filter(one => one.errorPx !== null).length).toBeGreaterThan(0.5 * ordinary.length);
  const errors = followed.map(({ errorPx }) => errorPx ?? 0).sort((a, b) => a - b);
  expect(errors[errors.length >> 1]).toBeLessThan(0.5);
});

test.each([-0.02, -0.01, 0.01, 0.02])(
  'tissue without anything in the way is followed as it grows by %d',
  growth => {
    for (const part of [moved(0, 0), moved(6, -3), moved(90, 40, 0.05), moved(-220, 60)]) {
      const { errorPx, detail } = errorOf(plainCase({ motion: { ...part, scale: 1 + growth } }));
      expect(detail).toBe('');
      expect(errorPx).toBeLessThan(0.5);
    }
  },
);

describe('what stands still does not hold the tissue back', () => {
  test.each<[string, Partial<StressCase>]>([
    ['the round mask of an endoscope', { maskPx: 150 }],
    ['text', { text: stressCase(3, 5).text ?? { code: 235, boxes: [[20, 20]] } }],
    ['light that falls off', { vignetting: 0.5 }],
  ])('%s', (_, part) => {
    for (const motion of [moved(6, -3), moved(90, 40, 0.05), moved(-220, 60)]) {
      const { errorPx, detail } = errorOf(plainCase({ ...part, motion }));
      expect(detail).toBe('');
      expect(errorPx).toBeLessThan(0.5);
    }
  });
});

describe('lost, and it is said', () => {
  test('tissue that grew or shrank by more than 3 %', () => {
    for (const scale of [0.9, 0.95, 0.96, 1.04, 1.05, 1.1])
      for (const motion of [moved(0, 0), moved(40, 20, 0.03)])
        expect(errorOf(plainCase({ motion: { ...motion, scale } })).errorPx).toBeNull();
  });

  test('tissue that swells about an instrument that stands still, or it is followed rightly', () => {
    const bar = { x: 240, y: 135, angleRad: 0.4, widthPx: 110, kind: 'metal' as const };
    for (const scale of [0.98, 0.99, 1.005, 1.01, 1.02]) {
      const motion = { ...moved(0, 0), scale };
      const { errorPx } = errorOf(plainCase({ keyBars: [bar], bars: [bar], motion, noiseCodes: 2 }));
      expect(errorPx ?? 0).toBeLessThan(2);
    }
  });

  test('a weave, where two places fit alike', () => {
    for (const motion of [moved(0, 0), moved(30, -14), moved(0, 0, 0.1)])
      expect(errorOf(plainCase({ texture: 'weave', motion })).detail).toBe('two places fit alike');
  });

  test('tissue that moves behind an instrument that stands still', () => {
    const bar = { x: 240, y: 135, angleRad: 0.4, widthPx: 110, kind: 'metal' as const };
    for (const motion of [moved(40, 20), moved(120, -60), moved(8, 10)]) {
      const { errorPx } = errorOf(plainCase({ keyBars: [bar], bars: [bar], motion, noiseCodes: 2 }));
      expect(errorPx ?? 0).toBeLessThan(2);
    }
  });

  test('tissue at rest is not lost for a bar that comes over 15 % of it', () => {
    const bar = { x: 240, y: 135, angleRad: 1.57, widthPx: 72, kind: 'dark' as const };
    expect(errorOf(plainCase({ bars: [bar], motion: moved(0, 0) })).errorPx).toBeLessThan(0.5);
  });
});
