/** A session at a glance: its clock, its gaps, and what happened in it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSession } from '#archive/reader.ts';
import type { FrameEntry } from '#archive/scan.ts';
import { toTimeline } from '#archive/timeline.ts';
import type { SessionWriter } from '#archive/writer.ts';
import { emptyCase } from '#model/case-strip.ts';
import type { SessionEvent } from '#model/event.ts';
import { clockOf } from '#workers/feed/replay/clock.ts';
import { toScore } from '#workers/feed/replay/score.ts';
import { replayIndexOf } from '#workers/feed/replay/session-index.ts';
import { grey, inputsEvent, mark, measurementOf, sessionInMemory, writeSample } from '../archive/samples.ts';
import { id } from './replays.ts';

type WithoutTime<T> = T extends unknown ? Omit<T, 'atS' | 'frameNumber'> : never;
const event = (happening: WithoutTime<SessionEvent>, frameNumber: number): SessionEvent => ({
  ...happening,
  atS: 1000 + frameNumber / 30,
  frameNumber,
});

async function indexOf(fill: (writer: SessionWriter) => Promise<void>) {
  const { sessions } = await sessionInMemory(fill);
  const reader = await openSession(sessions, id);
  return { index: await replayIndexOf(reader, toScore(reader)), reader };
}

/** Frames 0 … count − 1, each event written behind the frame whose number it has. */
const session =
  (count: number, events: readonly SessionEvent[], laterS: (index: number) => number = () => 0) =>
  async (writer: SessionWriter) => {
    for (let number = 0; number < count; number++) {
      await writeSample(writer, { number, arrivedS: 1000 + laterS(number) + number / 30 });
      for (const one of events) if (one.frameNumber === number) await writer.writeEvent(one);
    }
  };

const entryOf = (change: Partial<FrameEntry>): FrameEntry => ({
  kind: 'frame',
  sequence: 0,
  stream: 'main',
  number: 0,
  timestampS: 0,
  arrivedS: 0,
  profileMark: 0,
  format: grey(),
  coded: null,
  payloadBytes: 0,
  payloadChecksum: 0n,
  chunk: 'records-0001.rlr',
  offsetBytes: 0,
  ...change,
});

test('the clock is arrival from the first frame while frames come steadily', async () => {
  const { index, reader } = await indexOf(session(20, []));
  expect(index).toMatchObject({ sessionId: id, startedAtS: 1000, gaps: [], marks: [], streams: 1 });
  for (const [k, atS] of index.frameAtS.entries()) expect(atS).toBeCloseTo(k / 30, 9);
  expect([...index.frameArrivedS]).toEqual(reader.frames.map(({ arrivedS }) => arrivedS));
});

test('a pause is left out where it lies, though the page knew of the newest frames a little late', async () => {
  // Frames to 9 arrived before the pause; the page had heard of 6.
  const pause = { type: 'pause', atS: 1000 + 9.5 / 30, frameNumber: 6 } as const;
  const resume = { type: 'resume', atS: 1899, frameNumber: 8 } as const;
  const { index } = await indexOf(session(20, [pause, resume], k => (k > 9 ? 900 : 0)));
  expect(index.gaps).toEqual([]);
  expect(index.frameAtS.at(-1)).toBeCloseTo(19 / 30, 3);
});

test('a pause is left out of the clock, and is no gap', async () => {
  const pause = event({ type: 'pause' }, 9);
  const resume = { ...event({ type: 'resume' }, 9), atS: 2000 };
  const { index } = await indexOf(session(20, [pause, resume], k => (k > 9 ? 900 : 0)));
  expect(index.frameAtS[19]).toBeCloseTo(19 / 30, 9);
  expect(index.gaps).toEqual([]);
  expect(index.marks).toEqual([
    { type: 'pause', frameIndex: 10, atS: index.frameAtS[10], words: 'recording paused', stillId: null },
  ]);
  expect(index.frameArrivedS[10]).toBeCloseTo(1900 + 10 / 30, 6);
});

test('where the source was lost the clock goes on two seconds, and the span is named', async () => {
  const { index } = await indexOf(session(20, [], k => (k > 9 ? 60 : 0)));
  expect(index.gaps).toEqual([{ before: 9, after: 10 }]);
  expect(index.frameAtS[10]! - index.frameAtS[9]!).toBeCloseTo(2, 9);
  expect(index.frameAtS[19]).toBeCloseTo(2 + 18 / 30, 9);
});

test('frames that always come slowly are no gaps', async () => {
  const { index } = await indexOf(session(20, [], k => k * 5));
  expect(index.gaps).toEqual([]);
  expect(index.frameAtS[19]).toBeCloseTo(95 + 19 / 30, 6);
});

test('whatever arrival says, the clock never falls, is finite, and no step is longer than it may be', () => {
  const arrivals = fc.array(
    fc.record({
      arrivedS: fc.oneof(fc.double({ min: 0, max: 100 }), fc.double({ noNaN: false })),
      stream: fc.constantFrom('main', 'second' as const),
    }),
    { minLength: 1, maxLength: 60 },
  );
  fc.assert(
    fc.property(arrivals, frames => {
      const entries = frames.map((frame, sequence) => entryOf({ ...frame, sequence }));
      const { atS, stepS } = clockOf(entries, toTimeline(entries));
      for (const [i, now] of atS.entries()) {
        expect(Number.isFinite(now)).toBe(true);
        const wentS = now - (atS[i - 1] ?? 0);
        expect(wentS).toBeGreaterThanOrEqual(0);
        expect(wentS).toBeLessThanOrEqual(Math.max(2, 3 * stepS) * (1 + 1e-9));
      }
    }),
  );
});

test('a machine whose clock is set back an hour goes on playing', () => {
  const entries = Array.from({ length: 60 }, (_, k) =>
    entryOf({ sequence: k, number: k, arrivedS: 5000 + k / 30 - (k >= 30 ? 3600 : 0) }),
  );
  expect(clockOf(entries, toTimeline(entries)).atS.at(-1)).toBeCloseTo(58 / 30, 6);
});

test('what happened is marked in words, where it holds from, and what comes with every frame is not', async () => {
  const inCase = (station: 'tumour bed' | 'gross tumour') =>
    ({ type: 'case', case: { ...emptyCase, station } }) as const;
  const measured = measurementOf({ number: 3, timestampS: 0.1, arrivedS: 1000.1 }, inputsEventInputs(), 0.2);
  const { index } = await indexOf(
    session(30, [
      inputsEvent(1, 0),
      event(inCase('tumour bed'), 1),
      event({ type: 'measurement', measurement: measured }, 3),
      event(inCase('gross tumour'), 4),
      event({ type: 'mark', kind: 'iort-start', doseGy: 15, text: '' }, 6),
      event({ type: 'mark', kind: 'resection-end', doseGy: null, text: 'frozen section sent' }, 8),
      mark('towel moved', 10),
      event({ type: 'gain-jump', ratio: 1.8123, isStep: true }, 12),
      event({ type: 'camera', text: 'Exposure: auto → manual' }, 14),
      event({ type: 'dropped', count: 2, where: 'recorder' }, 16),
      event({ type: 'dropped', count: 3, where: 'recorder' }, 17),
      event({ type: 'dropped', count: 1, where: 'feed' }, 18),
      event({ type: 'problem', problemId: 'camera-lost', text: 'The camera is gone.' }, 20),
      event({ type: 'still', stillId: 'still-0001' }, 22),
    ]),
  );
  expect(
    index.marks.map(({ type, frameIndex, words, stillId }) => [type, frameIndex, words, stillId]),
  ).toEqual([
    ['case', 5, 'station gross tumour', null],
    ['mark', 7, 'IORT start 15 Gy', null],
    ['mark', 9, 'resection end: frozen section sent', null],
    ['mark', 11, 'towel moved', null],
    ['gain-jump', 13, '1.8 times as bright at once', null],
    ['camera', 15, 'Exposure: auto → manual', null],
    ['dropped', 17, '5 frames not recorded', null],
    ['dropped', 19, '1 frame not delivered by the source', null],
    ['problem', 21, 'The camera is gone.', null],
    ['still', 23, 'still', 'still-0001'],
  ]);
  for (const { atS, frameIndex } of index.marks) expect(atS).toBe(index.frameAtS[frameIndex]);
});

test('what goes on is marked once, and again when it comes back', async () => {
  const slow = (ratio: number, at: number) => event({ type: 'gain-jump', ratio, isStep: false }, at);
  const gone = (at: number) => event({ type: 'problem', problemId: 'gain', text: 'The gain changed.' }, at);
  const { index } = await indexOf(
    session(300, [slow(1.1, 3), gone(3), slow(1.2, 30), gone(30), slow(1.3, 100), slow(1.1, 280), gone(280)]),
  );
  expect(index.marks.map(({ type, frameIndex }) => [type, frameIndex])).toEqual([
    ['gain-jump', 4],
    ['problem', 4],
    ['gain-jump', 281],
    ['problem', 281],
  ]);
});

test('what was wrong for a while is a span from its beginning to its end, and says whether numbers were withheld', async () => {
  const problem = (
    problemId: string,
    at: number,
    more: { isOver?: true; withholds?: 'numbers' } = {},
  ): SessionEvent => event({ type: 'problem', problemId, text: `${problemId} is so.`, ...more }, at);
  const black = { withholds: 'numbers' } as const;
  const { index } = await indexOf(
    session(60, [
      // Told while it began, and told once more: one span.
      problem('picture-black', 9, black),
      problem('picture-black', 12, black),
      problem('picture-black', 19, { ...black, isOver: true }),
      // Nobody said that it ended, and numbers stood: a moment.
      problem('still', 14),
      // It grew worse.
      problem('region-out-of-frame', 24),
      problem('region-out-of-frame', 29, black),
      problem('region-out-of-frame', 34, { ...black, isOver: true }),
      // The recording ended before it did.
      problem('excitation-off', 49, black),
      problem('display-disconnected', 50),
      // What never began here.
      problem('camera-lost', 5, { isOver: true }),
    ]),
  );
  expect(index.hazards.map(({ problemId, from, to, withholds }) => [problemId, from, to, withholds])).toEqual(
    [
      ['picture-black', 10, 19, true],
      ['region-out-of-frame', 25, 29, false],
      ['region-out-of-frame', 30, 34, true],
      ['excitation-off', 50, 59, true],
    ],
  );
  expect(index.hazards[0]?.words).toBe('picture-black is so.');
});

const inputsEventInputs = () => {
  const inputs = inputsEvent(1, 0);
  if (inputs.type !== 'inputs') throw new Error('No inputs.');
  return inputs.inputs;
};

test('the injection lies on the timeline’s clock: before the first frame, or where it was', async () => {
  const given = (injectedAtS: number) => event({ type: 'case', case: { ...emptyCase, injectedAtS } }, 2);
  const before = await indexOf(session(20, [given(400)]));
  expect(before.index.injectedAtS).toBeCloseTo(-600, 9);
  expect(before.index.marks).toEqual([]);
  const during = await indexOf(session(20, [given(1060.2)], k => (k > 4 ? 60 : 0)));
  expect(during.index.injectedAtS).toBeCloseTo(4 / 30 + 2 + (1060.2 - 1060 - 5 / 30), 6);
  expect(during.index.marks).toMatchObject([{ type: 'case', frameIndex: 6, words: 'dye given' }]);
  const unknown = await indexOf(session(5, []));
  expect(unknown.index.injectedAtS).toBeNull();
});
