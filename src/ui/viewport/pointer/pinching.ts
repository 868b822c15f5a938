/** Two fingers: they pull the picture apart and carry it along. */
import type { View } from '#model/display.ts';
import type { Point } from '#model/geometry.ts';
import type { Pane } from '#model/panes.ts';
import { panned, zoomedAbout } from '../zoom.ts';
import { distance, type PointerState, sceneAt } from './state.ts';

const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/** `pane` and `view` as they were when the second finger came down between `a` and `b`. */
export function pinching(pane: Pane, view: View, [a, b]: readonly [Point, Point]): PointerState {
  const start = sceneAt(pane, middle(a, b));
  return {
    name: 'pinching',
    cursor: 'grabbing',
    move({ touches: [first, second] }, { commands, scene }) {
      if (!first || !second) return;
      const now = sceneAt(pane, middle(first, second));
      const carried = panned(view, scene, { x: now.x - start.x, y: now.y - start.y });
      const factor = distance(first, second) / Math.max(1, distance(a, b));
      commands.setView(zoomedAbout(carried, scene, { about: start, factor }));
    },
    up: () => 'idle',
    cancel: () => 'idle',
  };
}
