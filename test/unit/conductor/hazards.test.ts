/** What stands between a hazard and the screen: who is told, what is withheld, and when it is over. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createFormatWatch } from '#conductor/hazard-format.ts';
import { watchPage } from '#conductor/hazard-page.ts';
import { createRecordedHazards } from '#conductor/hazard-recorded.ts';
import { settingsProblems } from '#conductor/hazard-settings.ts';
import { createProblems } from '#conductor/problems.ts';
import { createReadout } from '#conductor/readout.ts';
import { noAnalysis } from '#model/analysis.ts';
import type { Problem } from '#model/problem.ts';
import { presets } from '#study/seeds.ts';
import { shownFigures } from '#ui/measure/shown-figures.ts';
import { box, circle, formatOf, frameOf, inputsOf, measured, region } from '../quantify/frames.ts';

const black: Problem = {
  id: 'picture-black',
  severity: 'stop',
  text: 'The picture is black.',
  tip: 'Check the cable.',
  withholds: 'numbers',
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('numbers under a hazard', () => {
  const size = { widthPx: 64, heightPx: 48 };
  const regions = [region('T1', circle(40, 24, 8)), region('B1', box(2, 2, 16, 16))];
  const measurement = measured(
    frameOf(
      formatOf('I420', size, { fullRange: true }),
      (x, y) => 60 + ((x * 7 + y * 3) % 5) + (x > 30 ? 80 : 0),
    ),
    inputsOf(regions),
  );

  test('all are withheld with its words while it lasts, and none after; lines and statistics go, too', () => {
    const problems = createProblems();
    const readout = createReadout(() => measurement.arrivedS, problems.withholding);
    readout.measured(measurement, [{ threshold: 2, x: 1, y: 1 }]);
    const { liveness } = readout.store.getState();
    const read = () => {
      readout.tick({ ...liveness, state: 'live' });
      return readout.store.getState();
    };
    const shown = () =>
      shownFigures({
        regions,
        selectedId: null,
        pair: null,
        measurement: read().measurement,
        state: 'live',
        ageS: 0,
      });
    expect(shown().tbr).toHaveProperty('value');

    problems.report(black);
    expect(read().anchors).toEqual([]);
    expect(read().measurement?.backgroundLinear).toBeNull();
    expect(
      read().measurement?.regions.every(({ mean, meanCodes }) => mean === null && meanCodes === null),
    ).toBe(true);
    const withheld = { withheld: 'hazard', detail: black.text };
    expect(shown()).toMatchObject({
      tbr: withheld,
      cnr: withheld,
      range: null,
      pair: null,
      tumourStatistics: null,
    });
    expect(JSON.stringify(read().measurement?.pairs)).not.toContain('"value"');

    problems.over(black.id);
    expect(read().anchors).toHaveLength(1);
    expect(shown().tbr).toHaveProperty('value');
  });

  test('its beginning and its end are told once each', () => {
    const problems = createProblems();
    const heard: [string, boolean][] = [];
    problems.onReport(({ id }, isOver) => heard.push([id, isOver]));
    for (let i = 0; i < 5; i++) problems.report(black);
    problems.over(black.id);
    problems.over(black.id);
    expect(heard).toEqual([
      ['picture-black', false],
      ['picture-black', true],
    ]);
  });
});

describe('a message', () => {
  const caution: Problem = { ...black, id: 'region-out-of-frame', severity: 'caution', withholds: undefined };
  const note: Problem = { ...black, id: 'frames-repeated', severity: 'note', withholds: undefined };
  const heardOf = (problems: ReturnType<typeof createProblems>) => {
    const heard: string[] = [];
    problems.onReport(({ id }, isOver) => heard.push(`${isOver ? '-' : '+'}${id}`));
    return heard;
  };
  const ids = (problems: ReturnType<typeof createProblems>) =>
    problems.store.getState().problems.map(({ id }) => id);

  test('that becomes worse withholds numbers, though its words are the same', () => {
    const problems = createProblems();
    problems.report(caution);
    expect(problems.withholding()).toBeNull();
    problems.report({ ...caution, severity: 'stop', withholds: 'numbers' });
    expect(problems.withholding()).not.toBeNull();
    expect(problems.store.getState().problems).toHaveLength(1);
    problems.report(caution);
    expect(problems.withholding()).toBeNull();
  });

  test('that was closed is not over: its end is told when it comes', () => {
    const problems = createProblems();
    const heard = heardOf(problems);
    problems.report(caution);
    problems.dismiss(caution.id);
    expect(ids(problems)).toEqual([]);
    expect(heard).toEqual([`+${caution.id}`]);
    problems.over(caution.id);
    expect(heard).toEqual([`+${caution.id}`, `-${caution.id}`]);
  });

  test('that withholds numbers cannot be closed, unless that accepts what is', () => {
    const problems = createProblems();
    problems.report(black);
    problems.dismiss(black.id);
    expect(problems.withholding()).not.toBeNull();
    problems.over(black.id);
    problems.report({ ...black, canAccept: true });
    problems.dismiss(black.id);
    expect(problems.withholding()).toBeNull();
  });

  test('that is only a note is put aside for its source, and recorded once', () => {
    const problems = createProblems();
    const heard = heardOf(problems);
    for (let i = 0; i < 3; i++) {
      problems.report(note);
      problems.over(note.id);
    }
    problems.report(note);
    expect(ids(problems)).toEqual([note.id]);
    problems.dismiss(note.id);
    problems.over(note.id);
    problems.report(note);
    expect(ids(problems)).toEqual([]);
    expect(heard).toEqual([`+${note.id}`]);
    problems.sourceChanged();
    problems.report(note);
    expect(ids(problems)).toEqual([note.id]);
    expect(heard).toEqual([`+${note.id}`, `+${note.id}`]);
  });
});

describe('what withheld numbers when it was recorded', () => {
  const span = { problemId: 'picture-black', from: 10, to: 20, words: black.text, withholds: true };

  test('withholds them at those frames of the replay, and no number of them outlives it', () => {
    const problems = createProblems();
    let forgotten = 0;
    const recorded = createRecordedHazards({ problems, forgetNumbers: () => void forgotten++ });
    recorded.see([span]);
    expect(problems.withholding()?.text).toBe(black.text);
    // A detector that sees the same in replay, and stops to, changes nothing.
    problems.report(black);
    problems.over(black.id);
    expect(problems.withholding()?.text).toBe(black.text);
    expect(forgotten).toBe(0);
    recorded.see([]);
    expect(problems.withholding()).toBeNull();
    expect(forgotten).toBe(1);
  });
});

describe('the size of what is delivered', () => {
  const formats = (widthPx: number, heightPx = (widthPx * 3) / 4) => ({
    main: formatOf('I420', { widthPx, heightPx }),
  });
  const local = { atS: 0, mayGrow: false };

  test('another size withholds numbers until it returns or is confirmed', () => {
    const watch = createFormatWatch();
    expect(watch.see(formats(640), local)).toBeNull();
    expect(watch.see(formats(320), local)).toMatchObject({
      id: 'frame-size-changed',
      withholds: 'numbers',
      canAccept: true,
    });
    expect(watch.see(formats(640), local)).toBeNull();
    expect(watch.see(formats(320), local)).not.toBeNull();
    watch.confirm();
    expect(watch.see(formats(320), local)).toBeNull();
    expect(watch.see(formats(640), local)).not.toBeNull();
    watch.forget();
    expect(watch.see(formats(640), local)).toBeNull();
  });

  test('a remote stream that gets going may grow, step by step, and then no more', () => {
    const watch = createFormatWatch();
    const at = (atS: number) => ({ atS, mayGrow: true });
    expect(watch.see(formats(320), at(100))).toBeNull();
    expect(watch.see(formats(640), at(101))).toBeNull();
    expect(watch.see(formats(1280), at(104))).toBeNull();
    expect(watch.see(formats(640), at(105)), 'smaller').not.toBeNull();
    expect(watch.see(formats(1280), at(106)), 'back').toBeNull();
    expect(watch.see(formats(1920), at(130)), 'late').not.toBeNull();
  });

  test('one of another shape, or under something that was drawn, is told at once', () => {
    const watch = createFormatWatch();
    expect(watch.see(formats(320), { atS: 0, mayGrow: true })).toBeNull();
    expect(watch.see(formats(640, 360), { atS: 1, mayGrow: true })).not.toBeNull();
    expect(watch.see(formats(640), { atS: 2, mayGrow: false })).not.toBeNull();
  });

  test('regions of an earlier page wait for the size that they were drawn on', () => {
    const watch = createFormatWatch();
    watch.see(formats(640), local);
    const kept = watch.confirmed()!;
    watch.forget();
    watch.see(formats(320), local);
    watch.expect(kept);
    expect(watch.see(formats(320), local)).not.toBeNull();
    expect(watch.see(formats(640), local)).toBeNull();
  });
});

describe('settings that do not fit', () => {
  const usual = {
    faults: [],
    display: { thresholds: [] as number[], presetIds: [] as string[] },
    analysis: noAnalysis,
    case: { dye: 'ICG', injectedAtS: null as number | null },
    presets,
    nowS: 1_000_000,
  };
  const ids = (change: Partial<typeof usual>) =>
    settingsProblems({ ...usual, ...change }).map(({ id }) => id);

  test('a published TBR of another dye is told, that of the case’s own dye is not, nor a line of the user’s own at the same place', () => {
    const display = { thresholds: [2.7], presetIds: ['tbr-2-7'] };
    expect(ids({ display })).toEqual(['preset-of-other-study']);
    expect(ids({ display, case: { dye: 'cetuximab-IRDye800', injectedAtS: null } })).toEqual([]);
    expect(ids({ display: { thresholds: [1.5, 2, 2.7], presetIds: [] } })).toEqual([]);
    // Its line was taken away.
    expect(ids({ display: { thresholds: [2], presetIds: ['tbr-2-7'] } })).toEqual([]);
  });

  test('a rule for 24 hours is told when the dye was given one hour ago', () => {
    const margin = presets.find(({ id }) => id === 'distance-1-mm')!;
    const only = [{ ...margin, kind: 'tbr' as const, value: 5 }];
    const display = { thresholds: [5], presetIds: [margin.id] };
    const givenHoursAgo = (hours: number) => ({ dye: 'ICG', injectedAtS: usual.nowS - hours * 3600 });
    expect(ids({ presets: only, display, case: givenHoursAgo(1) })).toEqual(['preset-of-other-study']);
    expect(ids({ presets: only, display, case: givenHoursAgo(22) })).toEqual([]);
  });

  test('an expired profile and one of another camera are told', () => {
    expect(settingsProblems({ ...usual, faults: [{ kind: 'expired', part: 'dark' }] })[0]?.id).toBe(
      'profile-expired',
    );
    expect(settingsProblems({ ...usual, faults: [{ kind: 'other-size' }] })[0]?.id).toBe(
      'profile-other-camera',
    );
  });
});

describe('the page', () => {
  test('it says when it is hidden and for how long it was, and when memory is short', () => {
    const problems = createProblems();
    const page = Object.assign(new EventTarget(), { visibilityState: 'visible' as DocumentVisibilityState });
    let used = 0.5;
    let nowS = 0;
    const watch = watchPage({ problems, clockS: () => nowS, usedMemory: () => used, page });
    const ids = () => problems.store.getState().problems.map(({ id }) => id);
    page.visibilityState = 'hidden';
    page.dispatchEvent(new Event('visibilitychange'));
    expect(ids()).toEqual(['page-hidden']);
    nowS = 42;
    page.visibilityState = 'visible';
    page.dispatchEvent(new Event('visibilitychange'));
    expect(problems.store.getState().problems[0]?.text).toContain('42 s');
    watch[Symbol.dispose]();

    used = 0.95;
    const other = watchPage({ problems, clockS: () => Date.now() / 1000, usedMemory: () => used, page });
    vi.advanceTimersByTime(1500);
    expect(ids()).toContain('memory-short');
    problems.dismiss('memory-short');
    vi.advanceTimersByTime(3000);
    expect(ids(), 'closed, it stays closed').not.toContain('memory-short');
    used = 0.5;
    vi.advanceTimersByTime(1500);
    used = 0.95;
    vi.advanceTimersByTime(1500);
    expect(ids()).toContain('memory-short');
    used = 0.5;
    vi.advanceTimersByTime(1500);
    expect(ids()).not.toContain('memory-short');
    other[Symbol.dispose]();
  });

  test('memory of workers counts, where pictures lie', async () => {
    const problems = createProblems();
    const page = Object.assign(new EventTarget(), { visibilityState: 'visible' as DocumentVisibilityState });
    let whole = 0.95;
    const watch = watchPage({
      problems,
      clockS: () => Date.now() / 1000,
      usedMemory: () => 0.1,
      usedWhole: async () => whole,
      page,
    });
    const ids = () => problems.store.getState().problems.map(({ id }) => id);
    await vi.advanceTimersByTimeAsync(62_000);
    expect(ids()).toEqual(['memory-short']);
    whole = 0.5;
    await vi.advanceTimersByTimeAsync(62_000);
    expect(ids()).toEqual([]);
    watch[Symbol.dispose]();
  });
});
