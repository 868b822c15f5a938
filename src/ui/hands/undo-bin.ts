/**
 * Deleting that can be taken back: what is deleted is gone from the lists at once, and from the disk ten seconds later. If the page goes
 * before that, it was not deleted. What cannot wait is done at once and says how it is brought back. Holds a timer for each deletion.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';

/** Seconds. */
export const undoForS = 10;

export type Deletion = {
  /** What the lists leave out: kind and id, `still 2026…`. */
  readonly hidden: readonly string[];
  /** Said with the button that takes it back. */
  readonly said: string;
  /** How things stood that are undone otherwise: as long as they stand so, this was done last. */
  readonly mark: string;
  /** What taking it back does besides listing it again. */
  readonly bringBack?: () => void;
};

type Waiting = Deletion & { readonly number: number };

export type UndoBin = {
  /** Oldest first. */
  readonly store: StoreApi<{ readonly waiting: readonly Waiting[] }>;
  /** `doIt` deletes for good. */
  remove(deletion: Deletion, doIt: () => Promise<void>): void;
  /** Takes the newest back; false where there is none. */
  undo(): boolean;
  /** Deletes now what waits, or of that only what hides `name`: something of the same name may come back. */
  settle(name?: string): Promise<void>;
  [Symbol.dispose](): void;
};

export function createUndoBin(): UndoBin {
  const store = createStore<{ readonly waiting: readonly Waiting[] }>(() => ({ waiting: [] }));
  const acts = new Map<
    number,
    { readonly doIt: () => Promise<void>; readonly timer: ReturnType<typeof setTimeout> }
  >();
  let last = 0;
  const drop = (number: number) => {
    const act = acts.get(number);
    if (act) clearTimeout(act.timer);
    acts.delete(number);
    return act;
  };
  const show = (number: number) =>
    store.setState(({ waiting }) => ({ waiting: waiting.filter(each => each.number !== number) }));
  const finish = async (number: number) => {
    const act = drop(number);
    // Still left out of the lists while it goes, so that it does not come back for a moment.
    await act?.doIt();
    show(number);
  };
  return {
    store,
    remove(deletion, doIt) {
      const number = ++last;
      const timer = setTimeout(() => void finish(number), 1000 * undoForS);
      acts.set(number, { doIt, timer });
      store.setState(({ waiting }) => ({ waiting: [...waiting, { ...deletion, number }] }));
    },
    undo() {
      const newest = store.getState().waiting.findLast(({ number }) => acts.has(number));
      if (!newest) return false;
      drop(newest.number);
      show(newest.number);
      newest.bringBack?.();
      return true;
    },
    async settle(name) {
      const { waiting } = store.getState();
      const meant = waiting.filter(({ hidden }) => name === undefined || hidden.includes(name));
      await Promise.all(meant.map(({ number }) => finish(number)));
    },
    [Symbol.dispose]() {
      for (const number of [...acts.keys()]) drop(number);
    },
  };
}
