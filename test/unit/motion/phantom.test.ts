/** The phantoms' breathing, which moves and swells the tissue, followed in their own rendered frames. */
import { describe, expect, test } from 'vitest';
import type { Point } from '#model/geometry.ts';
import { type MotionModel, moved, movedShape } from '#model/motion.ts';
import { phantomSchema } from '#model/phantom.ts';
import liver from '#seeds/phantoms/liver-rim.json' with { type: 'json' };
import bed from '#seeds/phantoms/sarcoma-bed.json' with { type: 'json' };
import { breathingPose, restingPoint } from '#workers/feed/phantom/motion.ts';
import { createPhantomRenderer } from '#workers/feed/phantom/render.ts';
import kernel from '#workers/quantify/motion/kernels/register.as.ts?kernel';
import { keyFrameOf, reducedPicture } from '#workers/quantify/motion/key-picture.ts';
import { createFollower } from '#workers/quantify/motion/register.ts';
import { trueCircles } from '../../support/phantom-truth.ts';

const follower = createFollower(kernel);
const frames = Array.from({ length: 13 }, (_, i) => 5 + 12 * i);

/** A phantom's breath with its key frame breathed out; throws where a frame is lost. */
function breathOf(seed: object) {
  const spec = phantomSchema.parse({ ...seed, $schema: undefined });
  const { widthPx, heightPx } = spec;
  const renderer = createPhantomRenderer(spec);
  const bytes = new Uint8Array(renderer.totalBytes);
  const codesOf = (frame: number) => {
    renderer.render(frame, bytes);
    return { widthPx, heightPx, samples: bytes, startSamples: 0, strideSamples: 2 * widthPx, topCode: 255 };
  };
  const scene = { widthPx, heightPx };
  const key = keyFrameOf(codesOf(0), scene);
  const keyPose = breathingPose(spec, 0);
  const followed = (frame: number, model?: MotionModel) => {
    const reading = follower.follow(key, reducedPicture(codesOf(frame), scene), model);
    if (reading.kind === 'lost') throw new Error(`Frame ${frame}: ${reading.detail}`);
    return reading;
  };
  return {
    ...scene,
    followed,
    scaleOf: (frame: number) => breathingPose(spec, frame).scale / keyPose.scale,
    /** How far a frame's motion puts what was at `at` in the key frame beside where the phantom has it now. */
    offPx(frame: number, at: Point, model?: MotionModel): number {
      const now = moved(followed(frame, model).motion, at);
      const was = restingPoint(spec, keyPose, at);
      const is = restingPoint(spec, breathingPose(spec, frame), now);
      return Math.hypot(is.x - was.x, is.y - was.y);
    },
  };
}

describe.each([
  ['liver', breathOf(liver), trueCircles['liver-rim'].tumour],
  ['sarcoma bed', breathOf(bed), trueCircles['sarcoma-bed'].tumour],
])('%s, through a breath', (_, breath, nodule) => {
  const { widthPx, heightPx } = breath;
  const corner = { x: 0.1 * widthPx, y: 0.1 * heightPx };

  test('the middle is followed to half a pixel, and most of the picture agrees', () => {
    const middle = { x: (widthPx - 1) / 2, y: (heightPx - 1) / 2 };
    for (const frame of frames) {
      expect(breath.offPx(frame, middle)).toBeLessThan(0.5);
      expect(breath.followed(frame).agreement).toBeGreaterThan(0.9);
    }
  });

  test('a nodule beside the middle is followed to half a pixel, a corner to less than one', () => {
    for (const frame of frames) {
      expect(breath.offPx(frame, nodule.centre)).toBeLessThan(0.5);
      expect(breath.offPx(frame, corner)).toBeLessThan(1);
    }
  });

  test('without a scale a corner is more than one and a half pixels off', () => {
    expect(Math.max(...frames.map(frame => breath.offPx(frame, corner, 'rigid')))).toBeGreaterThan(1.5);
  });

  test('the scale is the breath’s to a thousandth, and a circle swells by it', () => {
    for (const frame of frames) {
      const { motion } = breath.followed(frame);
      expect(Math.abs((motion.scale ?? 1) - breath.scaleOf(frame))).toBeLessThan(1e-3);
      const now = movedShape(nodule, motion);
      expect(now.kind === 'circle' && now.radiusPx).toBe(nodule.radiusPx * (motion.scale ?? 1));
    }
  });
});
