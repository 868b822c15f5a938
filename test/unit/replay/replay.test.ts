/** A recorded session as a feed: the same codes under the same numbers, steered by a player, with the events that held. */
import { afterEach, expect, test } from 'vitest';
import { openSession } from '#archive/reader.ts';
import type { SessionWriter } from '#archive/writer.ts';
import type { FeedNews } from '#workers/feed/api.ts';
import type { Maker } from '#workers/feed/maker.ts';
import { createReplay } from '#workers/feed/replay/replay.ts';
import { createRandom } from '../../support/random.ts';
import { codesOf, grey, inputsEvent, sessionInMemory, writeSample } from '../archive/samples.ts';
import { after, collect, id, nextAfter, paintedIn, replayOf, writePainted } from './replays.ts';

const opened: Maker[] = [];
afterEach(() => {
  for (const maker of opened.splice(0)) maker[Symbol.dispose]();
});

const tenFrames = async (writer: SessionWriter) => {
  await writer.writeEvent(inputsEvent(1, 99));
  for (let number = 100; number < 110; number++) {
    if (number === 105) await writer.writeEvent(inputsEvent(2, 104));
    await writeSample(writer, { number, format: grey(9, 5) });
  }
};

test('plays from the first frame to the last, in order, with recorded numbers, times and codes, and then pauses', async () => {
  const { start, until } = await replayOf(tenFrames, opened);
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
  const { start, news, playheads } = await replayOf(tenFrames, opened);
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
    while (playheads().length === told) await after(2);
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
  const open = () => openSession(sessions, id);
  const maker = await createReplay(await open(), {
    tell,
    clockS: () => performance.now() / 1000,
    openAgain: open,
  });
  opened.push(maker);
  const frames = collect(maker.main);
  maker.player?.pause();
  await after(50);
  expect(frames).toEqual([]);
  putInForce();
  expect((await nextAfter(frames, 0)).number).toBe(100);
  maker.player?.seek(7);
  await after(50);
  expect(frames.map(frame => frame.number)).not.toContain(107);
  putInForce();
  while (frames.at(-1)?.number !== 107) await after(2);
});

test('playing at the end begins anew', async () => {
  const { start, until } = await replayOf(tenFrames, opened);
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
  const { start } = await replayOf(
    async writer => {
      for (let number = 0; number < 8; number++) {
        await writeSample(writer, { number });
        if (number % 2 === 1)
          await writeSample(writer, { number: (number - 1) / 2, stream: 'second', format: grey(5, 5) });
      }
    },
    opened,
    2,
  );
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
  const { start, folder, news, until } = await replayOf(tenFrames, opened);
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
  const { start } = await replayOf(async writer => writer.writeEvent(inputsEvent(1, 0)), opened);
  await expect(start()).rejects.toMatchObject({ problem: { id: 'session-empty' } });
});

const painted = (count: number, atS: (index: number) => number) => async (writer: SessionWriter) => {
  await writer.writeEvent(inputsEvent(1, 999));
  for (let index = 0; index < count; index++) await writePainted(writer, index, atS(index));
};
const steady = painted(300, index => 1000 + index / 30);

/** The picture of frame k carries the number k, and so does its header. */
const isItself = (frame: Parameters<typeof paintedIn>[0]) => paintedIn(frame) === frame.number! - 1000;

test('frame k shown is frame k: at random seeks, read from the picture', async () => {
  const { start } = await replayOf(steady, opened);
  const maker = await start();
  maker.player?.pause();
  const frames = collect(maker.main);
  await nextAfter(frames, 0);
  const random = createRandom(7);
  for (let i = 0; i < 200; i++) {
    const wanted = random.integer(0, 299);
    const before = frames.length;
    maker.player?.seek(wanted);
    expect(paintedIn(await nextAfter(frames, before))).toBe(wanted);
  }
});

test('a seek while it plays, either way, shows the very frame and goes on from there', async () => {
  const { start } = await replayOf(steady, opened);
  const maker = await start();
  const frames = collect(maker.main);
  const random = createRandom(8);
  for (const speed of [1, -1, 8, -8, 0.5, -0.5]) {
    for (let i = 0; i < 4; i++) {
      const wanted = random.integer(60, 240);
      maker.player?.play(speed);
      await after(20);
      const before = frames.length;
      maker.player?.seek(wanted);
      const arrived = () => frames.slice(before).findIndex(frame => paintedIn(frame) === wanted);
      while (arrived() < 0) await after(2);
      const seen = before + arrived();
      await nextAfter(frames, seen + 1);
      const later = frames.slice(seen).map(paintedIn);
      expect(later).toEqual([...later].sort((a, b) => (speed > 0 ? a - b : b - a)));
      expect(new Set(later).size).toBe(later.length);
    }
  }
  expect(frames.every(isItself)).toBe(true);
});

test('played backwards it goes from the last frame to the first, and pauses there', async () => {
  const { start, until } = await replayOf(
    painted(30, index => 1000 + index / 30),
    opened,
  );
  const maker = await start();
  maker.player?.pause();
  const frames = collect(maker.main);
  await nextAfter(frames, 0);
  const before = frames.length;
  maker.player?.play(-4);
  const end = await until(
    ({ isPlaying, speed, frameIndex }) => !isPlaying && speed === -4 && frameIndex === 0,
  );
  expect(end).toMatchObject({ frameIndex: 0, positionS: 0, loop: null });
  const seen = frames.slice(before).map(paintedIn);
  expect([seen[0], seen.at(-1)]).toEqual([29, 0]);
  expect(seen).toEqual([...seen].sort((a, b) => b - a));
});

test('a range is played round and round, both ends included, forwards and backwards', async () => {
  const { start, playheads } = await replayOf(steady, opened);
  const maker = await start();
  const frames = collect(maker.main);
  await nextAfter(frames, 0);
  for (const [speed, range] of [
    [1, { from: 40, to: 44 }],
    [-1, { from: 44, to: 40 }],
  ] as const) {
    maker.player?.loop?.(range);
    maker.player?.play(speed);
    while (playheads().at(-1)?.loop?.from !== 40) await after(2);
    const first = speed > 0 ? 40 : 44;
    while (paintedIn(frames.at(-1)!) !== first) await after(1);
    const before = frames.length;
    await nextAfter(frames, before + 14);
    const seen = frames.slice(before).map(paintedIn);
    expect(Math.min(...seen)).toBe(40);
    expect(Math.max(...seen)).toBe(44);
    for (const [i, index] of seen.entries()) {
      const next = seen[i + 1];
      if (next === undefined) break;
      const isOnward = speed > 0 ? next > index : next < index;
      expect(isOnward || next === first, `${index} then ${next}`).toBe(true);
    }
  }
  maker.player?.loop?.(null);
  maker.player?.play(8);
  while (paintedIn(frames.at(-1)!) <= 44) await after(2);
  expect(playheads().at(-1)?.loop).toBeNull();
});

test('of seeks that come faster than frames are shown only the newest is served', async () => {
  const { sessions } = await replayOf(steady, opened);
  const open = () => openSession(sessions, id);
  const reader = await open();
  let reads = 0;
  const slow = {
    ...reader,
    async readFrame(entry: Parameters<typeof reader.readFrame>[0]) {
      reads += 1;
      await after(30);
      return reader.readFrame(entry);
    },
  };
  const maker = await createReplay(slow, {
    tell: () => undefined,
    clockS: () => performance.now() / 1000,
    openAgain: open,
  });
  opened.push(maker);
  maker.player?.pause();
  const frames = collect(maker.main);
  await nextAfter(frames, 0);
  reads = 0;
  for (let index = 0; index <= 200; index += 2) {
    maker.player?.seek(index);
    await after(1);
  }
  while (paintedIn(frames.at(-1)!) !== 200) await after(2);
  expect(reads).toBeLessThan(30);
});

test('pauses are not waited through, and where the source was lost the wait is short', async () => {
  const { start, until } = await replayOf(async writer => {
    for (let index = 0; index < 30; index++) {
      if (index === 10) {
        await writer.writeEvent({ type: 'pause', atS: 1000 + 10 / 30, frameNumber: 1009 });
        await writer.writeEvent({ type: 'resume', atS: 4600, frameNumber: 1009 });
      }
      const laterS = (index >= 10 ? 3600 : 0) + (index >= 20 ? 500 : 0);
      await writePainted(writer, index, 1000 + laterS + index / 30);
    }
  }, opened);
  const maker = await start();
  collect(maker.main);
  maker.player?.play(8);
  const end = await until(({ isPlaying }) => !isPlaying);
  expect(end.frameIndex).toBe(29);
  expect(end.durationS).toBeCloseTo(28 / 30 + 2, 6);
});

test('speeds beyond what is played are brought to the nearest, and nonsense to one', async () => {
  const { start, playheads } = await replayOf(tenFrames, opened);
  const maker = await start();
  collect(maker.main);
  for (const [asked, played] of [
    [100, 8],
    [-100, -8],
    [0.01, 0.1],
    [-0.01, -0.1],
    [Number.NaN, 1],
    [0, 1],
  ] as const) {
    maker.player?.play(asked);
    expect(playheads().at(-1)?.speed).toBe(played);
  }
});

test('before a frame at which numbers were withheld is shown, it is told so; also where it is sought out', async () => {
  const problem = (frameNumber: number, isOver: boolean) =>
    ({
      type: 'problem',
      problemId: 'picture-black',
      text: 'The picture is black.',
      withholds: 'numbers',
      ...(isOver && { isOver: true }),
      atS: 1000,
      frameNumber,
    }) as const;
  const { start, news, until } = await replayOf(async writer => {
    for (let index = 0; index < 60; index++) {
      await writePainted(writer, index, 1000 + index / 30);
      if (index === 19) await writer.writeEvent(problem(1019, false));
      if (index === 29) await writer.writeEvent(problem(1029, true));
    }
  }, opened);
  const replay = await start();
  const frames = collect(replay.main);
  replay.player!.pause();
  const told = () =>
    news.flatMap(one => (one.type === 'withheld' ? [one.hazards.map(({ problemId }) => problemId)] : []));
  for (const [index, expected] of [
    [25, ['picture-black']],
    [20, ['picture-black']],
    [19, []],
    [29, ['picture-black']],
    [30, []],
  ] as const) {
    replay.player!.seek(index);
    await until(({ frameIndex, isPlaying }) => frameIndex === index && !isPlaying);
    while (frames.at(-1)?.number !== 1000 + index) await after(2);
    expect(told().at(-1) ?? []).toEqual(expected);
  }
});
