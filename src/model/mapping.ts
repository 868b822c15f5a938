/** From scene to sensor where the scene's lens distorts: radial distortion undone, then a homography. */
import { type Homography, inverse, mapPoint, type Point, type SizePx } from './geometry.ts';
import type { Profile } from './profile.ts';

/** p ↦ centre + (p − centre)(1 + k1 r² + k2 r⁴), r the distance from the centre over `radiusPx`. */
export type Radial = {
  readonly k1: number;
  readonly k2: number;
  readonly centre: Point;
  readonly radiusPx: number;
};

/** Scene pixels to sensor pixels: `homography` after `radial`. */
export type Mapping = { readonly homography: Homography; readonly radial: Radial | null };

/** A profile's distortion in a scene of this size: about its middle, r is 1 in the corners. Null: none. */
export function radialOf({ distortion }: Pick<Profile, 'distortion'>, scene: SizePx): Radial | null {
  if (!distortion || (distortion.k1 === 0 && distortion.k2 === 0)) return null;
  const centre = { x: (scene.widthPx - 1) / 2, y: (scene.heightPx - 1) / 2 };
  return { ...distortion, centre, radiusPx: Math.hypot(scene.widthPx, scene.heightPx) / 2 };
}

function undistort({ k1, k2, centre, radiusPx }: Radial, p: Point): Point {
  const x = (p.x - centre.x) / radiusPx;
  const y = (p.y - centre.y) / radiusPx;
  const r2 = x * x + y * y;
  const factor = 1 + r2 * (k1 + k2 * r2);
  return { x: centre.x + x * factor * radiusPx, y: centre.y + y * factor * radiusPx };
}

/** The smallest radius at which `undistort` stops going outwards: the first root of 1 + 3 k1 r² + 5 k2 r⁴. Infinity: none. */
function turnOf({ k1, k2 }: Radial): number {
  const root = Math.sqrt(9 * k1 * k1 - 20 * k2);
  const squares = [2 / (root - 3 * k1), 2 / (-root - 3 * k1)];
  return Math.sqrt(Math.min(...squares.filter(r2 => r2 > 0)));
}

const nowhere: Point = { x: Number.NaN, y: Number.NaN };

/**
 * The inverse up to the radius `turn`, beyond which nothing is seen: NaN for a point that no scene point goes to. Newton's
 * method on the radius, and halving wherever it would leave the bounds found so far.
 */
function distort({ k1, k2, centre, radiusPx }: Radial, p: Point, turn: number): Point {
  const x = (p.x - centre.x) / radiusPx;
  const y = (p.y - centre.y) / radiusPx;
  const target = Math.sqrt(x * x + y * y);
  if (target === 0) return p;
  if (turn < Number.POSITIVE_INFINITY && turn * (1 + turn * turn * (k1 + k2 * turn * turn)) < target)
    return nowhere;
  let low = 0;
  let high = turn;
  let r = Math.min(target, turn);
  for (let step = 0; step < 60; step++) {
    const before = r;
    const r2 = r * r;
    const over = r * (1 + r2 * (k1 + k2 * r2)) - target;
    if (over > 0) high = r;
    else low = r;
    const next = r - over / (1 + r2 * (3 * k1 + 5 * k2 * r2));
    r = next >= low && next <= high ? next : (low + high) / 2;
    // Each step doubles the digits.
    if (Math.abs(r - before) <= 1e-9 * r) break;
  }
  const factor = (r / target) * radiusPx;
  return { x: centre.x + x * factor, y: centre.y + y * factor };
}

export const toSensor = ({ homography, radial }: Mapping, p: Point): Point =>
  mapPoint(homography, radial ? undistort(radial, p) : p);

/** The other way round, prepared once for many points; NaN where the undistorted scene does not reach. */
export function createToScene({ homography, radial }: Mapping): (p: Point) => Point {
  const back = inverse(homography);
  if (!radial) return p => mapPoint(back, p);
  const turn = turnOf(radial);
  return p => distort(radial, mapPoint(back, p), turn);
}
