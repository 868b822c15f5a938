/**
 * Where the guided tour stands. It watches what the user does in the stores and goes on by itself when a step was done; it listens to nothing
 * while it is not on. Nothing of it is kept.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { words } from '#words/words.ts';
import { type TourRoom, tourSteps } from './tour-steps.ts';

export type TourState = {
  /** The step that is shown; as many as there are steps: the end. Null: no tour. */
  readonly index: number | null;
  /** Indices of the steps that were done. */
  readonly done: ReadonlySet<number>;
};

export type Tour = {
  readonly store: StoreApi<TourState>;
  /** The phantom that it is about, as its source is called. */
  readonly phantomTitle: string;
  begin(): void;
  /** Only past steps that are read or were done. */
  next(): void;
  back(): void;
  /** Does the step for the user. */
  showMe(): void;
  end(): void;
};

const off: TourState = { index: null, done: new Set() };

export function createTour(room: TourRoom): Tour {
  const store = createStore<TourState>(() => off);
  const { stores, commands } = room.conductor;
  let isDone: (() => boolean) | null = null;
  let stopping: (() => void)[] = [];

  const goTo = (index: number) => {
    isDone = tourSteps[index]?.watch?.(room) ?? null;
    store.setState({ index });
  };
  const look = () => {
    const { index, done } = store.getState();
    if (index === null) return;
    const kind = stores.feed.getState().description?.kind;
    if (kind && kind !== 'phantom') end();
    if (!isDone?.()) return;
    store.setState({ done: new Set([...done, index]) });
    goTo(index + 1);
  };
  function end(): void {
    if (store.getState().index === null) return;
    for (const stop of stopping) stop();
    stopping = [];
    isDone = null;
    store.setState(off);
    // Practice must not outlive the tour that asked for it.
    if (stores.feed.getState().fault !== null) commands.provoke(null);
    room.desk.say(words('The tour is over.'));
  }
  return {
    store,
    phantomTitle: room.phantom?.title ?? '',
    begin() {
      if (stopping.length === 0)
        stopping = [
          stores.scene,
          stores.regions,
          stores.readout,
          stores.feed,
          stores.library,
          room.desk.store,
        ].map(each => each.subscribe(look));
      store.setState({ done: new Set() });
      goTo(0);
    },
    next() {
      const { index, done } = store.getState();
      if (index === null) return;
      if (index >= tourSteps.length) end();
      else if (!tourSteps[index]?.watch || done.has(index)) goTo(index + 1);
    },
    back() {
      const { index } = store.getState();
      if (index) goTo(index - 1);
    },
    showMe() {
      const { index } = store.getState();
      if (index !== null) tourSteps[index]?.showMe?.(room);
    },
    end,
  };
}
