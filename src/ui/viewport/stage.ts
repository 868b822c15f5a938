/** The place on the page where the picture stands: its device pixels, and how many of them the picture is drawn with. */
import type { SceneState } from '#conductor/api.ts';
import { compose, type Point, type SizePx, scaling } from '#model/geometry.ts';
import { type Pane, panesOf } from '#model/panes.ts';

/** `size`: device pixels of the overlay canvas. `unitPx`: device pixels of one CSS pixel. Written by `Viewport` only. */
export type Stage = { size: SizePx; unitPx: number };

export const createStage = (): Stage => ({ size: { widthPx: 1, heightPx: 1 }, unitPx: 1 });

/** Without a fast GPU each pixel of the picture costs; lines and words above it stay at the screen's own resolution. */
const pictureLimit: SizePx = { widthPx: 1920, heightPx: 1200 };
/** Drawn finer than this the picture shows nothing that the camera saw, only smoother lines. */
const finestPxPerScenePx = 1.25;

/** Device pixels that the picture is drawn with on a stage of `stage` device pixels: the same aspect, capped. */
export function pictureSize(stage: SizePx, { scene, display, view }: SceneState): SizePx {
  const whole = { ...view, zoom: 1 };
  const finest = scene
    ? Math.max(...panesOf(display.mode, stage, scene, whole).map(pane => pxPerScenePx(pane)))
    : finestPxPerScenePx;
  const scale = Math.min(
    1,
    pictureLimit.widthPx / stage.widthPx,
    pictureLimit.heightPx / stage.heightPx,
    finestPxPerScenePx / finest,
  );
  return {
    widthPx: Math.max(1, Math.round(stage.widthPx * scale)),
    heightPx: Math.max(1, Math.round(stage.heightPx * scale)),
  };
}

const pxPerScenePx = ({ sceneToCanvas: m }: Pane): number => Math.hypot(m[0], m[1]);

/**
 * The panes as they lie on the stage. They are those of the picture's canvas, stretched: so that a line on the overlay
 * stands exactly where the shader put the tissue, whatever was rounded there.
 */
export function stagePanes(scene: SceneState, stage: SizePx): Pane[] {
  if (!scene.scene) return [];
  const { canvas } = scene;
  const sx = stage.widthPx / canvas.widthPx;
  const sy = stage.heightPx / canvas.heightPx;
  const stretch = scaling(sx, sy);
  return panesOf(scene.display.mode, canvas, scene.scene, scene.view).map(pane => ({
    content: pane.content,
    rect: {
      x: pane.rect.x * sx,
      y: pane.rect.y * sy,
      width: pane.rect.width * sx,
      height: pane.rect.height * sy,
    },
    sceneToCanvas: compose(stretch, pane.sceneToCanvas),
  }));
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
