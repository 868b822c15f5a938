/** Area and centroid of a drawn shape, from its outline. */
import type { Point } from '#model/geometry.ts';
import type { Shape } from '#model/region.ts';

/** Scene pixels; the area of a polygon is that which its outline goes round, and 0 where it comes out even. */
export function sizeOf(shape: Shape): { readonly areaPx: number; readonly centroid: Point } {
  if (shape.kind === 'circle') return { areaPx: Math.PI * shape.radiusPx ** 2, centroid: shape.centre };
  if (shape.kind === 'ellipse')
    return { areaPx: Math.PI * shape.radiusXPx * shape.radiusYPx, centroid: shape.centre };
  const { points } = shape;
  // About the first corner: far from the origin the sums would cancel.
  const o = points[0]!;
  let twice = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i < points.length; i++) {
    const a = points[i]!;
    const b = points[(i + 1) % points.length]!;
    const cross = (a.x - o.x) * (b.y - o.y) - (b.x - o.x) * (a.y - o.y);
    twice += cross;
    x += cross * (a.x + b.x - 2 * o.x);
    y += cross * (a.y + b.y - 2 * o.y);
  }
  if (Math.abs(twice) < 1e-6) return { areaPx: 0, centroid: o };
  return { areaPx: Math.abs(twice) / 2, centroid: { x: o.x + x / (3 * twice), y: o.y + y / (3 * twice) } };
}
