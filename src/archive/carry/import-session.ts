/**
 * An exported file back into a session. Every part is hashed on its way and held against `parts.json`, and everything, `parts.json`
 * too, against the sums at the file's end; only then is the manifest written, and without a manifest nothing is listed. What an import
 * that broke off left is used again where its own bytes prove it.
 */
import { ProblemError } from '#model/problem.ts';
import { type Folder, type ReadableFile, readText } from '../files.ts';
import {
  largestStillBytes,
  manifestName,
  partsName,
  partsSchema,
  type SessionParts,
  stillFile,
  thumbnailName,
  toManifest,
} from '../format.ts';
import {
  carriedChanged,
  carriedForeign,
  carriedNewer,
  importNoRoom,
  importOtherHere,
  importRefused,
} from './problems.ts';
import { type Conveyor, createConveyor, type LentHash, sumLine, sumOfBytes } from './sums.ts';
import { isCarriedName, openTar, readAt, sumsName, type TarEntry } from './tar.ts';
import { openUnlisted, type Unlisted } from './unlisted.ts';

export type SessionImport = {
  readonly id: string;
  /** `here`: it was there before, whole, and nothing was written. `repaired`: it was there before, and damaged parts were replaced. */
  readonly outcome: 'new' | 'here' | 'repaired';
  /** Parts that were damaged or missing when the file was exported, as the file itself says. */
  readonly damaged: readonly string[];
};

const limits = {
  parts: 16 * 2 ** 20,
  manifest: 2 ** 20,
  thumbnail: 4 * 2 ** 20,
  sums: 16 * 2 ** 20,
} as const;

type Opened = {
  readonly tar: { next(): Promise<TarEntry | null> };
  readonly file: ReadableFile;
  readonly id: string;
  readonly parts: SessionParts;
  readonly texts: { readonly parts: string; readonly manifest: string };
  /** SHA-256 of what was read so far, by name, in the file's order. */
  readonly sums: Map<string, string>;
};

/**
 * Reads an exported file (the tar itself: `openSealed` comes before) into `sessions`. The file stays the caller's. Rejects with a `ProblemError`
 * that names what is wrong, and then leaves nothing new, unless the disk refused or the thread died: what was proved stays unlisted
 * for the next try. `freeBytes` is asked before anything is written.
 */
export async function importSession(
  file: ReadableFile,
  sessions: Folder,
  {
    freeBytes,
    clockS,
    signal,
    hash,
    pause,
    tell = () => undefined,
  }: {
    freeBytes(): Promise<number>;
    clockS(): number;
    signal?: AbortSignal;
    hash?: LentHash;
    pause?(): Promise<void>;
    tell?: (share: number) => void;
  },
): Promise<SessionImport> {
  const opened = await open(file);
  let movedBytes = 0;
  const conveyor = createConveyor({
    ...(signal && { signal }),
    ...(hash && { hash }),
    ...(pause && { pause }),
    moved(bytes) {
      movedBytes += bytes;
      tell(Math.min(1, movedBytes / file.sizeBytes));
    },
  });
  const here = await listedAlready(sessions, opened);
  if (here === 'other') throw importOtherHere();
  if (here === 'same') return { id: opened.id, outcome: 'here', damaged: [] };
  const unlisted = await openUnlisted(sessions, opened.id, clockS()).catch(error => {
    throw importRefused(error, { goesOn: true });
  });
  try {
    const heldBytes = await unlisted.bytesOf(opened.parts.parts);
    const missingBytes = file.sizeBytes - heldBytes - (await freeBytes());
    if (missingBytes > 0) {
      if (heldBytes === 0) await unlisted.discard();
      throw importNoRoom(missingBytes);
    }
    const { written, damaged } = await take(opened, unlisted, conveyor);
    const isListed = here === 'identical';
    if (!isListed) await unlisted.list(opened.texts, [...opened.sums.keys()]);
    tell(1);
    return { id: opened.id, outcome: isListed ? (written ? 'repaired' : 'here') : 'new', damaged };
  } catch (error) {
    const problem = signal?.aborted ? error : importRefused(error, { goesOn: true });
    if (!isStorage(problem)) await unlisted.discard();
    throw problem;
  }
}

/** Not the file's fault, so that trying again may go on from here. */
const isStorage = (error: unknown): boolean =>
  error instanceof ProblemError &&
  ['import-full', 'import-failed', 'import-no-room'].includes(error.problem.id);

async function open(file: ReadableFile): Promise<Opened> {
  const tar = openTar(file);
  const sums = new Map<string, string>();
  const next = async (name: string, limitBytes: number): Promise<string> => {
    const entry = await tar.next();
    if (entry?.name !== name) throw carriedForeign(`something else where ${name} belongs`);
    return textOf(await readSmall(file, entry, limitBytes, sums), name);
  };
  const partsText = await next(partsName, limits.parts);
  const parts = parsed(partsText, { name: partsName, newest: 1, parse: partsSchema.parse });
  const names = parts.parts.map(part => part.name);
  const isSound =
    names[0] === manifestName && new Set(names).size === names.length && names.every(isPartName);
  if (!isSound) throw carriedForeign('a list of parts that no recording has');
  const manifestText = await next(manifestName, limits.manifest);
  const manifest = parsed(manifestText, { name: manifestName, newest: 2, parse: toManifest });
  if (manifest.endedAtS === null) throw carriedForeign('a recording without an end');
  return { tar, file, id: manifest.id, parts, texts: { parts: partsText, manifest: manifestText }, sums };
}

const isPartName = (name: string): boolean =>
  isCarriedName(name) && ![partsName, thumbnailName, sumsName].includes(name);

async function readSmall(
  file: ReadableFile,
  { name, atBytes, sizeBytes }: TarEntry,
  limitBytes: number,
  sums: Map<string, string>,
): Promise<Uint8Array<ArrayBuffer>> {
  if (sizeBytes > limitBytes) throw carriedForeign(`${name} of an absurd length`);
  const bytes = await readAt(file, atBytes, sizeBytes);
  sums.set(name, await sumOfBytes(bytes));
  return bytes;
}

/** Back to bytes it is the same again: nothing is replaced, and a mark at its beginning stays. */
function textOf(bytes: Uint8Array<ArrayBuffer>, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw carriedChanged(name);
  }
}

function parsed<T>(
  text: string,
  { name, newest, parse }: { name: string; newest: number; parse: (json: unknown) => T },
): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw carriedChanged(name);
  }
  try {
    return parse(json);
  } catch {
    if (versionOf(json) > newest) throw carriedNewer();
    throw carriedForeign(`a ${name} that is none`);
  }
}

const versionOf = (json: unknown): number =>
  typeof json === 'object' && json !== null && 'version' in json ? Number(json.version) : 0;

/**
 * What is listed under this id. `identical`: with the same list of parts, whole or not. `same`: the same recording, kept in another way
 * (packed since, say) and all there. `other`: anything else.
 */
async function listedAlready(
  sessions: Folder,
  { id, parts, texts }: Opened,
): Promise<'nothing' | 'identical' | 'same' | 'other'> {
  let session: Folder;
  try {
    session = await sessions.folder(id, false);
    toManifest(JSON.parse(await readText(session, manifestName)));
  } catch {
    return 'nothing';
  }
  try {
    const text = await readText(session, partsName);
    if (text === texts.parts) return 'identical';
    const own = partsSchema.parse(JSON.parse(text));
    if (own.events.head !== parts.events.head || own.events.count !== parts.events.count) return 'other';
    for (const { name, bytes } of own.parts) {
      const file = await session.openToRead(name);
      file.close();
      if (file.sizeBytes !== bytes) return 'other';
    }
    return 'same';
  } catch {
    // Still recorded, never closed, or damaged: nothing of it may be touched.
    return 'other';
  }
}

/** All parts into the folder, then the sums. Answers whether anything had to be written, and what was damaged before it was exported. */
async function take(
  { tar, file, parts, sums }: Opened,
  unlisted: Unlisted,
  conveyor: Conveyor,
): Promise<{ written: boolean; damaged: string[] }> {
  const places = new Map(
    [...parts.parts.map(part => part.name), thumbnailName, sumsName].map((name, i) => [name, i]),
  );
  const expected = new Map(parts.parts.map(part => [part.name, part]));
  const damaged = new Set(parts.parts.slice(1).map(part => part.name));
  if (sums.get(manifestName) !== parts.parts[0]?.sha256) damaged.add(manifestName);
  let written = false;
  for (let place = 0; ; ) {
    const entry = await tar.next();
    if (!entry) throw carriedForeign('no list of sums');
    const found = places.get(entry.name) ?? 0;
    if (found <= place) throw carriedForeign(`${entry.name} twice or out of order`);
    place = found;
    if (entry.name === sumsName) {
      const own = new Map<string, string>();
      checkSums(sums, textOf(await readSmall(file, entry, limits.sums, own), sumsName));
      break;
    }
    const part = expected.get(entry.name);
    const still = stillFile(entry.name);
    if (still && entry.sizeBytes > largestStillBytes[still.kind])
      throw carriedForeign('a still of an absurd length');
    if (!part && entry.sizeBytes > limits.thumbnail) throw carriedForeign('a picture of an absurd length');
    if (part && (await unlisted.proves(part, conveyor))) {
      sums.set(part.name, part.sha256);
      damaged.delete(part.name);
      continue;
    }
    written = (await unlisted.write({ file, ...entry }, part?.sha256 ?? null, conveyor, sums)) || written;
    if (part && sums.get(part.name) === part.sha256) damaged.delete(part.name);
  }
  if (await tar.next()) throw carriedForeign('a file behind the list of sums');
  return { written, damaged: [...damaged] };
}

/** Throws unless the list at the file's end is of the very files that were read. */
function checkSums(sums: ReadonlyMap<string, string>, text: string): void {
  const lines = [...sums].map(([name, sum]) => sumLine(sum, name));
  if (lines.join('') === text) return;
  const changed = [...sums.keys()].find(name => !text.includes(sumLine(sums.get(name) ?? '', name)));
  throw carriedChanged(changed ?? 'the list of its parts');
}
