/** What pulling a handle, or a key, does to a shape. Scene pixels. */
import type { Point } from '#model/geometry.ts';
import { boundsOf, type Shape } from '#model/region.ts';
import type { Handle } from '#overlay/outline.ts';

/** Smaller than this nothing could be measured. */
export const leastRadiusPx = 0.5;

const atLeast = (radiusPx: number): number => Math.max(leastRadiusPx, radiusPx);

/** `shape` with `handle` pulled to `to`. An ellipse's first handle turns it, too. */
export function withHandleAt(shape: Shape, { part, index }: Handle, to: Point): Shape {
  if ('points' in shape)
    return { ...shape, points: shape.points.map((point, i) => (i === index ? to : point)) };
  const dx = to.x - shape.centre.x;
  const dy = to.y - shape.centre.y;
  const radiusPx = atLeast(Math.hypot(dx, dy));
  if (shape.kind === 'circle') return { ...shape, radiusPx };
  return part === 'radius-y'
    ? { ...shape, radiusYPx: radiusPx }
    : { ...shape, radiusXPx: radiusPx, angleRad: Math.atan2(dy, dx) };
}

/** `shape` made larger or smaller about its middle. */
export function scaledBy(shape: Shape, factor: number): Shape {
  if (shape.kind === 'circle') return { ...shape, radiusPx: atLeast(shape.radiusPx * factor) };
  if (shape.kind === 'ellipse')
    return {
      ...shape,
      radiusXPx: atLeast(shape.radiusXPx * factor),
      radiusYPx: atLeast(shape.radiusYPx * factor),
    };
  const { x, y, width, height } = boundsOf(shape);
  const middle = { x: x + width / 2, y: y + height / 2 };
  return {
    ...shape,
    points: shape.points.map(p => ({
      x: middle.x + (p.x - middle.x) * factor,
      y: middle.y + (p.y - middle.y) * factor,
    })),
  };
}
