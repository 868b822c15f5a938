/** What stands between a hazard and the screen: who is told, what is withheld, and when it is over. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createFormatWatch } from '#conductor/hazard-format.ts';
import { watchPage } from '#conductor/hazard-page.ts';
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

describe('the size of what is delivered', () => {
  const formats = (widthPx: number) => ({ main: formatOf('I420', { widthPx, heightPx: 480 }) });

  test('another size withholds numbers until it returns or is confirmed', () => {
    const watch = createFormatWatch();
    expect(watch.see(formats(640))).toBeNull();
    expect(watch.see(formats(320))).toMatchObject({ id: 'frame-size-changed', withholds: 'numbers' });
    expect(watch.see(formats(640))).toBeNull();
    expect(watch.see(formats(320))).not.toBeNull();
    watch.confirm();
    expect(watch.see(formats(320))).toBeNull();
    expect(watch.see(formats(640))).not.toBeNull();
    watch.forget();
    expect(watch.see(formats(640))).toBeNull();
  });
});

describe('settings that do not fit', () => {
  const usual = {
    faults: [],
    display: { thresholds: [] as number[] },
    analysis: noAnalysis,
    case: { dye: 'ICG', injectedAtS: null as number | null },
    presets,
    nowS: 1_000_000,
  };
  const ids = (change: Partial<typeof usual>) =>
    settingsProblems({ ...usual, ...change }).map(({ id }) => id);

  test('a published TBR of another dye is told, that of the case’s own is not, nor one nobody published', () => {
    const display = { thresholds: [2.7] };
    expect(ids({ display })).toEqual(['preset-of-other-study']);
    expect(ids({ display, case: { dye: 'cetuximab-IRDye800', injectedAtS: null } })).toEqual([]);
    expect(ids({ display: { thresholds: [3.3] } })).toEqual([]);
  });

  test('a rule for 24 hours is told when the dye was given one hour ago', () => {
    const margin = presets.find(({ id }) => id === 'distance-1-mm')!;
    const only = [{ ...margin, kind: 'tbr' as const, value: 5 }];
    const display = { thresholds: [5] };
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
    used = 0.5;
    vi.advanceTimersByTime(1500);
    expect(ids()).not.toContain('memory-short');
    other[Symbol.dispose]();
  });
});
