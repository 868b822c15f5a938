/** A function learns its key: the next key, pedal or gamepad button within ten seconds is it; Esc cancels. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KeyWish } from './key-wishes.ts';

/** Seconds. */
export const learnForS = 10;

export type LearningState = {
  /** The function that waits for its key. */
  readonly waiting: { readonly id: string; readonly adds: boolean } | null;
  /** What became of the last key that came; null once something else is begun. */
  readonly outcome: { readonly id: string; readonly input: string; readonly wish: KeyWish } | null;
};

export type Learning = {
  readonly store: StoreApi<LearningState>;
  /** `adds`: beside the keys that the function has. */
  begin(id: string, adds: boolean): void;
  cancel(): void;
  /** A key came, and `give` says what becomes of it; false when nobody waits for one. */
  take(input: string, give: (wanted: { id: string; input: string; adds: boolean }) => KeyWish): boolean;
  [Symbol.dispose](): void;
};

export function createLearning(): Learning {
  const store = createStore<LearningState>(() => ({ waiting: null, outcome: null }));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = (outcome: LearningState['outcome']) => {
    clearTimeout(timer);
    store.setState({ waiting: null, outcome });
  };
  return {
    store,
    begin(id, adds) {
      clearTimeout(timer);
      timer = setTimeout(() => end(null), 1000 * learnForS);
      store.setState({ waiting: { id, adds }, outcome: null });
    },
    cancel: () => end(null),
    take(input, give) {
      const { waiting } = store.getState();
      if (!waiting) return false;
      end({ id: waiting.id, input, wish: give({ ...waiting, input }) });
      return true;
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
