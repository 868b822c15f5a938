/**
 * Finds the records of a session by their headers, in the order in which they were written, and says what was lost. Holds a few
 * chunks open at a time, and reads no payload but the last one of the session, which a crash may have torn.
 */
import { type Checksum, loadChecksum } from './checksum.ts';
import { type Chunk, chunksIn } from './chunks.ts';
import type { Folder, ReadableFile } from './files.ts';
import { chunkFileName } from './format.ts';
import { isNotFound } from './problems.ts';
import {
  decodeHeader,
  type EventHeader,
  type FrameHeader,
  formatMemory,
  type HeaderFault,
  recordBytes,
  recordHeaderBytes,
  storedBytes,
} from './record.ts';

/** Where a record lies. */
type Place = { readonly chunk: string; readonly offsetBytes: number };
export type FrameEntry = FrameHeader & Place;
export type EventEntry = EventHeader & Place;
export type Entry = FrameEntry | EventEntry;

/**
 * `payload`: the header is whole and what follows is not what was written. `missing`: records are absent altogether. `order`: records
 * lie where they were not written, or are there twice; each counts once, at its place.
 */
type DamageReason = HeaderFault | 'payload' | 'missing' | 'order';

/** What a session has lost at one place. */
export type Damage = {
  readonly chunk: string;
  /** The first byte that could not be used. */
  readonly atBytes: number;
  /** From there to the chunk's end, or to where records are in order again. */
  readonly lostBytes: number;
  /** Records known to be missing, by their sequence; null when nothing later tells. */
  readonly lostRecords: number | null;
  readonly reason: DamageReason;
};

/** Blocks that headers are read in: small where frames lie between them, large where record follows record. */
const blockBytes = { least: 4096, most: 65_536 } as const;
/** Chunks that are opened at once: opening is mostly waiting. */
const openedAhead = 8;

/** Scans all chunks of a session's folder. Never throws for what the chunks hold. */
export async function scanSession(folder: Folder): Promise<{ entries: Entry[]; damage: Damage[] }> {
  const { chunks } = await chunksIn(folder);
  const scan = createScan(await loadChecksum());
  for (let at = 0; at < chunks.length; at += openedAhead) {
    const opened = await openAll(folder, chunks.slice(at, at + openedAhead));
    try {
      for (const [i, { name, file }] of opened.entries())
        await scan.chunk(file, name, at + i === chunks.length - 1);
    } finally {
      for (const { file } of opened) file.close();
    }
  }
  return scan.finish();
}

type Opened = { readonly name: string; readonly file: ReadableFile };

/** All of them, or none and the first refusal. */
async function openAll(folder: Folder, chunks: readonly Chunk[]): Promise<readonly Opened[]> {
  const opened = await Promise.allSettled(chunks.map(chunk => openRecords(folder, chunk)));
  const refused = opened.find(one => one.status === 'rejected');
  const files = opened.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
  if (!refused) return files;
  for (const { file } of files) file.close();
  throw refused.reason;
}

/** The file of a chunk's records, which may have been packed since it was listed. */
async function openRecords(folder: Folder, { records, number, isPacked }: Chunk): Promise<Opened> {
  try {
    return { name: records, file: await folder.openToRead(records) };
  } catch (error) {
    if (isPacked || !isNotFound(error)) throw error;
    const name = chunkFileName('packed', number);
    return { name, file: await folder.openToRead(name) };
  }
}

/** The whole records of one file of records. */
export async function scanChunk(folder: Folder, name: string): Promise<readonly Entry[]> {
  const scan = createScan(await loadChecksum());
  const file = await folder.openToRead(name);
  try {
    await scan.chunk(file, name, true);
  } finally {
    file.close();
  }
  return scan.finish().entries;
}

function createScan(checksum: Checksum) {
  const block = new Uint8Array(blockBytes.most);
  const formats = formatMemory();
  let entries: Entry[] = [];
  let isOrdered = true;
  const damage: Damage[] = [];
  /** Of damage that hides how many records it took: its index, by the sequence before it. */
  const unknownLosses = new Map<number, number>();

  const add = (entry: Entry, length: number) => {
    if (entry.sequence <= (entries.at(-1)?.sequence ?? -1)) {
      isOrdered = false;
      addMisplaced(entry, length);
    }
    entries.push(entry);
  };

  const addMisplaced = ({ chunk, offsetBytes }: Entry, length: number) => {
    const before = damage.at(-1);
    const isNext =
      before?.reason === 'order' &&
      before.chunk === chunk &&
      before.atBytes + before.lostBytes === offsetBytes;
    if (isNext) damage[damage.length - 1] = { ...before, lostBytes: before.lostBytes + length };
    else damage.push({ chunk, atBytes: offsetBytes, lostBytes: length, lostRecords: 0, reason: 'order' });
  };

  const addLoss = (chunk: string, file: ReadableFile, at: { bytes: number; reason: DamageReason }) => {
    const before = entries.at(-1)?.sequence ?? -1;
    if (!unknownLosses.has(before)) unknownLosses.set(before, damage.length);
    const lostBytes = file.sizeBytes - at.bytes;
    damage.push({ chunk, atBytes: at.bytes, lostBytes, lostRecords: null, reason: at.reason });
  };

  /** What is missing between records that are there. */
  const addMissing = () => {
    let expected = 0;
    for (const { sequence, chunk, offsetBytes } of entries) {
      const lostRecords = sequence - expected;
      const known = unknownLosses.get(expected - 1);
      if (lostRecords > 0 && known !== undefined) damage[known] = { ...damage[known]!, lostRecords };
      else if (lostRecords > 0)
        damage.push({ chunk, atBytes: offsetBytes, lostBytes: 0, lostRecords, reason: 'missing' });
      expected = sequence + 1;
    }
  };

  return {
    async chunk(file: ReadableFile, chunk: string, mayBeTorn: boolean): Promise<void> {
      const first = entries.length;
      let held = { at: 0, end: 0 };
      let wanted: number = blockBytes.least;
      let atBytes = 0;
      while (atBytes < file.sizeBytes) {
        if (atBytes + recordHeaderBytes > held.end && held.end < file.sizeBytes) {
          wanted =
            atBytes <= held.end + blockBytes.least ? Math.min(2 * wanted, blockBytes.most) : blockBytes.least;
          held = { at: atBytes, end: atBytes + (await file.read(block.subarray(0, wanted), atBytes)) };
        }
        const header = decodeHeader(
          block.subarray(atBytes - held.at, Math.max(0, held.end - held.at)),
          checksum,
          formats,
        );
        if (typeof header === 'string') {
          addLoss(chunk, file, { bytes: atBytes, reason: header });
          break;
        }
        const stored = storedBytes(header);
        if (atBytes + recordHeaderBytes + stored > file.sizeBytes) {
          addLoss(chunk, file, { bytes: atBytes, reason: 'cut' });
          break;
        }
        // Not a spread copy, which takes thrice the time and memory: sessions have a million of these.
        add(Object.assign(header, { chunk, offsetBytes: atBytes }), recordBytes(stored));
        atBytes += recordBytes(stored);
      }
      const last = entries.length > first ? entries.at(-1) : undefined;
      if (!mayBeTorn || !last || storedBytes(last) === 0 || (await readPayload(file, last, checksum))) return;
      entries.pop();
      addLoss(chunk, file, { bytes: last.offsetBytes, reason: 'payload' });
    },
    finish(): { entries: Entry[]; damage: Damage[] } {
      if (!isOrdered) entries = inOrder(entries);
      addMissing();
      return { entries, damage };
    },
  };
}

/** By sequence, each once: of those that claim the same place the first that was found. */
const inOrder = (entries: readonly Entry[]): Entry[] =>
  entries
    .toSorted((a, b) => a.sequence - b.sequence)
    .filter(({ sequence }, i, sorted) => sorted[i - 1]?.sequence !== sequence);

/** The payload that lies behind the header of `entry` in a buffer of its own, or null when it is not what was written. */
export async function readPayload(
  file: ReadableFile,
  entry: Entry,
  checksum: Checksum,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const payload = new Uint8Array(entry.payloadBytes);
  const count = await file.read(payload, entry.offsetBytes + recordHeaderBytes);
  return count === payload.length && checksum(payload) === entry.payloadChecksum ? payload : null;
}
