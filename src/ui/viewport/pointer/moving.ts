/** A region follows the hand, and its numbers with it. */
import type { Point } from '#model/geometry.ts';
import type { Pane } from '#model/panes.ts';
import { movedBy, type Region } from '#model/region.ts';
import { distance, type PointerState, sceneAt } from './state.ts';

export function moving({
  pane,
  region,
  start,
  press,
}: {
  pane: Pane;
  region: Region;
  start: Point;
  press: Point;
}): PointerState {
  let isDragging = false;
  return {
    name: 'moving',
    cursor: 'grabbing',
    move({ point }, { commands, reachPx }) {
      isDragging ||= distance(point, press) >= reachPx.slack;
      if (!isDragging) return;
      const at = sceneAt(pane, point);
      commands.changeRegion(region.id, { shape: movedBy(region.shape, at.x - start.x, at.y - start.y) });
    },
    up: () => 'idle',
    cancel({ commands }) {
      if (isDragging) commands.changeRegion(region.id, { shape: region.shape });
      return 'idle';
    },
  };
}
