/** An uncertainty behind its number: a sign to the eye, words to the ear. */
import { words } from '#words/words.ts';

export const PlusMinus = ({ value }: { readonly value: string }) => (
  <>
    <span aria-hidden="true">± {value}</span>
    <span className="visually-hidden">{words('plus or minus {value}', { value })}</span>
  </>
);
