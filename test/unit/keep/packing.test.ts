/** Frames' codes as pictures, and back. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packingOf, pictureLayout } from '#archive/video/packing.ts';
import type { FrameFormat, PixelFormat } from '#model/frame.ts';
import { anyFormat, codesOf, grey } from '../archive/samples.ts';

const formats: readonly PixelFormat[] = ['I420', 'NV12', 'RGBA', 'RGBX', 'BGRA', 'BGRX', 'Y8', 'Y16'];
const sized = (format: PixelFormat, widthPx: number, heightPx: number, bitDepth = 8): FrameFormat => ({
  ...grey(widthPx, heightPx),
  format,
  bitDepth,
});

/** Any format at any depth, also those that nobody delivers yet. */
const anyDepth = fc
  .tuple(anyFormat, fc.integer({ min: 8, max: 16 }))
  .map(([format, bitDepth]) => ({ ...format, bitDepth }));

function throughPicture(format: FrameFormat, payload: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const packing = packingOf(format)!;
  // What an earlier picture left behind must not shine through.
  const picture = new Uint8Array(pictureLayout(packing.size).totalBytes).fill(77);
  packing.toPicture(payload, picture);
  const back = new Uint8Array(payload.length).fill(99);
  packing.toPayload(picture, back);
  return back;
}

test('every payload of every format, depth and odd size comes back bit for bit', () => {
  fc.assert(
    fc.property(anyDepth, fc.nat(), (format, seed) => {
      const payload = codesOf(format, seed);
      expect(throughPicture(format, payload)).toEqual(payload);
    }),
    { numRuns: 300 },
  );
});

test('a picture depends on the payload alone, not on what its buffer held', () => {
  fc.assert(
    fc.property(anyDepth, fc.nat(), (format, seed) => {
      const packing = packingOf(format)!;
      const payload = codesOf(format, seed);
      const [one, other] = [1, 254].map(left =>
        new Uint8Array(pictureLayout(packing.size).totalBytes).fill(left),
      );
      packing.toPicture(payload, one!);
      packing.toPicture(payload, other!);
      expect(one).toEqual(other);
    }),
  );
});

test('a grey format costs luma only: its chroma is grey', () => {
  const format = sized('Y16', 5, 3, 12);
  const packing = packingOf(format)!;
  expect(packing.size).toEqual({ widthPx: 5, heightPx: 6 });
  const { uAtBytes, totalBytes } = pictureLayout(packing.size);
  const picture = new Uint8Array(totalBytes);
  packing.toPicture(codesOf(format, 1), picture);
  expect(new Set(picture.subarray(uAtBytes))).toEqual(new Set([128]));
});

test('a slope over many multiples of 256 has no jump in the low bytes', () => {
  const format = sized('Y16', 4096, 1, 12);
  const payload = new Uint8Array(Uint16Array.from({ length: 4096 }, (_, x) => x).buffer);
  const packing = packingOf(format)!;
  const picture = new Uint8Array(pictureLayout(packing.size).totalBytes);
  packing.toPicture(payload, picture);
  const steps = Array.from({ length: 4095 }, (_, x) => Math.abs(picture[4096 + x + 1]! - picture[4096 + x]!));
  expect(Math.max(...steps)).toBe(1);
});

test('4K has a picture in every format; a picture over 8192 a side, no size or an unknown depth has none', () => {
  for (const format of formats) expect(packingOf(sized(format, 3840, 2160))).not.toBeNull();
  expect(packingOf(sized('Y16', 3840, 2160, 16))).not.toBeNull();
  expect(packingOf(sized('Y8', 8192, 1))).not.toBeNull();
  expect(packingOf(sized('Y8', 8193, 1))).toBeNull();
  expect(packingOf(sized('RGBA', 4097, 8))).toBeNull();
  expect(packingOf(sized('Y16', 8, 4097, 10))).toBeNull();
  for (const side of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
    expect(packingOf(sized('Y8', side, 8))).toBeNull();
  expect(packingOf(sized('Y16', 8, 8, 17))).toBeNull();
});
