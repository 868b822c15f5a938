/**
 * The round picture of an endoscope: what lies outside its field stop is black and no part of a flat field. Only a circle, whole or
 * cut by the picture's edges or by bars, with a sharp edge is one: a hole, a shadow, a lens that darkens towards the corners or a
 * target with straight edges is none. A round target on black cannot be told from it.
 */
import type { Point, SizePx } from '#model/geometry.ts';
import { type Circle, circleThrough, offCircle } from './circle.ts';
import { depthsIn, largestArea, type Marks, reachedFrom } from './connected.ts';
import { boxMean, type Plane, percentile } from './planes.ts';

export type RoundPicture = {
  /** 1 where a pixel lies outside, a border of a few pixels included. */
  readonly outside: Marks;
  readonly outsideShare: number;
};

const limits = {
  /** Of the 95th percentile: what is brighter is lit. */
  lit: 0.1,
  /** Of the median of what is lit: what is outside is darker. */
  dark: 0.05,
  /** Of the picture: what lies inside and the black outside are larger. */
  inside: 0.15,
  outside: 0.002,
  /** Of the picture: lettering beside the round part is smaller. */
  lettering: 0.05,
  /** Of the radius, or pixels: an edge this close to the circle is on it. */
  onCircle: 0.012,
  onCirclePx: 1.5,
  /** Of the edge: the rest may be a notch. */
  onCircleShare: 0.85,
  /** Of the disc: what lies inside differs from it by less. */
  difference: 0.025,
  /** Of the edge: each of three quarters of the turn has more. */
  quarter: 0.03,
  /** Of the radius, and pixels besides: from black to the larger part of its height light rises within this. */
  rise: 0.02,
  risePx: 2,
  risen: 0.75,
  /** Of the median of what is lit: what the edge has inside. */
  rim: 0.15,
} as const;

/** `light`: above dark. Null: the picture is not round, or not surely. */
export function roundPictureIn(light: Plane, size: SizePx): RoundPicture | null {
  const { widthPx, heightPx } = size;
  const all = light.length;
  const places = boxMean(light, size, 2);
  const leastLit = limits.lit * percentile(places, 0.95);
  const lit = places.filter(value => value > leastLit);
  if (!(leastLit > 0) || lit.length < limits.inside * all) return null;
  const median = percentile(lit, 0.5);
  const dark = new Uint8Array(all);
  for (let at = 0; at < all; at++) if (places[at]! < limits.dark * median) dark[at] = 1;
  const corners = [0, widthPx - 1, (heightPx - 1) * widthPx, heightPx * widthPx - 1];
  const black = reachedFrom(corners, dark, size);
  if (black.reduce((sum, mark) => sum + mark, 0) < limits.outside * all) return null;
  const { area, pixels, others } = largestArea(
    black.map(mark => 1 - mark),
    size,
  );
  if (pixels < limits.inside * all || others > limits.lettering * all) return null;
  const circle = circleAbout(area, size);
  if (!circle) return null;
  const depths = depthsIn(area, size);
  const borderPx = borderOf(light, depths, { median, radiusPx: circle.radiusPx });
  if (borderPx === null) return null;
  // Where the picture's edge cuts the circle, what is nearest outside is not in the picture: the circle says how near it is.
  const outside = new Uint8Array(all);
  let count = 0;
  for (let at = 0; at < all; at++) {
    const point = { x: at % widthPx, y: Math.floor(at / widthPx) };
    if (depths[at]! > borderPx && offCircle(circle, point) <= -borderPx) continue;
    outside[at] = 1;
    count++;
  }
  return { outside, outsideShare: count / all };
}

/** The part of the picture that holds an area; `x1` and `y1` belong to it. */
type Bounds = { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };

/** The circle that `area` fills as far as the picture goes; null where it does not fill one. */
function circleAbout(area: Marks, size: SizePx): Circle | null {
  const bounds = boundsOf(area, size);
  const edge = edgeOf(area, bounds, size);
  const shortest = Math.min(bounds.x1 - bounds.x0, bounds.y1 - bounds.y0);
  const nearPx = (radiusPx: number) => Math.max(limits.onCirclePx, limits.onCircle * radiusPx);
  const circle = circleThrough(edge, nearPx(shortest / 2));
  if (!circle) return null;
  const near = nearPx(circle.radiusPx);
  const on = edge.filter(point => Math.abs(offCircle(circle, point)) <= near);
  const quarters = [0, 0, 0, 0];
  for (const { x, y } of on) quarters[(x < circle.x ? 0 : 1) + (y < circle.y ? 0 : 2)]!++;
  const goesRound = quarters.filter(count => count > limits.quarter * edge.length).length >= 3;
  if (on.length < limits.onCircleShare * edge.length || !goesRound) return null;
  let disc = 0;
  let difference = 0;
  for (let y = bounds.y0; y <= bounds.y1; y++)
    for (let x = bounds.x0; x <= bounds.x1; x++) {
      const isIn = offCircle(circle, { x, y }) <= 0.5 ? 1 : 0;
      disc += isIn;
      if (isIn !== area[y * size.widthPx + x]) difference++;
    }
  return difference <= limits.difference * disc ? circle : null;
}

function boundsOf(area: Marks, { widthPx, heightPx }: SizePx): Bounds {
  let [x0, y0, x1, y1] = [widthPx, heightPx, 0, 0];
  for (let y = 0, at = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++, at++) {
      if (!area[at]) continue;
      x0 = Math.min(x0, x);
      x1 = Math.max(x1, x);
      y0 = Math.min(y0, y);
      y1 = y;
    }
  return { x0, y0, x1, y1 };
}

/** Pixels of the area with one beside them that is not, but for those where the picture or a bar cuts the area straight. */
function edgeOf(area: Marks, { x0, y0, x1, y1 }: Bounds, { widthPx }: SizePx): readonly Point[] {
  const edge: Point[] = [];
  for (let y = y0 + 3; y < y1 - 2; y++)
    for (let x = x0 + 3; x < x1 - 2; x++) {
      const at = y * widthPx + x;
      if (!area[at]) continue;
      if (area[at - 1] && area[at + 1] && area[at - widthPx] && area[at + widthPx]) continue;
      edge.push({ x, y });
    }
  return edge;
}

/**
 * How deep the edge's blur reaches: to where light has risen, and as far again. Null where light rises slowly or not far: that is no
 * field stop.
 */
function borderOf(
  light: Plane,
  depths: Float32Array,
  { median, radiusPx }: { median: number; radiusPx: number },
): number | null {
  const farthest = Math.ceil(limits.rise * radiusPx + limits.risePx);
  const sums = new Float64Array(2 * farthest + 1);
  const counts = new Float64Array(2 * farthest + 1);
  for (let at = 0; at < light.length; at++) {
    const depth = Math.ceil(depths[at]! - 0.5);
    if (!(depth <= 2 * farthest)) continue;
    sums[depth]! += light[at]!;
    counts[depth]!++;
  }
  const rim = sums[2 * farthest]! / counts[2 * farthest]!;
  if (!(rim >= limits.rim * median)) return null;
  for (let depth = 1; depth <= farthest; depth++)
    // The contour of 5 × 5 means runs two pixels outside a sharp edge.
    if (sums[depth]! / counts[depth]! >= limits.risen * rim) return depth + Math.max(2, depth - 2);
  return null;
}
