/** What was asked for and is not given: a dash, and why in words. */
import type { CheckWithheld } from '#model/check.ts';
import { words } from '#words/words.ts';

export function Withheld({ name, why }: { readonly name: string; readonly why: CheckWithheld }) {
  return (
    <p className="check-withheld">
      <span className="caution">{name} —</span> {words(why.detail)}
    </p>
  );
}
