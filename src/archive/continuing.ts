/** A session that was cut while it was written, so that another writer can go on with it. */
import { firstLink } from './chain.ts';
import type { Folder } from './files.ts';
import { chunkFile } from './format.ts';
import { recordBytes } from './record.ts';
import { scanSession } from './scan.ts';

/** What a session's whole records say of it. */
export type WrittenSoFar = {
  /** The number of the last chunk; 0: none. */
  readonly chunks: number;
  readonly frames: number;
  /** Bytes of whole records, as the recorder counts them. */
  readonly bytes: number;
  /** Of the record that comes next. */
  readonly sequence: number;
  /** Of the last event; what the next is chained to. */
  readonly link: string;
  /** Events that somebody put in; those that the recorder wrote of itself (`dropped`) do not count. */
  readonly events: number;
  /** Number of the last frame of each stream; null: it has none. */
  readonly newest: { readonly main: number | null; readonly second: number | null };
};

/** Reads what there is and cuts off a torn last record. In a worker, and while nobody writes the session. */
export async function writtenSoFar(session: Folder): Promise<WrittenSoFar> {
  const { entries, damage } = await scanSession(session);
  const names = (await session.list()).flatMap(({ name }) => chunkFile(name) ?? []);
  const chunks = Math.max(0, ...names.map(({ number }) => number));
  const torn = damage.at(-1);
  if (torn && chunkFile(torn.chunk)?.number === chunks && torn.lostRecords === null)
    await cut(session, torn.chunk, torn.atBytes);
  let link = firstLink;
  let events = 0;
  let frames = 0;
  let bytes = 0;
  const newest: { main: number | null; second: number | null } = { main: null, second: null };
  for (const entry of entries) {
    bytes += recordBytes(entry.payloadBytes);
    if (entry.kind === 'frame') {
      frames += 1;
      newest[entry.stream] = entry.number;
    } else {
      link = entry.link ?? link;
      if (entry.type !== 'dropped') events += 1;
    }
  }
  return { chunks, frames, bytes, sequence: (entries.at(-1)?.sequence ?? -1) + 1, link, events, newest };
}

/** Leaves the first `sizeBytes` of a file. */
async function cut(session: Folder, name: string, sizeBytes: number): Promise<void> {
  const file = await session.openToRead(name);
  const whole = new Uint8Array(sizeBytes);
  try {
    await file.read(whole, 0);
  } finally {
    file.close();
  }
  await session.replace(name, whole);
}
