/** Trace the outline; letting go closes it. */
import type { Point } from '#model/geometry.ts';
import type { Shape } from '#model/region.ts';
import { abandon, type Begin, finish, sketch } from './begin.ts';
import { distance, type PointerState, sceneAt } from './state.ts';

/** A corner at least every so many CSS pixels: finer than a hand, coarser than a pointer's reports. */
const cornerEveryUnits = 2;
const mostCorners = 10_000;

export function drawingFreehand(begin: Begin): PointerState {
  const points: Point[] = [begin.start];
  let last = begin.press;
  const shape = (): Shape | null => (points.length < 3 ? null : { kind: 'freehand', points: [...points] });
  return {
    name: 'drawing-freehand',
    cursor: 'crosshair',
    move({ point }, ground) {
      if (distance(point, last) < cornerEveryUnits * ground.unitPx || points.length >= mostCorners) return;
      last = point;
      points.push(sceneAt(begin.pane, point));
      sketch(begin, shape(), ground);
    },
    up: (_input, ground) => {
      const traced = shape();
      return traced ? finish(begin, traced, ground) : abandon(begin, ground);
    },
    cancel: ground => abandon(begin, ground),
  };
}
