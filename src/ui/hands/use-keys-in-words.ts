/** The keys of a function as they are now, for titles and hints: the user's own where there are any. */
import { useStore } from 'zustand';
import { words } from '#words/words.ts';
import { type House, useHouse } from '../house.ts';
import { allBindings } from '../keys/all-bindings.ts';
import { inputForReaders, inputInWords } from '../keys/inputs.ts';
import { effectiveKeys } from '../keys/key-wishes.ts';
import type { OwnKeys } from '../keys/own-keys.ts';

/** Read for every title that is drawn, made once for each change of the keys. */
const made = new WeakMap<OwnKeys['keys'], ReturnType<typeof effectiveKeys>>();
function keysNow(keys: OwnKeys['keys']): ReturnType<typeof effectiveKeys> {
  const now = made.get(keys) ?? effectiveKeys(keys);
  made.set(keys, now);
  return now;
}

function inWords({ keys, pedals }: OwnKeys, id: string): string {
  const first = allBindings.find(({ binding }) => binding.id === id)?.binding;
  const now = keysNow(keys).get(id) ?? [];
  if (!keys[id] && first && now.length === first.keys.length) return words(first.shown);
  return now.map(input => inputInWords(input, pedals)).join(', ');
}

/** Empty where the function has none. */
export const useKeysInWords = (id: string): string => inWords(useOwnKeys(), id);

const useOwnKeys = (): OwnKeys => useStore(useHouse().hands.keys.store);

/** The same outside a component. */
export const keysInWords = ({ hands }: House, id: string): string => inWords(hands.keys.store.getState(), id);

/** A name with the keys of a function behind it: `Freeze (F)`; the name alone where there are none. */
export function useTitle(): (name: string, id: string) => string {
  const own = useOwnKeys();
  return (name, id) => {
    const keys = inWords(own, id);
    return keys ? `${name} (${keys})` : name;
  };
}

/** The keys of a function as screen readers are told them (`aria-keyshortcuts`); undefined where there are none. */
export function useShortcuts(): (id: string) => string | undefined {
  const { keys } = useOwnKeys();
  return id => {
    const told = (keysNow(keys).get(id) ?? []).flatMap(input => inputForReaders(input) ?? []);
    return told.length > 0 ? [...new Set(told)].join(' ') : undefined;
  };
}
