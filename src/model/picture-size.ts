/** How finely a picture is worth drawing: without a fast GPU each pixel costs. Lines and words above it stay at the screen's own resolution. */
import type { Mode, View } from './display.ts';
import { compose, type SizePx, scaling } from './geometry.ts';
import { type Pane, panesOf } from './panes.ts';

const pictureLimit: SizePx = { widthPx: 1920, heightPx: 1200 };
/** Drawn finer than this the picture shows nothing that the camera saw, only smoother lines. */
const finestPxPerScenePx = 1.25;

const pxPerScenePx = ({ sceneToCanvas: m }: Pane): number => Math.hypot(m[0], m[1]);

/** Pixels that a picture for a stage of `stage` device pixels is drawn with: the same aspect, capped. `scene` null: not known yet. */
export function pictureSize(
  stage: SizePx,
  { scene, mode, view }: { readonly scene: SizePx | null; readonly mode: Mode; readonly view: View },
): SizePx {
  const whole = { ...view, zoom: 1 };
  const finest = scene
    ? Math.max(...panesOf(mode, stage, scene, whole).map(pane => pxPerScenePx(pane)))
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

/**
 * The panes as they lie on a stage that shows a picture of `drawn` pixels, stretched: so that a line above it stands exactly where the tissue
 * was drawn, whatever was rounded there.
 */
export function panesOn(
  stage: SizePx,
  picture: { readonly drawn: SizePx; readonly scene: SizePx; readonly mode: Mode; readonly view: View },
): Pane[] {
  const { drawn, scene, mode, view } = picture;
  const sx = stage.widthPx / drawn.widthPx;
  const sy = stage.heightPx / drawn.heightPx;
  const stretch = scaling(sx, sy);
  return panesOf(mode, drawn, scene, view).map(({ content, rect, sceneToCanvas }) => ({
    content,
    rect: { x: rect.x * sx, y: rect.y * sy, width: rect.width * sx, height: rect.height * sy },
    sceneToCanvas: compose(stretch, sceneToCanvas),
  }));
}
