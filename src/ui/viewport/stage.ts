/** The place on the page where the picture stands: its device pixels, and how many of them the picture is drawn with. */
import type { SceneState } from '#conductor/api.ts';
import type { Point, SizePx } from '#model/geometry.ts';
import type { Pane } from '#model/panes.ts';
import { panesOn, pictureSize } from '#model/picture-size.ts';

/** `size`: device pixels of the overlay canvas. `unitPx`: device pixels of one CSS pixel. Written by `Viewport` only. */
export type Stage = { size: SizePx; unitPx: number };

export const createStage = (): Stage => ({ size: { widthPx: 1, heightPx: 1 }, unitPx: 1 });

/** Device pixels that the picture is drawn with on a stage of `stage` device pixels: the same aspect, capped. */
export const drawnSize = (stage: SizePx, { scene, display, view }: SceneState): SizePx =>
  pictureSize(stage, { scene, mode: display.mode, view });

/** The panes as they lie on the stage. */
export function stagePanes({ scene, canvas, display, view }: SceneState, stage: SizePx): Pane[] {
  return scene ? panesOn(stage, { drawn: canvas, scene, mode: display.mode, view }) : [];
}

/** The pane under a point of the stage; the one painted last wins. Null on no pane. */
export function paneAt(panes: readonly Pane[], point: Point): Pane | null {
  return (
    panes.findLast(
      ({ rect }) =>
        point.x >= rect.x &&
        point.x < rect.x + rect.width &&
        point.y >= rect.y &&
        point.y < rect.y + rect.height,
    ) ?? null
  );
}
