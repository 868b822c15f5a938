/** A profile as a file of its own, its fields with it: how profiles are kept, exported and imported. */

import { type Field, fieldFromJson, fieldJsonSchema, fieldToJson } from './field.ts';
import { type FieldRef, type Profile, profileVersion } from './profile.ts';
import { profileHash } from './profile-hash.ts';
import { profileSchema } from './profile-schema.ts';
import { z } from './schema-rules.ts';

export const profileFileSchema = z.object({
  $schema: z.string().optional(),
  kind: z.literal('rimlight-calibration'),
  /** Viewer and build that exported it (`made-with.ts`); not under the hash. */
  madeWith: z.string().max(100).optional(),
  /** Of the profile as read through its schema. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  profile: profileSchema,
  fields: z.array(fieldJsonSchema).max(2),
});

/** A profile and the fields that it refers to. */
export type CalibrationSet = { readonly profile: Profile; readonly fields: readonly Field[] };

/** Why a file is not a profile that can be used. */
export type ProfileFileFault = 'not-json' | 'not-a-profile' | 'newer-version' | 'corrupted' | 'field-missing';

/** `madeWith`: for a file that leaves the viewer. */
export function profileFileText({ profile, fields }: CalibrationSet, madeWith?: string): string {
  const file: z.infer<typeof profileFileSchema> = {
    kind: 'rimlight-calibration',
    ...(madeWith !== undefined && { madeWith }),
    hash: profileHash(profile),
    profile,
    fields: fields.map(fieldToJson),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Reads a file whole or not at all. Never throws. */
export function readProfileFile(text: string): CalibrationSet | ProfileFileFault {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'not-json';
  }
  const head = z.object({ profile: z.object({ version: z.number() }) }).safeParse(json);
  if (head.success && head.data.profile.version > profileVersion) return 'newer-version';
  const parsed = profileFileSchema.safeParse(json);
  if (!parsed.success) return 'not-a-profile';
  const { profile, hash } = parsed.data;
  if (profileHash(profile) !== hash) return 'corrupted';
  const fields: Field[] = [];
  for (const fieldJson of parsed.data.fields) {
    const field = fieldFromJson(fieldJson);
    if (!field) return 'corrupted';
    fields.push(field);
  }
  const wanted = [profile.darkField, profile.flatField].flatMap(ref => (ref ? [ref] : []));
  if (!wanted.every(ref => fields.some(field => isNamedBy(field, ref)))) return 'field-missing';
  // A flat field divides: at zero and below it is none, whoever wrote it.
  const flat = fields.find(field => profile.flatField && isNamedBy(field, profile.flatField));
  if (flat && !(flat.low + flat.step * flat.samples.reduce((a, b) => Math.min(a, b)) > 0))
    return 'not-a-profile';
  return { profile, fields };
}

const isNamedBy = (field: Field, { hash, widthPx, heightPx }: FieldRef): boolean =>
  field.hash === hash && field.widthPx === widthPx && field.heightPx === heightPx;
