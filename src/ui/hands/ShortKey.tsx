/** The key of a function on a small button: nothing where it has a long name, as pedals have. */
import { useKeysInWords } from './use-keys-in-words.ts';

const most = 2;

export function ShortKey({ of }: { readonly of: string }) {
  const keys = useKeysInWords(of);
  return keys.length <= most ? keys : null;
}
