/** Growth is told from noise: what a soak fails on. */
import { expect, test } from 'vitest';
import { judge, type Sample, trendOf } from '../../soak/trend.ts';
import { createRandom } from '../../support/random.ts';

const random = createRandom(11);
/** An hour at ten-second steps, with noise of ±`noise` around 100. */
const hour = (noise: number, grows: (atS: number) => number): Sample[] =>
  Array.from({ length: 361 }, (_, i) => ({
    atS: i * 10,
    value: 100 + grows(i * 10) + random.uniform(-noise, noise),
  }));
const limit = { share: 0.05, floor: 2 };
const verdictOf = (samples: Sample[]) => judge(trendOf(samples)!, limit, 3600);

test('noise around a level is steady', () => {
  expect(verdictOf(hour(5, () => 0))).toBe('steady');
});

test('a leak of ten an hour is found under noise of the same size, and the interval of its slope holds it', () => {
  const samples = hour(10, atS => atS / 360);
  const { lowPerHour, highPerHour } = trendOf(samples)!;
  expect(lowPerHour).toBeLessThan(10);
  expect(highPerHour).toBeGreaterThan(10);
  expect(verdictOf(samples)).toBe('growing');
});

test('what fills in the first fifth and then stands is no growth', () => {
  expect(verdictOf(hour(1, atS => Math.min(atS, 700) / 10))).toBe('steady');
});

test('a few wild samples move nothing', () => {
  const samples = hour(1, () => 0).map((sample, i) =>
    i % 20 === 0 ? { ...sample, value: 1000 + i } : sample,
  );
  expect(verdictOf(samples)).toBe('steady');
});

test('growth below the floor over the whole run is none, and a short noisy run proves nothing', () => {
  expect(judge(trendOf(hour(0.1, atS => atS / 2400))!, { share: 0.001, floor: 2 }, 3600)).toBe('steady');
  const short = hour(30, () => 0).slice(0, 9);
  expect(judge(trendOf(short)!, { share: 0.05, floor: 0.1 }, 80)).toBe('unproven');
  expect(trendOf(short.slice(0, 3))).toBeNull();
});
