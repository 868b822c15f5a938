/** Black places: nothing of what was there stays in any plane, and nothing else changes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Blank, blankPlanes } from '#model/blank.ts';
import { blanksSchema } from '#model/blank-schema.ts';
import type { FrameFormat, PixelFormat } from '#model/frame.ts';
import { framePlanes } from '#test/support/synthetic-planes.ts';

const formatOf = (format: PixelFormat, widthPx: number, heightPx: number, bitDepth = 8): FrameFormat => ({
  format,
  widthPx,
  heightPx,
  bitDepth,
  colour: { fullRange: null, matrix: null, transfer: null, primaries: null },
});

const formats: readonly PixelFormat[] = ['I420', 'NV12', 'RGBA', 'BGRX', 'Y8'];
const secret = 200;

/** Every sample of `planes` by the scene pixels that it stands for: true where the place covers any of them. */
function isCovered(
  format: FrameFormat,
  blank: Blank,
  plane: { widthPx: number },
  x: number,
  y: number,
): boolean {
  const step = plane.widthPx < format.widthPx ? 2 : 1;
  const right = (blank.x + blank.width) * format.widthPx;
  const bottom = (blank.y + blank.height) * format.heightPx;
  return (
    (x + 1) * step > blank.x * format.widthPx &&
    x * step < right &&
    (y + 1) * step > blank.y * format.heightPx &&
    y * step < bottom
  );
}

test('every sample that carries a covered pixel is black, in every format and at every size', () => {
  const share = fc.double({ min: 0.02, max: 0.5, noNaN: true });
  fc.assert(
    fc.property(
      fc.constantFrom(...formats),
      fc.integer({ min: 3, max: 41 }),
      fc.integer({ min: 3, max: 41 }),
      fc.record({ x: share, y: share, width: share, height: share }),
      (name, widthPx, heightPx, rect) => {
        const format = formatOf(name, widthPx, heightPx);
        const { planes } = framePlanes(format, () => secret);
        const blank: Blank = { stream: 'main', ...rect };
        blankPlanes(planes, format, [blank]);
        for (const plane of planes)
          for (let y = 0; y < plane.heightPx; y++)
            for (let x = 0; x < plane.widthPx * plane.samplesPerPixel; x++) {
              const at = isCovered(format, blank, plane, Math.floor(x / plane.samplesPerPixel), y);
              if (at) expect(plane.samples[y * plane.strideSamples + x]).not.toBe(secret);
            }
      },
    ),
    { numRuns: 200 },
  );
});

test('the whole frame can be black, down to its last odd row and column', () => {
  for (const name of formats) {
    const format = formatOf(name, 33, 7);
    const { planes } = framePlanes(format, () => secret);
    blankPlanes(planes, format, [{ stream: 'main', x: 0, y: 0, width: 1, height: 1 }]);
    expect(planes.every(({ samples }) => samples.every(sample => sample !== secret))).toBe(true);
  }
});

test('what lies two pixels beside a place keeps its codes', () => {
  const format = formatOf('I420', 32, 32);
  const { planes } = framePlanes(format, () => secret);
  blankPlanes(planes, format, [{ stream: 'main', x: 0.25, y: 0.25, width: 0.25, height: 0.25 }]);
  const luma = planes[0]!;
  const isKept = (x: number, y: number) => luma.samples[y * luma.strideSamples + x] === secret;
  for (let at = 0; at < 32; at++) {
    expect(isKept(at, 5)).toBe(true);
    expect(isKept(5, at)).toBe(true);
    expect(isKept(at, 18)).toBe(true);
  }
  expect(isKept(8, 8)).toBe(false);
  expect(isKept(15, 15)).toBe(false);
});

test('black is the darkest code of the range: 16 of limited luma, 0 of full, 64 of ten bits, the middle for chroma', () => {
  const blank = { stream: 'main', x: 0, y: 0, width: 1, height: 1 } as const;
  const firstOf = (format: FrameFormat) => {
    const { planes } = framePlanes(format, () => 255);
    blankPlanes(planes, format, [blank]);
    return planes.map(({ samples }) => samples[0]);
  };
  const limited = formatOf('I420', 4, 4);
  expect(firstOf(limited)).toEqual([16, 128, 128]);
  expect(firstOf({ ...limited, colour: { ...limited.colour, fullRange: true } })).toEqual([0, 128, 128]);
  expect(firstOf({ ...limited, bitDepth: 10 })).toEqual([64, 512, 512]);
  expect(firstOf(formatOf('Y16', 4, 4, 16))).toEqual([0]);
  expect(firstOf(formatOf('RGBA', 4, 4))).toEqual([0]);
});

test('places outside the picture, or more than eight, are refused', () => {
  const inside = { stream: 'main', x: 0, y: 0, width: 0.1, height: 0.1 };
  expect(blanksSchema.safeParse([inside]).success).toBe(true);
  expect(blanksSchema.safeParse([{ ...inside, x: -0.1 }]).success).toBe(false);
  expect(blanksSchema.safeParse([{ ...inside, width: Number.POSITIVE_INFINITY }]).success).toBe(false);
  expect(blanksSchema.safeParse(Array(9).fill(inside)).success).toBe(false);
});
