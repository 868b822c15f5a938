/** Synthetic motions of issue 4, followed. */
import { describe, expect, test } from 'vitest';
import type { Motion } from '#model/motion.ts';
import kernel from '#workers/quantify/motion/kernels/register.as.ts?kernel';
import { createFollower } from '#workers/quantify/motion/register.ts';
import { haveRealImages } from '../../support/real-images.ts';
import {
  errorPx,
  keyOf,
  motionOf,
  plantTexture,
  type Seeing,
  see,
  type Texture,
  tissueTexture,
} from './scenes.ts';

const follower = createFollower(kernel);
const tissue = tissueTexture(3);

const medianOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Errors in scene pixels, frame by frame. A lost frame is an infinite error. */
function errorsOf(texture: Texture, frames: number, seeingOf: (frame: number) => Seeing): number[] {
  const key = keyOf(`key ${texture.widthPx} ${texture.values[5]}`, see(texture, { noiseCodes: 1 }));
  return Array.from({ length: frames }, (_, frame) => {
    const seeing = { noiseCodes: 1, frame: frame + 1, ...seeingOf(frame) };
    const reading = follower.follow(key, see(texture, seeing));
    return reading.kind === 'followed'
      ? errorPx(reading.motion, seeing.motion ?? motionOf())
      : Number.POSITIVE_INFINITY;
  });
}

/** A breath every 100 frames, and a slow swing about it. */
const breathing = (frame: number): Motion =>
  motionOf({
    dxPx: 14 * Math.sin(frame / 41),
    dyPx: -30 * (0.5 - 0.5 * Math.cos((2 * Math.PI * frame) / 100)),
    angleRad: 0.05 * Math.sin(frame / 29),
  });

describe('300 frames', () => {
  test('of breathing that swells the tissue by 2 %, under changing light, noise and a bar: followed, no drift', () => {
    const errors = errorsOf(tissue, 300, frame => ({
      motion: { ...breathing(frame), scale: 1 + 0.01 * (1 - Math.cos((2 * Math.PI * frame) / 100)) },
      light: 1 + 0.2 * Math.sin(frame / 17),
      noiseCodes: 2,
      bar: { from: 1.15 * ((frame % 150) / 150) - 0.15, width: 0.15, code: frame < 150 ? 12 : 250 },
    }));
    expect(medianOf(errors)).toBeLessThan(0.2);
    expect(errors.filter(error => error > 0.5).length).toBeLessThan(20);
    expect(errors.filter(error => error > 0.5 && Number.isFinite(error))).toEqual([]);
    expect(medianOf(errors.slice(-30))).toBeLessThan(1.5 * medianOf(errors.slice(0, 30)) + 0.02);
  });

  test('of breathing, changing light, noise and a bar over 15 %: within half a pixel, no drift', () => {
    const errors = errorsOf(tissue, 300, frame => ({
      motion: breathing(frame),
      light: 1 + 0.2 * Math.sin(frame / 17),
      noiseCodes: 2,
      bar: { from: 1.15 * ((frame % 150) / 150) - 0.15, width: 0.15, code: frame < 150 ? 12 : 250 },
    }));
    expect(medianOf(errors)).toBeLessThan(0.2);
    expect(Math.max(...errors)).toBeLessThan(0.5);
    expect(medianOf(errors.slice(-30))).toBeLessThan(1.5 * medianOf(errors.slice(0, 30)) + 0.02);
  });
});

const motions: readonly [string, (frame: number) => Motion][] = [
  [
    'a shift of up to a third of the picture',
    f => motionOf({ dxPx: 300 * Math.sin(f), dyPx: 150 * Math.cos(f) }),
  ],
  ['a rotation of up to 15°', f => motionOf({ angleRad: 0.26 * Math.sin(f) })],
  ['both', f => motionOf({ dxPx: 90 * Math.sin(f), dyPx: 60 * Math.cos(f), angleRad: 0.15 * Math.cos(f) })],
];

describe.each(motions)('%s is followed', (_, motion) => {
  test.each<[string, (frame: number) => Seeing, number]>([
    ['in quiet', () => ({}), 0.2],
    ['in light 20 % weaker and stronger', f => ({ light: f % 2 ? 0.8 : 1.2 }), 0.2],
    ['in light that falls off to the corners and stands still', () => ({ vignetting: 0.5 }), 0.2],
    ['in much noise', () => ({ noiseCodes: 6 }), 0.6],
    ['behind a dark bar', f => ({ bar: { from: 0.07 * f, width: 0.15, code: 12 } }), 0.3],
    ['behind a bright bar', f => ({ bar: { from: 0.07 * f, width: 0.15, code: 255 } }), 0.3],
  ])('%s', (_seen, seeingOf, mostPx) => {
    const errors = errorsOf(tissue, 12, frame => ({ motion: motion(frame), ...seeingOf(frame) }));
    expect(medianOf(errors)).toBeLessThan(mostPx / 2);
    expect(Math.max(...errors)).toBeLessThan(mostPx);
  });

  test('in tissue of little contrast', () => {
    const errors = errorsOf(tissueTexture(4, 0.15), 12, frame => ({
      motion: motion(frame),
      noiseCodes: 0.5,
    }));
    expect(medianOf(errors)).toBeLessThan(0.5);
  });
});

test.skipIf(!haveRealImages)(
  'a photograph with much glare is followed, under noise and changing light',
  () => {
    const errors = errorsOf(plantTexture(), 20, frame => ({
      motion: motionOf({
        dxPx: 40 * Math.sin(frame),
        dyPx: 25 * Math.cos(frame),
        angleRad: 0.05 * Math.cos(frame),
      }),
      light: 1 + 0.2 * Math.sin(frame / 3),
    }));
    expect(medianOf(errors)).toBeLessThan(0.5);
  },
);

describe('the sign of', () => {
  test.each<[string, Partial<Motion>]>([
    ['a shift to the right', { dxPx: 20 }],
    ['a shift downwards', { dyPx: 20 }],
    ['a turn clockwise', { angleRad: 0.1 }],
    ['growth', { scale: 1.02 }],
    ['shrinking', { scale: 0.985 }],
  ])('%s is that of the motion', (_, part) => {
    const reading = follower.follow(keyOf('signs', see(tissue)), see(tissue, { motion: motionOf(part) }));
    if (reading.kind === 'lost') throw new Error(reading.detail);
    const { dxPx, dyPx, angleRad, scale, centre } = reading.motion;
    expect(dxPx).toBeCloseTo(part.dxPx ?? 0, 0);
    expect(dyPx).toBeCloseTo(part.dyPx ?? 0, 0);
    expect(angleRad).toBeCloseTo(part.angleRad ?? 0, 3);
    expect(scale).toBeCloseTo(part.scale ?? 1, 3);
    expect(centre).toEqual(motionOf().centre);
    expect(reading.agreement).toBeGreaterThan(0.95);
  });
});

test('a bar lowers the agreement, about by what it hides', () => {
  const bar = { from: 0.4, width: 0.15, code: 12 };
  const reading = follower.follow(keyOf('bar', see(tissue)), see(tissue, { bar, noiseCodes: 1 }));
  if (reading.kind === 'lost') throw new Error(reading.detail);
  expect(reading.agreement).toBeLessThan(0.86);
  expect(reading.agreement).toBeGreaterThan(0.7);
});

test('a reading depends on the two pictures alone, not on what was followed before', () => {
  const key = keyOf('alone', see(tissue));
  const picture = see(tissue, { motion: breathing(33), noiseCodes: 2 });
  const alone = createFollower(kernel).follow(key, picture);
  follower.follow(key, see(tissue, { motion: breathing(80) }));
  follower.follow(keyOf('another', see(tissueTexture(9))), see(tissue));
  expect(follower.follow(key, picture)).toEqual(alone);
});
