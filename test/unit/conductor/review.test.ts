/** The review room's own part of the house, over a measuring worker that a test steers. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createProblems } from '#conductor/problems.ts';
import { createReview } from '#conductor/review.ts';
import { inputsDifferences } from '#conductor/review-differences.ts';
import { createRowTable, reasonNames, rowAt } from '#conductor/review-rows.ts';
import { noAnalysis } from '#model/analysis.ts';
import { defaultLayout } from '#model/default-layout.ts';
import { defaultDisplay, defaultView } from '#model/display.ts';
import type { Measurement, MeasurementInputs } from '#model/measurement.ts';
import { ProblemError } from '#model/problem.ts';
import { unknownProfile } from '#model/profile.ts';
import type { Region } from '#model/region.ts';
import type { ReplayIndex } from '#model/replay-index.ts';
import type { Row } from '#model/rows.ts';
import { fakeMeasurement } from '#test/support/fake-conductor.ts';
import { fakeIndex, fakeRows } from '#test/support/fake-review.ts';
import type { Playhead } from '#workers/feed/api.ts';
import type { RemeasureOrder, RemeasureSummary, TellRows } from '#workers/quantify/api.ts';
import { testBuild } from '../../support/made-with.ts';

const index = fakeIndex(200);
const rows = fakeRows(index);
const circle = (x: number) => ({ kind: 'circle', centre: { x, y: 50 }, radiusPx: 20 }) as const;
const tumour: Region = { id: 'T1', role: 'tumour', tissue: null, shape: circle(50) };
const background: Region = { id: 'B1', role: 'background', tissue: 'fat', shape: circle(150) };
const inputs: MeasurementInputs = {
  revision: 1,
  layout: defaultLayout(1, { widthPx: 640, heightPx: 480 }),
  profile: unknownProfile,
  faults: [],
  regions: [tumour, background],
  referenceId: null,
  keyFrame: null,
  specular: null,
  analysis: noAnalysis,
};
const summary: RemeasureSummary = { frames: 67, equal: 67, unequal: 0, unverifiable: 0, damaged: 0 };

type Call<T> = {
  readonly resolve: (answer: T) => void;
  readonly reject: (error: Error) => void;
  tell: TellRows;
};

function house(how: { index?: ReplayIndex | null } = {}) {
  const state = {
    started: 0,
    ended: 0,
    orders: [] as RemeasureOrder[],
    stops: 0,
    inputs: { ...inputs, revision: 9 } as MeasurementInputs | null,
    measurement: null as Measurement | null,
    closed: 0,
    loops: [] as unknown[],
  };
  let reading: Call<void> | null = null;
  let pass: Call<RemeasureSummary> | null = null;
  let broken: () => void = () => undefined;
  const stopped = () => Object.assign(new Error('stopped'), { name: 'AbortError' });
  const problems = createProblems();
  const playhead: Playhead = {
    isPlaying: false,
    frameIndex: 42,
    frameCount: 200,
    positionS: 4.2,
    durationS: 19.9,
    speed: 1,
    loop: null,
  };
  const review = createReview({
    startQuantify() {
      state.started += 1;
      return {
        api: {
          setFields: async () => undefined,
          setKeyFrames: async () => undefined,
          recordedRows: (_: string, tell: TellRows) =>
            new Promise<void>((resolve, reject) => {
              reading = { resolve, reject, tell };
            }),
          remeasure: (order: RemeasureOrder, tell: TellRows) => {
            state.orders.push(order);
            return new Promise<RemeasureSummary>((resolve, reject) => {
              pass = { resolve, reject, tell };
            });
          },
          async stopReview() {
            state.stops += 1;
            pass?.reject(stopped());
            reading?.reject(stopped());
          },
        },
        onBroken(listen: () => void) {
          broken = listen;
        },
        [Symbol.dispose]() {
          state.ended += 1;
        },
      };
    },
    feed: {
      index: async () => (how.index === undefined ? index : how.index),
      thumbnail: () => Promise.reject(new Error('no picture')),
      loop: range => void state.loops.push(range),
      playhead: () => playhead,
    },
    inputs: () => state.inputs,
    fields: () => [],
    keyFrames: () => [],
    grab: async () => ({
      picture: {
        width: 4,
        height: 3,
        close() {
          state.closed += 1;
        },
      },
      frameNumber: 82,
    }),
    measurement: () => state.measurement,
    shownAs: () => ({
      display: defaultDisplay,
      view: defaultView,
      scene: { widthPx: 4, heightPx: 3 },
      layout: null,
      calibration: 'calibrated',
      profileHash: 'a',
      profileName: 'A',
    }),
    caseLabel: () => 'K-017',
    madeWith: testBuild,
    problems,
  });
  const settle = () => new Promise(resolve => setTimeout(resolve, 0));
  return {
    review,
    state,
    settle,
    problems: () => problems.store.getState().problems.map(({ id }) => id),
    now: () => review.store.getState(),
    reading: () => reading!,
    pass: () => pass!,
    break: () => broken(),
    /** A session that is open and read. */
    async opened() {
      const begun = review.begin();
      await settle();
      reading!.tell(rows, 1);
      reading!.resolve();
      await begun;
    },
  };
}

describe('rows kept as columns', () => {
  const figure = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom('clipped' as const, 'no-field' as const, 'tracking-lost' as const),
  );
  const orNull = fc.option(fc.double({ noNaN: true }));
  const row = fc.record({
    frameNumber: fc.nat(),
    atS: fc.double({ noNaN: true }),
    timestampS: fc.double({ noNaN: true }),
    inputsRevision: fc.nat(),
    profileHash: fc.constantFrom('', 'aa', 'bb'),
    calibration: fc.constantFrom('calibrated' as const, 'relative, uncalibrated' as const),
    regions: fc.uniqueArray(
      fc.record({
        id: fc.constantFrom('T1', 'B1', 'B2'),
        n: fc.nat(),
        mean: orNull,
        sd: orNull,
        clippedShare: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { selector: ({ id }) => id },
    ),
    pairs: fc.uniqueArray(
      fc.record({
        tumourId: fc.constantFrom('T1', ''),
        backgroundId: fc.constantFrom('B1', 'B2', ''),
        tbr: figure,
        tbrSd: orNull,
        cnr: figure,
      }),
      { selector: pair => `${pair.tumourId}/${pair.backgroundId}` },
    ),
  });
  const byId = (one: Row) => ({
    ...one,
    regions: one.regions.toSorted((a, b) => a.id.localeCompare(b.id)),
    pairs: one.pairs.toSorted((a, b) =>
      `${a.tumourId}/${a.backgroundId}`.localeCompare(`${b.tumourId}/${b.backgroundId}`),
    ),
  });

  test('come back as they were, whatever regions came and went', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 600 }), made => {
        const given = made.map((each, frameIndex) => ({ ...each, frameIndex }));
        const builder = createRowTable();
        builder.add(given);
        const table = builder.table();
        expect(Array.from({ length: table.length }, (_, at) => byId(rowAt(table, at)))).toEqual(
          given.map(byId),
        );
      }),
      { numRuns: 40 },
    );
  });

  test('stay as they were published while more are added', () => {
    const builder = createRowTable();
    builder.add(rows.slice(0, 10));
    const before = builder.table();
    builder.add(rows.slice(10));
    for (let k = 0; k < 10; k++) builder.add(rows.map(each => ({ ...each, frameIndex: 1000 * (k + 1) })));
    expect(before.length).toBe(10);
    expect(rowAt(before, 9)).toEqual(rows[9]);
    expect(before.frameIndex).toHaveLength(10);
  });

  test('keep the order of their frames: an earlier frame is left out', () => {
    const builder = createRowTable();
    builder.add([rows[3]!, rows[1]!, rows[3]!, rows[4]!]);
    expect([...builder.table().frameIndex]).toEqual([9, 9, 12]);
  });
});

describe('settings are told apart', () => {
  test('in words, each thing that can change a number', () => {
    const now: MeasurementInputs = {
      ...inputs,
      revision: 2,
      regions: [
        { ...tumour, shape: circle(60) },
        { ...background, tissue: 'muscle' },
        { ...tumour, id: 'T2' },
      ],
      referenceId: 'B1',
      specular: { limitShare: 0.97, growPx: 2 },
      keyFrame: 'ab'.repeat(32),
      profile: { ...unknownProfile, clippedLimitShare: 0.02, transfer: { kind: 'srgb' } },
    };
    expect(inputsDifferences(inputs, now)).toEqual([
      'T1 has another place or shape',
      'B1 is muscle, was fat',
      'T2 is new',
      'clipping limit 2 %, was 1 %',
      'transfer curve srgb, was unknown',
      'reference B1, was none',
      'highlights left out from 97 % of white, were measured like the rest',
      'regions follow the tissue, they stayed in place',
    ]);
    expect(inputsDifferences(now, inputs)).toContain('T2 is gone');
  });

  test('in whether regions swell with the tissue; older recordings say nothing, and theirs do not', () => {
    const older = { ...inputs, keyFrame: 'ab'.repeat(32) };
    const newer: MeasurementInputs = { ...older, motionModel: 'similarity' };
    expect(inputsDifferences(older, newer)).toEqual(['regions swell with the tissue, they kept their size']);
    expect(inputsDifferences(newer, older)).toEqual([
      'regions keep their size, they swelled with the tissue',
    ]);
    expect(inputsDifferences(older, { ...older, motionModel: 'rigid' })).toEqual([]);
  });

  test('and not where only the revision is another', () => {
    expect(inputsDifferences(inputs, { ...structuredClone(inputs), revision: 7 })).toEqual([]);
  });

  test('from those recorded at the frame shown; unknown before any came', () => {
    const { review } = house();
    expect(review.commands.differences()).toBe(null);
    review.recorded([{ type: 'inputs', atS: 0, frameNumber: 0, inputs }]);
    expect(review.commands.differences()).toEqual([]);
  });
});

describe('a session', () => {
  test('is read with its timeline and what was measured live', async () => {
    const { opened, now } = house();
    await opened();
    expect(now()).toMatchObject({ index, isReading: false });
    expect(now().recorded.length).toBe(rows.length);
    expect(rowAt(now().recorded, 20)).toEqual(rows[20]);
  });

  test('has no number in its tables where none was shown when it was recorded, and says why', async () => {
    const span = { problemId: 'lens-covered', from: 30, to: 59, words: 'The lens seems covered.' };
    const hazards = [
      { ...span, withholds: true },
      { ...span, problemId: 'gain-jump', from: 90, to: 120, withholds: false },
    ];
    const { opened, now } = house({ index: { ...index, hazards } });
    await opened();
    const { recorded } = now();
    for (let at = 0; at < recorded.length; at++) {
      const { frameIndex, pairs, regions } = rowAt(recorded, at);
      const isWithheld = frameIndex >= 30 && frameIndex <= 59;
      for (const { tbr, cnr, tbrSd } of pairs) {
        expect([tbr === 'hazard', cnr === 'hazard', tbrSd === null]).toEqual(Array(3).fill(isWithheld));
      }
      for (const { mean, sd } of regions)
        expect([mean === null, sd === null]).toEqual([isWithheld, isWithheld]);
    }
    const row = recorded.frameIndex.indexOf(30);
    expect(reasonNames[recorded.regions[0]!.mean.reasons[row]!]).toBe('hazard');
  });

  test('grows while it is read, at most twice a second', async () => {
    const { review, reading, settle, now } = house();
    void review.begin();
    await settle();
    let updates = 0;
    review.store.subscribe((is, was) => {
      if (is.recorded !== was.recorded) updates += 1;
    });
    for (let at = 0; at < rows.length; at += 1) reading().tell(rows.slice(at, at + 1), at / rows.length);
    expect(updates).toBe(1);
    reading().resolve();
    await settle();
    expect(now().recorded.length).toBe(rows.length);
  });

  test('that is none has no timeline and starts no worker', async () => {
    const { review, state, now } = house({ index: null });
    await review.begin();
    expect(now().index).toBe(null);
    expect(state.started).toBe(0);
  });

  test('is put away with its worker, and what comes late from it is thrown away', async () => {
    const { review, reading, settle, state, now, problems } = house();
    void review.begin();
    await settle();
    review.forget();
    reading().tell(rows, 1);
    await settle();
    expect(now()).toMatchObject({ index: null, isReading: false, recomputed: null });
    expect(now().recorded.length).toBe(0);
    expect(state.ended).toBe(1);
    expect(problems()).toEqual([]);
  });

  test('that cannot be read is a problem that says what to do', async () => {
    const { review, reading, settle, problems } = house();
    void review.begin();
    await settle();
    reading().reject(
      new ProblemError({ id: 'x', severity: 'stop', text: 'Its file is damaged.', tip: 'Take the copy.' }),
    );
    await settle();
    expect(problems()).toEqual(['review']);
  });
});

describe('a pass', () => {
  test('uses the settings in force, over the range asked for, and keeps its rows and its summary', async () => {
    const { review, opened, settle, state, pass, now } = house();
    await opened();
    review.recorded([{ type: 'inputs', atS: 0, frameNumber: 0, inputs: { ...inputs, referenceId: 'B1' } }]);
    const done = review.commands.remeasure({ what: { from: 150, to: 20 }, every: 2.2, settings: 'now' });
    await settle();
    expect(state.orders).toEqual([
      { sessionId: 'session-0001', inputs: state.inputs, from: 20, to: 150, every: 2 },
    ]);
    pass().tell(rows.slice(0, 5), 0.5);
    expect(now().pass).toEqual({ from: 20, to: 150, share: 0.5, settings: 'now' });
    pass().tell(rows.slice(5), 1);
    pass().resolve(summary);
    expect(await done).toEqual(summary);
    expect(now()).toMatchObject({
      pass: null,
      result: { summary, range: { from: 20, to: 150 }, every: 2, differences: ['reference none, was B1'] },
    });
    expect(now().recomputed?.length).toBe(rows.length);
  });

  test('as recorded gives no settings, and stays inside the session', async () => {
    const { review, opened, settle, state } = house();
    await opened();
    void review.commands.remeasure({ what: { from: -5, to: 9000 }, every: 0, settings: 'recorded' });
    await settle();
    expect(state.orders).toEqual([{ sessionId: 'session-0001', inputs: null, from: 0, to: 199, every: 1 }]);
  });

  test('waits for what was recorded: stopping it must not stop the reading', async () => {
    const { review, reading, settle, state, now } = house();
    void review.begin();
    await settle();
    const done = review.commands.remeasure({ what: 'whole', every: 1, settings: 'now' });
    await settle();
    expect(state.orders).toEqual([]);
    review.commands.stopPass();
    expect(await done).toBe(null);
    expect(state.stops).toBe(0);
    expect(now()).toMatchObject({ pass: null, isReading: true });
    reading().tell(rows, 1);
    reading().resolve();
    await settle();
    expect(now().recorded.length).toBe(rows.length);
  });

  test('that is stopped keeps the rows so far and is no problem', async () => {
    const { review, opened, settle, pass, now, problems } = house();
    await opened();
    const done = review.commands.remeasure({ what: 'whole', every: 1, settings: 'now' });
    await settle();
    pass().tell(rows.slice(0, 7), 0.1);
    review.commands.stopPass();
    expect(await done).toBe(null);
    expect(now().recomputed?.length).toBe(7);
    expect(now().result?.summary).toBe(null);
    // What was on its way still comes, and sets nothing going.
    pass().tell(rows.slice(7, 9), 0.2);
    expect(now().pass).toBe(null);
    expect(problems()).toEqual([]);
  });

  test('replaces the one before, which is stopped first', async () => {
    const { review, opened, settle, state, pass, now } = house();
    await opened();
    const first = review.commands.remeasure({ what: 'whole', every: 1, settings: 'now' });
    await settle();
    const second = review.commands.remeasure({ what: 'whole', every: 10, settings: 'recorded' });
    expect(await first).toBe(null);
    await settle();
    expect(state.orders.map(({ every }) => every)).toEqual([1, 10]);
    pass().resolve(summary);
    expect(await second).toEqual(summary);
    expect(now().result).toMatchObject({ every: 10, settings: 'recorded' });
  });

  test('whose worker breaks ends with a problem, and the next starts another', async () => {
    const { review, opened, settle, state, problems, break: breakWorker } = house();
    await opened();
    const done = review.commands.remeasure({ what: 'whole', every: 1, settings: 'now' });
    await settle();
    breakWorker();
    expect(await done).toBe(null);
    expect(problems()).toEqual(['review']);
    void review.commands.remeasure({ what: 'whole', every: 1, settings: 'now' });
    await settle();
    expect(state.started).toBe(2);
  });

  test('without a session or without settings does nothing', async () => {
    const { review, opened, state } = house();
    expect(await review.commands.remeasure({ what: 'whole', every: 1, settings: 'now' })).toBe(null);
    await opened();
    state.inputs = null;
    expect(await review.commands.remeasure({ what: 'whole', every: 1, settings: 'now' })).toBe(null);
    expect(state.orders).toEqual([]);
  });
});

describe('files', () => {
  test('hold every row, as it was', async () => {
    const { review, opened } = house();
    expect(await review.commands.exportRows('json', 'recorded')).toBe(null);
    await opened();
    const json = await review.commands.exportRows('json', 'recorded');
    const read: { rows: Row[]; sessionId: string; made: string } = JSON.parse((await json?.text()) ?? '');
    expect(read).toMatchObject({ sessionId: 'session-0001', made: 'recorded' });
    expect(read.rows).toEqual(rows);
    const csv = await (await review.commands.exportRows('csv', 'recorded'))?.text();
    const lines = csv?.split('\r\n').filter(line => line !== '' && !line.startsWith('#')) ?? [];
    expect(lines).toHaveLength(1 + 2 * rows.length);
    expect(await review.commands.exportRows('csv', 'recomputed')).toBe(null);
  });
});

describe('a moment put aside', () => {
  test('has the numbers of exactly its frame, which may come a little later', async () => {
    const { review, opened, state, now } = house();
    await opened();
    state.measurement = { ...fakeMeasurement([tumour, background]), frameNumber: 81 };
    const pinned = review.commands.pin();
    setTimeout(() => {
      state.measurement = { ...fakeMeasurement([tumour, background]), frameNumber: 82 };
    }, 60);
    expect(await pinned).toBe(true);
    expect(now().pinned).toMatchObject({
      caseLabel: 'K-017',
      sessionId: 'session-0001',
      place: { frameIndex: 42, atS: 4.2 },
      measurement: { frameNumber: 82 },
    });
  });

  test('stays when another session is opened, and closes its picture when it is replaced or put away', async () => {
    const { review, opened, state, now } = house();
    await opened();
    state.measurement = { ...fakeMeasurement([]), frameNumber: 82 };
    await review.commands.pin();
    review.commands.setCompare('wipe');
    await opened();
    expect(now()).toMatchObject({ compare: 'wipe', pinned: { sessionId: 'session-0001' } });
    await review.commands.pin();
    expect(state.closed).toBe(1);
    review.commands.unpin();
    expect(state.closed).toBe(2);
    expect(now()).toMatchObject({ compare: 'off', pinned: null });
  });

  test('is needed to compare', () => {
    const { review, now } = house();
    review.commands.setCompare('side');
    expect(now().compare).toBe('off');
  });
});

test('a frame that cannot be shown in small is a hole, not a problem', async () => {
  const { review, problems } = house();
  expect(await review.commands.thumbnail(3, 40)).toBe(null);
  expect(problems()).toEqual([]);
});
