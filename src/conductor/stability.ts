/** The stability log, whose keeper is fetched after the first picture: nothing that a first picture needs waits for it. */
import { createStore } from 'zustand/vanilla';
import type { FrameTally } from '#model/frame-tally.ts';
import type { Problems } from './problems.ts';
import type { Readable } from './readable.ts';
import type { StabilityCommands, StabilityState } from './stability-api.ts';
import type { KeeperParts, StabilityKeeper } from './stability-keeper.ts';

export type Stability = Omit<StabilityKeeper, 'read'> & {
  readonly store: Readable<StabilityState>;
  readonly commands: StabilityCommands;
};

const nothing: StabilityState = {
  of: 'nothing',
  sessionId: null,
  rows: [],
  isGoingOn: false,
  refused: 0,
  isReading: false,
};

export function createStability(parts: Omit<KeeperParts, 'store' | 'nothing'>): Stability {
  const store = createStore<StabilityState>(() => nothing);
  let keeper: StabilityKeeper | null = null;
  let fetching: Promise<void> | null = null;
  const fetchKeeper = (): Promise<void> => {
    fetching ??= import('./stability-keeper.ts').then(
      ({ createStabilityKeeper }) => {
        keeper = createStabilityKeeper({ ...parts, store, nothing });
      },
      // Asked for once: with every look at the picture it would be asked for ten times a second.
      () => parts.problems.report(notFetched),
    );
    return fetching;
  };
  return {
    store,
    commands: {
      async read() {
        await fetchKeeper();
        await keeper?.read();
      },
    },
    frames(tally: FrameTally, isHeld) {
      if (keeper) keeper.frames(tally, isHeld);
      else if (tally.drawn.length > 0) void fetchKeeper();
    },
    field: (measurement, context) => keeper?.field(measurement, context),
    gainJumped: ratio => keeper?.gainJumped(ratio),
    [Symbol.dispose]: () => keeper?.[Symbol.dispose](),
  };
}

const notFetched: Parameters<Problems['report']>[0] = {
  id: 'stability-missing',
  severity: 'caution',
  text: 'The stability log could not be loaded: it is not kept.',
  tip: 'Reload the page when nothing is being recorded.',
};
