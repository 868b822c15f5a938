/** Nothing is pressed: a press starts to draw, traces the edge, takes a handle, takes a region, or pans. */
import { mapPoint } from '#model/geometry.ts';
import type { Pane } from '#model/panes.ts';
import { isInside, type Region } from '#model/region.ts';
import { handlesOf } from '#overlay/outline.ts';
import { paneAt } from '../stage.ts';
import { moving } from './moving.ts';
import { panning } from './panning.ts';
import { resizing } from './resizing.ts';
import { startDrawing } from './start-drawing.ts';
import { distance, type PointerInput, type PointerState, sceneAt } from './state.ts';
import { traceEdge } from './trace-edge.ts';

/** The nearest handle of `region` within reach of the press. */
function handleAt(
  region: Region,
  { point }: PointerInput,
  { pane, reachPx }: { pane: Pane; reachPx: number },
) {
  return handlesOf(region.shape)
    .map(handle => ({ handle, awayPx: distance(mapPoint(pane.sceneToCanvas, handle.at), point) }))
    .filter(({ awayPx }) => awayPx <= reachPx)
    .toSorted((a, b) => a.awayPx - b.awayPx)[0]?.handle;
}

export function idle(): PointerState {
  return {
    name: 'idle',
    cursor: 'default',
    down(input, ground) {
      const pane = paneAt(ground.panes, input.point);
      if (!pane) return undefined;
      const at = sceneAt(pane, input.point);
      const { tool, shapeKind, tracesEdge } = ground.deskState;
      if (tool.kind === 'draw' && tool.role === 'edge' && (tracesEdge || input.isShift))
        return traceEdge(at, ground);
      if (tool.kind === 'draw') return startDrawing(shapeKind, { pane, start: at, press: input.point, tool });
      const selected = ground.regions.find(region => region.id === ground.selectedId);
      const handle = selected && handleAt(selected, input, { pane, reachPx: ground.reachPx.handle });
      if (handle) return resizing({ pane, region: selected, handle });
      const region = ground.regions.findLast(({ shape }) => isInside(shape, at));
      if (!region) return panning(pane, input.point, ground.view);
      ground.commands.selectRegion(region.id);
      return moving({ pane, region, start: at, press: input.point });
    },
  };
}
