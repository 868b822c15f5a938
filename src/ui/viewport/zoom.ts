/** The view's arithmetic: which part of the scene is shown, and how large. */
import type { View } from '#model/display.ts';
import type { Point, SizePx } from '#model/geometry.ts';

const mostZoom = 32;

/** The centre may not leave the tissue: at zoom 1 the whole scene is in view and the centre stands still. */
function kept(centre: number, zoom: number): number {
  const half = 0.5 / zoom;
  return Math.min(1 - half, Math.max(half, centre));
}

type ViewChange = Pick<View, 'zoom' | 'centreX' | 'centreY'>;

/** `view` after the scene was carried by `moved` scene pixels. */
export function panned(view: View, scene: SizePx, moved: Point): View {
  return {
    ...view,
    centreX: kept(view.centreX - moved.x / scene.widthPx, view.zoom),
    centreY: kept(view.centreY - moved.y / scene.heightPx, view.zoom),
  };
}

/** `view` after zooming by `factor` so that the scene point `about` keeps its place on the screen, as far as that goes. */
export function zoomedAbout(
  view: View,
  scene: SizePx,
  { about, factor }: { readonly about: Point; readonly factor: number },
): View {
  const zoom = Math.min(mostZoom, Math.max(1, view.zoom * factor));
  const shrink = view.zoom / zoom;
  const fixedX = (about.x + 0.5) / scene.widthPx;
  const fixedY = (about.y + 0.5) / scene.heightPx;
  const change: ViewChange = {
    zoom,
    centreX: kept(fixedX + (view.centreX - fixedX) * shrink, zoom),
    centreY: kept(fixedY + (view.centreY - fixedY) * shrink, zoom),
  };
  return { ...view, ...change };
}
