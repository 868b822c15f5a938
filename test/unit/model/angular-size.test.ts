import { expect, test } from 'vitest';
import { acrossTheRoom, arcMinOf, digitShare, theatreMonitor } from '#model/angular-size.ts';

test('23 mm are 20 minutes of arc at four metres', () => {
  const screen = { diagonalMm: 500, widthPx: 300, heightPx: 400 };
  expect(arcMinOf(23.27, screen, 4000)).toBeCloseTo(20, 1);
});

test('a 32-inch monitor has the same size in whatever pixels it is told', () => {
  const { distanceMm } = acrossTheRoom;
  const coarse = arcMinOf(40, theatreMonitor(1280, 720), distanceMm);
  expect(arcMinOf(60, theatreMonitor(1920, 1080), distanceMm)).toBeCloseTo(coarse, 10);
  expect(coarse).toBeCloseTo(19.03, 1);
});

test('the least font for a digit across the room is 4.52 % of the width of the screen', () => {
  const { distanceMm, leastArcMin } = acrossTheRoom;
  const arcMin = arcMinOf(0.0452 * 1920 * digitShare, theatreMonitor(1920, 1080), distanceMm);
  expect(arcMin).toBeCloseTo(leastArcMin, 1);
});
