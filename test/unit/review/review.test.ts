/** Sessions measured again by the worker's own code: equal to the last bit, or said not to be. */
import { describe, expect, test } from 'vitest';
import { openSession } from '#archive/reader.ts';
import { fieldOf, fieldToJson, refOf } from '#model/field.ts';
import { keyFrameToJson } from '#model/key-frame.ts';
import { wholeFrame } from '#model/layout.ts';
import { type Row, toRow } from '#model/rows.ts';
import type { RemeasureOrder } from '#workers/quantify/api.ts';
import { createTissueFollower } from '#workers/quantify/tissue-follower.ts';
import { createRandom } from '../../support/random.ts';
import type { MemoryFolder } from '../archive/memory-folder.ts';
import { sessionInMemory } from '../archive/samples.ts';
import { circle, formatOf, frameOf, inputsOf, nirOnly, profileOf, region } from '../quantify/frames.ts';
import {
  at,
  createWorker,
  frame,
  id,
  inputs,
  inputsEvent,
  recorded,
  regions,
  write,
} from './recorded-sessions.ts';

async function remeasured(sessions: MemoryFolder, order: Partial<RemeasureOrder> = {}) {
  const rows: Row[] = [];
  const shares: number[] = [];
  const summary = await createWorker(sessions).remeasure(
    { sessionId: id, inputs: null, from: 0, to: Number.MAX_SAFE_INTEGER, every: 1, ...order },
    (some, share) => {
      rows.push(...some);
      shares.push(share);
    },
  );
  return { rows, summary, shares };
}

const rowsOf = async (sessions: MemoryFolder) => {
  const rows: Row[] = [];
  await createWorker(sessions).recordedRows(id, some => void rows.push(...some));
  return rows;
};

describe('a session measured again', () => {
  test('with what was recorded gives every number again, to the last bit, and rows in order', async () => {
    const { sessions, live } = await recorded(80);
    const { rows, summary, shares } = await remeasured(sessions);
    expect(summary).toEqual({ frames: 80, equal: 80, unequal: 0, unverifiable: 0, damaged: 0 });
    expect(rows).toEqual(
      live.map((measurement, k) => toRow(measurement, { frameIndex: k, atS: k / 30 })).map(closeTo),
    );
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(await rowsOf(sessions)).toEqual(rows);
  });

  test('frames that were not measured live get numbers, too, and are not counted as compared', async () => {
    const { sessions } = await recorded(30, { isMeasured: number => number % 3 === 0 });
    const { rows, summary } = await remeasured(sessions);
    expect(rows.map(({ frameIndex }) => frameIndex)).toEqual(Array.from({ length: 30 }, (_, k) => k));
    expect(summary).toEqual({ frames: 30, equal: 10, unequal: 0, unverifiable: 0, damaged: 0 });
    expect((await rowsOf(sessions)).map(({ frameIndex }) => frameIndex)).toEqual([
      0, 3, 6, 9, 12, 15, 18, 21, 24, 27,
    ]);
  });

  test('settings that changed in between hold from their frame on', async () => {
    const changed = { ...inputs, revision: 2, profile: profileOf({ darkCodes: 20 }) };
    const { sessions } = await recorded(20, { inputsOf: number => (number < 8 ? inputs : changed) });
    const { rows, summary } = await remeasured(sessions);
    expect(summary).toMatchObject({ equal: 20, unequal: 0 });
    expect(rows.map(({ inputsRevision }) => inputsRevision)).toEqual(rows.map((_, k) => (k < 8 ? 1 : 2)));
  });

  test('one code that is another than was measured is found', async () => {
    const other = frame(5);
    other.planes[0]!.samples[30 * 96 + 60]! ^= 1;
    const { sessions } = await recorded(12, { written: number => (number === 5 ? other : frame(number)) });
    expect((await remeasured(sessions)).summary).toEqual({
      frames: 12,
      equal: 11,
      unequal: 1,
      unverifiable: 0,
      damaged: 0,
    });
  });

  test('a byte turned over on the disk leaves its frame out, and its measurement without proof', async () => {
    const { sessions, folder } = await recorded(12);
    const chunk = folder.files.get('records-0001.rlr')!;
    const { frames } = await openSession(sessions, id);
    chunk[frames[4]!.offsetBytes + 128 + 1000]! ^= 4;
    const { rows, summary } = await remeasured(sessions);
    expect(summary).toEqual({ frames: 11, equal: 11, unequal: 0, unverifiable: 1, damaged: 1 });
    expect(rows.map(({ frameIndex }) => frameIndex)).not.toContain(4);
    expect(rows.length).toBe(11);
  });

  test('a measurement whose frame was dropped, or whose settings are not there, cannot be compared', async () => {
    const { sessions } = await recorded(12, { written: number => (number === 6 ? null : frame(number)) });
    expect((await remeasured(sessions)).summary).toEqual({
      frames: 11,
      equal: 11,
      unequal: 0,
      unverifiable: 1,
      damaged: 0,
    });
    const { measurement } = await createWorker().measure(
      { main: frame(0), second: null },
      { ...inputs, revision: 99 },
    );
    const lost = await sessionInMemory(async writer => {
      await writer.writeEvent(inputsEvent(inputs, -1));
      await write(writer, frame(0));
      await writer.writeEvent({ type: 'measurement', ...at(0), measurement });
    });
    expect((await remeasured(lost.sessions)).summary).toMatchObject({
      frames: 1,
      equal: 0,
      unequal: 0,
      unverifiable: 1,
    });
  });

  test('with other settings every frame is measured with those, and nothing is compared', async () => {
    const { sessions } = await recorded(10);
    const other = inputsOf([region('T1', circle(60, 30, 5)), region('B2', circle(25, 40, 9))], {
      revision: 500,
    });
    const { rows, summary } = await remeasured(sessions, { inputs: other });
    expect(summary).toEqual({ frames: 10, equal: 0, unequal: 0, unverifiable: 0, damaged: 0 });
    const worker = createWorker();
    for (const [k, row] of rows.entries()) {
      const { measurement } = await worker.measure({ main: frame(k), second: null }, other);
      expect(row).toEqual(closeTo(toRow(measurement, { frameIndex: k, atS: k / 30 })));
    }
  });

  test('a part of it, every so many frames: those frames and no others', async () => {
    const { sessions } = await recorded(40);
    const { rows, summary } = await remeasured(sessions, { from: 5, to: 33, every: 4 });
    expect(rows.map(({ frameIndex }) => frameIndex)).toEqual([5, 9, 13, 17, 21, 25, 29, 33]);
    expect(summary).toEqual({ frames: 8, equal: 8, unequal: 0, unverifiable: 0, damaged: 0 });
  });

  test.each([
    { from: 8, to: 3, every: 1, count: 0 },
    { from: Number.NaN, to: Number.NaN, every: Number.NaN, count: 1 },
    { from: -50, to: 1e300, every: -3, count: 6 },
    { from: 0.4, to: 5, every: 1e300, count: 1 },
    { from: 99, to: 200, every: 1, count: 0 },
  ])(
    'an order of $from to $to, every $every, is brought to frames that are there',
    async ({ count, ...order }) => {
      const { sessions } = await recorded(6);
      const { rows, summary } = await remeasured(sessions, order);
      expect([rows.length, summary.frames]).toEqual([count, count]);
    },
  );
});

/** Times of arrival are kept as they are; their difference is not a short decimal. */
const closeTo = (row: Row): Row => ({ ...row, atS: expect.closeTo(row.atS, 9) });

describe('what settings name', () => {
  test('a flat field and a key frame are found in the session, and the numbers are the live ones', async () => {
    const flat = fieldOf(
      Float64Array.from({ length: 96 * 64 }, (_, i) => 1 - 0.3 * ((i % 96) / 96)),
      96,
      64,
    );
    const worker = createWorker();
    const follower = createTissueFollower(null);
    // Waves of many lengths and directions: nothing in it is like its neighbourhood.
    const random = createRandom(4);
    const waves = Array.from({ length: 40 }, () => {
      const perPx = (2 * Math.PI) / random.uniform(9, 70);
      const angle = random.uniform(0, Math.PI);
      return { x: perPx * Math.cos(angle), y: perPx * Math.sin(angle), start: random.uniform(0, 7) };
    });
    const tissue = (number: number) =>
      frameOf(
        formatOf('Y8', { widthPx: 320, heightPx: 240 }),
        (x, y) =>
          Math.round(
            waves.reduce(
              (sum, wave) => sum + 8 * Math.sin((x - number) * wave.x + y * wave.y + wave.start),
              120,
            ),
          ),
        number,
      );
    const keyFrame = follower.take({ main: tissue(0), second: null }, nirOnly)!;
    const following = inputsOf([region('T1', circle(160, 120, 40)), region('B1', circle(70, 120, 30))], {
      revision: 3,
      keyFrame: keyFrame.hash,
    });
    const corrected = inputsOf(regions, { revision: 2, profile: profileOf({ flatField: refOf(flat) }) });
    worker.setFields([flat]);
    worker.setKeyFrames([keyFrame]);
    let isFollowed = false;
    const { sessions } = await sessionInMemory(async writer => {
      await writer.writeEvent({ type: 'fields', ...at(-1), fields: [fieldToJson(flat)] });
      await writer.writeEvent({ type: 'key-frame', ...at(-1), keyFrame: keyFrameToJson(keyFrame) });
      for (let number = 0; number < 8; number++) {
        const [planes, now] = number < 4 ? [frame(number), corrected] : [tissue(number), following];
        await writer.writeEvent(inputsEvent(now, number - 1));
        await write(writer, planes);
        const { measurement } = await worker.measure({ main: planes, second: null }, now);
        isFollowed ||= measurement.motion?.kind === 'followed';
        await writer.writeEvent({ type: 'measurement', ...at(number), measurement });
      }
    });
    expect(isFollowed).toBe(true);
    const { rows, summary } = await remeasured(sessions);
    expect(summary).toMatchObject({ frames: 8, equal: 8, unequal: 0 });
    expect(typeof rows[0]!.pairs[0]!.tbr).toBe('number');
  });
});

test('two cameras: the pair that was measured together is found, whichever camera carries NIR', async () => {
  for (const nir of ['main', 'second'] as const) {
    const layout = {
      ...nirOnly,
      white: { stream: nir === 'main' ? 'second' : 'main', rect: wholeFrame },
      nir: { stream: nir, rect: wholeFrame },
    } as const;
    const now = { ...inputs, layout, specular: { limitShare: 0.55, growPx: 1 } };
    const worker = createWorker();
    const second = (number: number) => ({ ...frame(number, 77), arrivedS: 1000 + (number + 0.4) / 30 });
    const { sessions } = await sessionInMemory(
      async writer => {
        await writer.writeEvent(inputsEvent(now, -1));
        for (let number = 0; number < 12; number++) {
          await write(writer, frame(number));
          await write(writer, second(number), 'second');
          // The view worker waits for a late partner, or takes an older one.
          const partner = Math.max(0, number - (number % 3) + (number % 2));
          const { measurement } = await worker.measure(
            { main: frame(number), second: second(Math.min(partner, number)) },
            now,
          );
          await writer.writeEvent({ type: 'measurement', ...at(number), measurement });
        }
      },
      { streams: 2 },
    );
    expect((await remeasured(sessions)).summary).toEqual({
      frames: 12,
      equal: 12,
      unequal: 0,
      unverifiable: 0,
      damaged: 0,
    });
  }
});

describe('a review that is stopped', () => {
  test('ends with an abort, soon, and the next one runs', async () => {
    const { sessions } = await recorded(60);
    const worker = createWorker(sessions);
    const order = { sessionId: id, inputs: null, from: 0, to: 59, every: 1 };
    const pass = worker.remeasure(order, () => undefined);
    const rows = worker.recordedRows(id, () => undefined);
    worker.stopReview();
    await expect(pass).rejects.toMatchObject({ name: 'AbortError' });
    await expect(rows).rejects.toMatchObject({ name: 'AbortError' });
    expect((await worker.remeasure(order, () => undefined)).equal).toBe(60);
  });

  test('hears that it is stopped while it works', async () => {
    const { sessions } = await recorded(60);
    const worker = createWorker(sessions);
    const big = inputsOf(Array.from({ length: 60 }, (_, i) => region(`T${i}`, circle(40, 30, 25 + (i % 5)))));
    const pass = worker.remeasure({ sessionId: id, inputs: big, from: 0, to: 59, every: 1 }, () => undefined);
    setTimeout(() => worker.stopReview(), 60);
    await expect(pass).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('a session that is not there is a problem with a tip', async () => {
    const { sessions } = await recorded(1);
    const worker = createWorker(sessions);
    const problem = { problem: { id: 'session-unreadable' } };
    await expect(worker.recordedRows('session-none', () => undefined)).rejects.toMatchObject(problem);
    await expect(
      worker.remeasure(
        { sessionId: 'session-none', inputs: null, from: 0, to: 1, every: 1 },
        () => undefined,
      ),
    ).rejects.toMatchObject(problem);
  });
});
