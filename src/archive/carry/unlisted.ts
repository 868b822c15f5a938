/**
 * A session's folder while it is filled: without a manifest it is not listed, and a mark in it says that it belongs to an import, so that what
 * broke off can be taken up again, or cleared away when nobody did.
 */
import { type Folder, readText } from '../files.ts';
import { manifestName, partsName, type SessionParts } from '../format.ts';
import type { Conveyor, Span } from './sums.ts';

const markName = 'importing.json';
/** A mark older than this belongs to no import that is still going on. */
const forgottenAfterS = 24 * 3600;

type Part = SessionParts['parts'][number];

export type Unlisted = {
  /** Bytes of those parts that are there in their full length. */
  bytesOf(parts: readonly Part[]): Promise<number>;
  /** Whether the part is there with the right sum. */
  proves(part: Part, conveyor: Conveyor): Promise<boolean>;
  /**
   * Writes the file and puts its sum into `sums`. In a folder that was there before, what lies there is only replaced by what has the
   * wanted sum. Answers whether anything was written.
   */
  write(
    from: Span & { readonly name: string },
    wanted: string | null,
    conveyor: Conveyor,
    sums: Map<string, string>,
  ): Promise<boolean>;
  /** Removes what is none of `names`, writes the list of parts, then the manifest: from here on it is listed. */
  list(texts: { readonly parts: string; readonly manifest: string }, names: readonly string[]): Promise<void>;
  /** Takes the mark away, once the manifest is there. */
  unmark(): Promise<void>;
  /** Removes all that this import made. Never rejects. */
  discard(): Promise<void>;
};

const fileNames = async (folder: Folder): Promise<Set<string>> =>
  new Set((await folder.list()).flatMap(({ name, kind }) => (kind === 'file' ? [name] : [])));

/** Opens or makes `sessions/<id>`. `nowS`: seconds since the epoch. */
export async function openUnlisted(sessions: Folder, id: string, nowS: number): Promise<Unlisted> {
  const wasThere = (await sessions.list()).some(entry => entry.name === id);
  const folder = await sessions.folder(id, true);
  const before = await fileNames(folder);
  // What somebody else made is not ours to clear away.
  const isOurs = !wasThere || (before.has(markName) && !before.has(manifestName));
  if (isOurs) await folder.replace(markName, JSON.stringify({ startedAtS: nowS }));

  const sizeOf = async (name: string): Promise<number | null> => {
    if (!before.has(name)) return null;
    const file = await folder.openToRead(name);
    file.close();
    return file.sizeBytes;
  };
  const put = async (from: Span & { name: string }, conveyor: Conveyor): Promise<string> => {
    const file = await folder.openToWrite(from.name);
    try {
      let atBytes = 0;
      const { sum } = await conveyor.carry(from, bytes => {
        file.write(bytes, atBytes);
        atBytes += bytes.length;
      });
      file.flush();
      return await sum;
    } finally {
      file.close();
    }
  };

  const unmark = async () => {
    if ((await fileNames(folder)).has(markName)) await folder.remove(markName);
  };

  return {
    async bytesOf(parts) {
      let bytes = 0;
      for (const part of parts) if ((await sizeOf(part.name)) === part.bytes) bytes += part.bytes;
      return bytes;
    },
    async proves(part, conveyor) {
      if ((await sizeOf(part.name)) !== part.bytes) return false;
      const file = await folder.openToRead(part.name);
      try {
        const { sum } = await conveyor.carry({ file, atBytes: 0, sizeBytes: part.bytes }, null);
        return (await sum) === part.sha256;
      } finally {
        file.close();
      }
    },
    async write(from, wanted, conveyor, sums) {
      if (!isOurs && before.has(from.name)) {
        const { sum } = await conveyor.carry(from, null);
        sums.set(from.name, await sum);
        if (wanted === null || (await sum) !== wanted) return false;
      }
      sums.set(from.name, await put(from, conveyor));
      return true;
    },
    async list(texts, names) {
      const kept = new Set([...names, markName]);
      if (isOurs) for (const name of await fileNames(folder)) if (!kept.has(name)) await folder.remove(name);
      await folder.replace(partsName, texts.parts);
      await folder.replace(manifestName, texts.manifest);
      await unmark();
    },
    unmark,
    async discard() {
      // Nothing can be done about a disk that refuses this as well; the mark lets the next import clear it away.
      if (isOurs) await sessions.remove(id).catch(() => undefined);
    },
  };
}

/** Clears away what imports left that broke off more than a day ago. Never rejects: what is in use stays. */
export async function sweepUnlisted(sessions: Folder, nowS: number): Promise<void> {
  for (const { name, kind } of await sessions.list()) {
    if (kind !== 'folder') continue;
    try {
      const folder = await sessions.folder(name, false);
      const names = await fileNames(folder);
      if (!names.has(markName) || nowS - (await startedAtS(folder)) < forgottenAfterS) continue;
      if (names.has(manifestName)) await folder.remove(markName);
      else await sessions.remove(name);
    } catch {
      // Another window is at it.
    }
  }
}

async function startedAtS(folder: Folder): Promise<number> {
  try {
    const mark: unknown = JSON.parse(await readText(folder, markName));
    return typeof mark === 'object' && mark !== null && 'startedAtS' in mark
      ? Number(mark.startedAtS) || 0
      : 0;
  } catch {
    // Half written: as old as can be.
    return 0;
  }
}
