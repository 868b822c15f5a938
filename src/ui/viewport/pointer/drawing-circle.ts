/** Drag from the centre outwards; a click alone gives a circle of the usual size. */
import type { Shape } from '#model/region.ts';
import { usualRadiusPx } from '../usual-shape.ts';
import { abandon, type Begin, finish, sketch } from './begin.ts';
import { distance, type Ground, type PointerInput, type PointerState, sceneAt } from './state.ts';

export function drawingCircle(begin: Begin): PointerState {
  const { pane, start, press } = begin;
  const shapeAt = ({ point }: PointerInput, ground: Ground): Shape => {
    const isClick = distance(point, press) < ground.reachPx.slack;
    const radiusPx = isClick
      ? usualRadiusPx(ground.scene, ground.view)
      : distance(start, sceneAt(pane, point));
    return { kind: 'circle', centre: start, radiusPx };
  };
  return {
    name: 'drawing-circle',
    cursor: 'crosshair',
    move: (input, ground) => sketch(begin, shapeAt(input, ground), ground),
    up: (input, ground) => finish(begin, shapeAt(input, ground), ground),
    cancel: ground => abandon(begin, ground),
  };
}
