/** Both tables of keys as one: what is bound always, and what comes first while a recording is open. */
import { replayBindings } from '../replay/replay-keys.ts';
import { type Binding, bindings } from './bindings.ts';

export type Layer = 'usual' | 'replay';
export type Bound = { readonly layer: Layer; readonly binding: Binding };

/** Every function that has a key or can be given one. */
export const allBindings: readonly Bound[] = [
  ...bindings.map(binding => ({ layer: 'usual', binding }) as const),
  ...replayBindings(({ review }) => review).map(binding => ({ layer: 'replay', binding }) as const),
];
