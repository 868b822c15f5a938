/** Packs a chunk by the keeper's own code, on a thread like the keeper's: only there are files written in place. */
import type { Folder } from '#archive/files.ts';
import { opfsFolder } from '#archive/opfs.ts';
import { exactVideo } from '#archive/video/exact-video.ts';
import { createSessionWriter } from '#archive/writer.ts';
import type { FrameFormat } from '#model/frame.ts';
import type { SizePx } from '#model/geometry.ts';
import { phantomSchema } from '#model/phantom.ts';
import sarcomaBed from '#seeds/phantoms/sarcoma-bed.json';
import { createRecordRoom } from '#workers/encode/record-room.ts';
import { createPhantomRenderer } from '#workers/feed/phantom/render.ts';
import { packChunk, packTools } from '#workers/keep/pack/pack-chunk.ts';
import { manifestOf } from '../../unit/archive/samples.ts';

/** One chunk at 1280 × 720. */
const frames = 45;
const fps = 30;
const rounds = 3;

export type PackingCost = {
  /** Seconds of packing for a second of recording: median of the rounds. */
  readonly perRealtime: number;
  /** Packed bytes over raw bytes. */
  readonly sizePerRaw: number;
  /** Pictures written and proved in a second. */
  readonly picturesPerS: number;
  /** The same, without reading back: how much of it is the encoder. */
  readonly encodedPerS: number;
};

async function recordChunk(sessions: Folder, id: string, { widthPx, heightPx }: SizePx): Promise<void> {
  const spec = phantomSchema.parse({ ...sarcomaBed, widthPx: widthPx / 2, heightPx });
  const renderer = createPhantomRenderer(spec);
  const colour = { fullRange: false, matrix: 'bt709', transfer: 'bt709', primaries: 'bt709' } as const;
  const format: FrameFormat = { format: 'I420', widthPx, heightPx, bitDepth: 8, colour };
  const writer = await createSessionWriter(sessions, manifestOf(id), { room: await createRecordRoom() });
  for (let number = 0; number < frames; number++) {
    const room = writer.roomFor(format);
    renderer.render(number, new Uint8Array(room.buffer, room.startBytes, renderer.totalBytes));
    const times = { timestampS: number / fps, arrivedS: number / fps };
    await writer.writeFrame({ stream: 'main', number, profileMark: 0, format, ...times });
  }
  await writer.finish(1_700_000_001);
}

async function measure(size: SizePx): Promise<PackingCost> {
  const root = await navigator.storage.getDirectory();
  const folderName = `bench-${crypto.randomUUID()}`;
  const sessions = opfsFolder(await root.getDirectoryHandle(folderName, { create: true }));
  const costs: PackingCost[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const id = `bench-000${round}`;
      await recordChunk(sessions, id, size);
      let steps = 0;
      let encodedMs = 0;
      const beganMs = performance.now();
      const tools = await packTools(exactVideo, async () => {
        steps += 1;
        if (steps === frames) encodedMs = performance.now() - beganMs;
      });
      const outcome = await packChunk(await sessions.folder(id, false), 1, tools);
      const tookS = (performance.now() - beganMs) / 1000;
      if (outcome.kind !== 'packed') throw new Error(`The chunk was not packed: ${outcome.kind}.`);
      await sessions.remove(id);
      costs.push({
        perRealtime: tookS / (frames / fps),
        sizePerRaw: outcome.bytes / outcome.rawBytes,
        picturesPerS: frames / tookS,
        encodedPerS: (1000 * frames) / encodedMs,
      });
    }
  } finally {
    await root.removeEntry(folderName, { recursive: true });
  }
  return costs.toSorted((a, b) => a.perRealtime - b.perRealtime)[Math.floor(rounds / 2)]!;
}

addEventListener('message', ({ data }: MessageEvent<SizePx>) => {
  measure(data).then(
    cost => postMessage({ cost }),
    (error: unknown) => postMessage({ error: String(error) }),
  );
});
