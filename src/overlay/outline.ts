/** Regions' shapes as outlines on the canvas, and the points by which a shape is taken hold of. */
import { type Homography, mapPoint, type Point, type Rect } from '#model/geometry.ts';
import type { Shape } from '#model/region.ts';

const roundCorners = 96;

/** Corners of `shape` mapped by `sceneToCanvas`; circles and ellipses as 96 corners, less than 0.1 % off their radius. */
export function outlineOf(shape: Shape, sceneToCanvas: Homography): Point[] {
  return cornersOf(shape).map(corner => mapPoint(sceneToCanvas, corner));
}

function cornersOf(shape: Shape): readonly Point[] {
  if ('points' in shape) return shape.points;
  const [radiusX, radiusY, angle] =
    shape.kind === 'circle'
      ? [shape.radiusPx, shape.radiusPx, 0]
      : [shape.radiusXPx, shape.radiusYPx, shape.angleRad];
  return Array.from({ length: roundCorners }, (_, i) => {
    const turn = (2 * Math.PI * i) / roundCorners;
    return onEllipse(shape.centre, {
      along: radiusX * Math.cos(turn),
      across: radiusY * Math.sin(turn),
      angle,
    });
  });
}

const onEllipse = (centre: Point, at: { along: number; across: number; angle: number }): Point => ({
  x: centre.x + at.along * Math.cos(at.angle) - at.across * Math.sin(at.angle),
  y: centre.y + at.along * Math.sin(at.angle) + at.across * Math.cos(at.angle),
});

/** Which part of a shape a handle moves; `index` counts a polygon's corners and is 0 otherwise. */
export type Handle = {
  readonly part: 'radius' | 'radius-x' | 'radius-y' | 'corner';
  readonly index: number;
  /** Scene pixels. */
  readonly at: Point;
};

/** The handles of a selected shape. A traced outline has none: it is moved whole or drawn anew. */
export function handlesOf(shape: Shape): readonly Handle[] {
  switch (shape.kind) {
    case 'circle':
      return [{ part: 'radius', index: 0, at: { x: shape.centre.x + shape.radiusPx, y: shape.centre.y } }];
    case 'ellipse': {
      const { centre, radiusXPx, radiusYPx, angleRad: angle } = shape;
      return [
        { part: 'radius-x', index: 0, at: onEllipse(centre, { along: radiusXPx, across: 0, angle }) },
        { part: 'radius-y', index: 0, at: onEllipse(centre, { along: 0, across: radiusYPx, angle }) },
      ];
    }
    case 'polygon':
      return shape.points.map((at, index) => ({ part: 'corner', index, at }));
    case 'freehand':
      return [];
  }
}

/** The smallest upright rectangle about `points`; of no size at the origin when there are none. */
export function boundsOfPoints(points: readonly Point[]): Rect {
  if (points.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Whether the closed area of `outline` and `rect` share a point. */
export function meets(outline: readonly Point[], rect: Rect): boolean {
  const right = rect.x + rect.width;
  const bottom = rect.y + rect.height;
  if (outline.some(p => p.x >= rect.x && p.x <= right && p.y >= rect.y && p.y <= bottom)) return true;
  if (outline.length > 2 && contains(outline, { x: rect.x, y: rect.y })) return true;
  return outline.some((from, i) => crosses(from, outline[(i + 1) % outline.length]!, rect));
}

function contains(outline: readonly Point[], p: Point): boolean {
  let inside = false;
  for (const [i, a] of outline.entries()) {
    const b = outline[(i + 1) % outline.length]!;
    if (a.y > p.y !== b.y > p.y && p.x < ((b.x - a.x) * (p.y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

/** Liang–Barsky: whether the segment passes through the rectangle. */
function crosses(from: Point, to: Point, rect: Rect): boolean {
  let [enter, leave] = [0, 1];
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const sides: [step: number, distance: number][] = [
    [-dx, from.x - rect.x],
    [dx, rect.x + rect.width - from.x],
    [-dy, from.y - rect.y],
    [dy, rect.y + rect.height - from.y],
  ];
  for (const [step, distance] of sides) {
    if (step === 0) {
      if (distance < 0) return false;
      continue;
    }
    const at = distance / step;
    if (step < 0) enter = Math.max(enter, at);
    else leave = Math.min(leave, at);
  }
  return enter <= leave;
}
