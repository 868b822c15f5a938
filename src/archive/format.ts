/**
 * A session's folder: what its files are called, its manifest, and the list of its parts. Records are described in `record.ts`.
 * The manifest is the recorder's and does not change once the session has its end; the list of parts is the keeper's.
 */

import { caseSchema } from '#model/case-strip.ts';
import { layoutSchema } from '#model/layout-schema.ts';
import { z } from '#model/schema-rules.ts';

const sessionId = z.string().regex(/^[a-z0-9-]{8,40}$/);

const common = {
  /** Random; says nothing of who or where. */
  id: sessionId,
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
};

const firstManifestSchema = z.object({ version: z.literal(1), ...common });

/** How a session came to be. `video` and `images`: made from files that are no recordings of this viewer. */
const origins = ['recorded', 'video', 'images'] as const;

/** Version 2 of `manifest.json`. */
export const manifestSchema = z.object({
  version: z.literal(2),
  ...common,
  origin: z.enum(origins),
  /** Viewer and build that recorded or made it; absent: recorded before that was written down. */
  madeWith: z.string().max(100).optional(),
});

export type SessionManifest = z.infer<typeof manifestSchema>;

/** Any version of `manifest.json`, as the newest. Throws a `ZodError`. */
export function toManifest(json: unknown): SessionManifest {
  const first = firstManifestSchema.safeParse(json).data;
  return first ? { ...first, version: 2, origin: 'recorded' } : manifestSchema.parse(json);
}

/**
 * What is kept of the codes. `exact`: all of them. `white-lossy`: streams without NIR were thinned out to make room.
 * `lossy`: NIR too; measured values are stored, recomputed ones approximate. It never goes back.
 */
export const exactnesses = ['exact', 'white-lossy', 'lossy'] as const;
export type Exactness = (typeof exactnesses)[number];

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Version 1 of `parts.json`: what a closed session consists of, so that a changed byte is found. */
export const partsSchema = z.object({
  version: z.literal(1),
  exactness: z.enum(exactnesses),
  /** Every file of the session but `parts.json` and `thumbnail.webp`, in the order of an exported file; `manifest.json` first. */
  parts: z
    .array(z.object({ name: z.string().max(64), bytes: z.number().int().nonnegative(), sha256 }))
    .max(100_000),
  /** The chain over the events (`chain.ts`): how many, and its last link. */
  events: z.object({ count: z.number().int().nonnegative(), head: sha256 }),
});

export type SessionParts = z.infer<typeof partsSchema>;

export const manifestName = 'manifest.json';
export const partsName = 'parts.json';
/** A small picture for the library; of no weight: it may be absent, and is in no list. */
export const thumbnailName = 'thumbnail.webp';

/**
 * Files of one chunk. `records`: raw, frames and events as they came. `packed`: the same records once the frames' codes lie in a
 * video. `main`, `second`: those videos. Raw records count as long as they are there.
 */
const chunkFiles = {
  records: ['records-', '.rlr'],
  packed: ['packed-', '.rlr'],
  main: ['main-', '.webm'],
  second: ['second-', '.webm'],
} as const;

export type ChunkFileKind = keyof typeof chunkFiles;

/** Files of a still that was taken while the session was recorded: its `still.json` as it was kept then, and its composite. */
const stillEndings = { record: '.json', picture: '.png' } as const;

export type StillFileKind = keyof typeof stillEndings;

/** What is larger was not written here, and is neither taken from a stranger's file nor shown. */
export const largestStillBytes: Readonly<Record<StillFileKind, number>> = {
  record: 64 * 2 ** 20,
  picture: 256 * 2 ** 20,
};

/** `id`: the still's. What is no name for a still gives a name that `stillFile` does not take. */
export const stillFileName = (kind: StillFileKind, id: string): string => `still-${id}${stillEndings[kind]}`;

/** What a still's file is, or null when `name` is none: nothing but hexadecimal digits and dashes, so never a path. */
export function stillFile(name: string): { readonly kind: StillFileKind; readonly id: string } | null {
  const [, id, ending] = /^still-([0-9a-f-]{8,40})(\.json|\.png)$/.exec(name) ?? [];
  return id === undefined ? null : { kind: ending === stillEndings.record ? 'record' : 'picture', id };
}

/** Chunks are counted from 1; more than 9999 take more digits. */
export const chunkFileName = (kind: ChunkFileKind, number: number): string =>
  `${chunkFiles[kind][0]}${String(number).padStart(4, '0')}${chunkFiles[kind][1]}`;

/** What a chunk's file is, or null when `name` is none. */
export function chunkFile(name: string): { readonly kind: ChunkFileKind; readonly number: number } | null {
  const [, kind, digits] = /^(records|packed|main|second)-(\d{4,6})\.[a-z]+$/.exec(name) ?? [];
  const number = Number(digits);
  const found = (['records', 'packed', 'main', 'second'] as const).find(each => each === kind);
  // One name a file: `records-00001.rlr` would be a second first chunk.
  return found && number > 0 && chunkFileName(found, number) === name ? { kind: found, number } : null;
}
