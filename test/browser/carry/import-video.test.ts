/** A plain video becomes a session: every frame, with the codes it is decoded to, through the feed worker; or nothing. */

import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { opfsFolder } from '#archive/opfs.ts';
import { openSession, type SessionReader } from '#archive/reader.ts';
import { wholeFrame } from '#model/layout.ts';
import { importPictures } from '#workers/feed/file/import-session.ts';
import { testBuild } from '../../support/made-with.ts';
import { createRandom } from '../../support/random.ts';
import { memoryFolder } from '../../unit/archive/memory-folder.ts';
import { refusalIdOf } from './refusal.ts';

const size = { width: 64, height: 48 };
const frameCount = 30;
const lumaOf = (index: number) => 16 + index * 7;
const layout = {
  id: 'nir-only',
  name: 'NIR only',
  white: null,
  nir: { stream: 'main', rect: wholeFrame },
  displayReferred: false,
  source: 'test',
} as const;
const id = 'session-video';

/** VP9 at quantizer 0: every frame is a picture of noise around its own luma, kept exactly. */
async function makeVideo(format: Mp4OutputFormat | WebMOutputFormat, fps = 30, count = frameCount) {
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const source = new EncodedVideoPacketSource('vp9');
  output.addVideoTrack(source);
  await output.start();
  const chunks: { packet: EncodedPacket; meta: EncodedVideoChunkMetadata | undefined }[] = [];
  const failures: unknown[] = [];
  const encoder = new VideoEncoder({
    output: (chunk, meta) => chunks.push({ packet: EncodedPacket.fromEncodedChunk(chunk), meta }),
    error: error => failures.push(error),
  });
  encoder.configure({ codec: 'vp09.00.10.08', ...size, bitrateMode: 'quantizer' });
  for (let index = 0; index < count; index++) {
    const frame = new VideoFrame(planesOf(index), {
      format: 'I420',
      codedWidth: size.width,
      codedHeight: size.height,
      timestamp: Math.round((index * 1e6) / fps),
    });
    encoder.encode(frame, { keyFrame: index % 10 === 0, vp9: { quantizer: 0 } });
    frame.close();
  }
  await encoder.flush();
  expect(failures).toEqual([]);
  for (const { packet, meta } of chunks) await source.add(packet, meta);
  await output.finalize();
  return new Uint8Array(target.buffer!);
}

function planesOf(index: number): Uint8Array<ArrayBuffer> {
  const random = createRandom(index);
  return Uint8Array.from({ length: (size.width * size.height * 3) / 2 }, (_, i) =>
    i < size.width * size.height ? lumaOf(index) + random.integer(-5, 5) : 128,
  );
}

const fileOf = (bytes: Uint8Array<ArrayBuffer>) => new File([bytes], 'somebody.mp4');

async function importing(
  main: Uint8Array<ArrayBuffer>,
  second: Uint8Array<ArrayBuffer> | null,
  tell: (share: number) => void = () => undefined,
  stop = new AbortController(),
) {
  const sessions = memoryFolder();
  const chosen = second
    ? {
        ...layout,
        white: { stream: 'main', rect: wholeFrame } as const,
        nir: { stream: 'second', rect: wholeFrame } as const,
      }
    : layout;
  const on = { sessions, id, freeBytes: async () => null, signal: stop.signal, tell };
  const result = importPictures({ main: [fileOf(main)], second: second ? [fileOf(second)] : [] }, chosen, {
    ...on,
    madeWith: testBuild,
  });
  return { sessions, failed: await refusalIdOf(() => result) };
}

async function expectFrames(
  reader: SessionReader,
  stream: 'frames' | 'secondFrames',
  count: number,
  fps: number,
) {
  expect(reader[stream].map(entry => entry.number)).toEqual(Array.from({ length: count }, (_, i) => i));
  for (const [index, entry] of reader[stream].entries()) {
    const { planes } = await reader.readFrame(entry);
    const codes = planesOf(index).subarray(0, size.width * size.height);
    expect(planes[0]!.samples.every((code, i) => code === codes[i])).toBe(true);
    expect(entry.timestampS).toBeCloseTo(index / fps, 2);
    expect(entry.arrivedS - reader.manifest.startedAtS).toBeCloseTo(index / fps, 2);
  }
}

test('every frame of a video is kept, bit for bit, in order and with its time', async () => {
  for (const [name, format] of [
    ['MP4', new Mp4OutputFormat()],
    ['WebM', new WebMOutputFormat()],
  ] as const) {
    const shares: number[] = [];
    const { sessions, failed } = await importing(await makeVideo(format), null, share => shares.push(share));
    expect(failed).toBe(null);
    const reader = await openSession(sessions, id);
    await expectFrames(reader, 'frames', frameCount, 30);
    expect(reader.manifest).toMatchObject({
      origin: 'video',
      frames: frameCount,
      feed: { kind: 'file', name, streams: 1 },
    });
    expect([shares.length, shares.at(-1)]).toEqual([frameCount, 1]);
    expect((await reader.eventsAt(0)).map(event => event.type)).toEqual(['inputs', 'display', 'case']);
  }
});

test('two videos of different rates are kept side by side, each frame at its moment', async () => {
  const { sessions } = await importing(
    await makeVideo(new Mp4OutputFormat(), 30),
    await makeVideo(new WebMOutputFormat(), 15, 15),
  );
  const reader = await openSession(sessions, id);
  await expectFrames(reader, 'frames', frameCount, 30);
  await expectFrames(reader, 'secondFrames', 15, 15);
  const arrivals = reader.entries.flatMap(entry => (entry.kind === 'frame' ? [entry.arrivedS] : []));
  for (let i = 1; i < arrivals.length; i++) expect(arrivals[i]! - arrivals[i - 1]!).toBeGreaterThan(-0.002);
});

test('cancelled in its midst it leaves nothing', async () => {
  const stop = new AbortController();
  const { sessions, failed } = await importing(
    await makeVideo(new Mp4OutputFormat()),
    null,
    share => share > 0.3 && stop.abort(),
    stop,
  );
  expect([failed, sessions.folders.size]).toEqual(['AbortError', 0]);
});

test('cut off or turned over anywhere, a video is refused or kept whole in its frames, and never hangs', async () => {
  const random = createRandom(77);
  const outcomes = new Set<string | null>();
  for (const format of [new Mp4OutputFormat(), new WebMOutputFormat()]) {
    const whole = await makeVideo(format, 30, 10);
    for (let run = 0; run < 150; run++) {
      const harmed = run % 4 === 0 ? whole.slice(0, random.integer(0, whole.length - 1)) : whole.slice();
      if (run % 4 !== 0)
        for (let i = random.integer(1, 6); i > 0; i--)
          harmed[random.integer(0, run % 2 === 0 ? 800 : harmed.length - 1)]! ^= 1 << random.integer(0, 7);
      const { sessions, failed } = await importing(harmed, null);
      outcomes.add(failed);
      if (failed) expect(sessions.folders.size).toBe(0);
      else expect((await openSession(sessions, id)).damage).toEqual([]);
    }
  }
  expect(outcomes.has('file-damaged')).toBe(true);
  for (const outcome of outcomes) expect(String(outcome)).toMatch(/^(null|file-[a-z-]+|video-[a-z-]+)$/);
});

const root = () => navigator.storage.getDirectory();
const clean = async () => (await root()).removeEntry('sessions', { recursive: true }).catch(() => undefined);
beforeEach(clean);
afterEach(clean);

test('the feed worker keeps it among the sessions of this device', async () => {
  const { default: FeedWorker } = await import('#workers/feed/feed.worker.ts?worker');
  const { proxy, wrap } = await import('comlink');
  const worker = new FeedWorker();
  try {
    const api = wrap<import('#workers/feed/api.ts').FeedApi>(worker);
    const file = fileOf(await makeVideo(new Mp4OutputFormat()));
    const kept = await api.importPictures(
      { main: [file], second: [] },
      { layout, madeWith: testBuild },
      proxy(() => undefined),
    );
    const reader = await openSession(opfsFolder(await (await root()).getDirectoryHandle('sessions')), kept);
    await expectFrames(reader, 'frames', frameCount, 30);
    reader[Symbol.dispose]();
  } finally {
    worker.terminate();
  }
});
