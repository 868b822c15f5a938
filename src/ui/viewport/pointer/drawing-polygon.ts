/** Click corner after corner; a click on the first or last corner, a double click, or Enter closes it. */
import { mapPoint, type Point } from '#model/geometry.ts';
import type { Shape } from '#model/region.ts';
import { abandon, type Begin, finish, sketch } from './begin.ts';
import { distance, type Ground, type PointerState, sceneAt } from './state.ts';

export function drawingPolygon(begin: Begin): PointerState {
  const corners: Point[] = [begin.start];
  const shapeWith = (next: readonly Point[]): Shape | null => {
    const points = [...corners, ...next];
    return points.length < 3 ? null : { kind: 'polygon', points };
  };
  const isCorner = (point: Point, corner: Point, ground: Ground) =>
    distance(point, mapPoint(begin.pane.sceneToCanvas, corner)) < ground.reachPx.corner;
  /** Two corners are a line: drawn as a triangle without height, so that the hand sees where it is. */
  const show = (next: Point, ground: Ground) =>
    sketch(begin, shapeWith([next]) ?? { kind: 'polygon', points: [begin.start, next, begin.start] }, ground);
  const close = (ground: Ground) => {
    const shape = shapeWith([]);
    return shape ? finish(begin, shape, ground) : undefined;
  };
  return {
    name: 'drawing-polygon',
    cursor: 'crosshair',
    down({ point }, ground) {
      if (isCorner(point, corners[0]!, ground) || isCorner(point, corners.at(-1)!, ground))
        return close(ground);
      const corner = sceneAt(begin.pane, point);
      corners.push(corner);
      return show(corner, ground);
    },
    move: ({ point }, ground) => show(sceneAt(begin.pane, point), ground),
    confirm: close,
    cancel: ground => abandon(begin, ground),
  };
}
