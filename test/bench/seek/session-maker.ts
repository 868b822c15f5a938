/** Makes what is sought in: a raw session, the same packed, and a plain video of the same pictures. In a worker: only there are files written in place. */
import { BufferTarget, Output, VideoSample, VideoSampleSource, WebMOutputFormat } from 'mediabunny';
import { loadChecksum } from '#archive/checksum.ts';
import type { Folder } from '#archive/files.ts';
import { chunkFile } from '#archive/format.ts';
import { sessionsFolder } from '#archive/sessions.ts';
import { exactVideo } from '#archive/video/exact-video.ts';
import { createSessionWriter } from '#archive/writer.ts';
import type { FramePlanes } from '#model/frame.ts';
import { createRecordRoom } from '#workers/encode/record-room.ts';
import { packChunk } from '#workers/keep/pack/pack-chunk.ts';
import { createMeasureCache, measureFrame } from '#workers/quantify/measure-frame.ts';
import { createPlainHistogram } from '#workers/quantify/region-histogram.ts';
import { manifestOf } from '../../unit/archive/samples.ts';
import { benchInputs, format, fps, type Made, pictureOf, sessionIds } from './made.ts';

const frameCount = 60;

async function recordSession(sessions: Folder, id: string, pictures: readonly FramePlanes[]) {
  const cache = createMeasureCache(createPlainHistogram());
  const writer = await createSessionWriter(sessions, manifestOf(id), { room: await createRecordRoom() });
  const at = (frameNumber: number) => ({ atS: 1000 + frameNumber / fps, frameNumber });
  await writer.writeEvent({ type: 'inputs', ...at(-1), inputs: benchInputs });
  for (const main of pictures) {
    const room = writer.roomFor(format);
    const codes = new Uint8Array(main.planes[0]!.samples.buffer);
    new Uint8Array(room.buffer, room.startBytes, codes.length).set(codes);
    const { number, timestampS, arrivedS } = main;
    await writer.writeFrame({ stream: 'main', number, timestampS, arrivedS, profileMark: 0, format });
    const { measurement } = measureFrame({ main, second: null }, benchInputs, cache);
    await writer.writeEvent({ type: 'measurement', ...at(number), measurement });
  }
  await writer.finish(2000);
}

async function pack(sessions: Folder, id: string): Promise<void> {
  const folder = await sessions.folder(id, false);
  const tools = { codec: exactVideo, checksum: await loadChecksum(), step: async () => undefined };
  for (const { name } of await folder.list()) {
    const chunk = chunkFile(name);
    if (chunk?.kind !== 'records') continue;
    const outcome = await packChunk(folder, chunk.number, tools);
    if (outcome.kind !== 'packed') throw new Error(`The session was not packed: ${JSON.stringify(outcome)}`);
  }
}

/** As an ordinary encoder makes it, by its own defaults. */
async function plainVideo(pictures: readonly FramePlanes[]): Promise<ArrayBuffer> {
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const source = new VideoSampleSource({ codec: 'vp9', bitrate: 8e6 });
  output.addVideoTrack(source);
  await output.start();
  for (const { planes, number } of pictures) {
    const sample = new VideoSample(new Uint8Array(planes[0]!.samples.buffer), {
      format: 'I420',
      codedWidth: format.widthPx,
      codedHeight: format.heightPx,
      timestamp: number / fps,
      duration: 1 / fps,
    });
    await source.add(sample);
    sample.close();
  }
  await output.finalize();
  if (!target.buffer) throw new Error('The video was not written.');
  return target.buffer;
}

async function make(): Promise<Made> {
  const sessions = await sessionsFolder(await navigator.storage.getDirectory());
  const pictures = Array.from({ length: frameCount }, (_, index) => pictureOf(index));
  for (const id of Object.values(sessionIds)) await recordSession(sessions, id, pictures);
  await pack(sessions, sessionIds.packed);
  return { video: await plainVideo(pictures), frameCount };
}

make().then(
  made => postMessage({ made }),
  (error: unknown) => postMessage({ error: String(error) }),
);
