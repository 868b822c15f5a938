/** From readings of pixels to figures: a frame counts once, when it first stood there, and one that is older than what was drawn is found. */
import { expect, test } from 'vitest';
import { isOfStall, latencyOf, quantile, sightOf } from '../../bench/pixels/summary.ts';

/** Frame `code` was made at so many tenths of a second. */
const madeAt = (code: number) => (code < 100 ? code * 100 : null);
const reading = (code: number | null, drawnMs: number) => ({ code, submittedMs: drawnMs - 2, drawnMs });

test('a frame that is drawn again counts once, as soon as it was there', () => {
  const { frames, older, unread } = sightOf([reading(1, 130), reading(1, 160), reading(2, 240)], madeAt);
  expect(frames.map(({ madeMs, drawnMs }) => [madeMs, drawnMs])).toEqual([
    [100, 130],
    [200, 240],
  ]);
  expect([older, unread]).toEqual([[], 0]);
});

test('a frame that is drawn after a newer one is counted as older, each time', () => {
  const codes = [reading(1, 130), reading(3, 330), reading(2, 350), reading(2, 360), reading(4, 430)];
  const { frames, older } = sightOf(codes, madeAt);
  expect(older).toHaveLength(2);
  expect(frames.map(({ madeMs }) => madeMs)).toEqual([100, 300, 400]);
});

test('of two pictures that are under way at once the later may be heard of first', () => {
  const [first, second] = [
    { code: 1, submittedMs: 128, drawnMs: 236 },
    { code: 2, submittedMs: 220, drawnMs: 234 },
  ];
  const { frames, older } = sightOf([second, first], madeAt);
  expect(older).toEqual([]);
  expect(frames.map(({ madeMs }) => madeMs)).toEqual([100, 200]);
});

test('what no code could be read of, and what cannot be of this source, is neither a frame nor older', () => {
  const strange = [reading(null, 120), reading(700, 120), reading(9, 120), reading(1, 60_000)];
  expect(sightOf(strange, madeAt)).toEqual({ frames: [], older: [], unread: 4 });
});

test('percentiles are those of nearest rank, jitter the mean step between latencies that follow each other', () => {
  const frames = [10, 30, 20, 20].map((ms, i) => ({
    madeMs: 100 * i,
    submittedMs: 100 * i,
    drawnMs: 100 * i + ms,
  }));
  expect(latencyOf(frames)).toEqual({ p50Ms: 20, p95Ms: 30, p99Ms: 30, jitterMs: 10, frames: 4 });
  expect(latencyOf(frames, 'submittedMs').p99Ms).toBe(0);
  const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
  expect([quantile(hundred, 0.5), quantile(hundred, 0.95), quantile(hundred, 0.99)]).toEqual([50, 95, 99]);
  expect(quantile([], 0.5)).toBeNaN();
});

test('an older code is the clock’s own doing only where the clock stood still for long at that time', () => {
  const older = { madeMs: 1000, newestMs: 1030 };
  expect(isOfStall(older, { fromMs: 1005, toMs: 1040 })).toBe(true);
  expect(isOfStall(older, { fromMs: 1030, toMs: 1070 })).toBe(true);
  expect(isOfStall(older, { fromMs: 1005, toMs: 1010 })).toBe(false);
  expect(isOfStall(older, { fromMs: 1040, toMs: 1090 })).toBe(false);
  expect(isOfStall(older, { fromMs: 900, toMs: 990 })).toBe(false);
});
