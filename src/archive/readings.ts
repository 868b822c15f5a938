/**
 * Blinded readings on disk, apart from the stills: `readings/<set id>/set.json`, which never changes, and one `reader-<n>.json` a reader,
 * replaced whole. Works on any `Folder`; holds no open file between calls.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import {
  isReadingOf,
  type KeptReading,
  type ReaderFile,
  type ReadingSet,
  readerFileSchema,
  readingSetSchema,
} from '#model/reading.ts';
import { z } from '#model/schema-rules.ts';
import type { Folder } from './files.ts';
import { readingBroken, readingElsewhere, readingStorageProblem } from './reading-problems.ts';

const folderName = 'readings';
const setName = 'set.json';
const fileNameOf = (reader: number): string => `reader-${reader}.json`;

/** Far above the largest that can be written; a file beyond it is not read. */
const mostBytes = 256 * 2 ** 20;

/** Every call rejects with a `ProblemError`: storage missing, full or refusing; a set or a reading that is not there or is broken. */
export type ReadingArchive = {
  /**
   * Newest set first, readers by number. `unreadable`: folders without a sound set, and "set/file" of broken readings, which are left
   * alone.
   */
  list(): Promise<{ readonly kept: readonly KeptReading[]; readonly unreadable: readonly string[] }>;
  /** A set with its sound readings. */
  read(id: string): Promise<KeptReading>;
  createSet(set: ReadingSet): Promise<void>;
  /** One reader's file; null where it was not begun. Rejects where it is broken, so that it is not begun over it. */
  readReader(set: ReadingSet, reader: number): Promise<ReaderFile | null>;
  /** Replaces the file if it is still the one with the revision before; rejects when another window saved meanwhile. */
  saveReader(set: ReadingSet, file: ReaderFile): Promise<void>;
  /** Deletes a set with all its answers. No error when it is not there. */
  remove(id: string): Promise<void>;
};

export function readingArchive(root: () => Promise<Folder>): ReadingArchive {
  const told = async <T>(act: (readings: Folder) => Promise<T>): Promise<T> => {
    try {
      return await act(await (await root()).folder(folderName, true));
    } catch (error) {
      throw readingStorageProblem(error);
    }
  };
  const readerIn = async (folder: Folder, set: ReadingSet, reader: number): Promise<ReaderFile | null> => {
    if (!(await namesIn(folder, 'file')).includes(fileNameOf(reader))) return null;
    const file = readerFileSchema.safeParse(await jsonIn(folder, fileNameOf(reader))).data;
    if (!file || file.reader !== reader || !isReadingOf(file, set)) throw readingBroken();
    return file;
  };
  const keptIn = async (readings: Folder, id: string) => {
    const folder = await readings.folder(id, false);
    const set = readingSetSchema.safeParse(await jsonIn(folder, setName)).data;
    // A folder under another name than its own is a copy; listed, it could not be removed.
    if (!set || set.id !== id) throw readingBroken();
    const readers: ReaderFile[] = [];
    const unreadable: string[] = [];
    for (const name of await namesIn(folder, 'file')) {
      const number = /^reader-(\d{1,2})\.json$/.exec(name)?.[1];
      if (number === undefined) continue;
      const file = await readerIn(folder, set, Number(number)).catch(() => null);
      if (file) readers.push(file);
      else unreadable.push(`${id}/${name}`);
    }
    return { kept: { set, readers: readers.sort((a, b) => a.reader - b.reader) }, unreadable };
  };

  return {
    list: () =>
      told(async readings => {
        const kept: KeptReading[] = [];
        const unreadable: string[] = [];
        for (const id of await namesIn(readings, 'folder')) {
          const found = await keptIn(readings, id).catch(() => null);
          if (found) kept.push(found.kept);
          unreadable.push(...(found?.unreadable ?? [id]));
        }
        kept.sort((a, b) => b.set.madeAtS - a.set.madeAtS || (a.set.id < b.set.id ? -1 : 1));
        return { kept, unreadable };
      }),
    read: id => told(async readings => (await keptIn(readings, id)).kept),
    async createSet(set) {
      const content = textOf(readingSetSchema.parse(set));
      await told(async readings => {
        const folder = await readings.folder(set.id, true);
        // A set that changed would belong to other answers.
        if ((await namesIn(folder, 'file')).includes(setName)) throw readingElsewhere();
        await folder.replace(setName, content);
      });
    },
    readReader: (set, reader) =>
      told(async readings => readerIn(await readings.folder(set.id, false), set, reader)),
    async saveReader(set, file) {
      // Outside `told`: a file that its own schema refuses is no fault of the storage.
      const content = textOf(readerFileSchema.parse(file));
      await told(async readings => {
        const folder = await readings.folder(set.id, false);
        const before = await readerIn(folder, set, file.reader);
        if ((before?.revision ?? 0) !== file.revision - 1 || before?.finishedAtS != null)
          throw readingElsewhere();
        await folder.replace(fileNameOf(file.reader), content);
      });
    },
    remove: id =>
      told(async readings => {
        if ((await namesIn(readings, 'folder')).includes(id)) await readings.remove(id);
      }),
  };
}

/** A file is its value beside the SHA-256 of the value's JSON, so that a changed digit is not taken for an answer. */
const sealedSchema = z.strictObject({ sha256: z.string(), value: z.unknown() });
const sumOf = (value: unknown): string => bytesToHex(sha256(utf8ToBytes(JSON.stringify(value))));
const textOf = (value: unknown): string => `${JSON.stringify({ sha256: sumOf(value), value })}\n`;

const namesIn = async (folder: Folder, kind: 'file' | 'folder') =>
  (await folder.list()).filter(entry => entry.kind === kind).map(entry => entry.name);

/** What the file says; undefined where it is no JSON, not what was written, or far too large. */
async function jsonIn(folder: Folder, name: string): Promise<unknown> {
  const file = await folder.openToRead(name);
  try {
    if (file.sizeBytes > mostBytes) return undefined;
    const bytes = new Uint8Array(file.sizeBytes);
    const count = await file.read(bytes, 0);
    const text = new TextDecoder().decode(bytes.subarray(0, count));
    const sealed = sealedSchema.safeParse(JSON.parse(text)).data;
    return sealed?.value !== undefined && sumOf(sealed.value) === sealed.sha256 ? sealed.value : undefined;
  } catch (error) {
    // No JSON: damaged, and left where it is. What the disk says goes on.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  } finally {
    file.close();
  }
}
