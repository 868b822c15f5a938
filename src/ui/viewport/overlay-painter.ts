/**
 * Paints lines and words over the picture when something about them changed, at most once an animation frame.
 * Holds the overlay canvas's context, its subscriptions and one pending frame; `Viewport` disposes of it.
 */
import { paintOverlay } from '#overlay/paint.ts';
import type { OverlayScene } from '#overlay/scene.ts';
import type { House } from '../house.ts';
import { freshnessOf } from './picture-watch.ts';
import { stagePanes } from './stage.ts';

/** All that is painted now; null before the scene's size is known. */
function overlayScene({ conductor, desk, picture, stage }: House): OverlayScene | null {
  const { stores } = conductor;
  const sceneState = stores.scene.getState();
  const { layout, calibration, display, scene } = sceneState;
  if (!scene || !layout) return null;
  const { regions, selectedId } = stores.regions.getState();
  const { measurement, anchors, measurementAgeS } = stores.readout.getState();
  const { state, silentS } = picture.store.getState();
  const ageS = measurementAgeS === null ? null : measurementAgeS + silentS;
  const found = stores.analysis.getState();
  const foundAgeS = found.ageS === null ? null : found.ageS + silentS;
  return {
    canvas: stage.size,
    unitPx: stage.unitPx,
    panes: stagePanes(sceneState, stage.size),
    scene,
    display,
    calibration,
    regions,
    selectedId,
    draft: desk.store.getState().draft,
    measurement,
    anchors,
    freshness: freshnessOf(state, ageS),
    annotations: [],
    pictureState: state,
    analysis: found.analysis && {
      analysis: found.analysis,
      shapes: found.shapes,
      freshness: freshnessOf(state, foundAgeS),
    },
  };
}

export type OverlayPainter = {
  /** Asks for a repaint with the next animation frame. */
  repaint(): void;
  [Symbol.dispose](): void;
};

export function createOverlayPainter(canvas: HTMLCanvasElement, house: House): OverlayPainter {
  const context = canvas.getContext('2d');
  let pending = 0;
  const paint = () => {
    pending = 0;
    const { widthPx, heightPx } = house.stage.size;
    if (canvas.width !== widthPx) canvas.width = widthPx;
    if (canvas.height !== heightPx) canvas.height = heightPx;
    context?.clearRect(0, 0, widthPx, heightPx);
    const scene = overlayScene(house);
    const { layoutDraft, blankDraft } = house.desk.store.getState();
    if (context && scene && !layoutDraft && !blankDraft) paintOverlay(context, scene);
  };
  const repaint = () => {
    pending ||= requestAnimationFrame(paint);
  };
  const { scene, regions, readout, analysis } = house.conductor.stores;
  const stops = [scene, regions, readout, analysis, house.desk.store, house.picture.store].map(store =>
    store.subscribe(repaint),
  );
  repaint();
  return {
    repaint,
    [Symbol.dispose]() {
      cancelAnimationFrame(pending);
      for (const stop of stops) stop();
    },
  };
}
