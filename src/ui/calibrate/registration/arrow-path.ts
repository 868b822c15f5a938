/** SVG paths of what is drawn on pictures, in CSS pixels. */
import type { Point } from '#model/geometry.ts';

const headPx = 6;

export const linePath = (from: Point, to: Point): string => `M${from.x} ${from.y}L${to.x} ${to.y}`;

/** A line with a head at `to`; no head where there is no room for one. */
export function arrowPath(from: Point, to: Point): string {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length < headPx) return linePath(from, to);
  const ux = ((to.x - from.x) / length) * headPx;
  const uy = ((to.y - from.y) / length) * headPx;
  const side = (sign: 1 | -1) => `L${to.x - ux - (sign * uy) / 2} ${to.y - uy + (sign * ux) / 2}`;
  return `${linePath(from, to)}M${to.x} ${to.y}${side(1)}M${to.x} ${to.y}${side(-1)}`;
}
