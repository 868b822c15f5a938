/**
 * Packs one raw chunk: videos, then records that point into them, all read back from the disk; only then the raw chunk goes. Until it goes it
 * counts, so that stopping anywhere leaves the raw chunk or the packed one, whole.
 */
import { loadChecksum } from '#archive/checksum.ts';
import type { Folder, ReadableFile } from '#archive/files.ts';
import { chunkFileName } from '#archive/format.ts';
import { recordBytes, storedBytes } from '#archive/record.ts';
import { type Entry, type FrameEntry, readPayload, scanChunk } from '#archive/scan.ts';
import { type CodedStream, checksumsIn, toCodedStreams, writeVideo } from './coded-stream.ts';
import { type CodedMark, holdsRecords, packedBytes, writePackedRecords } from './packed-records.ts';
import type { PackTools } from './tools.ts';

/** What became of a chunk. `kept`: it stays raw for good. `locked`: packed and proved, but somebody reads the raw one still. */
export type PackOutcome =
  | { readonly kind: 'packed' | 'locked'; readonly rawBytes: number; readonly bytes: number }
  | { readonly kind: 'kept'; readonly reason: 'damaged' | 'no-video' | 'no-gain' };

/** Packed chunks are slower to seek; for less than a twentieth of the room that is not worth it. */
const worthwhileShare = 0.95;

/** Rejects as the disk, the codec and `tools.step` do; the raw chunk is then untouched and what was begun is taken away. */
export async function packChunk(folder: Folder, number: number, tools: PackTools): Promise<PackOutcome> {
  let outcome: PackOutcome | null = null;
  try {
    outcome = await pack(folder, number, tools);
    return outcome;
  } finally {
    if (outcome === null || outcome.kind === 'kept') await removePacked(folder, number);
  }
}

async function pack(folder: Folder, number: number, tools: PackTools): Promise<PackOutcome> {
  const rawName = chunkFileName('records', number);
  const entries = await scanChunk(folder, rawName);
  const raw = await folder.openToRead(rawName);
  let bytes: number;
  try {
    if (!isWhole(entries, raw)) return { kind: 'kept', reason: 'damaged' };
    const streams = toCodedStreams(entries);
    const coded = new Map<Entry, CodedMark>();
    let videoBytes = 0;
    for (const stream of streams) {
      const written = await packStream(folder, { stream, number, raw, coded }, tools);
      if (written === 'damaged') return { kind: 'kept', reason: 'damaged' };
      videoBytes += written;
    }
    if (coded.size === 0) return { kind: 'kept', reason: streams.length === 0 ? 'no-video' : 'no-gain' };
    const records = { entries, coded, checksum: tools.checksum };
    bytes = videoBytes + packedBytes(records);
    if (bytes > raw.sizeBytes * worthwhileShare) return { kind: 'kept', reason: 'no-gain' };
    const packedName = chunkFileName('packed', number);
    await writePackedRecords(folder, packedName, { from: raw, records });
    await tools.step();
    if (!(await holdsRecords(folder, packedName, { from: raw, records })))
      throw new Error('What was packed was not read back as it was written.');
  } finally {
    raw.close();
  }
  const rawBytes = entries.reduce((sum, entry) => sum + recordBytes(storedBytes(entry)), 0);
  return { kind: (await removeRaw(folder, number)) ? 'packed' : 'locked', rawBytes, bytes };
}

/** Writes and proves one stream, and enters the frames that came back exactly. Answers the video's bytes; 0: there is none. */
async function packStream(
  folder: Folder,
  { stream, number, raw, coded }: StreamOrder,
  tools: PackTools,
): Promise<number | 'damaged'> {
  const name = chunkFileName(stream.stream, number);
  let isDamaged = false;
  const payloadOf = async (frame: FrameEntry) => {
    const payload = await readPayload(raw, frame, tools.checksum);
    isDamaged ||= payload === null;
    return payload ?? new Uint8Array(frame.payloadBytes);
  };
  const written = await writeVideo(
    folder,
    { stream, name, quality: 'exact', mostShare: worthwhileShare, payloadOf },
    tools,
  );
  if (isDamaged) return 'damaged';
  const checksums = written === null ? [] : await checksumsIn(folder, { stream, name }, tools);
  let exact = 0;
  for (const [index, frame] of stream.frames.entries()) {
    if (checksums[index] !== frame.payloadChecksum) continue;
    coded.set(frame, { coded: { index, isExact: true }, payloadChecksum: frame.payloadChecksum });
    exact += 1;
  }
  if (exact > 0) return written ?? 0;
  await folder.remove(name);
  return 0;
}

type StreamOrder = {
  readonly stream: CodedStream;
  readonly number: number;
  readonly raw: ReadableFile;
  readonly coded: Map<Entry, CodedMark>;
};

/** Whether the records fill the file without a gap, in order: what is damaged stays as it is, for whoever looks into it. */
function isWhole(entries: readonly Entry[], { sizeBytes }: ReadableFile): boolean {
  let atBytes = 0;
  for (const entry of entries) {
    if (entry.offsetBytes !== atBytes) return false;
    atBytes += recordBytes(storedBytes(entry));
  }
  return atBytes === sizeBytes && entries.length > 0;
}

/** Removes the raw chunk; false where somebody has it open. */
export async function removeRaw(folder: Folder, number: number): Promise<boolean> {
  try {
    await folder.remove(chunkFileName('records', number));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'NoModificationAllowedError') return false;
    throw error;
  }
}

/** Takes away what packing began, while the raw chunk is there. */
async function removePacked(folder: Folder, number: number): Promise<void> {
  const names = (await folder.list()).map(({ name }) => name);
  if (!names.includes(chunkFileName('records', number))) return;
  for (const kind of ['packed', 'main', 'second'] as const) {
    const name = chunkFileName(kind, number);
    // What cannot be removed now does not count, and the next attempt overwrites it.
    if (names.includes(name)) await folder.remove(name).catch(() => undefined);
  }
}

/** Tools around `codec`. */
export const packTools = async (codec: PackTools['codec'], step: PackTools['step']): Promise<PackTools> => ({
  codec,
  step,
  checksum: await loadChecksum(),
});
