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

/** The inverse, by Newton's method on the radius; as many steps as doubles need for |k| up to about 0.3. */
function distort({ k1, k2, centre, radiusPx }: Radial, p: Point): Point {
  const x = (p.x - centre.x) / radiusPx;
  const y = (p.y - centre.y) / radiusPx;
  const target = Math.sqrt(x * x + y * y);
  if (target === 0) return p;
  let r = target;
  for (let step = 0; step < 12; step++) {
    const r2 = r * r;
    r -= (r * (1 + r2 * (k1 + k2 * r2)) - target) / (1 + r2 * (3 * k1 + 5 * k2 * r2));
  }
  const factor = (r / target) * radiusPx;
  return { x: centre.x + x * factor, y: centre.y + y * factor };
}

export const toSensor = ({ homography, radial }: Mapping, p: Point): Point =>
  mapPoint(homography, radial ? undistort(radial, p) : p);

/** The other way round, prepared once for many points. */
export function createToScene({ homography, radial }: Mapping): (p: Point) => Point {
  const back = inverse(homography);
  return p => (radial ? distort(radial, mapPoint(back, p)) : mapPoint(back, p));
}
