/** A handle of the selected region follows the hand. */
import type { Pane } from '#model/panes.ts';
import type { Region } from '#model/region.ts';
import type { Handle } from '#overlay/outline.ts';
import { withHandleAt } from '../reshape.ts';
import { type PointerState, sceneAt } from './state.ts';

export function resizing({
  pane,
  region,
  handle,
}: {
  pane: Pane;
  region: Region;
  handle: Handle;
}): PointerState {
  return {
    name: 'resizing',
    cursor: 'grabbing',
    move({ point }, { commands }) {
      commands.changeRegion(region.id, { shape: withHandleAt(region.shape, handle, sceneAt(pane, point)) });
    },
    up: () => 'idle',
    cancel({ commands }) {
      commands.changeRegion(region.id, { shape: region.shape });
      return 'idle';
    },
  };
}
