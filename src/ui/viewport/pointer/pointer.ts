/** Holds the hand's state and feeds it: pointers from the viewport, Enter and Esc from the keys. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Conductor } from '#conductor/api.ts';
import type { Point } from '#model/geometry.ts';
import { isInside } from '#model/region.ts';
import type { Desk } from '../../desk.ts';
import { paneAt, type Stage, stagePanes } from '../stage.ts';
import { zoomedAbout } from '../zoom.ts';
import { idle } from './idle.ts';
import { moving } from './moving.ts';
import { createPalmGuard } from './palm-guard.ts';
import { pinching } from './pinching.ts';
import {
  distance,
  type Ground,
  type HandKind,
  type Next,
  type PointerState,
  reaches,
  sceneAt,
} from './state.ts';

/** How something came down. `contactPx`: the longer side of what touches, CSS pixels. */
export type Press = { readonly isShift?: boolean; readonly kind?: HandKind; readonly contactPx?: number };

/** What is in use, and where it is down; `at` null when it is not. */
export type Hand = { readonly kind: HandKind; readonly at: Point | null };

/** Points in device pixels of the stage. */
export type Pointer = {
  readonly state: StoreApi<PointerState>;
  readonly hand: StoreApi<Hand>;
  down(id: number, point: Point, press?: Press): void;
  move(id: number, point: Point): void;
  up(id: number, point: Point): void;
  /** Gives up what is being done; with `id`, because that pointer was lost. */
  cancel(id?: number): void;
  confirm(): void;
  /** Zooms by `factor` about the tissue under `point`. */
  zoom(point: Point, factor: number): void;
};

/** A finger that rests on a region this long selects it, whatever tool is in hand. */
const longPressMs = 550;

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
  const hand = createStore<Hand>(() => ({ kind: 'mouse', at: null }));
  const touches = new Map<number, Point>();
  const palms = createPalmGuard();
  let longPress: { timer: ReturnType<typeof setTimeout>; from: Point } | null = null;

  const ground = (): Ground | null => {
    const sceneState = stores.scene.getState();
    if (!sceneState.scene) return null;
    const { regions, selectedId } = stores.regions.getState();
    const { slack, handle, corner } = reaches[hand.getState().kind];
    const { unitPx } = stage;
    return {
      panes: stagePanes(sceneState, stage.size),
      scene: sceneState.scene,
      view: sceneState.view,
      unitPx,
      reachPx: { slack: slack * unitPx, handle: handle * unitPx, corner: corner * unitPx },
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
  const forgetLongPress = () => {
    if (longPress) clearTimeout(longPress.timer);
    longPress = null;
  };

  const takeUnder = (point: Point) => {
    longPress = null;
    const here = ground();
    const pane = here && paneAt(here.panes, point);
    if (!here || !pane) return;
    const at = sceneAt(pane, point);
    const region = here.regions.findLast(({ shape }) => isInside(shape, at));
    if (!region) return;
    state.getState().cancel?.(here);
    desk.letGo();
    commands.selectRegion(region.id);
    goTo(moving({ pane, region, start: at, press: point }));
  };

  const pointer: Pointer = {
    state,
    hand,
    down(id, point, { isShift, kind = 'mouse', contactPx = 0 } = {}) {
      const verdict = palms.down(id, kind, contactPx);
      if (verdict === 'palm') return;
      // What lay on the glass before the pen came was the hand that holds it.
      if (verdict === 'pen-beats-touch') pointer.cancel();
      touches.set(id, point);
      hand.setState({ kind, at: point });
      forgetLongPress();
      const here = ground();
      if (!here) return;
      const [first, second] = [...touches.values()];
      const pane = paneAt(here.panes, point);
      if (first && second && pane) {
        state.getState().cancel?.(here);
        goTo(pinching(pane, here.view, [first, second]));
        return;
      }
      if (kind === 'touch')
        longPress = { from: point, timer: setTimeout(() => takeUnder(point), longPressMs) };
      goTo(state.getState().down?.(input(point, isShift), here));
    },
    move(id, point) {
      if (palms.isPalm(id)) return;
      if (touches.has(id)) {
        touches.set(id, point);
        hand.setState({ at: point });
      }
      const here = ground();
      if (!here) return;
      if (longPress && distance(point, longPress.from) >= here.reachPx.slack) forgetLongPress();
      goTo(state.getState().move?.(input(point), here));
    },
    up(id, point) {
      if (palms.up(id)) return;
      forgetLongPress();
      touches.delete(id);
      hand.setState({ at: null });
      const here = ground();
      if (here) goTo(state.getState().up?.(input(point), here));
    },
    cancel(id) {
      if (id !== undefined && palms.up(id)) return;
      forgetLongPress();
      touches.clear();
      hand.setState({ at: null });
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
  return pointer;
}
