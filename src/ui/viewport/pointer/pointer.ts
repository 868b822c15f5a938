/** Holds the hand's state and feeds it: pointers from the viewport, Enter and Esc from the keys. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Conductor } from '#conductor/api.ts';
import type { Point } from '#model/geometry.ts';
import type { Desk } from '../../desk.ts';
import { paneAt, type Stage, stagePanes } from '../stage.ts';
import { zoomedAbout } from '../zoom.ts';
import { idle } from './idle.ts';
import { pinching } from './pinching.ts';
import { type Ground, type Next, type PointerState, sceneAt } from './state.ts';

/** Points in device pixels of the stage. */
export type Pointer = {
  readonly state: StoreApi<PointerState>;
  down(id: number, point: Point, isShift?: boolean): void;
  move(id: number, point: Point): void;
  up(id: number, point: Point): void;
  cancel(): void;
  confirm(): void;
  /** Zooms by `factor` about the tissue under `point`. */
  zoom(point: Point, factor: number): void;
};

export function createPointer({
  conductor,
  desk,
  stage,
}: {
  conductor: Conductor;
  desk: Desk;
  stage: Stage;
}): Pointer {
  const { stores, commands } = conductor;
  const state = createStore<PointerState>(idle);
  const touches = new Map<number, Point>();

  const ground = (): Ground | null => {
    const sceneState = stores.scene.getState();
    if (!sceneState.scene) return null;
    const { regions, selectedId } = stores.regions.getState();
    return {
      panes: stagePanes(sceneState, stage.size),
      scene: sceneState.scene,
      view: sceneState.view,
      unitPx: stage.unitPx,
      regions,
      selectedId,
      desk,
      deskState: desk.store.getState(),
      commands,
    };
  };
  const goTo = (next: Next) => {
    if (next) state.setState(next === 'idle' ? idle() : next, true);
  };
  const input = (point: Point, isShift = false) => ({ point, touches: [...touches.values()], isShift });

  return {
    state,
    down(id, point, isShift) {
      touches.set(id, point);
      const here = ground();
      if (!here) return;
      const [first, second] = [...touches.values()];
      const pane = paneAt(here.panes, point);
      if (first && second && pane) {
        state.getState().cancel?.(here);
        goTo(pinching(pane, here.view, [first, second]));
        return;
      }
      goTo(state.getState().down?.(input(point, isShift), here));
    },
    move(id, point) {
      if (touches.has(id)) touches.set(id, point);
      const here = ground();
      if (here) goTo(state.getState().move?.(input(point), here));
    },
    up(id, point) {
      touches.delete(id);
      const here = ground();
      if (here) goTo(state.getState().up?.(input(point), here));
    },
    cancel() {
      touches.clear();
      const here = ground();
      if (here) goTo(state.getState().cancel?.(here));
    },
    confirm() {
      const here = ground();
      if (here) goTo(state.getState().confirm?.(here));
    },
    zoom(point, factor) {
      const here = ground();
      const pane = here && paneAt(here.panes, point);
      if (here && pane)
        commands.setView(zoomedAbout(here.view, here.scene, { about: sceneAt(pane, point), factor }));
    },
  };
}
