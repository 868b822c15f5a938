/** The keys of a function as they are now, for titles and hints. */
import { useStore } from 'zustand';
import { words } from '#words/words.ts';
import { useHouse } from '../house.ts';
import { allBindings } from '../keys/all-bindings.ts';
import { inputInWords } from '../keys/inputs.ts';
import { effectiveKeys } from '../keys/key-wishes.ts';

/** Empty where the function has none. */
export function useKeysInWords(id: string): string {
  const { keys, pedals } = useStore(useHouse().hands.keys.store);
  const own = keys[id];
  const first = allBindings.find(({ binding }) => binding.id === id)?.binding;
  const now = effectiveKeys(keys).get(id) ?? [];
  if (!own && first && now.length === first.keys.length) return words(first.shown);
  return now.map(input => inputInWords(input, pedals)).join(', ');
}
