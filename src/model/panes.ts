/** Which picture stands where on the canvas, and how its pixels map to the scene. Shared by shader, overlay and pointer. */
import type { Mode, View } from './display.ts';
import {
  compose,
  type Homography,
  type Rect,
  rotation,
  type SizePx,
  scaling,
  translation,
} from './geometry.ts';

/** What a pane shows. `contour` is white light with iso-lines and no colour. */
export type PaneContent = 'white-light' | 'overlay' | 'intensity-map' | 'monochrome' | 'contour';

/** `rect` in canvas pixels from the top left; `sceneToCanvas` maps scene pixel centres to canvas pixels (not centres: 0 is the left edge). */
export type Pane = {
  readonly content: PaneContent;
  readonly rect: Rect;
  readonly sceneToCanvas: Homography;
};

const insetShare = 0.3;

/** Panes of a mode, in drawing order. The un-overlaid white light comes first where there is one. One without a pixel is left out: no place in it leads anywhere. */
export function panesOf(mode: Mode, canvas: SizePx, scene: SizePx, view: View): Pane[] {
  return allPanesOf(mode, canvas, scene, view).filter(({ rect }) => rect.width > 0 && rect.height > 0);
}

function allPanesOf(mode: Mode, canvas: SizePx, scene: SizePx, view: View): Pane[] {
  const whole: Rect = { x: 0, y: 0, width: canvas.widthPx, height: canvas.heightPx };
  const pane = (content: PaneContent, rect: Rect): Pane => ({
    content,
    rect,
    sceneToCanvas: fitScene(rect, scene, view),
  });
  switch (mode) {
    case 'side-by-side': {
      const isWide = canvas.widthPx >= canvas.heightPx;
      const first = isWide
        ? { ...whole, width: Math.floor(canvas.widthPx / 2) }
        : { ...whole, height: Math.floor(canvas.heightPx / 2) };
      const second = isWide
        ? { ...whole, x: first.width, width: canvas.widthPx - first.width }
        : { ...whole, y: first.height, height: canvas.heightPx - first.height };
      return [pane('white-light', first), pane('contour', second)];
    }
    case 'picture-in-picture': {
      const inset: Rect = {
        width: Math.round(canvas.widthPx * insetShare),
        height: Math.round(canvas.heightPx * insetShare),
        x: canvas.widthPx - Math.round(canvas.widthPx * insetShare),
        y: 0,
      };
      return [
        pane('overlay', whole),
        {
          content: 'white-light',
          rect: inset,
          sceneToCanvas: fitScene(inset, scene, { ...view, zoom: 1, centreX: 0.5, centreY: 0.5 }),
        },
      ];
    }
    default:
      return [pane(mode, whole)];
  }
}

/** The scene turned, flipped, zoomed about its centre point and fitted into `rect`, its aspect kept. */
export function fitScene(rect: Rect, scene: SizePx, view: View): Homography {
  const isTurned = view.quarterTurns % 2 === 1;
  const shownWidth = isTurned ? scene.heightPx : scene.widthPx;
  const shownHeight = isTurned ? scene.widthPx : scene.heightPx;
  const scale = Math.min(rect.width / shownWidth, rect.height / shownHeight) * view.zoom;
  // Scene centres are integers, so the scene's own centre is at (size − 1) / 2 when the centre share is one half.
  const toCentre = translation(-(view.centreX * scene.widthPx - 0.5), -(view.centreY * scene.heightPx - 0.5));
  const turn = compose(rotation((view.quarterTurns * Math.PI) / 2), scaling(view.flipX ? -1 : 1, 1));
  const place = translation(rect.x + rect.width / 2, rect.y + rect.height / 2);
  return compose(place, compose(scaling(scale, scale), compose(turn, toCentre)));
}
