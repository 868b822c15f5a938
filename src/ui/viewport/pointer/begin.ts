/** What every drawing state begins with, and how each of them ends. */
import type { Point } from '#model/geometry.ts';
import type { Pane } from '#model/panes.ts';
import type { Shape } from '#model/region.ts';
import type { Tool } from '../../desk.ts';
import type { Ground, Next } from './state.ts';

/** `start` in scene pixels, `press` in device pixels of the stage. A drawing stays in the pane where it began. */
export type Begin = {
  readonly pane: Pane;
  readonly start: Point;
  readonly press: Point;
  readonly tool: Extract<Tool, { kind: 'draw' }>;
};

/** Shows `shape` as a draft. */
export function sketch({ tool }: Begin, shape: Shape | null, { desk }: Ground): undefined {
  desk.store.setState({ draft: shape && { role: tool.role, shape } });
}

/** Makes `shape` a region (nothing, when null) and lays the tool down. */
export function finish({ tool }: Begin, shape: Shape | null, { desk, commands }: Ground): Next {
  if (shape) commands.addRegion({ role: tool.role, tissue: tool.tissue, shape });
  desk.letGo();
  return 'idle';
}

/** Forgets the shape but keeps the tool in hand. */
export function abandon(begin: Begin, ground: Ground): Next {
  sketch(begin, null, ground);
  return 'idle';
}
