/** Per-pixel dark and flat field: which of them a profile needs, and what they make of a pixel's light. */
import type { Field } from './field.ts';
import type { SizePx } from './geometry.ts';
import type { FieldRef, Profile } from './profile.ts';

/** What is done to every pixel of the NIR channel. At least one field is there; both have the channel's size. */
export type FieldCorrection = { readonly dark: Field | null; readonly flat: Field | null };

/** Light above dark of pixel `at` (row by row): (light − dark) / flat. */
export function correctedLight({ dark, flat }: FieldCorrection, light: number, at: number): number {
  const above = dark ? light - (dark.low + dark.step * dark.samples[at]!) : light;
  return flat ? above / (flat.low + flat.step * flat.samples[at]!) : above;
}

/** `missing`: why a profile's numbers must be withheld, for a person; null: nothing is missing. */
type FieldsFound = { readonly correction: FieldCorrection | null; readonly missing: string | null };

/** The fields that profiles may refer to. Holds two of them at most in use: 4 MB each for 1080p. */
export type FieldShelf = {
  /** Replaces what was there. */
  put(fields: readonly Field[]): void;
  /**
   * What `profile` refers to, for a channel of this size. A field that changes nothing (dark 0, flat 1 everywhere) is left
   * out, so that such a profile gives the very bits of one without.
   */
  find(profile: Pick<Profile, 'darkField' | 'flatField'>, channel: SizePx): FieldsFound;
};

/** A field and its extremes. */
type Kept = { readonly field: Field; readonly lowest: number; readonly highest: number };

export function createFieldShelf(): FieldShelf {
  let kept = new Map<string, Kept>();
  return {
    put(fields) {
      kept = new Map(fields.map(field => [field.hash, { field, ...extremesOf(field) }]));
    },
    find({ darkField, flatField }, channel) {
      const missing =
        missingWords('dark field', darkField, { kept, channel }) ??
        missingWords('flat field', flatField, { kept, channel });
      if (missing !== null) return { correction: null, missing };
      const dark = fieldUnless(0, darkField && kept.get(darkField.hash));
      const flat = fieldUnless(1, flatField && kept.get(flatField.hash));
      // Division by it would give light without end, or turn its sign.
      if (flat && flat.lowest <= 0)
        return {
          correction: null,
          missing: 'the flat field of this profile has places without any light; measure it again',
        };
      const correction = dark || flat ? { dark: dark?.field ?? null, flat: flat?.field ?? null } : null;
      return { correction, missing: null };
    },
  };
}

const sizeInWords = ({ widthPx, heightPx }: SizePx) => `${widthPx} × ${heightPx}`;

function missingWords(
  name: string,
  ref: FieldRef | null,
  { kept, channel }: { kept: ReadonlyMap<string, Kept>; channel: SizePx },
): string | null {
  if (!ref) return null;
  if (ref.widthPx !== channel.widthPx || ref.heightPx !== channel.heightPx)
    return `the ${name} of this profile was made for ${sizeInWords(ref)}, and NIR is ${sizeInWords(channel)} here`;
  return kept.has(ref.hash) ? null : `the ${name} of this profile is not there`;
}

/** `kept`, unless there is none or it is `neutral` everywhere. */
function fieldUnless(neutral: number, kept: Kept | null | undefined): Kept | null {
  return kept && (kept.lowest !== neutral || kept.highest !== neutral) ? kept : null;
}

function extremesOf({ low, step, samples }: Field): { lowest: number; highest: number } {
  let least = 65_535;
  let most = 0;
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i]!;
    if (sample < least) least = sample;
    if (sample > most) most = sample;
  }
  return { lowest: low + step * least, highest: low + step * most };
}
