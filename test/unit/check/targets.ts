/** Targets and pictures of them for tests of the check. */
import { type CheckTarget, checkTargetSchema } from '#model/check.ts';
import type { HeldPicture } from '#workers/calibrate/check/picture.ts';
import { createRandom } from '../../support/random.ts';

export const concentrationTarget: CheckTarget = checkTargetSchema.parse({
  id: 'series',
  name: 'Concentration series',
  kind: 'concentration',
  unit: 'nM',
  rows: 3,
  columns: 3,
  values: [1000, 300, 100, 60, 30, 10, 3, 1, 'control'],
  pitchRatio: 1,
  source: 'test',
});

export const depthTarget: CheckTarget = checkTargetSchema.parse({
  id: 'depths',
  name: 'Depth series',
  kind: 'depth',
  unit: 'mm',
  rows: 3,
  columns: 3,
  values: [0.5, 1, 1.5, 2, 3, 4, 5, 6, 'control'],
  pitchRatio: 1,
  source: 'test',
});

/** Light by pixel as an average; nothing clipped. */
export function heldOf(
  size: { widthPx: number; heightPx: number },
  light: (x: number, y: number) => number,
  seed = 1,
  noise = 0,
): HeldPicture {
  const normal = normals(seed);
  const plane = Float32Array.from({ length: size.widthPx * size.heightPx }, (_, i) => {
    const value = light(i % size.widthPx, Math.floor(i / size.widthPx));
    return noise > 0 ? value + noise * normal() : value;
  });
  return { ...size, plane, clipped: new Uint8Array(plane.length) };
}

/** Normal deviates by Box and Muller. */
export function normals(seed: number): () => number {
  const random = createRandom(seed);
  return () =>
    Math.sqrt(-2 * Math.log(random.uniform(1e-9, 1))) * Math.cos(2 * Math.PI * random.uniform(0, 1));
}

/** A disc of radius r with an edge a pixel wide or `blurPx`: 1 inside, 0 outside. */
export const disc = (
  at: { x: number; y: number; centre: { x: number; y: number } },
  radiusPx: number,
  blurPx = 1,
): number => {
  const off = (radiusPx - Math.hypot(at.x - at.centre.x, at.y - at.centre.y)) / blurPx;
  return Math.min(1, Math.max(0, 0.5 + off));
};
