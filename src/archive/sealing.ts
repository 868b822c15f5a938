/**
 * The list of a closed session's parts with the SHA-256 of each. What is in the list stays as it was written there: when a session is
 * sealed again because a chunk was packed, only what is new is hashed, so that a part that changed in between is still found.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { chunksIn } from './chunks.ts';
import { followEvents } from './event-chain.ts';
import { exactnessOf, worseOf } from './exactness.ts';
import { type Folder, type ReadableFile, readText } from './files.ts';
import {
  chunkFile,
  manifestName,
  partsName,
  partsSchema,
  type SessionManifest,
  type SessionParts,
  stillFile,
} from './format.ts';
import { manifestIn } from './manifests.ts';
import { createPayloads } from './payloads.ts';
import { type Entry, scanChunk, scanSession } from './scan.ts';

/** SHA-256 of `bytes`, 32 bytes. */
export type Hash = (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;

/** The browser's, several times as fast as one in JavaScript. Node has it too. */
export const webHash: Hash = async bytes => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** The browser's hash takes a file in one piece; longer ones, which nothing here writes, are hashed piece by piece. */
const mostAtOnceBytes = 128 * 2 ** 20;
const pieceBytes = 2 ** 20;
const mostListBytes = 2 ** 25;

type Part = SessionParts['parts'][number];

/** The list, or null where there is none that can be read. */
export async function readParts(session: Folder): Promise<SessionParts | null> {
  try {
    return partsSchema.parse(JSON.parse(await readText(session, partsName, mostListBytes)));
  } catch {
    // None, or damaged: then nothing vouches for the session, which is what null says.
    return null;
  }
}

/**
 * Writes `parts.json` of a closed session, whole or not at all, and answers it. `renewed`: parts that were rewritten on purpose under
 * their old names. Throws an `Error` while the session has no end; rejects as the disk and the signal say.
 */
export async function sealSession(
  session: Folder,
  hash: Hash = webHash,
  { renewed = [], signal }: { readonly renewed?: readonly string[]; readonly signal?: AbortSignal } = {},
): Promise<SessionParts> {
  const manifest = await manifestIn(session);
  if (manifest.endedAtS === null) throw new Error('A session is sealed once it has its end.');
  const before = await readParts(session);
  const { chunks } = await chunksIn(session);
  const names = [
    manifestName,
    ...chunks.flatMap(({ records, videos }) => [records, ...videos]),
    // What appears once there is a list was not taken while it recorded, and stays foreign.
    ...(before ? [] : await stillsIn(session)),
  ];
  const known = new Map(
    before?.parts.flatMap(part => (renewed.includes(part.name) ? [] : [[part.name, part] as const])),
  );
  const parts: Part[] = [];
  for (const name of names) {
    signal?.throwIfAborted();
    parts.push(known.get(name) ?? (await partOf(session, name, hash)));
  }
  const there = new Map(chunks.map(({ number, isPacked }) => [number, isPacked]));
  parts.push(
    ...(before?.parts ?? []).filter(({ name }) => !names.includes(name) && !isOtherForm(name, there)),
  );
  parts.sort((a, b) => placeOf(a.name) - placeOf(b.name) || (a.name < b.name ? -1 : 1));

  const fresh = names.filter(name => !known.has(name));
  const sealed: SessionParts = before
    ? { ...before, parts, exactness: worseOf(before.exactness, await exactnessIn(session, manifest, fresh)) }
    : { version: 1, parts, ...(await readWhole(session, manifest, signal)) };
  if (JSON.stringify(sealed) !== JSON.stringify(before))
    await session.replace(partsName, `${JSON.stringify(sealed, null, 2)}\n`);
  return sealed;
}

/** Packed records take the place of raw ones, and nothing else takes a part away: one that is gone otherwise stays listed. */
function isOtherForm(name: string, there: ReadonlyMap<number, boolean>): boolean {
  const file = chunkFile(name);
  const isPacked = file ? there.get(file.number) : undefined;
  return file !== null && isPacked !== undefined && isPacked === (file.kind === 'records');
}

const stillsIn = async (session: Folder): Promise<string[]> =>
  (await session.list()).flatMap(({ name, kind }) => (kind === 'file' && stillFile(name) ? [name] : []));

/** In the list's order: the manifest, then chunk by chunk records before videos, then stills. */
function placeOf(name: string): number {
  if (stillFile(name)) return Number.MAX_SAFE_INTEGER;
  const file = chunkFile(name);
  return file ? 4 * file.number + ['records', 'packed', 'main', 'second'].indexOf(file.kind) : 0;
}

async function readWhole(
  session: Folder,
  manifest: SessionManifest,
  signal: AbortSignal | undefined,
): Promise<Pick<SessionParts, 'exactness' | 'events'>> {
  const { entries } = await scanSession(session);
  const payloads = await createPayloads(session, undefined);
  try {
    const { count, head } = await followEvents(entries, payloads, signal);
    return { exactness: exactnessOf(entries, manifest), events: { count, head } };
  } finally {
    payloads[Symbol.dispose]();
  }
}

async function exactnessIn(session: Folder, manifest: SessionManifest, names: readonly string[]) {
  const entries: Entry[] = [];
  for (const name of names)
    if (chunkFile(name)?.kind === 'packed') entries.push(...(await scanChunk(session, name)));
  return exactnessOf(entries, manifest);
}

async function partOf(session: Folder, name: string, hash: Hash): Promise<Part> {
  const file = await session.openToRead(name);
  try {
    return { name, bytes: file.sizeBytes, sha256: await hashFile(file, hash) };
  } finally {
    file.close();
  }
}

/** SHA-256 of a part, 64 hexadecimal digits. */
export const sumOf = async (session: Folder, name: string, hash: Hash): Promise<string> =>
  (await partOf(session, name, hash)).sha256;

async function hashFile(file: ReadableFile, hash: Hash): Promise<string> {
  if (file.sizeBytes <= mostAtOnceBytes) return bytesToHex(await hash(await wholeOf(file)));
  const piece = new Uint8Array(pieceBytes);
  const slow = sha256.create();
  for (let atBytes = 0; atBytes < file.sizeBytes; atBytes += pieceBytes)
    slow.update(piece.subarray(0, await file.read(piece, atBytes)));
  return bytesToHex(slow.digest());
}

const wholeOf = async (file: ReadableFile): Promise<Uint8Array<ArrayBuffer>> => {
  const bytes = new Uint8Array(file.sizeBytes);
  return bytes.subarray(0, await file.read(bytes, 0));
};
