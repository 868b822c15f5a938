/**
 * Writes one session: manifest, then chunks of records in order of arrival. Holds one open chunk and
 * borrows the room, in which each record is put together: no buffer is allocated per frame. Whoever created it calls `finish`,
 * or disposes of it.
 */
import type { SessionEvent } from '#model/event.ts';
import { type FrameFormat, packedPlanes } from '#model/frame.ts';
import { firstLink, nextLink } from './chain.ts';
import { loadChecksum } from './checksum.ts';
import type { WrittenSoFar } from './continuing.ts';
import type { Folder, WritableFile } from './files.ts';
import { chunkFileName, type SessionManifest } from './format.ts';
import { replaceManifest } from './manifests.ts';
import { storageProblem, writeProblem } from './problems.ts';
import {
  encodeHeader,
  mostRecords,
  type RecordHeader,
  recordBytes,
  recordHeaderBytes,
  type StreamName,
} from './record.ts';
import type { RecordRoom } from './record-room.ts';

/** A chunk ends before the record that would take it past this. */
const usualChunkBytes = 64 * 2 ** 20;

type FrameStamp = {
  readonly stream: StreamName;
  readonly number: number;
  readonly timestampS: number;
  readonly arrivedS: number;
  readonly profileMark: number;
  readonly format: FrameFormat;
};

/** Calls must not overlap: each waits for the one before. A call that throws a `ProblemError` leaves whole records only. */
export type SessionWriter = {
  readonly frames: number;
  /** Bytes of whole records. */
  readonly bytes: number;
  /** Where the planes of a frame belong, packed as `packedPlanes` says; memory of the room, until the next call. */
  roomFor(format: FrameFormat): { readonly buffer: ArrayBuffer; readonly startBytes: number };
  /** Keeps what was put into the room last asked for. */
  writeFrame(stamp: FrameStamp): Promise<void>;
  writeEvent(event: SessionEvent): Promise<void>;
  /** Returns once everything written would survive a loss of power; costs far more than a write. */
  flush(): void;
  /** Closes the chunk and writes the session's end into the manifest. */
  finish(endedAtS: number): Promise<{ frames: number; bytes: number }>;
  /** Closes without an end, as a crash would; nothing after `finish`. */
  [Symbol.dispose](): void;
};

/** Creates `manifest.id` in `sessions` and opens it, or goes on `after` what another writer left there. Rejects with a `ProblemError` when the disk refuses. */
export async function createSessionWriter(
  sessions: Folder,
  manifest: SessionManifest,
  {
    room,
    chunkBytes = usualChunkBytes,
    chunkRecords = mostRecords,
    closed = () => undefined,
    after,
  }: {
    readonly room: RecordRoom;
    readonly chunkBytes?: number;
    readonly chunkRecords?: number;
    /** Chunk `number` is complete and closed: it will not be written again. */
    closed?(number: number): void;
    readonly after?: WrittenSoFar | undefined;
  },
): Promise<SessionWriter> {
  const checksum = await loadChecksum();
  const folder = await sessions.folder(manifest.id, true).catch(toStorageProblem);
  await replaceManifest(folder, manifest);

  let chunk: WritableFile | null = null;
  let chunks = after?.chunks ?? 0;
  let atBytes = 0;
  let recordsInChunk = 0;
  let frames = after?.frames ?? 0;
  let bytes = after?.bytes ?? 0;
  let sequence = after?.sequence ?? 0;
  let link = after?.link ?? firstLink;

  const closeChunk = () => {
    if (!chunk) return;
    const closing = chunk;
    chunk = null;
    try {
      closing.flush();
    } finally {
      closing.close();
    }
    closed(chunks);
  };

  const openChunk = async (): Promise<WritableFile> => {
    closeChunk();
    const opened = await folder.openToWrite(chunkFileName('records', chunks + 1));
    chunks += 1;
    atBytes = 0;
    recordsInChunk = 0;
    chunk = opened;
    return opened;
  };

  const writeRecord = async (payloadBytes: number, toHeader: (payloadChecksum: bigint) => RecordHeader) => {
    const length = recordBytes(payloadBytes);
    try {
      const payloadEnd = recordHeaderBytes + payloadBytes;
      room.view(payloadEnd, length).fill(0);
      const header = toHeader(room.checksum(recordHeaderBytes, payloadEnd));
      encodeHeader(header, room.view(0, recordHeaderBytes), checksum);
      const isFull = atBytes > 0 && (atBytes + length > chunkBytes || recordsInChunk >= chunkRecords);
      const file = chunk && !isFull ? chunk : await openChunk();
      file.write(room.view(0, length), atBytes);
    } catch (error) {
      cutTorn();
      throw writeProblem(error);
    }
    atBytes += length;
    bytes += length;
    recordsInChunk += 1;
    sequence += 1;
  };

  /** A refused write may have left half a record. */
  const cutTorn = () => {
    try {
      chunk?.cut(atBytes);
    } catch {
      // The reader stops at the last whole record anyhow.
    }
  };

  return {
    get frames() {
      return frames;
    },
    get bytes() {
      return bytes;
    },
    roomFor(format) {
      room.ensure(recordBytes(packedPlanes(format).totalBytes));
      return { buffer: room.buffer, startBytes: room.startBytes + recordHeaderBytes };
    },
    async writeFrame(stamp) {
      const payloadBytes = packedPlanes(stamp.format).totalBytes;
      await writeRecord(payloadBytes, payloadChecksum => ({
        kind: 'frame',
        ...stamp,
        coded: null,
        sequence,
        payloadBytes,
        payloadChecksum,
      }));
      frames += 1;
    },
    async writeEvent(event) {
      const payload = new TextEncoder().encode(JSON.stringify(event));
      room.ensure(recordBytes(payload.length));
      room.view(recordHeaderBytes, recordHeaderBytes + payload.length).set(payload);
      const newLink = nextLink(link, payload);
      await writeRecord(payload.length, payloadChecksum => ({
        kind: 'event',
        type: event.type,
        number: event.frameNumber,
        arrivedS: event.atS,
        link: newLink,
        sequence,
        payloadBytes: payload.length,
        payloadChecksum,
      }));
      link = newLink;
    },
    flush() {
      try {
        chunk?.flush();
      } catch (error) {
        throw writeProblem(error);
      }
    },
    async finish(endedAtS) {
      try {
        closeChunk();
      } catch (error) {
        throw writeProblem(error);
      }
      await replaceManifest(folder, { ...manifest, endedAtS, frames, bytes });
      return { frames, bytes };
    },
    [Symbol.dispose]() {
      chunk?.close();
      chunk = null;
    },
  };
}

const toStorageProblem = (error: unknown): never => {
  throw storageProblem(error);
};
