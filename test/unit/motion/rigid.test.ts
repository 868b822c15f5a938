/** Recordings of before there was a scale replay with the same bits. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { expect, test } from 'vitest';
import type { MotionReading } from '#model/motion.ts';
import { phantomSchema } from '#model/phantom.ts';
import liver from '#seeds/phantoms/liver-rim.json' with { type: 'json' };
import { createPhantomRenderer } from '#workers/feed/phantom/render.ts';
import kernel from '#workers/quantify/motion/kernels/register.as.ts?kernel';
import { keyFrameOf, reducedPicture } from '#workers/quantify/motion/key-picture.ts';
import { createFollower } from '#workers/quantify/motion/register.ts';
import { keyOf, motionOf, see, tissueTexture } from './scenes.ts';

const follower = createFollower(kernel);

const hashOf = (readings: readonly MotionReading[]): string =>
  bytesToHex(sha256(utf8ToBytes(JSON.stringify(readings))));

test('without a scale readings of shifts, turns, noise and bars are what they were at commit 2bf8458', () => {
  const tissue = tissueTexture(3);
  const pale = tissueTexture(4, 0.3);
  const readings = [tissue, pale].flatMap((texture, of) => {
    const key = keyOf(`key ${of}`, see(texture, { noiseCodes: 1 }));
    return Array.from({ length: 12 }, (_, frame) => {
      const motion = motionOf({
        dxPx: 60 * Math.sin(frame),
        dyPx: 40 * Math.cos(frame),
        angleRad: 0.03 * (frame - 6),
      });
      const bar = frame % 3 === 0 && { bar: { from: 0.07 * frame, width: 0.12, code: 12 } };
      return follower.follow(
        key,
        see(texture, { motion, noiseCodes: frame % 5, frame: frame + 1, ...bar }),
        'rigid',
      );
    });
  });
  expect(readings.filter(({ kind }) => kind === 'followed').length).toBeGreaterThan(12);
  expect(readings.filter(({ kind }) => kind === 'lost').length).toBeGreaterThan(1);
  expect(hashOf(readings)).toBe('f447b3fdb4bd6147d14af919465479b8a5ee49f9f469b4d9a287bf7740747cf9');
});

test('without a scale readings of tissue that swells are what they were at commit 2bf8458', () => {
  const spec = phantomSchema.parse({ ...liver, $schema: undefined });
  const { widthPx, heightPx } = spec;
  const renderer = createPhantomRenderer(spec);
  const samples = new Uint8Array(renderer.totalBytes);
  const codesOf = (frame: number) => {
    renderer.render(frame, samples);
    return { widthPx, heightPx, samples, startSamples: 0, strideSamples: 2 * widthPx, topCode: 255 };
  };
  const key = keyFrameOf(codesOf(0), spec);
  const readings = [12, 40, 66, 90].map(frame =>
    follower.follow(key, reducedPicture(codesOf(frame), { widthPx, heightPx }), 'rigid'),
  );
  expect(readings.every(({ kind }) => kind === 'followed')).toBe(true);
  expect(hashOf(readings)).toBe('b6e2af2ebe5deee0e3500d566e52c063116b4f76b89abefbf733105d4bc9ef04');
});
