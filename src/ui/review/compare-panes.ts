/** Where the parts of A's picture go on a canvas of another shape, so that tissue keeps its place and its scale. Pure. */
import type { ShownAs } from '#conductor/review-api.ts';
import { compose, type Homography, inverse, type Rect, type SizePx } from '#model/geometry.ts';
import { panesOf } from '#model/panes.ts';

/** `from`: pixels of A's picture. `to`: pixels of the canvas, beyond which nothing of it may be drawn. `move`: from one to the other. */
export type PinnedPart = { readonly from: Rect; readonly to: Rect; readonly move: Homography };

/** Of a picture of `picture` pixels, drawn as `shownAs` says, onto `canvas`. Empty where what it shows is not known. */
export function pinnedParts(
  { scene, display, view }: Pick<ShownAs, 'scene' | 'display' | 'view'>,
  picture: SizePx,
  canvas: SizePx,
): readonly PinnedPart[] {
  if (!scene) return [];
  const placed = panesOf(display.mode, canvas, scene, view);
  return panesOf(display.mode, picture, scene, view).map((was, i) => ({
    from: was.rect,
    to: placed[i]!.rect,
    move: compose(placed[i]!.sceneToCanvas, inverse(was.sceneToCanvas)),
  }));
}
