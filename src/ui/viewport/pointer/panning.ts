/** The picture follows the hand; a click on nothing lets the selected region go. */
import type { View } from '#model/display.ts';
import type { Point } from '#model/geometry.ts';
import type { Pane } from '#model/panes.ts';
import { panned } from '../zoom.ts';
import { distance, type PointerState, sceneAt } from './state.ts';

export function panning(pane: Pane, press: Point, view: View): PointerState {
  const start = sceneAt(pane, press);
  let isDragging = false;
  return {
    name: 'panning',
    cursor: 'grabbing',
    move({ point }, { commands, scene, reachPx }) {
      isDragging ||= distance(point, press) >= reachPx.slack;
      if (!isDragging) return;
      const at = sceneAt(pane, point);
      commands.setView(panned(view, scene, { x: at.x - start.x, y: at.y - start.y }));
    },
    up(_input, { commands }) {
      if (!isDragging) commands.selectRegion(null);
      return 'idle';
    },
    cancel: () => 'idle',
  };
}
