/** Sensor pixels back to the scene, where the scene's lens may distort. */
import type { Point } from '#model/geometry.ts';
import { createToScene, type Mapping, type Radial, toSensor } from '#model/mapping.ts';

/** How near a point must come back, in sensor pixels, for its place in the scene to be believed. */
const roundTripPx = 1e-3;

/**
 * As `createToScene`, but a sensor point that the undistorted scene does not reach is nowhere (NaN, which lies in no shape),
 * instead of on the far branch of a polynomial that turns back.
 */
export function createPixelToScene(mapping: Mapping): (p: Point) => Point {
  const toScene = createToScene(mapping);
  const { radial } = mapping;
  if (!radial) return toScene;
  const { centre, radiusPx } = radial;
  const foldPx = radiusPx * Math.sqrt(foldRadiusSquared(radial));
  return pixel => {
    const p = toScene(pixel);
    const back = toSensor(mapping, p);
    const isThere =
      Math.hypot(p.x - centre.x, p.y - centre.y) < foldPx &&
      Math.hypot(back.x - pixel.x, back.y - pixel.y) < roundTripPx;
    return isThere ? p : { x: Number.NaN, y: Number.NaN };
  };
}

/** The smallest r² at which r(1 + k1 r² + k2 r⁴) stops rising: the first root of 1 + 3 k1 s + 5 k2 s². */
function foldRadiusSquared({ k1, k2 }: Radial): number {
  if (k2 === 0) return k1 < 0 ? -1 / (3 * k1) : Number.POSITIVE_INFINITY;
  const inside = 9 * k1 * k1 - 20 * k2;
  if (inside < 0) return Number.POSITIVE_INFINITY;
  const roots = [-1, 1].map(sign => (-3 * k1 + sign * Math.sqrt(inside)) / (10 * k2)).filter(s => s > 0);
  return Math.min(...roots);
}
