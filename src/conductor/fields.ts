/** Per-pixel data by the hash that profiles name it by: handed to whoever reads pixels before a profile that needs it. */
import type { Field } from '#model/field.ts';
import type { Profile } from '#model/profile.ts';

export type Fields = {
  /** Remembers fields, so that profiles may refer to them. */
  learn(fields: readonly Field[]): void;
  /** Those of `profile` that are known. */
  of(profile: Profile): readonly Field[];
  /** Hands the fields of the profile that is put in force to the workers, when they are not the ones they have. */
  provide(profile: Profile): void;
};

/** `hand`: to every worker that reads pixels. */
export function createFields(hand: (fields: readonly Field[]) => void): Fields {
  const known = new Map<string, Field>();
  let handed: readonly Field[] = [];

  const of = ({ darkField, flatField }: Profile): readonly Field[] =>
    [darkField, flatField].flatMap(ref => {
      const field = ref && known.get(ref.hash);
      return field ? [field] : [];
    });

  return {
    learn(fields) {
      for (const field of fields) known.set(field.hash, field);
    },
    of,
    provide(profile) {
      const wanted = of(profile);
      if (wanted.length === handed.length && wanted.every((field, i) => field === handed[i])) return;
      handed = wanted;
      hand(wanted);
    },
  };
}
