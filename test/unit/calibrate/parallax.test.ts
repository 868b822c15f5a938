/** What a change of distance does to a registration between two lenses. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parallaxErrorPx, parallaxTable, parallaxWords } from '#model/parallax.ts';

const setting = { focalPx: 800, baselineMm: 10, calibratedMm: 250 };

test('the error is focal length times baseline times the change of inverse distance', () => {
  expect(parallaxErrorPx({ ...setting, nowMm: 200 })).toBeCloseTo(800 * 10 * (1 / 200 - 1 / 250), 12);
  expect(parallaxErrorPx({ ...setting, nowMm: 200 })).toBeCloseTo(8, 12);
  expect(parallaxErrorPx({ ...setting, nowMm: 250 })).toBe(0);
});

test('it is what two pinhole cameras side by side see', () => {
  const distances = fc.double({ min: 50, max: 2000, noNaN: true });
  fc.assert(
    fc.property(distances, distances, (calibratedMm, nowMm) => {
      // A point on the first camera's axis, seen by a second one a baseline beside it.
      const seenAt = (depthMm: number) => (setting.focalPx * -setting.baselineMm) / depthMm;
      const shift = Math.abs(seenAt(nowMm) - seenAt(calibratedMm));
      expect(parallaxErrorPx({ ...setting, calibratedMm, nowMm })).toBeCloseTo(shift, 9);
    }),
  );
});

test('words give the distance, the pixels and the reason, and only where it matters', () => {
  expect(parallaxWords({ ...setting, nowMm: 200 })).toMatch(
    /At 200 mm NIR lies 8\.0 px beside.*10 mm apart.*250 mm/,
  );
  expect(parallaxWords({ ...setting, nowMm: 252 })).toContain('half a pixel');
  expect(parallaxWords({ ...setting, baselineMm: 0, nowMm: 100 })).toContain('one lens');
});

test('the table runs over the distances asked for, and is zero at that of the calibration', () => {
  const table = parallaxTable(setting, { fromMm: 150, toMm: 350, count: 5 });
  expect(table.map(row => row.distanceMm)).toEqual([150, 200, 250, 300, 350]);
  expect(table[2]!.errorPx).toBe(0);
  expect(table[1]!.errorPx).toBeCloseTo(8, 12);
});
