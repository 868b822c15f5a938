/**
 * A value for each pixel of the NIR channel: per-pixel dark, flat field. Kept apart from the profile that refers to it,
 * because it is a thousand times larger, and named by the SHA-256 of its content.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { fromBase64, toBase64 } from './base64.ts';
import type { FieldRef } from './profile.ts';
import { fieldRefSchema } from './profile-schema.ts';
import { z } from './schema-rules.ts';

/** Value of pixel (x, y): `low + step · samples[y · widthPx + x]`: the same doubles on every machine. */
export type Field = FieldRef & {
  readonly low: number;
  readonly step: number;
  readonly samples: Uint16Array<ArrayBuffer>;
};

/** A field as JSON: samples as base64 of 16-bit little-endian numbers, row by row. */
export const fieldJsonSchema = fieldRefSchema.extend({
  low: z.number(),
  step: z.number().positive(),
  samples: z.string(),
});
export type FieldJson = z.infer<typeof fieldJsonSchema>;

/** Keeps `values` (row by row, all finite) in 65,536 steps between their extremes. */
export function fieldOf(values: ArrayLike<number>, widthPx: number, heightPx: number): Field {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  // JSON knows no −0, and a range too small to be divided has no steps.
  low += 0;
  const step = (high - low) / 65_535 || 1;
  const samples = Uint16Array.from({ length: values.length }, (_, i) =>
    Math.round((values[i]! - low) / step),
  );
  return { hash: hashOf({ widthPx, heightPx, low, step, samples }), widthPx, heightPx, low, step, samples };
}

export const refOf = ({ hash, widthPx, heightPx }: FieldRef): FieldRef => ({ hash, widthPx, heightPx });

export const fieldToJson = (field: Field): FieldJson => ({
  ...field,
  samples: toBase64(bytesOf(field.samples)),
});

/** The field, or null when its samples are not those that its hash was made of. */
export function fieldFromJson(json: FieldJson): Field | null {
  const bytes = fromBase64(json.samples);
  if (!bytes || bytes.length !== 2 * json.widthPx * json.heightPx) return null;
  const view = new DataView(bytes.buffer);
  const samples = Uint16Array.from({ length: bytes.length / 2 }, (_, i) => view.getUint16(2 * i, true));
  const field = { ...json, samples };
  return hashOf(field) === json.hash ? field : null;
}

function hashOf({ widthPx, heightPx, low, step, samples }: Omit<Field, 'hash'>): string {
  const head = new TextEncoder().encode(JSON.stringify({ widthPx, heightPx, low, step }));
  return bytesToHex(sha256.create().update(head).update(bytesOf(samples)).digest());
}

/** Little-endian, whatever the machine. */
function bytesOf(samples: Uint16Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2 * samples.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < samples.length; i++) view.setUint16(2 * i, samples[i]!, true);
  return bytes;
}
