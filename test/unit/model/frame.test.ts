/** Frames as planes of codes, and whether the picture they make is still live. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FrameFormat, type PixelFormat, packedPlanes, planesIn } from '#model/frame.ts';
import {
  identicalAfterS,
  lateAfterS,
  mayShowNumbers,
  noSignalAfterS,
  type PictureState,
  pictureState,
} from '#model/liveness.ts';

const formats: readonly PixelFormat[] = ['I420', 'NV12', 'RGBA', 'RGBX', 'BGRA', 'BGRX', 'Y8', 'Y16'];

const formatOf = (format: PixelFormat, widthPx: number, heightPx: number, bitDepth = 8): FrameFormat => ({
  format,
  widthPx,
  heightPx,
  bitDepth,
  colour: { fullRange: null, matrix: null, transfer: null, primaries: null },
});

const anyFormat = fc
  .record({
    format: fc.constantFrom(...formats),
    widthPx: fc.integer({ min: 1, max: 33 }),
    heightPx: fc.integer({ min: 1, max: 33 }),
    deepBits: fc.integer({ min: 9, max: 16 }),
    isDeep: fc.boolean(),
  })
  .map(({ format, widthPx, heightPx, deepBits, isDeep }) => {
    const canBeDeep = format === 'I420' || format === 'NV12';
    const bitDepth = format === 'Y16' || (canBeDeep && isDeep) ? deepBits : 8;
    return formatOf(format, widthPx, heightPx, bitDepth);
  });

describe('packed planes', () => {
  test('round chroma up where the frame is odd', () => {
    const sizes = (format: PixelFormat) =>
      packedPlanes(formatOf(format, 5, 3)).planes.map(p => [p.widthPx, p.heightPx, p.samplesPerPixel]);
    expect(sizes('I420')).toEqual([
      [5, 3, 1],
      [3, 2, 1],
      [3, 2, 1],
    ]);
    expect(sizes('NV12')).toEqual([
      [5, 3, 1],
      [3, 2, 2],
    ]);
    expect(sizes('BGRX')).toEqual([[5, 3, 4]]);
  });

  test.each<[PixelFormat, number, number, number, number]>([
    ['I420', 8, 1920, 1080, 3_110_400],
    ['NV12', 8, 1920, 1080, 3_110_400],
    ['I420', 8, 5, 3, 27],
    ['NV12', 8, 5, 3, 27],
    ['I420', 10, 5, 3, 54],
    ['RGBA', 8, 1280, 720, 3_686_400],
    ['Y8', 8, 7, 3, 21],
    ['Y16', 16, 7, 3, 42],
    ['Y16', 12, 7, 3, 42],
  ])('of %s, %i bits, %i×%i need %i bytes', (format, bitDepth, widthPx, heightPx, bytes) => {
    expect(packedPlanes(formatOf(format, widthPx, heightPx, bitDepth)).totalBytes).toBe(bytes);
  });

  test('follow each other without a gap and end at the total', () => {
    fc.assert(
      fc.property(anyFormat, format => {
        const { planes, totalBytes } = packedPlanes(format);
        let endBytes = 0;
        for (const plane of planes) {
          expect(plane.offsetBytes).toBe(endBytes);
          expect(plane.strideSamples).toBe(plane.widthPx * plane.samplesPerPixel);
          endBytes += plane.strideSamples * plane.heightPx * (format.bitDepth > 8 ? 2 : 1);
        }
        expect(endBytes).toBe(totalBytes);
      }),
    );
  });

  test('are views of the buffer that never touch each other', () => {
    fc.assert(
      fc.property(anyFormat, fc.integer({ min: 0, max: 8 }), (format, startPairs) => {
        const startBytes = 2 * startPairs;
        const { totalBytes } = packedPlanes(format);
        const buffer = new ArrayBuffer(startBytes + totalBytes + 2);
        const planes = planesIn(buffer, format, startBytes);
        for (const [index, plane] of planes.entries()) plane.samples.fill(index + 1);
        for (const [index, plane] of planes.entries()) {
          expect(plane.samples.buffer).toBe(buffer);
          expect(plane.samples).toHaveLength(plane.strideSamples * plane.heightPx);
          expect(plane.samples.every(sample => sample === index + 1)).toBe(true);
        }
        const bytes = new Uint8Array(buffer);
        expect(bytes.subarray(0, startBytes).every(b => b === 0)).toBe(true);
        expect(bytes.subarray(startBytes + totalBytes).every(b => b === 0)).toBe(true);
      }),
    );
  });

  test('of more than eight bits are little-endian pairs of bytes', () => {
    const bytes = Uint8Array.of(0x34, 0x12, 0xff, 0x03);
    const [plane] = planesIn(bytes.buffer, formatOf('Y16', 2, 1, 16));
    expect([...plane!.samples]).toEqual([0x1234, 0x03ff]);
  });

  test('do not fit into a buffer that is too small', () => {
    expect(() => planesIn(new ArrayBuffer(26), formatOf('I420', 5, 3))).toThrow(RangeError);
  });
});

describe('the picture', () => {
  type Input = Parameters<typeof pictureState>[0];
  const fresh: Input = { hasFrame: true, isLive: true, isFrozen: false, ageS: 0.02, identicalForS: 0 };

  test.each<[what: string, change: Partial<Input>, state: PictureState]>([
    ['a young frame', {}, 'live'],
    ['a frame as old as the mark', { ageS: lateAfterS }, 'live'],
    ['a frame older than the mark', { ageS: lateAfterS + 0.001 }, 'late'],
    ['a frame as old as the veil', { ageS: noSignalAfterS }, 'late'],
    ['a frame older than the veil', { ageS: noSignalAfterS + 0.001 }, 'no-signal'],
    ['the same codes for a second', { identicalForS: identicalAfterS }, 'identical'],
    ['the same codes for less', { identicalForS: identicalAfterS - 0.001 }, 'live'],
    ['old and the same codes', { ageS: 2, identicalForS: 2 }, 'no-signal'],
    ['no frame yet', { hasFrame: false, ageS: 60 }, 'waiting'],
    ['frozen by the user, however old', { isFrozen: true, ageS: 60, identicalForS: 60 }, 'frozen'],
    ['an image, however old', { isLive: false, ageS: 60, identicalForS: 60 }, 'still'],
  ])('of %s is as the rule says', (_, change, state) => {
    expect(pictureState({ ...fresh, ...change })).toBe(state);
  });

  test('is marked at 250 ms, veiled at 500 ms and after a second of equal codes', () => {
    expect([lateAfterS, noSignalAfterS, identicalAfterS]).toEqual([0.25, 0.5, 1]);
  });

  test('never gets livelier as a live frame ages or repeats', () => {
    const order: readonly PictureState[] = ['live', 'late', 'identical', 'no-signal'];
    const time = fc.double({ min: 0, max: 3, noNaN: true });
    fc.assert(
      fc.property(time, time, time, time, (ageS, identicalForS, laterS, longerS) => {
        const now = order.indexOf(pictureState({ ...fresh, ageS, identicalForS }));
        const then = order.indexOf(
          pictureState({ ...fresh, ageS: ageS + laterS, identicalForS: identicalForS + longerS }),
        );
        expect(then).toBeGreaterThanOrEqual(now);
      }),
    );
  });

  test('keeps its numbers while it is live, late, frozen or still, and in no other state', () => {
    const states: readonly PictureState[] = [
      'waiting',
      'live',
      'late',
      'no-signal',
      'identical',
      'frozen',
      'still',
    ];
    expect(states.filter(mayShowNumbers)).toEqual(['live', 'late', 'frozen', 'still']);
  });
});
