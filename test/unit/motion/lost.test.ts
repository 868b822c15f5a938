/** What cannot be followed is lost, and says why. */
import { describe, expect, test } from 'vitest';
import kernel from '#workers/quantify/motion/kernels/register.as.ts?kernel';
import { createFollower } from '#workers/quantify/motion/register.ts';
import { haveRealImages } from '../../support/real-images.ts';
import { keyOf, motionOf, plantTexture, reduced, see, tissueTexture } from './scenes.ts';

const follower = createFollower(kernel);
const tissue = tissueTexture(3);
const key = keyOf('tissue', see(tissue, { noiseCodes: 1 }));
const uniform = (code: number) => ({
  ...reduced,
  samples: new Uint8Array(reduced.widthPx * reduced.heightPx).fill(code),
});
/** Noise alone, of that SD, about a code. */
const covered = (code: number, noiseCodes: number) =>
  see({ widthPx: 2, heightPx: 2, values: new Float32Array(4).fill(code) }, { noiseCodes, frame: 8 });

describe('lost, with the reason', () => {
  test.each([
    ['a dark frame', uniform(0)],
    ['a clipped frame', uniform(255)],
    ['a frame of one grey', uniform(90)],
    ['a covered lens, with its noise', covered(3, 0.6)],
  ])('%s', (_, picture) => {
    expect(follower.follow(key, picture)).toEqual({
      kind: 'lost',
      detail: 'the picture shows too little pattern to follow',
    });
  });

  test.each([
    ['black', uniform(0)],
    ['flat', uniform(120)],
    ['clipped', uniform(255)],
  ])('a key frame that is %s', (name, picture) => {
    expect(follower.follow(keyOf(`key ${name}`, picture), see(tissue))).toEqual({
      kind: 'lost',
      detail: 'the key frame shows too little pattern to follow',
    });
  });

  test.each([
    ['noise alone', covered(60, 5)],
    ['tissue moved by six tenths of the picture', see(tissue, { motion: motionOf({ dxPx: 576 }) })],
    ['an instrument over most of the picture', see(tissue, { bar: { from: 0.1, width: 0.7, code: 20 } })],
  ])('%s', (_, picture) => {
    const reading = follower.follow(key, picture);
    expect(reading.kind).toBe('lost');
    expect(reading.kind === 'lost' && reading.detail).toMatch(
      /^only \d+ % of the picture agrees with the key frame$|^the picture agrees nowhere with the key frame$/,
    );
  });

  test('twelve other scenes, moved and turned, for tissue of much and of little contrast', () => {
    const faint = keyOf('faint', see(tissueTexture(4, 0.15)));
    for (let other = 0; other < 12; other++) {
      const motion = motionOf({ dxPx: 30 * Math.sin(other), angleRad: 0.1 * Math.cos(other) });
      const picture = see(tissueTexture(100 + other), { motion, noiseCodes: other % 3 });
      expect(follower.follow(key, picture).kind, `scene ${other}`).toBe('lost');
      expect(follower.follow(faint, picture).kind, `scene ${other}, faint`).toBe('lost');
    }
  });

  test.skipIf(!haveRealImages)('a photograph against tissue, and the other way about', () => {
    const plant = see(plantTexture());
    expect(follower.follow(key, plant).kind).toBe('lost');
    expect(follower.follow(keyOf('plant', plant), see(tissue)).kind).toBe('lost');
  });
});

describe('pictures that do not belong together', () => {
  test.each([
    ['another size', { ...uniform(9), widthPx: 240 }, key, 'the picture has another size than the key frame'],
    ['half a picture', { ...reduced, samples: new Uint8Array(10) }, key, 'the picture is not whole'],
    [
      'a key frame of another scene',
      see(tissue),
      { ...key, sceneWidthPx: 4000 },
      'the key frame does not fit its scene',
    ],
  ])('%s', (_, picture, keyFrame, detail) => {
    expect(follower.follow(keyFrame, picture)).toEqual({ kind: 'lost', detail });
  });

  test('a picture of a few pixels', () => {
    const size = { widthPx: 63, heightPx: 64 };
    const picture = { ...size, samples: Uint8Array.from({ length: 63 * 64 }, (_, i) => (i * 7) % 251) };
    const small = { ...keyOf('small', picture), sceneWidthPx: 63, sceneHeightPx: 64 };
    expect(follower.follow(small, picture)).toEqual({
      kind: 'lost',
      detail: 'a picture under 64 pixels a side is too small to follow',
    });
  });
});
