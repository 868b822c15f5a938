/**
 * Packs one stream of a packed chunk again, lossy. Two files change, so it goes like this: the new video is written under a name of its own
 * (`thinned-…`) and made safe; then the records are replaced in one step, which decides; then the video is put in its place, the session is
 * sealed, and the name of its own goes. `finishThinning` ends what broke off in between: forwards when it was decided, backwards when not.
 */
import type { Folder } from '#archive/files.ts';
import { chunkFileName } from '#archive/format.ts';
import { createPayloads } from '#archive/payloads.ts';
import type { StreamName } from '#archive/record.ts';
import { type Entry, type FrameEntry, scanChunk } from '#archive/scan.ts';
import { checksumsIn, toCodedStreams, writeVideo } from './coded-stream.ts';
import { type CodedMark, packedRecords } from './packed-records.ts';
import type { PackTools } from './tools.ts';

/** A lossy video that saves less is not worth the mark. */
const worthwhileShare = 0.9;
const pieceBytes = 2 ** 20;

const thinnedName = (stream: StreamName, number: number): string =>
  `thinned-${chunkFileName(stream, number)}`;

/** Takes the names of parts that were rewritten into the session's list, where it has one. */
export type SealRenewed = (renewed: readonly string[]) => Promise<unknown>;

/** Answers the bytes gained; 0: nothing was changed. Rejects as the disk, the codec, `seal` and `tools.step` do. */
export async function thinChunk(
  folder: Folder,
  { stream: name, number, seal }: { stream: StreamName; number: number; seal: SealRenewed },
  tools: PackTools,
): Promise<number> {
  const packedName = chunkFileName('packed', number);
  const videoName = chunkFileName(name, number);
  const newName = thinnedName(name, number);
  const entries = await scanChunk(folder, packedName);
  const isOfStream = (entry: Entry): entry is FrameEntry =>
    entry.kind === 'frame' && entry.stream === name && entry.coded !== null;
  const coded = entries.filter(isOfStream);
  // High and low bytes apart: a small error of the high ones would be a large one of the codes.
  if (coded.some(({ coded: mark, format }) => !mark?.isExact || format.bitDepth > 8)) return 0;
  const [stream] = toCodedStreams(coded);
  if (!stream) return 0;

  const payloads = await createPayloads(folder, tools.codec);
  let bytes: number | null;
  try {
    bytes = await writeVideo(
      folder,
      {
        stream,
        name: newName,
        quality: 'lossy',
        mostShare: 1,
        payloadOf: async frame => {
          const payload = await payloads.read(frame);
          if (!payload) throw new Error('A frame that was packed is damaged; its chunk is left as it is.');
          return payload;
        },
      },
      tools,
    );
  } finally {
    payloads[Symbol.dispose]();
  }

  const before = await sizeOf(folder, videoName);
  const checksums = await checksumsIn(folder, { stream, name: newName }, tools);
  const marks = new Map<Entry, CodedMark>();
  for (const [index, frame] of stream.frames.entries()) {
    const payloadChecksum = checksums[index];
    if (typeof payloadChecksum === 'bigint')
      marks.set(frame, { coded: { index, isExact: false }, payloadChecksum });
  }
  const isPaying = bytes !== null && bytes <= before * worthwhileShare;
  if (!isPaying || checksums.includes(null)) {
    await folder.remove(newName);
    return 0;
  }

  const from = await folder.openToRead(packedName);
  const [old, now] = await Promise.all([
    packedRecords(from, { entries, coded: new Map(), checksum: tools.checksum }),
    packedRecords(from, { entries, coded: marks, checksum: tools.checksum }),
  ]).finally(() => from.close());
  await folder.replace(packedName, now);
  try {
    await putInPlace(folder, newName, videoName);
  } catch (error) {
    // Somebody reads the old video, which is whole as long as nobody could open it to write.
    if (!isLocked(error)) throw error;
    await folder.replace(packedName, old);
    await folder.remove(newName);
    return 0;
  }
  await seal([packedName, videoName]);
  await folder.remove(newName);
  return before - (bytes ?? before);
}

/** Ends what `thinChunk` left in `folder` when it broke off. Only while nobody thins. */
export async function finishThinning(folder: Folder, seal: SealRenewed): Promise<void> {
  for (const { name } of await folder.list()) {
    const [, stream, digits] = /^thinned-(main|second)-(\d{4,6})\.webm$/.exec(name) ?? [];
    if (!digits || (stream !== 'main' && stream !== 'second')) continue;
    const packedName = chunkFileName('packed', Number(digits));
    const entries = await scanChunk(folder, packedName).catch(() => []);
    const isDecided = entries.some(
      entry => entry.kind === 'frame' && entry.stream === stream && entry.coded?.isExact === false,
    );
    const videoName = chunkFileName(stream, Number(digits));
    if (isDecided) {
      await putInPlace(folder, name, videoName);
      await seal([packedName, videoName]);
    }
    await folder.remove(name);
  }
}

/** Copies `from` over `to` and makes it safe. */
async function putInPlace(folder: Folder, from: string, to: string): Promise<void> {
  const source = await folder.openToRead(from);
  try {
    const target = await folder.openToWrite(to);
    try {
      const piece = new Uint8Array(pieceBytes);
      for (let atBytes = 0; atBytes < source.sizeBytes; atBytes += pieceBytes)
        target.write(piece.subarray(0, await source.read(piece, atBytes)), atBytes);
      target.flush();
    } finally {
      target.close();
    }
  } finally {
    source.close();
  }
}

const isLocked = (error: unknown): boolean =>
  error instanceof Error && error.name === 'NoModificationAllowedError';

async function sizeOf(folder: Folder, name: string): Promise<number> {
  const file = await folder.openToRead(name);
  file.close();
  return file.sizeBytes;
}
