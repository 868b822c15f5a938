/** How marked points lie in the picture: hull, line, crossings. What registration may be fitted to is decided by these. */
import type { PointPair } from '../calibration.ts';
import type { Point, SizePx } from '../geometry.ts';

/** Twice the signed area of a triangle; positive when a, b, c turn clockwise on a screen. */
const turn = (a: Point, b: Point, c: Point): number => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

/** Corners of the convex hull, in order (Andrew's monotone chain, Inf. Process. Lett. 9(5), 1979). */
export function hullOf(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const chain = (ordered: readonly Point[]): Point[] => {
    const kept: Point[] = [];
    for (const p of ordered) {
      while (kept.length > 1 && turn(kept.at(-2)!, kept.at(-1)!, p) <= 0) kept.pop();
      kept.push(p);
    }
    return kept.slice(0, -1);
  };
  return [...chain(sorted), ...chain(sorted.reverse())];
}

/** Square pixels inside the hull's outline. */
export const areaOf = (hull: readonly Point[]): number =>
  hull.reduce((sum, p, i) => sum + turn({ x: 0, y: 0 }, p, hull[(i + 1) % hull.length]!), 0) / 2;

/** Whether `p` is in the hull or on its edge. */
export const isInHull = (hull: readonly Point[], p: Point): boolean =>
  hull.length > 2 && hull.every((corner, i) => turn(corner, hull[(i + 1) % hull.length]!, p) >= 0);

export const isInPicture = ({ x, y }: Point, { widthPx, heightPx }: SizePx): boolean =>
  x >= -0.5 && y >= -0.5 && x <= widthPx - 0.5 && y <= heightPx - 0.5;

/** On a line: their rms distance from the best one is under two pixels or under a fiftieth of that along it. */
export function areCollinear(points: readonly Point[]): boolean {
  const n = points.length;
  const x = points.reduce((sum, p) => sum + p.x, 0) / n;
  const y = points.reduce((sum, p) => sum + p.y, 0) / n;
  const xx = points.reduce((sum, p) => sum + (p.x - x) ** 2, 0) / n;
  const yy = points.reduce((sum, p) => sum + (p.y - y) ** 2, 0) / n;
  const xy = points.reduce((sum, p) => sum + (p.x - x) * (p.y - y), 0) / n;
  const spread = Math.hypot((xx - yy) / 2, xy);
  const across = Math.sqrt(Math.max(0, (xx + yy) / 2 - spread));
  return across < Math.max(2, Math.sqrt((xx + yy) / 2 + spread) / 50);
}

/** Numbers (from 0) of the first two pairs that mark the same place, within a pixel, in either picture. */
export function duplicateOf(pairs: readonly PointPair[]): readonly [number, number] | null {
  const isNear = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y) < 1;
  for (let j = 1; j < pairs.length; j++)
    for (let i = 0; i < j; i++)
      if (isNear(pairs[i]!.white, pairs[j]!.white) || isNear(pairs[i]!.nir, pairs[j]!.nir)) return [i, j];
  return null;
}

/** Triangles flatter than this may turn over by pointing alone, and say nothing. */
const flatPx = 6;

const heightPx = (a: Point, b: Point, c: Point): number => {
  const sides = [
    Math.hypot(a.x - b.x, a.y - b.y),
    Math.hypot(b.x - c.x, b.y - c.y),
    Math.hypot(c.x - a.x, c.y - a.y),
  ];
  return Math.abs(turn(a, b, c)) / Math.max(...sides);
};

/**
 * A camera's view of a plane keeps the sense in which three points turn, or (a mirror) reverses all of them. `crossed`: some
 * keep and some reverse, so points were exchanged; `worst` is the pair (from 0) that is in most of the smaller party.
 */
export function orientationOf(
  pairs: readonly PointPair[],
): { readonly kind: 'kept' | 'mirrored' } | { readonly kind: 'crossed'; readonly worst: number } {
  const kept = pairs.map(() => 0);
  const reversed = pairs.map(() => 0);
  const forEachTriple = (visit: (members: readonly [number, number, number]) => void): void => {
    for (let i = 2; i < pairs.length; i++)
      for (let j = 1; j < i; j++) for (let k = 0; k < j; k++) visit([k, j, i]);
  };
  forEachTriple(members => {
    const [a, b, c] = [pairs[members[0]]!, pairs[members[1]]!, pairs[members[2]]!];
    if (heightPx(a.white, b.white, c.white) < flatPx || heightPx(a.nir, b.nir, c.nir) < flatPx) return;
    const isKept = turn(a.white, b.white, c.white) > 0 === turn(a.nir, b.nir, c.nir) > 0;
    for (const member of members) (isKept ? kept : reversed)[member]!++;
  });
  const total = (counts: readonly number[]) => counts.reduce((sum, n) => sum + n, 0);
  if (total(reversed) === 0) return { kind: 'kept' };
  if (total(kept) === 0) return { kind: 'mirrored' };
  const fewer = total(kept) < total(reversed) ? kept : reversed;
  return { kind: 'crossed', worst: fewer.indexOf(Math.max(...fewer)) };
}

/** "upper left", "middle", "right" …: the ninth of the picture a place is in. */
export function placeWords({ x, y }: Point, scene: SizePx): string {
  const vertical = ['upper', '', 'lower'][Math.min(2, Math.max(0, Math.floor((3 * y) / scene.heightPx)))]!;
  const horizontal = ['left', '', 'right'][Math.min(2, Math.max(0, Math.floor((3 * x) / scene.widthPx)))]!;
  return `${vertical} ${horizontal}`.trim() || 'middle';
}
