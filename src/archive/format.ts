/** A session's folder: what its files are called, and its manifest. Records are described in `record.ts`. */
import { z } from 'zod';
import { caseSchema } from '#model/case-strip.ts';
import { layoutSchema } from '#model/layout.ts';

/** Version 1 of `manifest.json`. */
export const manifestSchema = z.object({
  version: z.literal(1),
  /** Random; says nothing of who or where. */
  id: z.string().regex(/^[a-z0-9-]{8,40}$/),
  /** Seconds since the epoch. */
  startedAtS: z.number(),
  /** Null while recording, and after a crash until recovered. */
  endedAtS: z.number().nullable(),
  feed: z.object({
    kind: z.string(),
    name: z.string(),
    layout: layoutSchema,
    streams: z.union([z.literal(1), z.literal(2)]),
  }),
  case: caseSchema,
  frames: z.number().int().nullable(),
  bytes: z.number().int().nullable(),
});

export type SessionManifest = z.infer<typeof manifestSchema>;

export const manifestName = 'manifest.json';

/** Chunks are counted from 1; more than 9999 take more digits. */
export const chunkName = (number: number): string => `records-${String(number).padStart(4, '0')}.rlr`;

/** The number in a chunk's name, or null when `name` is no chunk's. */
export function chunkNumber(name: string): number | null {
  const digits = /^records-(\d{4,})\.rlr$/.exec(name)?.[1];
  return digits ? Number(digits) : null;
}
