/**
 * The picture's state as the screen may claim it. The view worker says how old the frame is; should the worker itself
 * fall silent, nobody would count, so the page counts from its own clock: silence is no signal.
 * Holds one interval while it runs.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Stores } from '#conductor/api.ts';
import { type Liveness, lateAfterS, noSignalAfterS, type PictureState } from '#model/liveness.ts';

/** `ageS` is rounded to a tenth from 0.5 s on, so that the screen does not render for what nobody can read. */
export type WatchedPicture = {
  readonly state: PictureState;
  readonly ageS: number;
  /** Seconds since the worker last spoke: to be added to every age that it reported. */
  readonly silentS: number;
};

export type PictureWatch = {
  readonly store: StoreApi<WatchedPicture>;
  /** Starts counting; the function returned stops it. */
  start(): () => void;
};

const ageing: ReadonlySet<PictureState> = new Set(['live', 'late', 'identical', 'no-signal']);

/** `liveness` as it must be read `silentS` seconds after it was written. */
export function watchedPicture(liveness: Liveness, silentS: number): WatchedPicture {
  if (!ageing.has(liveness.state)) return { state: liveness.state, ageS: liveness.ageS, silentS: 0 };
  if (silentS <= noSignalAfterS) return { state: liveness.state, ageS: liveness.ageS, silentS: 0 };
  const ageS = Math.round((liveness.ageS + silentS) * 10) / 10;
  return { state: 'no-signal', ageS, silentS };
}

const tickMs = 100;

export function createPictureWatch({ readout }: Pick<Stores, 'readout'>): PictureWatch {
  const store = createStore<WatchedPicture>(() => watchedPicture(readout.getState().liveness, 0));
  return {
    store,
    start() {
      let heard = readout.getState().liveness;
      let heardAtMs = performance.now();
      const look = () => {
        const next = watchedPicture(heard, (performance.now() - heardAtMs) / 1000);
        const now = store.getState();
        if (next.state !== now.state || next.ageS !== now.ageS) store.setState(next, true);
      };
      const stopListening = readout.subscribe(({ liveness }) => {
        if (liveness === heard) return;
        heard = liveness;
        heardAtMs = performance.now();
        look();
      });
      const timer = setInterval(look, tickMs);
      return () => {
        clearInterval(timer);
        stopListening();
      };
    },
  };
}

/**
 * How much measured marks still belong to the frame shown, 1 … 0: full until a frame is late, gone at no signal. Pictures
 * that stand still (frozen, paused, images) keep theirs.
 */
export function freshnessOf(state: PictureState, measurementAgeS: number | null): number {
  if (measurementAgeS === null) return 0;
  if (!ageing.has(state)) return 1;
  const share = (noSignalAfterS - measurementAgeS) / (noSignalAfterS - lateAfterS);
  return Math.min(1, Math.max(0, share));
}
