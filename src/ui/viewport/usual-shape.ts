/** The shape that appears without a drag: by click, or by Enter with the keyboard alone. */
import type { View } from '#model/display.ts';
import type { SizePx } from '#model/geometry.ts';
import type { Shape } from '#model/region.ts';

/** Share of the smaller side of what is in view. */
const usualShare = 0.06;

/** Radius in scene pixels that looks the same at every zoom. */
export const usualRadiusPx = (scene: SizePx, view: View): number =>
  (Math.min(scene.widthPx, scene.heightPx) * usualShare) / view.zoom;

/** A circle in the middle of the view. */
export const usualCircle = (scene: SizePx, view: View): Shape => ({
  kind: 'circle',
  centre: { x: view.centreX * scene.widthPx - 0.5, y: view.centreY * scene.heightPx - 0.5 },
  radiusPx: usualRadiusPx(scene, view),
});
