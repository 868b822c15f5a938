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

function encoderOn(
  sessions: MemoryFolder,
  {
    lock = sharedLock(),
    freeBytes = (): number => 2 ** 40,
    clockS = () => performance.now() / 1000,
    blanks = [] as RecordMessage['blanks'],
  } = {},
) {
  const news: EncodeNews[] = [];
  const encoder = createEncoder({
    sessions: async () => sessions,
    lock,
    freeBytes: async () => freeBytes(),
    clockS,
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
      blanks,
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
  const { encoder, close } = encoderOn(memoryFolder(), { lock, freeBytes: () => 1000 });
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

const eventsOf = async (sessions: MemoryFolder) => {
  const reader = await openSession(sessions, id);
  return reader.eventsUpTo(reader.frames.length);
};

test('while it is paused frames are let go and not missed, events are kept, and the session goes on afterwards', async () => {
  const sessions = memoryFolder();
  const { encoder, news, waiting, send, answered, close } = encoderOn(sessions);
  await encoder.start(manifestOf(id, 2));
  for (const number of [0, 1, 4]) send(number);
  send(0, frameOf(0), 'second');
  await answered(4);
  encoder.pause();
  encoder.append({ type: 'pause', atS: 2004, frameNumber: 4 });
  for (const number of [5, 6]) send(number);
  await answered(6);
  encoder.append(mark('while paused', 6));
  encoder.append({ type: 'resume', atS: 2030, frameNumber: 6 });
  encoder.resume();
  for (const number of [30, 31, 33]) send(number);
  send(12, frameOf(12), 'second');
  await answered(10);
  const kept = await encoder.stop();
  expect(kept.frames).toBe(8);
  expect(waiting.length).toBe(10);
  const reader = await openSession(sessions, id);
  expect(reader.frames.map(({ number }) => number)).toEqual([0, 1, 4, 30, 31, 33]);
  expect(reader.secondFrames.map(({ number }) => number)).toEqual([0, 12]);
  const events = await eventsOf(sessions);
  expect(events.map(event => (event.type === 'dropped' ? `dropped ${event.count}` : event.type))).toEqual([
    'dropped 2',
    'pause',
    'mark',
    'resume',
    'dropped 1',
  ]);
  expect(news.at(-1)).toMatchObject({ type: 'progress', frames: 8, dropped: 3 });
  close();
});

test('a recording that is stopped while it is paused is whole, and what was lost before is noted', async () => {
  const sessions = memoryFolder();
  const { encoder, send, answered, close } = encoderOn(sessions);
  await encoder.start(manifestOf(id));
  for (let number = 0; number < 12; number++) send(number);
  await answered(12);
  encoder.pause();
  encoder.pause();
  const kept = await encoder.stop();
  const reader = await openSession(sessions, id);
  expect(reader.manifest.frames).toBe(kept.frames);
  const lost = (await eventsOf(sessions)).map(event => (event.type === 'dropped' ? event.count : 0));
  expect(kept.frames + lost.reduce((sum, count) => sum + count, 0)).toBe(12);
  // Nothing records: there is nothing to pause.
  encoder.pause();
  encoder.resume();
  close();
});

test('blanked places never reach the disk, and everything around them does, to the code', async () => {
  const sessions = memoryFolder();
  const blanks = [{ stream: 'main', x: 0, y: 0.25, width: 0.25, height: 0.25 }] as const;
  const { encoder, send, answered, close } = encoderOn(sessions, { blanks });
  await encoder.start(manifestOf(id));
  send(3);
  await answered(1);
  await encoder.stop();
  const reader = await openSession(sessions, id);
  expect(reader.damage).toEqual([]);
  const samples = (await reader.readFrame(reader.frames[0]!)).planes[0]!.samples;
  const expected = codesOf(format, 3);
  // 20 × 10 pixels: columns 0 to 5 and rows 2 to 5 are black.
  for (let y = 2; y < 6; y++) expected.fill(0, y * 20, y * 20 + 6);
  expect(samples).toEqual(expected);
  close();
});

test('each chunk is told once it is closed, the last one with the end', async () => {
  const sessions = memoryFolder();
  const { encoder, news, send, answered, close } = encoderOn(sessions);
  await encoder.start(manifestOf(id));
  const large = grey(200, 200);
  const samples = codesOf(large, 1);
  const plane = { samples, widthPx: 200, heightPx: 200, strideSamples: 200, samplesPerPixel: 1 } as const;
  const told = () => news.filter(one => one.type === 'chunk').length;
  for (let number = 0; number < 3; number++) {
    send(number, { kind: 'codes', timestampS: number, format: large, planes: [plane] });
    await answered(number + 1);
    // One frame of 40,000 bytes fits in a chunk of 65,536.
    expect(told()).toBe(number);
  }
  await encoder.stop();
  expect(news.filter(one => one.type === 'chunk')).toEqual(
    [1, 2, 3].map(() => ({ type: 'chunk', sessionId: id })),
  );
  close();
});

test('the user is warned ten minutes and two minutes before the disk is full, by the rate of late', async () => {
  const sessions = memoryFolder();
  let nowS = 1000;
  const disk = { bytes: 0 };
  const { encoder, news, send, answered, close } = encoderOn(sessions, {
    clockS: () => nowS,
    freeBytes: () => disk.bytes,
  });
  /** One frame a second: 336 bytes with its header. */
  const perS = 336;
  disk.bytes = 2 ** 28;
  await encoder.start(manifestOf(id));
  let sent = 0;
  const record = async (forS: number) => {
    for (let i = 0; i < forS; i++) {
      nowS += 1;
      disk.bytes -= perS;
      send(sent);
      sent += 1;
      await answered(sent);
    }
  };
  const progress = () => {
    const newest = news.findLast(one => one.type === 'progress');
    return newest?.type === 'progress' ? newest.secondsLeft : null;
  };
  const problems = () =>
    news.flatMap(one => (one.type === 'problem' ? [`${one.problem.id}${one.isOver ? ' over' : ''}`] : []));
  await record(30);
  expect(progress()! / (disk.bytes / perS)).toBeCloseTo(1, 2);
  expect(problems()).toEqual([]);
  // Somebody else fills the disk.
  disk.bytes = 650 * perS;
  await record(40);
  expect(problems()).toEqual([]);
  await record(20);
  expect(problems()).toEqual(['recording-space-short']);
  // Packing gives half of it back: twice the time.
  encoder.setPackingRate(perS / 2);
  await record(2);
  expect(progress()! / (disk.bytes / perS)).toBeCloseTo(2, 1);
  expect(problems().at(-1)).toBe('recording-space-short over');
  // No rate of packing is believed to give back all.
  encoder.setPackingRate(100 * perS);
  await record(2);
  expect(progress()! / (disk.bytes / perS)).toBeCloseTo(10, 0);
  encoder.setPackingRate(0);
  await record(2);
  expect(problems().at(-1)).toBe('recording-space-short');
  disk.bytes = 130 * perS;
  await record(20);
  expect(problems().slice(-2)).toEqual(['recording-space-short over', 'recording-space-low']);
  // Old recordings were deleted.
  disk.bytes = 2 ** 28;
  await record(5);
  expect(problems().at(-1)).toBe('recording-space-low over');
  disk.bytes = 300 * perS;
  await record(5);
  await encoder.stop();
  expect(problems().slice(-2)).toEqual(['recording-space-short', 'recording-space-short over']);
  close();
});

test('a pause does not make the disk seem to last longer', async () => {
  const sessions = memoryFolder();
  let nowS = 0;
  const { encoder, news, send, answered, close } = encoderOn(sessions, {
    clockS: () => nowS,
    freeBytes: () => 2 ** 28,
  });
  await encoder.start(manifestOf(id));
  let sent = 0;
  const record = async (forS: number) => {
    for (let i = 0; i < forS; i++) {
      nowS += 1;
      send(sent);
      sent += 1;
      await answered(sent);
    }
  };
  const left = () => news.flatMap(one => (one.type === 'progress' ? [one.secondsLeft] : [])).at(-1)!;
  await record(10);
  const before = left();
  encoder.pause();
  await record(500);
  expect(left() / before).toBeCloseTo(1, 2);
  encoder.resume();
  await record(10);
  expect(left() / before).toBeCloseTo(1, 2);
  await encoder.stop();
  close();
});
