/** Scene to sensor and back where the scene's lens distorts. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compose, type Homography, mapPoint, rotation, translation } from '#model/geometry.ts';
import { createToScene, radialOf, toSensor } from '#model/mapping.ts';

const scene = { widthPx: 1280, heightPx: 720 };
const homography: Homography = compose(
  translation(30, -12),
  compose(rotation(0.04), [0.95, 0.01, 2e-5, -0.02, 0.97, -1e-5, 0, 0, 1]),
);
const places = fc.record({
  x: fc.double({ min: -0.5, max: 1279.5, noNaN: true }),
  y: fc.double({ min: -0.5, max: 719.5, noNaN: true }),
});
/** Barrel and pincushion as strong as a lens may be, and still rising from the middle to the corners. */
const distortions = fc
  .record({
    k1: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
    k2: fc.double({ min: -0.05, max: 0.1, noNaN: true }),
  })
  .filter(({ k1, k2 }) => [0.25, 0.5, 0.75, 1].every(r2 => 1 + r2 * (3 * k1 + 5 * k2 * r2) > 0.08));

test('the way back undoes the way there, everywhere in the picture', () => {
  fc.assert(
    fc.property(distortions, places, (distortion, p) => {
      const mapping = { homography, radial: radialOf({ distortion }, scene) };
      const back = createToScene(mapping)(toSensor(mapping, p));
      expect(Math.hypot(back.x - p.x, back.y - p.y)).toBeLessThan(1e-6);
    }),
    { numRuns: 500 },
  );
});

test('the strongest distortion of one term is inverted in the corners, too', () => {
  for (const k1 of [-0.3, 0.3]) {
    const mapping = { homography, radial: radialOf({ distortion: { k1, k2: 0 } }, scene) };
    for (const p of [
      { x: 0, y: 0 },
      { x: 1279, y: 719 },
      { x: 639.5, y: 359.5 },
      { x: 639.5, y: 0 },
    ]) {
      const back = createToScene(mapping)(toSensor(mapping, p));
      expect(Math.hypot(back.x - p.x, back.y - p.y)).toBeLessThan(1e-8);
    }
  }
});

test('without distortion it is the homography, to the last bit', () => {
  for (const distortion of [null, { k1: 0, k2: 0 }]) {
    const mapping = { homography, radial: radialOf({ distortion }, scene) };
    fc.assert(
      fc.property(places, p => {
        expect(toSensor(mapping, p)).toEqual(mapPoint(homography, p));
      }),
    );
  }
});

test('the middle of the picture stays, and a corner moves by k1 + k2 of its distance', () => {
  const radial = radialOf({ distortion: { k1: -0.2, k2: 0.05 } }, scene)!;
  const mapping = { homography: [1, 0, 0, 0, 1, 0, 0, 0, 1] as const, radial };
  expect(toSensor(mapping, radial.centre)).toEqual(radial.centre);
  const corner = { x: -0.5, y: -0.5 };
  const moved = toSensor(mapping, corner);
  expect(moved.x - radial.centre.x).toBeCloseTo((1 - 0.2 + 0.05) * (corner.x - radial.centre.x), 9);
  expect(moved.y - radial.centre.y).toBeCloseTo((1 - 0.2 + 0.05) * (corner.y - radial.centre.y), 9);
});

test('what lies beyond the reach of a barrel lens comes back to no place at all', () => {
  const radial = radialOf({ distortion: { k1: -0.3, k2: 0 } }, scene)!;
  const toScene = createToScene({ homography: [1, 0, 0, 0, 1, 0, 0, 0, 1], radial });
  // The distorted radius is largest, 0.703, at a radius of 1.054.
  const radii = fc.double({ min: 0.71, max: 20, noNaN: true });
  const angles = fc.double({ min: 0, max: 6.3, noNaN: true });
  fc.assert(
    fc.property(radii, angles, (radius, angle) => {
      const p = toScene({
        x: radial.centre.x + radius * radial.radiusPx * Math.cos(angle),
        y: radial.centre.y + radius * radial.radiusPx * Math.sin(angle),
      });
      expect(p).toEqual({ x: Number.NaN, y: Number.NaN });
    }),
  );
});
