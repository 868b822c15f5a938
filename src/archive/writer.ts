/**
 * Writes one session: manifest, then chunks of records in order of arrival. Holds one open chunk and one buffer as large as
 * the largest record so far; nothing else is allocated per frame. Whoever created it calls `finish`, or disposes of it.
 */
import type { SessionEvent } from '#model/event.ts';
import { type FrameFormat, packedPlanes } from '#model/frame.ts';
import { loadChecksum } from './checksum.ts';
import type { Folder, WritableFile } from './files.ts';
import { chunkName, type SessionManifest } from './format.ts';
import { replaceManifest } from './manifests.ts';
import { storageProblem, writeProblem } from './problems.ts';
import {
  encodeHeader,
  type RecordHeader,
  recordBytes,
  recordHeaderBytes,
  type StreamName,
} from './record.ts';

/** A chunk ends before the record that would take it past this. */
const usualChunkBytes = 256 * 2 ** 20;
const smallestRoomBytes = 65_536;

export type FrameStamp = {
  readonly stream: StreamName;
  readonly number: number;
  readonly timestampS: number;
  readonly arrivedS: number;
  readonly format: FrameFormat;
};

/** Calls must not overlap: each waits for the one before. A call that throws a `ProblemError` leaves whole records only. */
export type SessionWriter = {
  readonly frames: number;
  /** Bytes of whole records. */
  readonly bytes: number;
  /** Where the planes of a frame belong, packed as `packedPlanes` says; the writer's own memory, until the next call. */
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

/** Creates `manifest.id` in `sessions` and opens it. Rejects with a `ProblemError` when the disk refuses. */
export async function createSessionWriter(
  sessions: Folder,
  manifest: SessionManifest,
  { chunkBytes = usualChunkBytes } = {},
): Promise<SessionWriter> {
  const checksum = await loadChecksum();
  const folder = await sessions.folder(manifest.id, true).catch(toStorageProblem);
  await replaceManifest(folder, manifest);

  let room = new Uint8Array(smallestRoomBytes);
  let chunk: WritableFile | null = null;
  let chunks = 0;
  let atBytes = 0;
  let frames = 0;
  let bytes = 0;
  let sequence = 0;

  const growRoom = (payloadBytes: number) => {
    if (recordBytes(payloadBytes) > room.length) room = new Uint8Array(recordBytes(payloadBytes));
  };

  const closeChunk = () => {
    if (!chunk) return;
    const closing = chunk;
    chunk = null;
    try {
      closing.resize(atBytes);
      closing.flush();
    } finally {
      closing.close();
    }
  };

  const openChunk = async (): Promise<WritableFile> => {
    closeChunk();
    const opened = await folder.openToWrite(chunkName(chunks + 1));
    chunks += 1;
    atBytes = 0;
    reserve(opened, chunkBytes);
    chunk = opened;
    return opened;
  };

  const writeRecord = async (payloadBytes: number, toHeader: (payloadChecksum: bigint) => RecordHeader) => {
    const length = recordBytes(payloadBytes);
    try {
      const payloadEnd = recordHeaderBytes + payloadBytes;
      room.fill(0, payloadEnd, length);
      const header = toHeader(checksum(room.subarray(recordHeaderBytes, payloadEnd)));
      encodeHeader(header, room, checksum);
      const isFull = atBytes > 0 && atBytes + length > chunkBytes;
      const file = chunk && !isFull ? chunk : await openChunk();
      file.write(room.subarray(0, length), atBytes);
    } catch (error) {
      cutTorn();
      throw writeProblem(error);
    }
    atBytes += length;
    bytes += length;
    sequence += 1;
  };

  /** A refused write may have left half a record; the reserved room goes, too, which leaves some for the manifest. */
  const cutTorn = () => {
    try {
      chunk?.resize(atBytes);
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
      growRoom(packedPlanes(format).totalBytes);
      return { buffer: room.buffer, startBytes: recordHeaderBytes };
    },
    async writeFrame(stamp) {
      const payloadBytes = packedPlanes(stamp.format).totalBytes;
      await writeRecord(payloadBytes, payloadChecksum => ({
        kind: 'frame',
        ...stamp,
        sequence,
        payloadBytes,
        payloadChecksum,
      }));
      frames += 1;
    },
    async writeEvent(event) {
      const payload = new TextEncoder().encode(JSON.stringify(event));
      growRoom(payload.length);
      room.set(payload, recordHeaderBytes);
      await writeRecord(payload.length, payloadChecksum => ({
        kind: 'event',
        type: event.type,
        number: event.frameNumber,
        arrivedS: event.atS,
        sequence,
        payloadBytes: payload.length,
        payloadChecksum,
      }));
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

/**
 * A file that already has its length is written ten times as fast, because each longer write would ask the browser's quota
 * and the disk for more. A disk too full for a whole chunk grows by single records instead.
 */
function reserve(file: WritableFile, sizeBytes: number): void {
  try {
    file.resize(sizeBytes);
  } catch {
    file.resize(0);
  }
}

const toStorageProblem = (error: unknown): never => {
  throw storageProblem(error);
};
