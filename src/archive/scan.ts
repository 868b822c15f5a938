/** Finds the records of a chunk by their headers, up to the last whole one, and says what was lost behind it. */
import { type Checksum, loadChecksum } from './checksum.ts';
import type { Folder, ReadableFile } from './files.ts';
import { chunkFile } from './format.ts';
import {
  decodeHeader,
  type EventHeader,
  type FrameHeader,
  type HeaderFault,
  recordBytes,
  recordHeaderBytes,
} from './record.ts';

/** Where a record lies. */
type Place = { readonly chunk: string; readonly offsetBytes: number };
export type FrameEntry = FrameHeader & Place;
export type EventEntry = EventHeader & Place;
export type Entry = FrameEntry | EventEntry;

/** `payload`: the header is whole and what follows is not what was written. `missing`: records are absent altogether. */
type DamageReason = HeaderFault | 'payload' | 'missing';

/** What a session has lost at one place. */
export type Damage = {
  readonly chunk: string;
  /** The first byte that could not be used. */
  readonly atBytes: number;
  /** From there to the chunk's end. */
  readonly lostBytes: number;
  /** Records known to be missing, by their sequence; null when nothing later tells. */
  readonly lostRecords: number | null;
  readonly reason: DamageReason;
};

/**
 * Scans all chunks of a session's folder, in order. `files` takes the opened chunks, which the caller closes. Never
 * throws for what the chunks hold.
 */
export async function scanSession(
  folder: Folder,
  files: Map<string, ReadableFile>,
): Promise<{ entries: Entry[]; damage: Damage[] }> {
  const checksum = await loadChecksum();
  const names = (await folder.list())
    .flatMap(({ name }) => {
      const file = chunkFile(name);
      return file?.kind === 'records' ? [{ name, number: file.number }] : [];
    })
    .sort((a, b) => a.number - b.number);
  const entries: Entry[] = [];
  const damage: Damage[] = [];
  for (const { name } of names) {
    const file = await folder.openToRead(name);
    files.set(name, file);
    const scanned = await scanChunk(file, name, checksum);
    const expected = (entries.at(-1)?.sequence ?? -1) + 1;
    const lostRecords = (scanned.entries[0]?.sequence ?? expected) - expected;
    if (lostRecords > 0) {
      const before = damage.at(-1);
      if (before && before.lostRecords === null) damage[damage.length - 1] = { ...before, lostRecords };
      else damage.push({ chunk: name, atBytes: 0, lostBytes: 0, lostRecords, reason: 'missing' });
    }
    // A chunk copied twice or from elsewhere must not put the past behind the present.
    if (lostRecords < 0)
      damage.push({
        chunk: name,
        atBytes: 0,
        lostBytes: file.sizeBytes,
        lostRecords: 0,
        reason: 'impossible',
      });
    else entries.push(...scanned.entries);
    if (scanned.damage) damage.push(scanned.damage);
  }
  return { entries, damage };
}

/** Reads no payload but the last one, which a crash may have torn. Never throws for what the bytes say. */
async function scanChunk(
  file: ReadableFile,
  chunk: string,
  checksum: Checksum,
): Promise<{ entries: Entry[]; damage: Damage | null }> {
  const entries: Entry[] = [];
  const head = new Uint8Array(recordHeaderBytes);
  const lostAt = (atBytes: number, reason: DamageReason): Damage => ({
    chunk,
    atBytes,
    lostBytes: file.sizeBytes - atBytes,
    lostRecords: null,
    reason,
  });

  let damage: Damage | null = null;
  let atBytes = 0;
  while (atBytes < file.sizeBytes) {
    const count = await file.read(head, atBytes);
    const header = decodeHeader(head.subarray(0, count), checksum);
    if (typeof header === 'string') {
      damage = lostAt(atBytes, header);
      break;
    }
    if (atBytes + recordHeaderBytes + header.payloadBytes > file.sizeBytes) {
      damage = lostAt(atBytes, 'cut');
      break;
    }
    entries.push({ ...header, chunk, offsetBytes: atBytes });
    atBytes += recordBytes(header.payloadBytes);
  }

  const last = entries.at(-1);
  if (last && !(await readPayload(file, last, checksum))) {
    entries.pop();
    damage = lostAt(last.offsetBytes, 'payload');
  }
  return { entries, damage };
}

/** The payload of `entry` in a buffer of its own, or null when it is not what was written. */
export async function readPayload(
  file: ReadableFile,
  entry: Entry,
  checksum: Checksum,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const payload = new Uint8Array(entry.payloadBytes);
  const count = await file.read(payload, entry.offsetBytes + recordHeaderBytes);
  return count === payload.length && checksum(payload) === entry.payloadChecksum ? payload : null;
}
