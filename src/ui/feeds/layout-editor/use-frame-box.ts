import { defaultView } from '#model/display.ts';
import { panesOf } from '#model/panes.ts';
import { paneFrame } from '#overlay/pane-frame.ts';
import { useConductor } from '../../house.ts';

/** Where the whole frame stands in the viewport, as CSS percentages; null before there is one. */
export function useFrameBox(): { left: string; top: string; width: string; height: string } | null {
  const canvas = useConductor('scene', state => state.canvas);
  const scene = useConductor('scene', state => state.scene);
  const pane = scene && panesOf('white-light', canvas, scene, defaultView)[0];
  if (!pane || !scene) return null;
  const { picture } = paneFrame(pane, scene);
  return {
    left: `${(100 * picture.x) / canvas.widthPx}%`,
    top: `${(100 * picture.y) / canvas.heightPx}%`,
    width: `${(100 * picture.width) / canvas.widthPx}%`,
    height: `${(100 * picture.height) / canvas.heightPx}%`,
  };
}
