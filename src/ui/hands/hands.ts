/** What the hands have: own keys, a key being learnt, pedals, what is held, the lock, and what can be taken back. Made once, in the house. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { createPedals, type Pedals } from '#platform/pedals.ts';
import type { Desk } from '../desk.ts';
import { createLearning, type Learning } from '../keys/learning.ts';
import { createOwnKeys, type OwnKeysStore } from '../keys/own-keys.ts';
import { createTouchLock, type LockState, type TouchLock } from './touch-lock.ts';
import { createUndoBin, type UndoBin } from './undo-bin.ts';

export type Hands = {
  readonly keys: OwnKeysStore;
  readonly learning: Learning;
  readonly pedals: Pedals;
  /** Pedals that are connected now, by id. */
  readonly connected: StoreApi<{ readonly ids: readonly string[] }>;
  /** What a pedal did last, in one line; empty after a moment. */
  readonly news: StoreApi<{ readonly said: string }>;
  /** Functions that a key or a pedal holds down now. */
  readonly held: StoreApi<{ readonly ids: readonly string[] }>;
  readonly lockStore: StoreApi<LockState>;
  readonly lock: TouchLock;
  readonly bin: UndoBin;
};

export function createHands(desk: Desk): Hands {
  const lockStore = createStore<LockState>(() => ({ isLocked: false, isUnlocking: false }));
  return {
    keys: createOwnKeys(),
    learning: createLearning(),
    pedals: createPedals(),
    connected: createStore(() => ({ ids: [] })),
    news: createStore(() => ({ said: '' })),
    held: createStore(() => ({ ids: [] })),
    lockStore,
    // A sheet that is open could be left only by hand.
    lock: createTouchLock(lockStore, () => desk.close()),
    bin: createUndoBin(),
  };
}
