/** Drag from corner to corner of the ellipse's box; a click alone gives a circle-like one of the usual size. */
import type { Shape } from '#model/region.ts';
import { leastRadiusPx } from '../reshape.ts';
import { usualRadiusPx } from '../usual-shape.ts';
import { abandon, type Begin, finish, sketch } from './begin.ts';
import { distance, type Ground, type PointerInput, type PointerState, sceneAt } from './state.ts';

export function drawingEllipse(begin: Begin): PointerState {
  const { pane, start, press } = begin;
  const shapeAt = ({ point }: PointerInput, ground: Ground): Shape => {
    if (distance(point, press) < ground.reachPx.slack) {
      const radius = usualRadiusPx(ground.scene, ground.view);
      return { kind: 'ellipse', centre: start, radiusXPx: radius, radiusYPx: radius * 0.7, angleRad: 0 };
    }
    const end = sceneAt(pane, point);
    return {
      kind: 'ellipse',
      centre: { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 },
      radiusXPx: Math.max(leastRadiusPx, Math.abs(end.x - start.x) / 2),
      radiusYPx: Math.max(leastRadiusPx, Math.abs(end.y - start.y) / 2),
      angleRad: 0,
    };
  };
  return {
    name: 'drawing-ellipse',
    cursor: 'crosshair',
    move: (input, ground) => sketch(begin, shapeAt(input, ground), ground),
    up: (input, ground) => finish(begin, shapeAt(input, ground), ground),
    cancel: ground => abandon(begin, ground),
  };
}
