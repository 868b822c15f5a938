/** The time code of the latency bench: what is drawn is read again, through all that happens to a picture, or not at all. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scaling } from '#model/geometry.ts';
import {
  blockMiddles,
  boundsOf,
  clockCode,
  codeRange,
  fromLevels,
  levelsAt,
  sinceCode,
  stampI420,
  toBlocks,
} from '../../bench/pixels/time-code.ts';
import { createRandom } from '../../support/random.ts';

const values = fc.integer({ min: 0, max: codeRange - 1 });
const size = { widthPx: 400, heightPx: 80 };

/** RGBA of luma alone, after `change`. */
function rgbaOf(bytes: Uint8Array, change: (code: number) => number): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(4 * size.widthPx * size.heightPx);
  for (let i = 0; i < rgba.length / 4; i++) rgba.fill(change(bytes[i]!), 4 * i, 4 * i + 3);
  return rgba;
}

const whole = { x: 0, y: 0, width: size.widthPx, height: size.heightPx };
/** The scene drawn one to one: its pixel centres lie half a pixel from the canvas's edge. */
const middles = blockMiddles([1, 0, 0, 0, 1, 0, 0.5, 0.5, 1]);

function stamped(value: number): Uint8Array {
  const bytes = new Uint8Array((size.widthPx * size.heightPx * 3) / 2).fill(120);
  stampI420(bytes, size, value);
  return bytes;
}

test('a number that is drawn is read, whatever the range of the display and with noise as lossy codecs leave it', () => {
  const random = createRandom(3);
  fc.assert(
    fc.property(values, fc.constantFrom(0.6, 0.859, 1, 1.164), (value, gain) => {
      const rgba = rgbaOf(stamped(value), code => (code - 16) * gain + random.uniform(-25, 25));
      expect(fromLevels(levelsAt(middles, rgba, whole))).toBe(value);
    }),
    { numRuns: 60 },
  );
});

test('it is read from a drawing of half the size, and from rows that come from below', () => {
  const value = 0xabcdef;
  const bytes = stamped(value);
  const half = { widthPx: size.widthPx / 2, heightPx: size.heightPx / 2 };
  const rgba = new Uint8Array(4 * half.widthPx * half.heightPx);
  for (let y = 0; y < half.heightPx; y++)
    for (let x = 0; x < half.widthPx; x++)
      rgba[4 * ((half.heightPx - 1 - y) * half.widthPx + x) + 1] = bytes[2 * y * size.widthPx + 2 * x]!;
  const shown = blockMiddles(scaling(0.5, 0.5));
  const bounds = boundsOf(shown);
  const read = new Uint8Array(4 * bounds.width * bounds.height);
  // As WebGL reads a rectangle: its lowest row first.
  for (let row = 0; row < bounds.height; row++) {
    const line = half.heightPx - 1 - (bounds.y + bounds.height - 1 - row);
    const from = 4 * (line * half.widthPx + bounds.x);
    read.set(rgba.subarray(from, from + 4 * bounds.width), 4 * row * bounds.width);
  }
  expect(fromLevels(levelsAt(shown, read, { ...bounds, isUpsideDown: true }))).toBe(value);
});

test('the colour under the code is neutral, and nothing beside it is touched', () => {
  const bytes = stamped(5);
  const chroma = size.widthPx * size.heightPx;
  expect(bytes[chroma + (16 / 2) * (size.widthPx / 2) + 16 / 2]).toBe(128);
  expect([
    bytes[15 * size.widthPx + 20],
    bytes[48 * size.widthPx + 20],
    bytes[20 * size.widthPx + 336],
  ]).toEqual([120, 120, 120]);
});

test('up to three wrong blocks are never read as another number', () => {
  fc.assert(
    fc.property(
      values,
      fc.uniqueArray(fc.integer({ min: 0, max: 35 }), { minLength: 1, maxLength: 3 }),
      (value, wrong) => {
        const levels = toBlocks(value).map((isWhite): number => (isWhite ? 200 : 40));
        for (const at of wrong) {
          const block = at < 18 ? 1 + at : 3 + at;
          levels[block] = 240 - levels[block]!;
        }
        expect(fromLevels(levels)).toBeNull();
      },
    ),
    { numRuns: 2000 },
  );
});

test('a picture without a code, and one between two codes, give no number', () => {
  const random = createRandom(4);
  for (let i = 0; i < 500; i++) {
    const one = toBlocks(random.integer(0, codeRange - 1));
    const other = toBlocks(random.integer(0, codeRange - 1));
    const blended = one.map((isWhite, at) => 40 + 80 * Number(isWhite) + 80 * Number(other[at]));
    expect(fromLevels(blended)).toBeNull();
  }
  expect(fromLevels(toBlocks(9).map(() => 120))).toBeNull();
});

test('a clock’s code tells how long ago it was drawn, also where codes go round', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1.7e12, max: 1.9e12, noNaN: true }),
      fc.double({ min: 0, max: 5000, noNaN: true }),
      (atMs, ageMs) => {
        const since = sinceCode(clockCode(atMs), atMs + ageMs);
        expect(Math.abs(since - ageMs)).toBeLessThan(0.26);
      },
    ),
  );
  expect(sinceCode(codeRange - 4, 0)).toBeCloseTo(1, 6);
  expect(sinceCode(4, 0)).toBeCloseTo(-1, 6);
  expect(() => toBlocks(codeRange)).toThrow(RangeError);
});
