/** How much more may be stored: what the browser says where it says the truth, and what fits where it does not. */
import { expect, test } from 'vitest';
import { largestThatFits, saidFree } from '#archive/free-room.ts';

const gib = 2 ** 30;

test('what Chrome says to everybody is taken for nothing said, any other answer for what it says', () => {
  for (const free of [10 * gib, 7 * gib, gib])
    expect(saidFree({ usage: 123_456_789, quota: 123_456_789 + free })).toBeNull();
  expect(saidFree({ usage: 1000, quota: 1000 + 10 * gib + 1 })).toBe(10 * gib + 1);
  expect(saidFree({ usage: 1000, quota: 1000 + 64 * gib })).toBe(64 * gib);
  expect(saidFree({ usage: 1000, quota: 1000 })).toBe(0);
  expect(saidFree({ usage: 2000, quota: 1000 })).toBe(0);
  expect(saidFree({})).toBeNull();
});

test('the largest size that fits is found within a tenth, in seven tries, and nothing that does not fit is answered', () => {
  for (const free of [0, 2 ** 26 - 1, 2 ** 26, 3e9, 62e9, 240 * gib]) {
    const tried: number[] = [];
    const found = largestThatFits(bytes => {
      tried.push(bytes);
      return bytes <= free;
    });
    expect(found).toBeLessThanOrEqual(free);
    expect(tried.length).toBeLessThanOrEqual(7);
    if (free >= 2 ** 26) expect(found).toBeGreaterThan(free / 1.1001);
  }
});
