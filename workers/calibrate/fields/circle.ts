/** A circle through places of which some do not belong to it. */
import type { Point } from '#model/geometry.ts';
import { meanOf, percentile } from './planes.ts';

export type Circle = Point & { readonly radiusPx: number };

const rounds = 8;

/**
 * Least squares of x² + y² + a·x + b·y + c (Kåsa, IEEE Trans Instrum Meas 1976;25:8), again and again without the points that lie off
 * by more than two and a half times the median, and by more than `leastPx`. Null where the points have no circle.
 */
export function circleThrough(points: readonly Point[], leastPx: number): Circle | null {
  let circle = fitted(points);
  for (let round = 1; round < rounds && circle; round++) {
    const off = points.map(point => Math.abs(offCircle(circle!, point)));
    const limit = Math.max(leastPx, 2.5 * percentile(off, 0.5));
    circle = fitted(points.filter((_, i) => off[i]! <= limit));
  }
  return circle;
}

/** How far outside the circle a point lies. */
export const offCircle = ({ x, y, radiusPx }: Circle, point: Point): number =>
  Math.hypot(point.x - x, point.y - y) - radiusPx;

function fitted(points: readonly Point[]): Circle | null {
  if (points.length < 3) return null;
  const middle = { x: meanOf(points.map(({ x }) => x)), y: meanOf(points.map(({ y }) => y)) };
  let [xx, xy, yy, xz, yz, z] = [0, 0, 0, 0, 0, 0];
  for (const point of points) {
    const x = point.x - middle.x;
    const y = point.y - middle.y;
    const square = x * x + y * y;
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xz += x * square;
    yz += y * square;
    z += square;
  }
  const determinant = xx * yy - xy * xy;
  // Points on a line.
  if (!(determinant > 1e-9 * z * z)) return null;
  const x = (xz * yy - yz * xy) / (2 * determinant);
  const y = (yz * xx - xz * xy) / (2 * determinant);
  return { x: middle.x + x, y: middle.y + y, radiusPx: Math.sqrt(x * x + y * y + z / points.length) };
}
