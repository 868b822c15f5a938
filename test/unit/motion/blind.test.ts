/** What of a key frame is no picture. */
import { describe, expect, test } from 'vitest';
import { blindOf } from '#workers/quantify/motion/blind.ts';

const size = { widthPx: 96, heightPx: 80 };

/** Light of `code` inside a circle about the middle, black of 5 outside; `fade`: pixels from light to black. */
function roundPicture(code: number, { radiusPx = 38, fade = 0 } = {}): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: 96 * 80 }, (_, at) => {
    const out = Math.hypot((at % 96) - 48, Math.floor(at / 96) - 40) - radiusPx;
    const share = fade ? Math.min(1, Math.max(0, 1 - out / fade)) : out < 0 ? 1 : 0;
    return Math.round(5 + (code - 5) * share);
  });
}

describe('blind is', () => {
  test('the black about a round picture, and a border of two pixels', () => {
    const samples = roundPicture(120);
    const blind = blindOf(samples, size);
    if (!blind) throw new Error('No mask was found.');
    for (const [at, isBlind] of blind.pixels.entries()) {
      const fromMiddle = Math.hypot((at % 96) - 48, Math.floor(at / 96) - 40);
      if (fromMiddle >= 38) expect(isBlind).toBe(1);
      if (fromMiddle < 34) expect(isBlind).toBe(0);
    }
    const codes = samples.slice();
    blind.fill(codes);
    expect(Math.min(...codes)).toBe(120);
    expect(blind.levels[2]?.[0]).toBe(1);
  });

  test.each([
    ['a picture that fades into the dark', roundPicture(120, { radiusPx: 25, fade: 30 })],
    ['a picture without a mask', roundPicture(120, { radiusPx: 200 })],
    ['a picture of nothing', new Uint8Array(96 * 80)],
    [
      'a dark bar to the border',
      Uint8Array.from({ length: 96 * 80 }, (_, at) => (at % 96 > 30 && at % 96 < 60 ? 9 : 110)),
    ],
  ])('nothing of %s', (_, samples) => {
    expect(blindOf(samples, size)).toBeNull();
  });
});
