/** Recording and replay with what browsers really have: private files, `VideoFrame`s, locks, and the built workers. */
import { type Remote, releaseProxy, transfer, wrap } from 'comlink';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { examineSession } from '#archive/examine.ts';
import { opfsFolder } from '#archive/opfs.ts';
import { openSession } from '#archive/reader.ts';
import { recorderLock } from '#archive/recorder-lock.ts';
import { sealSession } from '#archive/sealing.ts';
import { deleteSession, listSessions } from '#archive/sessions.ts';
import { type FrameFormat, type FramePlanes, packedPlanes } from '#model/frame.ts';
import type { EncodeApi } from '#workers/encode/api.ts';
import EncodeWorker from '#workers/encode/encode.worker.ts?worker';
import { openReplay } from '#workers/feed/replay/open-replay.ts';
import type { RecordedMessage, RecordMessage } from '#workers/ports.ts';
import { codesOf, grey, inputsEvent, manifestOf } from '../../unit/archive/samples.ts';
import RecorderWorker from './recorder.worker.ts?worker';

const privateFiles = () => navigator.storage.getDirectory();
const sessionsIn = async () =>
  opfsFolder(await (await privateFiles()).getDirectoryHandle('sessions', { create: true }));
const clean = async () => {
  for (const { id } of await listSessions(await privateFiles()))
    await deleteSession(await privateFiles(), id);
};

type Encode = { api: Remote<EncodeApi>; worker: Worker; port: MessagePort; waiting: number[] };
const encoders: Encode[] = [];

async function startEncoder(): Promise<Encode> {
  const worker = new EncodeWorker();
  const api = wrap<EncodeApi>(worker);
  const { port1, port2 } = new MessageChannel();
  const waiting: number[] = [];
  port1.onmessage = ({ data }: MessageEvent<RecordedMessage>) => waiting.push(data.waiting);
  await api.connectView(transfer(port2, [port2]));
  const encode = { api, worker, port: port1, waiting };
  encoders.push(encode);
  return encode;
}

async function send(encode: Encode, message: Omit<RecordMessage, 'type'>): Promise<void> {
  const answers = encode.waiting.length;
  const isVideo = message.frame instanceof VideoFrame;
  encode.port.postMessage({ type: 'record', ...message }, isVideo ? [message.frame] : []);
  while (encode.waiting.length === answers) await new Promise(resolve => setTimeout(resolve, 1));
}

beforeEach(clean);
afterEach(async () => {
  for (const { api, worker } of encoders.splice(0)) {
    api[releaseProxy]();
    worker.terminate();
  }
  await clean();
});

const bytesOf = ({ planes }: FramePlanes) =>
  planes.flatMap(({ samples }) => [
    ...new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength),
  ]);

const colour = { fullRange: true, matrix: 'bt709', primaries: 'bt709', transfer: 'iec61966-2-1' } as const;
const videoFormats = ['I420', 'NV12', 'RGBA', 'RGBX', 'BGRA', 'BGRX'] as const;

type VideoFormat = FrameFormat & { readonly format: (typeof videoFormats)[number] };

function videoFrameOf(format: VideoFormat, number: number): VideoFrame {
  const { planes } = packedPlanes(format);
  return new VideoFrame(codesOf(format, number), {
    format: format.format,
    codedWidth: format.widthPx,
    codedHeight: format.heightPx,
    timestamp: number * 33_333,
    layout: planes.map(({ offsetBytes, strideSamples }) => ({ offset: offsetBytes, stride: strideSamples })),
    colorSpace: colour,
  });
}

test('frames of every format and odd sizes are recorded by the worker and replayed byte for byte', async () => {
  const encode = await startEncoder();
  const manifest = manifestOf('session-browser');
  await encode.api.start(manifest);
  await encode.api.append(inputsEvent(1, -1));
  const formats: VideoFormat[] = videoFormats.flatMap(format =>
    [
      [64, 48],
      [31, 17],
    ].map(([widthPx, heightPx]) => ({ format, widthPx: widthPx!, heightPx: heightPx!, bitDepth: 8, colour })),
  );
  for (const [number, format] of formats.entries()) {
    const frame = videoFrameOf(format, number);
    await send(encode, {
      stream: 'main',
      number,
      arrivedS: 1000 + number / 30,
      profileMark: 0,
      blanks: [],
      frame,
    });
  }
  const deep: FrameFormat = { ...grey(33, 9), format: 'Y16', bitDepth: 12 };
  const samples = new Uint16Array(codesOf(deep, 77).buffer);
  const plane = { samples, widthPx: 33, heightPx: 9, strideSamples: 33, samplesPerPixel: 1 } as const;
  const arrivedS = 1000 + formats.length / 30;
  await send(encode, {
    stream: 'main',
    profileMark: 0,
    blanks: [],
    number: formats.length,
    arrivedS,
    frame: { kind: 'codes', timestampS: 9.25, format: deep, planes: [plane] },
  });
  const kept = await encode.api.stop();
  expect(kept.frames).toBe(formats.length + 1);

  const reader = await openSession(await sessionsIn(), manifest.id);
  expect(reader.damage).toEqual([]);
  for (const [number, format] of formats.entries()) {
    const frame = await reader.readFrame(reader.frames[number]!);
    expect([frame.number, frame.timestampS, frame.arrivedS]).toEqual([
      number,
      (number * 33_333) / 1e6,
      1000 + number / 30,
    ]);
    expect([frame.format.format, frame.format.widthPx, frame.format.heightPx]).toEqual([
      format.format,
      format.widthPx,
      format.heightPx,
    ]);
    // RGB has no YUV matrix; the browser then says so itself.
    if (format.format === 'I420' || format.format === 'NV12') expect(frame.format.colour).toEqual(colour);
    expect(bytesOf(frame), `${format.format} ${format.widthPx}×${format.heightPx}`).toEqual([
      ...codesOf(format, number),
    ]);
  }
  expect(bytesOf(await reader.readFrame(reader.frames.at(-1)!))).toEqual([...codesOf(deep, 77)]);
  reader[Symbol.dispose]();

  const replay = await openReplay(manifest.id, () => undefined);
  replay.player?.pause();
  const frames = replay.main.getReader();
  for (const index of [0, formats.length, 3]) {
    replay.player?.seek(index);
    for (;;) {
      const { value } = await frames.read();
      if (value && 'kind' in value && value.number === index) {
        const codes = index === formats.length ? codesOf(deep, 77) : codesOf(formats[index]!, index);
        expect(bytesOf({ ...value, number: index, arrivedS: 0 })).toEqual([...codes]);
        break;
      }
    }
  }
  replay[Symbol.dispose]();
});

test('a second recorder of the same origin is refused, until the first stops', async () => {
  const [first, second] = [await startEncoder(), await startEncoder()];
  await first.api.start(manifestOf('session-first'));
  await expect(second.api.start(manifestOf('session-second'))).rejects.toThrow(
    'Another window of this viewer is recording.',
  );
  await first.api.stop();
  await second.api.start(manifestOf('session-second'));
  await second.api.stop();
  const ids = (await listSessions(await privateFiles())).map(({ id }) => id).sort();
  expect(ids).toEqual(['session-first', 'session-second']);
});

test('killing the recording worker loses at most the last frame, and the session gets its end', async () => {
  const root = await privateFiles();
  const sessions = await root.getDirectoryHandle('sessions', { create: true });
  const id = 'session-killed';
  const worker = new RecorderWorker();
  const written = await new Promise<number>((resolve, reject) => {
    let newest = -1;
    worker.onmessage = ({ data }: MessageEvent<number | string>) => {
      if (typeof data === 'string') reject(new Error(data));
      else newest = data;
      if (newest === 500) {
        worker.terminate();
        resolve(newest);
      }
    };
    worker.postMessage({ sessions, id });
  });
  // The thread ends some time after it was told to, and with it goes its lock.
  while (await recorderLock(navigator.locks).isHeld()) await new Promise(resolve => setTimeout(resolve, 10));
  const [recovered] = await listSessions(root);
  expect(recovered).toMatchObject({ id });
  expect(recovered?.endedAtS).not.toBeNull();
  expect(recovered?.frames).toBeGreaterThanOrEqual(written);
  const reader = await openSession(await sessionsIn(), id);
  expect(reader.frames.length).toBe(recovered?.frames);
  expect(reader.frames.map(({ number }) => number)).toEqual(reader.frames.map((_, i) => i));
  const last = await reader.readFrame(reader.frames.at(-1)!);
  expect(bytesOf(last)).toEqual([...codesOf(grey(), last.number)]);
  reader[Symbol.dispose]();
});

test('a session is listed, and gone with all its bytes once deleted', async () => {
  const encode = await startEncoder();
  await encode.api.start(manifestOf('session-deleted'));
  const frame = videoFrameOf({ ...grey(640, 480), format: 'I420' }, 1);
  await send(encode, { stream: 'main', number: 1, arrivedS: 1000, profileMark: 0, blanks: [], frame });
  const open = await listSessions(await privateFiles());
  expect(open).toMatchObject([{ id: 'session-deleted', endedAtS: null }]);
  await encode.api.stop();
  expect(await listSessions(await privateFiles())).toMatchObject([{ id: 'session-deleted', frames: 1 }]);
  await deleteSession(await privateFiles(), 'session-deleted');
  expect(await listSessions(await privateFiles())).toEqual([]);
  await expect(openSession(await sessionsIn(), 'session-deleted')).rejects.toThrow('not on this device');
});

test('a recording is paused, blanked in every plane, sealed, and one changed byte on the disk is named', async () => {
  const encode = await startEncoder();
  const manifest = manifestOf('session-paused');
  await encode.api.start(manifest);
  await encode.api.append(inputsEvent(1, -1));
  const format = { ...grey(64, 48), format: 'I420', colour } as const;
  const blanks = [{ stream: 'main', x: 0.5, y: 0, width: 0.5, height: 0.25 }] as const;
  const sendNumber = (number: number) =>
    send(encode, {
      ...{ stream: 'main', number, arrivedS: 1000 + number / 30, profileMark: 0, blanks },
      frame: videoFrameOf(format, number),
    });
  for (const number of [0, 1]) await sendNumber(number);
  await encode.api.pause();
  for (const number of [2, 3]) await sendNumber(number);
  await encode.api.resume();
  await sendNumber(20);
  expect((await encode.api.stop()).frames).toBe(3);

  const sessions = await sessionsIn();
  const folder = await sessions.folder(manifest.id, false);
  const { parts, events } = await sealSession(folder);
  expect(parts.map(({ name }) => name)).toEqual(['manifest.json', 'records-0001.rlr']);
  expect(events.count).toBe(1);
  expect(await examineSession(folder)).toEqual([]);

  const reader = await openSession(sessions, manifest.id);
  expect(reader.frames.map(({ number }) => number)).toEqual([0, 1, 20]);
  const { planes } = await reader.readFrame(reader.frames[2]!);
  const written = codesOf(format, 20);
  let at = 0;
  for (const [index, { samples, widthPx, heightPx }] of planes.entries()) {
    const expected = written.slice(at, at + samples.length);
    at += samples.length;
    // The upper right: black in full range, and no colour.
    for (let y = 0; y < heightPx / 4; y++)
      expected.fill(index === 0 ? 0 : 128, y * widthPx + widthPx / 2, (y + 1) * widthPx);
    expect(samples).toEqual(expected);
  }
  reader[Symbol.dispose]();

  const entry = reader.frames[1]!;
  const directory = await (await (await privateFiles()).getDirectoryHandle('sessions')).getDirectoryHandle(
    manifest.id,
  );
  const stream = await (await directory.getFileHandle(entry.chunk)).createWritable({
    keepExistingData: true,
  });
  const changed = (written[0]! + 1) & 255;
  await stream.write({ type: 'write', position: entry.offsetBytes + 128 + 7, data: Uint8Array.of(changed) });
  await stream.close();
  const found = await examineSession(folder);
  expect(found.map(({ kind, words }) => [kind, words])).toEqual([
    ['part-changed', 'records-0001.rlr is not what it was when the session was closed'],
    ['record-damaged', 'frame 1 at 0.0 s of main is damaged'],
  ]);
});
