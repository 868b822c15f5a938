/** The encode worker without its thread: order, losses, limits, and one recorder at a time. */
import { expect, test } from 'vitest';
import { openSession } from '#archive/reader.ts';
import type { RecorderLock } from '#archive/recorder-lock.ts';
import type { CodesFrame } from '#model/frame.ts';
import type { EncodeNews } from '#workers/encode/api.ts';
import { createEncoder } from '#workers/encode/encoder.ts';
import type { RecordedMessage, RecordMessage } from '#workers/ports.ts';
import { type MemoryFolder, memoryFolder } from './memory-folder.ts';
import { codesOf, grey, inputsEvent, manifestOf, mark } from './samples.ts';

const id = 'session-0001';

/** One lock for several encoders, as windows of one origin share it. */
function sharedLock(): RecorderLock {
  let isHeld = false;
  return {
    async take() {
      if (isHeld) return null;
      isHeld = true;
      return () => {
        isHeld = false;
      };
    },
    isHeld: async () => isHeld,
  };
}

function encoderOn(sessions: MemoryFolder, { lock = sharedLock(), freeBytes = 2 ** 40 } = {}) {
  const news: EncodeNews[] = [];
  const encoder = createEncoder({
    sessions: async () => sessions,
    lock,
    freeBytes: async () => freeBytes,
    clockS: () => performance.now() / 1000,
    chunkBytes: 2 ** 16,
  });
  encoder.subscribe(one => news.push(one));
  const { port1, port2 } = new MessageChannel();
  const waiting: number[] = [];
  port1.onmessage = ({ data }: MessageEvent<RecordedMessage>) => waiting.push(data.waiting);
  encoder.connectView(port2);
  const send = (number: number, frame: CodesFrame = frameOf(number), stream: 'main' | 'second' = 'main') => {
    const message: RecordMessage = {
      type: 'record',
      stream,
      number,
      arrivedS: 2000 + number,
      profileMark: 0,
      blanks: [],
      frame,
    };
    port1.postMessage(message);
  };
  const answered = async (count: number) => {
    while (waiting.length < count) await new Promise(resolve => setTimeout(resolve, 1));
  };
  const close = () => {
    port1.close();
    port2.close();
  };
  return { encoder, news, waiting, send, answered, close };
}

const format = grey(20, 10);

/** Rows are padded, as a frame of planes may be. */
function frameOf(number: number): CodesFrame {
  const samples = new Uint8Array(32 * 10).fill(255);
  const codes = codesOf(format, number);
  for (let y = 0; y < 10; y++) samples.set(codes.subarray(y * 20, y * 20 + 20), y * 32);
  const plane = { samples, widthPx: 20, heightPx: 10, strideSamples: 32, samplesPerPixel: 1 } as const;
  return { kind: 'codes', timestampS: number / 25, format, planes: [plane] };
}

test('frames and events are kept in order of arrival, rows without their padding, and the end is written', async () => {
  const sessions = memoryFolder();
  const { encoder, news, waiting, send, answered, close } = encoderOn(sessions);
  await encoder.start(manifestOf(id));
  encoder.append(inputsEvent(1, 9));
  for (let number = 10; number < 15; number++) {
    send(number);
    await answered(number - 9);
    if (number === 12) encoder.append(mark('twelve', 12));
  }
  const kept = await encoder.stop();
  expect(kept.frames).toBe(5);
  expect(waiting).toEqual([0, 0, 0, 0, 0]);
  const reader = await openSession(sessions, id);
  expect(reader.manifest).toMatchObject({ frames: 5, bytes: kept.bytes });
  expect(reader.entries.map(entry => (entry.kind === 'event' ? entry.type : entry.number))).toEqual([
    'inputs',
    10,
    11,
    12,
    'mark',
    13,
    14,
  ]);
  for (const entry of reader.frames) {
    const frame = await reader.readFrame(entry);
    expect(frame).toMatchObject({
      number: entry.number,
      timestampS: entry.number / 25,
      arrivedS: 2000 + entry.number,
    });
    expect(frame.planes[0]?.samples).toEqual(codesOf(format, entry.number));
  }
  expect(news.at(-1)).toMatchObject({ type: 'progress', frames: 5, dropped: 0 });
  expect(await encoder.stop()).toEqual(kept);
  close();
});

test('frames that never came are counted by their numbers and noted in the session', async () => {
  const sessions = memoryFolder();
  const { encoder, news, send, close } = encoderOn(sessions);
  await encoder.start(manifestOf(id, 2));
  for (const number of [3, 4, 8]) send(number);
  for (const number of [50, 52]) send(number, frameOf(number), 'second');
  // The source was lost and came back: numbers begin anew, and nothing is known to be missing.
  for (const number of [0, 1]) send(number);
  await encoder.stop();
  const reader = await openSession(sessions, id);
  const events = await reader.eventsUpTo(reader.frames.length);
  expect(
    events.map(event => (event.type === 'dropped' ? [event.count, event.frameNumber, event.where] : null)),
  ).toEqual([
    [3, 7, 'recorder'],
    [1, 51, 'recorder'],
  ]);
  expect(news.at(-1)).toMatchObject({ type: 'progress', frames: 7, dropped: 4 });
  close();
});

test('more frames than may wait are dropped, counted, and none of the kept ones is harmed', async () => {
  const sessions = memoryFolder();
  const { encoder, news, send, close } = encoderOn(sessions);
  await encoder.start(manifestOf(id));
  for (let number = 0; number < 40; number++) send(number);
  const kept = await encoder.stop();
  const reader = await openSession(sessions, id);
  const events = await reader.eventsUpTo(reader.frames.length);
  const dropped = events.reduce((sum, event) => sum + (event.type === 'dropped' ? event.count : 0), 0);
  expect(kept.frames + dropped).toBe(40);
  expect(news.at(-1)).toMatchObject({ dropped });
  for (const entry of reader.frames)
    expect((await reader.readFrame(entry)).planes[0]?.samples).toEqual(codesOf(format, entry.number));
  close();
});

test('a second recorder is refused with a tip while the first records, and not afterwards', async () => {
  const lock = sharedLock();
  const sessions = memoryFolder();
  const [first, second] = [encoderOn(sessions, { lock }), encoderOn(sessions, { lock })];
  await first.encoder.start(manifestOf(id));
  const other = manifestOf('session-0002');
  await expect(second.encoder.start(other)).rejects.toMatchObject({ problem: { id: 'recorder-busy' } });
  await expect(first.encoder.start(other)).rejects.toMatchObject({ problem: { id: 'recorder-busy' } });
  expect([...sessions.folders.keys()]).toEqual([id]);
  await first.encoder.stop();
  await second.encoder.start(other);
  await second.encoder.stop();
  for (const { close } of [first, second]) close();
});

test('a disk that fills up ends the recording with a problem, keeps what was written, and lets go of the lock', async () => {
  const lock = sharedLock();
  const sessions = memoryFolder({ bytes: 5000 });
  const { encoder, news, send, answered, close } = encoderOn(sessions, { lock });
  await encoder.start(manifestOf(id));
  for (let number = 0; number < 30; number++) {
    send(number);
    await answered(number + 1);
  }
  const kept = await encoder.stop();
  const problems = news.flatMap(one => (one.type === 'problem' ? [one.problem.id] : []));
  expect(problems).toEqual(['recording-disk-full']);
  const reader = await openSession(sessions, id);
  expect(reader.damage).toEqual([]);
  expect(reader.frames.length).toBe(kept.frames);
  expect(kept.frames).toBeGreaterThan(5);
  expect(reader.manifest.endedAtS).not.toBeNull();
  expect(await lock.isHeld()).toBe(false);
  close();
});

test('recording does not begin on a disk that is as good as full', async () => {
  const lock = sharedLock();
  const { encoder, close } = encoderOn(memoryFolder(), { lock, freeBytes: 1000 });
  await expect(encoder.start(manifestOf(id))).rejects.toMatchObject({
    problem: { id: 'recording-disk-full' },
  });
  expect(await lock.isHeld()).toBe(false);
  close();
});

test('a pause keeps no frame and drops none, and the recording goes on after it', async () => {
  const sessions = memoryFolder();
  const { encoder, news, send, answered, close } = encoderOn(sessions);
  await encoder.start(manifestOf(id));
  for (const number of [0, 1, 2]) send(number);
  await answered(3);
  // Nothing waits any more: the pause finds the recorder idle.
  await new Promise(resolve => setTimeout(resolve, 5));
  encoder.pause();
  encoder.append(mark('in the pause', 2));
  for (const number of [3, 4]) send(number);
  await answered(5);
  await new Promise(resolve => setTimeout(resolve, 5));
  encoder.resume();
  for (const number of [9, 10]) send(number);
  await answered(7);
  const kept = await encoder.stop();
  expect(kept.frames).toBe(5);
  const reader = await openSession(sessions, id);
  expect(reader.entries.map(entry => (entry.kind === 'event' ? entry.type : entry.number))).toEqual([
    0,
    1,
    2,
    'mark',
    9,
    10,
  ]);
  expect(news.at(-1)).toMatchObject({ type: 'progress', frames: 5, dropped: 0 });
  close();
});
