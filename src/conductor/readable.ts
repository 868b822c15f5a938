import type { StoreApi } from 'zustand/vanilla';

/** A store that only the conductor writes. */
export type Readable<T> = Pick<StoreApi<T>, 'getState' | 'subscribe' | 'getInitialState'>;
