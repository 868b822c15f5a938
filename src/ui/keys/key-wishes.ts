/** Giving keys to functions, taking them back, and exchanging them as a file. No key ever does two things in one layer. */
import { allBindings, type Bound } from './all-bindings.ts';
import { sameKey, whyNotTaken } from './inputs.ts';
import { mostKeys, type OwnKeys, type OwnKeysStore, ownKeysSchema } from './own-keys.ts';

type Keys = OwnKeys['keys'];

/** What became of a wish for a key. `why` is English; `by` are ids of functions. */
export type KeyWish =
  | { readonly kind: 'given' }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'taken'; readonly by: readonly string[] };

/**
 * What each function is pressed with, by its id. Own keys come first: whoever had one of them as a first key in the same layer has it no
 * more.
 */
export function effectiveKeys(
  own: Keys,
  all: readonly Bound[] = allBindings,
): ReadonlyMap<string, readonly string[]> {
  const place = (layer: Bound['layer'], input: string) => `${layer} ${sameKey(input)}`;
  const taken = new Set(
    all.flatMap(({ layer, binding }) => (own[binding.id] ?? []).map(input => place(layer, input))),
  );
  return new Map(
    all.map(({ layer, binding }) => {
      const mine = own[binding.id];
      const fixed = binding.isFixed ? binding.keys : [];
      const first = binding.keys.filter(key => !taken.has(place(layer, key)));
      return [binding.id, mine ? [...fixed, ...mine] : first] as const;
    }),
  );
}

/** Which other functions have this input now, in whichever layer. */
const holdersOf = (own: Keys, input: string, id: string): readonly string[] =>
  [...effectiveKeys(own)]
    .filter(([other, inputs]) => other !== id && inputs.some(each => sameKey(each) === sameKey(input)))
    .map(([other]) => other);

/** The keys of a function that can be changed. */
function changeable(own: Keys, id: string): readonly string[] {
  const binding = allBindings.find(each => each.binding.id === id)?.binding;
  const fixed = binding?.isFixed ? binding.keys : [];
  return (effectiveKeys(own).get(id) ?? []).filter(key => !fixed.includes(key));
}

const without = (inputs: readonly string[], input: string): string[] =>
  inputs.filter(each => sameKey(each) !== sameKey(input));

/** Gives a function this input, alone or beside those it has. Nothing changes where it is refused or others have it. */
export function giveKey(
  { store, keep }: OwnKeysStore,
  { id, input, adds }: { readonly id: string; readonly input: string; readonly adds: boolean },
): KeyWish {
  const why = whyNotTaken(input);
  if (why) return { kind: 'refused', why };
  const { keys } = store.getState();
  const by = holdersOf(keys, input, id);
  if (by.length > 0) return { kind: 'taken', by };
  const others = adds ? without(changeable(keys, id), input) : [];
  keep({ keys: { ...keys, [id]: [...others, input].slice(-mostKeys) } });
  return { kind: 'given' };
}

/** Gives a function this input, alone; whoever has it gets in its place what the function had. */
export function swapKey({ store, keep }: OwnKeysStore, id: string, input: string): void {
  const { keys } = store.getState();
  const [mine] = without(changeable(keys, id), input);
  const others = holdersOf(keys, input, id).map(other => {
    const rest = without(changeable(keys, other), input);
    return [other, rest.length > 0 || !mine ? rest : [mine]] as const;
  });
  keep({ keys: { ...keys, ...Object.fromEntries(others), [id]: [input] } });
}

/** Back to the first keys of one function. */
export function forgetKeys({ store, keep }: OwnKeysStore, id: string): void {
  keep({ keys: Object.fromEntries(Object.entries(store.getState().keys).filter(([each]) => each !== id)) });
}

/** The own keys as a file. `madeWith`: as `madeWithOf` says it. */
export const exportKeys = ({ store }: OwnKeysStore, madeWith: string): Blob =>
  new Blob([`${JSON.stringify({ madeWith, ...store.getState() }, null, 2)}\n`], {
    type: 'application/json',
  });

/** Takes a file's keys in place of the own ones; the reason where it is refused. English. */
export function importKeys({ keep }: OwnKeysStore, text: string): string | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return 'This file holds no keys.';
  }
  const parsed = ownKeysSchema.safeParse(read);
  if (!parsed.success) return 'This file holds no keys.';
  const known = new Set(allBindings.map(({ binding }) => binding.id));
  const keys = Object.fromEntries(Object.entries(parsed.data.keys).filter(([id]) => known.has(id)));
  if (hasTwice(keys)) return 'This file gives one key to two functions.';
  keep({ ...parsed.data, keys });
  return null;
}

function hasTwice(keys: Keys): boolean {
  const places = allBindings.flatMap(({ layer, binding }) =>
    [...new Set((keys[binding.id] ?? []).map(sameKey))].map(key => `${layer} ${key}`),
  );
  return new Set(places).size < places.length;
}
