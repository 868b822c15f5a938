/** The records of a packed chunk: those of the raw one in the same order, frames whose codes lie in a video without them. */
import type { Folder, ReadableFile } from '#archive/files.ts';
import {
  encodeHeader,
  type FrameHeader,
  recordBytes,
  recordHeaderBytes,
  storedBytes,
} from '#archive/record.ts';
import { type Entry, scanChunk } from '#archive/scan.ts';
import type { PackTools } from './tools.ts';

/** What is to be said of a frame now that its codes lie in a video. */
export type CodedMark = Pick<FrameHeader, 'coded' | 'payloadChecksum'>;

/** Bytes of a record as it lies in its file, padding included. */
const lengthOf = (entry: Entry): number => recordBytes(storedBytes(entry));

/** Calls back with each record's bytes in turn: of those in `coded` a new header, of the others what `from` holds. */
async function eachRecord(
  from: ReadableFile,
  { entries, coded, checksum }: Records,
  act: (bytes: Uint8Array<ArrayBuffer>) => void | Promise<void>,
): Promise<void> {
  const header = new Uint8Array(recordHeaderBytes);
  for (const entry of entries) {
    const mark = coded.get(entry);
    if (mark && entry.kind === 'frame') {
      encodeHeader({ ...entry, ...mark }, header, checksum);
      await act(header);
      continue;
    }
    const bytes = new Uint8Array(lengthOf(entry));
    if ((await from.read(bytes, entry.offsetBytes)) < bytes.length)
      throw new Error('A chunk is shorter than it was a moment ago.');
    await act(bytes);
  }
}

type Records = {
  /** All records of the file, in its order. */
  readonly entries: readonly Entry[];
  readonly coded: ReadonlyMap<Entry, CodedMark>;
} & Pick<PackTools, 'checksum'>;

/** Bytes that `packedRecords` will have. */
export const packedBytes = ({ entries, coded }: Pick<Records, 'entries' | 'coded'>): number =>
  entries.reduce((sum, entry) => sum + (coded.has(entry) ? recordHeaderBytes : lengthOf(entry)), 0);

/** The records in one piece. */
export async function packedRecords(from: ReadableFile, records: Records): Promise<Uint8Array<ArrayBuffer>> {
  const all = new Uint8Array(packedBytes(records));
  let atBytes = 0;
  await eachRecord(from, records, bytes => {
    all.set(bytes, atBytes);
    atBytes += bytes.length;
  });
  return all;
}

/** Writes the records as file `name` and makes them safe on the disk. */
export async function writePackedRecords(
  folder: Folder,
  name: string,
  { from, records }: { from: ReadableFile; records: Records },
): Promise<void> {
  const file = await folder.openToWrite(name);
  try {
    let atBytes = 0;
    await eachRecord(from, records, bytes => {
      file.write(bytes, atBytes);
      atBytes += bytes.length;
    });
    file.flush();
  } finally {
    file.close();
  }
}

/** Whether file `name` holds just these records, read back from the disk byte by byte, and is understood as such. */
export async function holdsRecords(
  folder: Folder,
  name: string,
  { from, records }: { from: ReadableFile; records: Records },
): Promise<boolean> {
  const found = await scanChunk(folder, name);
  const meant = records.entries.map(entry => ({ ...entry, ...records.coded.get(entry) }));
  if (whatIsSaid(found) !== whatIsSaid(meant)) return false;
  const file = await folder.openToRead(name);
  try {
    let atBytes = 0;
    let isEqual = file.sizeBytes === packedBytes(records);
    await eachRecord(from, records, async bytes => {
      const read = new Uint8Array(bytes.length);
      const count = await file.read(read, atBytes);
      isEqual &&= count === bytes.length && bytes.every((byte, i) => byte === read[i]);
      atBytes += bytes.length;
    });
    return isEqual;
  } finally {
    file.close();
  }
}

/** All that the headers of `entries` say, wherever they lie. */
const whatIsSaid = (entries: readonly Entry[]): string =>
  JSON.stringify(
    entries.map(({ chunk: _, offsetBytes: __, ...header }) => Object.entries(header).sort()),
    (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
  );
