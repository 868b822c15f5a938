/** The motion that inputs ask for. */
import { expect, test } from 'vitest';
import type { MeasurementInputs } from '#model/measurement.ts';
import { createTissueFollower } from '#workers/quantify/tissue-follower.ts';
import { see, tissueTexture } from '../motion/scenes.ts';
import { formatOf, frameOf, inputsOf } from './frames.ts';

const size = { widthPx: 480, heightPx: 270 };
const texture = tissueTexture(3);
/** Tissue, larger by `scale` about the middle. */
const frameAt = (scale: number) => {
  const motion = { angleRad: 0, dxPx: 0, dyPx: 0, scale, centre: { x: 479.5, y: 269.5 } };
  const { samples } = see(texture, { motion, noiseCodes: 1 });
  return {
    main: frameOf(formatOf('Y8', size), (x, y) => samples[y * size.widthPx + x] ?? 0, 1),
    second: null,
  };
};

function motionsWith(part: Partial<MeasurementInputs>) {
  const follower = createTissueFollower(null);
  const inputs = { ...inputsOf([]), ...part };
  const keyFrame = follower.take(frameAt(1), inputs.layout);
  if (!keyFrame) throw new Error('No key frame.');
  follower.put([keyFrame]);
  const reading = follower.read(frameAt(1.012), { ...inputs, keyFrame: keyFrame.hash });
  if (reading?.kind !== 'followed') throw new Error(JSON.stringify(reading));
  return reading.motion;
}

test('carries a scale where inputs ask for one', () => {
  expect(motionsWith({ motionModel: 'similarity' }).scale).toBeCloseTo(1.012, 3);
});

test('carries none where they ask for none, as in recordings of before; the rest is the same', () => {
  const { scale: _, ...rest } = motionsWith({ motionModel: 'similarity' });
  expect(motionsWith({})).toEqual(rest);
  expect(motionsWith({ motionModel: 'rigid' })).toEqual(rest);
  expect('scale' in motionsWith({})).toBe(false);
});
