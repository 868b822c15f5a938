/** A recorded session as a feed: the same codes under the same numbers, steered by a player, with the events that held. */
import { afterEach, expect, test } from 'vitest';
import { openSession } from '#archive/reader.ts';
import type { SessionWriter } from '#archive/writer.ts';
import type { CodesFrame, Frame } from '#model/frame.ts';
import type { FeedNews, Playhead } from '#workers/feed/api.ts';
import type { Maker } from '#workers/feed/maker.ts';
import { createReplay } from '#workers/feed/replay/replay.ts';
import { codesOf, grey, inputsEvent, sessionInMemory, writeSample } from './samples.ts';

const id = 'session-0001';
const opened: Maker[] = [];
afterEach(() => {
  for (const maker of opened.splice(0)) maker[Symbol.dispose]();
});

async function replayOf(fill: (writer: SessionWriter) => Promise<void>, streams: 1 | 2 = 1) {
  const { sessions, folder } = await sessionInMemory(fill, { streams });
  const news: FeedNews[] = [];
  const start = async () => {
    const reader = await openSession(sessions, id);
    const tell = (one: FeedNews) => void news.push(one);
    const maker = await createReplay(reader, { tell, clockS: () => performance.now() / 1000 });
    opened.push(maker);
    return maker;
  };
  const playheads = () => news.flatMap(one => (one.type === 'playhead' ? [one.playhead] : []));
  const until = async (isSo: (playhead: Playhead) => boolean): Promise<Playhead> => {
    for (;;) {
      const found = playheads().find(isSo);
      if (found) return found;
      await new Promise(resolve => setTimeout(resolve, 2));
    }
  };
  return { start, folder, news, playheads, until };
}

/** Reads as the view worker does: always. */
function collect(stream: ReadableStream<Frame>): CodesFrame[] {
  const frames: CodesFrame[] = [];
  const reader = stream.getReader();
  const read = async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if ('kind' in value) frames.push(value);
    }
  };
  read().catch((error: unknown) => {
    throw error;
  });
  return frames;
}

const nextAfter = async (frames: readonly CodesFrame[], count: number) => {
  while (frames.length <= count) await new Promise(resolve => setTimeout(resolve, 2));
  return frames.at(-1)!;
};

const tenFrames = async (writer: SessionWriter) => {
  await writer.writeEvent(inputsEvent(1, 99));
  for (let number = 100; number < 110; number++) {
    if (number === 105) await writer.writeEvent(inputsEvent(2, 104));
    await writeSample(writer, { number, format: grey(9, 5) });
  }
};

test('plays from the first frame to the last, in order, with recorded numbers, times and codes, and then pauses', async () => {
  const { start, until } = await replayOf(tenFrames);
  const maker = await start();
  const frames = collect(maker.main);
  maker.player?.play(0.5);
  const end = await until(({ isPlaying }) => !isPlaying);
  expect(end).toMatchObject({ frameIndex: 9, frameCount: 10, speed: 0.5 });
  expect(end.positionS).toBeCloseTo(9 / 30, 6);
  expect(end.durationS).toBe(end.positionS);
  const numbers = frames.map(frame => frame.number!);
  expect(numbers[0]).toBe(100);
  expect(numbers.at(-1)).toBe(109);
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  for (const { number, timestampS, planes } of frames) {
    expect(timestampS).toBe(number! / 30);
    expect(planes[0]?.samples).toEqual(codesOf(grey(9, 5), number!));
  }
  expect(maker.description).toMatchObject({ kind: 'replay', live: false, streams: 1, name: 'A camera' });
  expect(maker.description.nominalFps).toBeCloseTo(30, 6);
});

test('a seek shows exactly that frame, tells where it is and what held there, and stays paused', async () => {
  const { start, news, playheads } = await replayOf(tenFrames);
  const maker = await start();
  maker.player?.pause();
  const frames = collect(maker.main);
  await nextAfter(frames, 0);
  const revisions: number[] = [];
  for (const frameIndex of [7, 2, 9, 0, 5]) {
    const before = frames.length;
    const told = playheads().length;
    maker.player?.seek(frameIndex);
    expect((await nextAfter(frames, before)).number).toBe(100 + frameIndex);
    while (playheads().length === told) await new Promise(resolve => setTimeout(resolve, 2));
    expect(playheads().at(-1)).toMatchObject({ frameIndex, isPlaying: false });
    const held = news.findLast(one => one.type === 'events');
    const inputs = held?.type === 'events' ? held.events.find(event => event.type === 'inputs') : undefined;
    revisions.push(inputs?.type === 'inputs' ? inputs.inputs.revision : 0);
  }
  expect(revisions).toEqual([2, 1, 2, 1, 2]);
});

test('a frame waits until the settings that hold at it are in force', async () => {
  const { sessions } = await sessionInMemory(tenFrames);
  let putInForce: () => void = () => undefined;
  const tell = (news: FeedNews) =>
    news.type === 'events' ? new Promise<void>(resolve => (putInForce = resolve)) : undefined;
  const maker = await createReplay(await openSession(sessions, id), {
    tell,
    clockS: () => performance.now() / 1000,
  });
  opened.push(maker);
  const frames = collect(maker.main);
  maker.player?.pause();
  await new Promise(resolve => setTimeout(resolve, 50));
  expect(frames).toEqual([]);
  putInForce();
  expect((await nextAfter(frames, 0)).number).toBe(100);
  maker.player?.seek(7);
  await new Promise(resolve => setTimeout(resolve, 50));
  expect(frames.map(frame => frame.number)).not.toContain(107);
  putInForce();
  while (frames.at(-1)?.number !== 107) await new Promise(resolve => setTimeout(resolve, 2));
});

test('playing at the end begins anew', async () => {
  const { start, until } = await replayOf(tenFrames);
  const maker = await start();
  const frames = collect(maker.main);
  maker.player?.play(8);
  await until(({ isPlaying }) => !isPlaying);
  const played = frames.length;
  maker.player?.play(8);
  await nextAfter(frames, played);
  expect(frames[played]?.number).toBe(100);
});

test('two streams come in step: at every seek the second shows its newest frame of that moment', async () => {
  const { start } = await replayOf(async writer => {
    for (let number = 0; number < 8; number++) {
      await writeSample(writer, { number });
      if (number % 2 === 1)
        await writeSample(writer, { number: (number - 1) / 2, stream: 'second', format: grey(5, 5) });
    }
  }, 2);
  const maker = await start();
  maker.player?.pause();
  const main = collect(maker.main);
  const second = collect(maker.second!);
  await nextAfter(second, 0);
  expect([main.at(-1)?.number, second.at(-1)?.number]).toEqual([0, 0]);
  for (const [frameIndex, expected] of [
    [7, 2],
    [2, 0],
    [4, 1],
  ] as const) {
    const before = second.length;
    maker.player?.seek(frameIndex);
    await nextAfter(second, before);
    await nextAfter(main, 0);
    expect([main.at(-1)?.number, second.at(-1)?.number]).toEqual([frameIndex, expected]);
  }
});

test('a damaged frame is left out with a problem, and the frames about it play', async () => {
  const { start, folder, news, until } = await replayOf(tenFrames);
  const chunk = folder.files.get('records-0001.rlr')!;
  const third = [...chunk.keys()].filter(
    at =>
      at % 16 === 0 &&
      String.fromCharCode(...chunk.subarray(at, at + 8)) === 'RLRECORD' &&
      chunk[at + 12] === 1,
  )[3]!;
  chunk[third + 130]! ^= 1;
  const maker = await start();
  const frames = collect(maker.main);
  maker.player?.play(0.5);
  await until(({ isPlaying }) => !isPlaying);
  expect(frames.map(frame => frame.number)).not.toContain(103);
  expect(frames.at(-1)?.number).toBe(109);
  const problems = news.flatMap(one => (one.type === 'problem' ? [one.problem.id] : []));
  expect(problems).toContain('record-damaged');
});

test('a recording without a frame is a problem with a tip', async () => {
  const { start } = await replayOf(async writer => writer.writeEvent(inputsEvent(1, 0)));
  await expect(start()).rejects.toMatchObject({ problem: { id: 'session-empty' } });
});
