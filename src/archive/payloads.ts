/**
 * Reads what the records of a session hold, raw or out of its videos, one at a time, and lets nothing through that its checksum does
 * not vouch for. Holds at most `filesOpen` chunks and `videosOpen` videos open; whoever created it disposes of it.
 */
import { packedPlanes } from '#model/frame.ts';
import { ProblemError } from '#model/problem.ts';
import { loadChecksum } from './checksum.ts';
import { fewOpen } from './few-open.ts';
import type { Folder, ReadableFile } from './files.ts';
import { chunkFile, chunkFileName } from './format.ts';
import { isNotFound, videoUnreadable, videoUnsupported } from './problems.ts';
import { type Entry, type FrameEntry, readPayload, scanChunk } from './scan.ts';
import { packingOf } from './video/packing.ts';
import type { VideoCodec, VideoReader } from './video/video.ts';

const filesOpen = 8;
/** Of each stream one. */
const videosOpen = 2;

export type Payloads = {
  /**
   * The payload in a buffer of its own; null when it is not what was written. Rejects with a `ProblemError` when the video it lies
   * in cannot be read at all. Calls may overlap: they are answered in turn.
   */
  read(entry: Entry): Promise<Uint8Array<ArrayBuffer> | null>;
  [Symbol.dispose](): void;
};

type OpenVideo = { readonly reader: VideoReader; readonly file: ReadableFile };

/** Without `video` only raw records can be read. */
export async function createPayloads(folder: Folder, video: VideoCodec | undefined): Promise<Payloads> {
  const checksum = await loadChecksum();
  const files = fewOpen(
    filesOpen,
    name => folder.openToRead(name),
    file => file.close(),
  );
  const videos = fewOpen(
    videosOpen,
    name => openVideo(folder, name, video),
    ({ reader, file }) => {
      reader[Symbol.dispose]();
      file.close();
    },
  );
  /** Videos that could not be opened are not tried again for every frame. */
  const unreadable = new Map<string, ProblemError>();
  /** Chunks that were packed since the session was opened: their records by sequence. */
  const packedSince = new Map<number, ReadonlyMap<number, Entry>>();
  let isClosed = false;

  const videoNamed = async (name: string): Promise<OpenVideo> => {
    const known = unreadable.get(name);
    if (known) throw known;
    try {
      return await videos.get(name);
    } catch (error) {
      const problem = error instanceof ProblemError ? error : videoUnreadable(name, error);
      unreadable.set(name, problem);
      throw problem;
    }
  };

  const readCoded = async (entry: FrameEntry, index: number): Promise<Uint8Array<ArrayBuffer> | null> => {
    const number = chunkFile(entry.chunk)?.number ?? 0;
    const { reader } = await videoNamed(chunkFileName(entry.stream, number));
    const packing = packingOf(entry.format);
    // Before any memory is taken: a header may claim any size, the video has one.
    const { widthPx, heightPx } = reader.size;
    if (packing?.size.widthPx !== widthPx || packing.size.heightPx !== heightPx) return null;
    const payload = new Uint8Array(packedPlanes(entry.format).totalBytes);
    try {
      packing.toPayload(await reader.picture(index), payload);
    } catch {
      // The video does not hold this picture, which is no different from holding another.
      return null;
    }
    return checksum(payload) === entry.payloadChecksum ? payload : null;
  };

  /** Where `entry` lies now that its raw chunk is gone; undefined when it is not in the packed one. */
  const movedTo = async (entry: Entry): Promise<Entry | undefined> => {
    const file = chunkFile(entry.chunk);
    if (file?.kind !== 'records') return undefined;
    const known = packedSince.get(file.number);
    if (known) return known.get(entry.sequence);
    const entries = await scanChunk(folder, chunkFileName('packed', file.number));
    const bySequence = new Map(entries.map(each => [each.sequence, each]));
    packedSince.set(file.number, bySequence);
    return bySequence.get(entry.sequence);
  };

  const read = async (entry: Entry): Promise<Uint8Array<ArrayBuffer> | null> => {
    if (isClosed) throw new Error('The session was closed before it was read.');
    if (entry.kind === 'frame' && entry.coded) return readCoded(entry, entry.coded.index);
    try {
      return await readPayload(await files.get(entry.chunk), entry, checksum);
    } catch (error) {
      const moved = isNotFound(error) ? await movedTo(entry).catch(() => undefined) : undefined;
      if (!moved) throw error;
      return read(moved);
    }
  };

  let turn: Promise<unknown> = Promise.resolve();
  return {
    read(entry) {
      const mine = turn.then(() => read(entry));
      turn = mine.catch(() => undefined);
      return mine;
    },
    [Symbol.dispose]() {
      isClosed = true;
      videos[Symbol.dispose]();
      files[Symbol.dispose]();
    },
  };
}

async function openVideo(folder: Folder, name: string, codec: VideoCodec | undefined): Promise<OpenVideo> {
  if (!codec) throw videoUnsupported();
  const file = await folder.openToRead(name);
  try {
    return { reader: await codec.openReader(file), file };
  } catch (error) {
    file.close();
    throw error;
  }
}
