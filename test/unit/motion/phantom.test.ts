/**
 * The phantoms' breathing, followed in their own rendered frames. It swells the tissue, too: only the middle
 * moves rigidly.
 */
import { expect, test } from 'vitest';
import { moved } from '#model/motion.ts';
import { phantomSchema } from '#model/phantom.ts';
import liver from '#seeds/phantoms/liver-rim.json' with { type: 'json' };
import bed from '#seeds/phantoms/sarcoma-bed.json' with { type: 'json' };
import { breathingPose } from '#workers/feed/phantom/motion.ts';
import { createPhantomRenderer } from '#workers/feed/phantom/render.ts';
import kernel from '#workers/quantify/motion/kernels/register.as.ts?kernel';
import { keyFrameOf, reducedPicture } from '#workers/quantify/motion/key-picture.ts';
import { createFollower } from '#workers/quantify/motion/register.ts';

test.each([
  ['liver', liver],
  ['sarcoma bed', bed],
])('%s: the middle is followed to half a pixel through a breath', (_, seed) => {
  const spec = phantomSchema.parse({ ...seed, $schema: undefined });
  const { widthPx, heightPx } = spec;
  const renderer = createPhantomRenderer(spec);
  const bytes = new Uint8Array(renderer.totalBytes);
  const follower = createFollower(kernel);
  const codesOf = (frame: number) => {
    renderer.render(frame, bytes);
    return { widthPx, heightPx, samples: bytes, startSamples: 0, strideSamples: 2 * widthPx, topCode: 255 };
  };
  const scene = { widthPx, heightPx };
  const key = keyFrameOf(codesOf(0), scene);
  const middle = { x: (widthPx - 1) / 2, y: (heightPx - 1) / 2 };
  for (let frame = 5; frame < 150; frame += 12) {
    const reading = follower.follow(key, reducedPicture(codesOf(frame), scene));
    if (reading.kind === 'lost') throw new Error(`Frame ${frame}: ${reading.detail}`);
    const { moveX, moveY } = breathingPose(spec, frame);
    const found = moved(reading.motion, middle);
    expect(Math.hypot(found.x - middle.x - moveX, found.y - middle.y - moveY)).toBeLessThan(0.5);
    expect(reading.agreement).toBeGreaterThan(0.9);
  }
});
