/** Records a session whose frames carry their index in their picture, and packs it where that is asked: only a worker writes in place. */
import { loadChecksum } from '#archive/checksum.ts';
import { chunkFile } from '#archive/format.ts';
import { sessionsFolder } from '#archive/sessions.ts';
import { exactVideo } from '#archive/video/exact-video.ts';
import { createSessionWriter } from '#archive/writer.ts';
import type { FrameFormat } from '#model/frame.ts';
import { createRecordRoom } from '#workers/encode/record-room.ts';
import { packChunk } from '#workers/keep/pack/pack-chunk.ts';
import { inputsEvent, manifestOf } from '../../unit/archive/samples.ts';

const format: FrameFormat = {
  format: 'I420',
  widthPx: 128,
  heightPx: 64,
  bitDepth: 8,
  colour: { fullRange: true, matrix: 'bt709', transfer: null, primaries: null },
};

/** 16 bars of 8 pixels, the highest bit at the left; under them noise, so that nothing is alike. */
function paint(codes: Uint8Array, index: number): void {
  let state = (index + 1) * 2_654_435_761;
  for (let i = 0; i < codes.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const bit = 15 - Math.floor((i % 128) / 8);
    codes[i] = i >= 128 * 64 ? 128 : i < 128 * 32 ? ((index >> bit) & 1) * 255 : state >>> 24;
  }
}

async function make(id: string, frames: number, isPacked: boolean): Promise<void> {
  const sessions = await sessionsFolder(await navigator.storage.getDirectory());
  const room = await createRecordRoom();
  const writer = await createSessionWriter(sessions, manifestOf(id), { room, chunkBytes: 300_000 });
  await writer.writeEvent(inputsEvent(1, -1));
  for (let index = 0; index < frames; index++) {
    const { buffer, startBytes } = writer.roomFor(format);
    paint(new Uint8Array(buffer, startBytes, (128 * 64 * 3) / 2), index);
    const [timestampS, arrivedS] = [index / 30, 1000 + index / 30];
    await writer.writeFrame({ stream: 'main', number: index, timestampS, arrivedS, profileMark: 0, format });
  }
  await writer.finish(2000);
  if (!isPacked) return;
  const folder = await sessions.folder(id, false);
  const tools = { codec: exactVideo, checksum: await loadChecksum(), step: async () => undefined };
  for (const { name } of await folder.list()) {
    const chunk = chunkFile(name);
    if (chunk?.kind !== 'records') continue;
    const { kind } = await packChunk(folder, chunk.number, tools);
    if (kind !== 'packed') throw new Error(`A chunk was ${kind}.`);
  }
}

addEventListener('message', ({ data }: MessageEvent<{ id: string; frames: number; isPacked: boolean }>) => {
  make(data.id, data.frames, data.isPacked).then(
    () => postMessage(null),
    (error: unknown) => postMessage(String(error)),
  );
});
