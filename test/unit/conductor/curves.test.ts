import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createCurves } from '#conductor/curves.ts';
import { defaultLayout } from '#model/default-layout.ts';
import type { Measurement } from '#model/measurement.ts';
import { unknownProfile } from '#model/profile.ts';
import type { Region } from '#model/region.ts';
import { curveParameters } from '#model/time-curve/parameters.ts';
import { fakeMeasurement } from '#test/support/fake-conductor.ts';
import { straightRise } from '#test/support/time-curves.ts';

const circle = (x: number) => ({ kind: 'circle', centre: { x, y: 50 }, radiusPx: 20 }) as const;
const tumour: Region = { id: 'T1', role: 'tumour', tissue: null, shape: circle(50) };
const background: Region = { id: 'B1', role: 'background', tissue: 'fat', shape: circle(150) };
const leak: Region = { id: 'L1', role: 'leak', tissue: null, shape: circle(250) };
const regions = [tumour, background, leak];
const layout = defaultLayout(1, { widthPx: 640, heightPx: 480 });
const inputs = { layout, profile: unknownProfile, specular: null, regions };

/** Frame `frameNumber` at ten a second: the vector's rise in the tumour. */
function measured(frameNumber: number, change: Partial<Measurement> = {}): Measurement {
  const measurement = fakeMeasurement(regions);
  return {
    ...measurement,
    frameNumber,
    timestampS: frameNumber / 10,
    regions: measurement.regions.map(region =>
      region.id === 'T1' ? { ...region, mean: 0.1 + straightRise(frameNumber / 10) } : region,
    ),
    ...change,
  };
}
const all = Array.from({ length: 401 }, (_, i) => i);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function house() {
  const curves = createCurves();
  return {
    ...curves,
    see(numbers: readonly number[]) {
      for (const number of numbers) curves.measured(measured(number), inputs);
    },
    state() {
      vi.advanceTimersByTime(2000);
      return curves.store.getState();
    },
  };
}

describe('curves are collected', () => {
  test('of tumours and backgrounds, not of leaks, each with one point a frame', () => {
    const { see, state } = house();
    see(all);
    expect(state().curves.map(({ id, points }) => [id, points.length])).toEqual([
      ['T1', 401],
      ['B1', 401],
    ]);
    expect(state().calibration).toBe('calibrated');
  });

  test('so that their parameters are those of the light', () => {
    const { see, state } = house();
    see(all);
    const { figures } = curveParameters(state().curves[0]!.points, state().rule);
    expect(figures.timeToMaximum).toEqual({ value: expect.closeTo(20, 4) });
    expect(figures.timeRatio).toEqual({ value: expect.closeTo(0.5, 4) });
  });

  test('and written at most twice a second, the last of them too', () => {
    const { store, measured: add } = house();
    let updates = 0;
    store.subscribe(() => updates++);
    for (const number of all.slice(0, 100)) {
      add(measured(number), inputs);
      vi.advanceTimersByTime(100);
    }
    expect(updates).toBeLessThanOrEqual(21);
    vi.advanceTimersByTime(1000);
    expect(store.getState().curves[0]!.points).toHaveLength(100);
  });

  test('without light that is clipped', () => {
    const { measured: add, state } = house();
    const clipped = measured(1);
    add(measured(0), inputs);
    add({ ...clipped, regions: clipped.regions.map(region => ({ ...region, clippedShare: 0.2 })) }, inputs);
    add(measured(2), inputs);
    expect(state().curves[0]!.points.map(({ timeS }) => timeS)).toEqual([0, 0.2]);
  });

  test('of hours in bounded memory, with a word about it', () => {
    const { measured: add, state } = house();
    for (let number = 0; number < 25_000; number++)
      add(measured(number, { timestampS: number / 60, regions: measuredOnce.regions }), inputs);
    const { curves, everyS } = state();
    expect(curves[0]!.points.length).toBeLessThanOrEqual(10_000);
    expect(everyS).toBeGreaterThan(0);
    expect(curves[0]!.breaks).toEqual([]);
    expect(curves[0]!.points.at(-1)!.timeS).toBeGreaterThan(24_990 / 60);
  });
  const measuredOnce = measured(0);
});

describe('in replay', () => {
  const played = () => {
    const once = house();
    once.see(all);
    return once.state().curves;
  };

  test('end to end twice gives the same curve', () => {
    const { see, state } = house();
    see([...all, ...all]);
    expect(state().curves).toEqual(played());
  });

  test('seeking back and forth gives the same curve', () => {
    const { see, state } = house();
    see([...all.slice(200), ...all.slice(50, 100), ...all.slice(0, 10).toReversed(), ...all]);
    expect(state().curves).toEqual(played());
  });

  test('a frame measured again with another calibration replaces what it said', () => {
    const { see, measured: add, state } = house();
    see(all.slice(0, 20));
    for (const number of all.slice(0, 20)) {
      const again = measured(number, { profileHash: 'other' });
      add({ ...again, regions: again.regions.map(region => ({ ...region, mean: 7 })) }, inputs);
    }
    const { points, breaks } = state().curves[0]!;
    expect(new Set(points.map(({ value }) => value))).toEqual(new Set([7]));
    expect(breaks).toEqual([]);
  });

  test('a recorded break told again is one', () => {
    const { see, broken, state } = house();
    see(all.slice(0, 100));
    broken('gain jumped', 50);
    broken('gain jumped', 50);
    expect(state().curves[0]!.breaks).toEqual([{ timeS: 5.1, words: 'gain jumped' }]);
  });
});

describe('a curve is broken', () => {
  test('by what the watch tells, from the next frame on', () => {
    const { see, broken, state } = house();
    see(all.slice(0, 30));
    broken('gain jumped');
    see(all.slice(30, 60));
    expect(state().curves[0]!.breaks).toEqual([{ timeS: 3, words: 'gain jumped' }]);
  });

  test('so that no rise is read over it', () => {
    const { see, broken, state } = house();
    see(all);
    broken('gain jumped', 90);
    const { figures } = curveParameters(state().curves[0]!.points, state().rule);
    expect('withheld' in figures.timeToMaximum).toBe(true);
  });

  test('by another profile, another layout and lost tracking', () => {
    const { measured: add, state } = house();
    add(measured(0), inputs);
    add(measured(1, { profileHash: 'other' }), inputs);
    add(measured(2, { profileHash: 'other' }), { ...inputs, layout: { ...layout, displayReferred: true } });
    add(measured(3, { profileHash: 'other', regions: [], motion: { kind: 'lost', detail: 'far' } }), inputs);
    add(measured(4, { profileHash: 'other' }), { ...inputs, layout: { ...layout, displayReferred: true } });
    expect(state().curves[0]!.breaks.map(({ words }) => words)).toEqual([
      'calibration changed',
      'layout changed',
      'tracking lost',
    ]);
  });

  test('by its region moved, not by the same region read from a file again', () => {
    const { measured: add, state } = house();
    add(measured(0), inputs);
    add(measured(1), { ...inputs, regions: structuredClone(regions) });
    expect(state().curves[0]!.breaks).toEqual([]);
    add(measured(2), { ...inputs, regions: [{ ...tumour, shape: circle(51) }, background] });
    expect(state().curves.map(({ breaks }) => breaks.length)).toEqual([1, 0]);
  });

  test('not before there is a frame', () => {
    const { broken, see, state } = house();
    broken('gain jumped');
    see(all.slice(0, 3));
    expect(state().curves[0]!.breaks).toEqual([]);
  });
});

describe('commands', () => {
  test('mark the injection at the newest measured frame, and take it back', () => {
    const { see, commands, state } = house();
    commands.curves.injectionNow();
    expect(state().rule.fromS).toBe(null);
    see(all.slice(0, 31));
    commands.curves.injectionNow();
    expect(state().rule.fromS).toBe(3);
    commands.curves.forgetInjection();
    expect(state().rule.fromS).toBe(null);
  });

  test('clear forgets points, breaks and mark, and keeps the rule', () => {
    const { see, broken, commands, state } = house();
    commands.curves.setArrivalRule('tenth');
    see(all.slice(0, 31));
    broken('gain jumped', 10);
    commands.curves.injectionNow();
    commands.curves.clear();
    expect(state()).toEqual({
      curves: [],
      rule: { arrival: 'tenth', fromS: null },
      everyS: 0,
      calibration: null,
    });
    see([400]);
    expect(state().curves[0]!.points).toHaveLength(1);
    expect(state().curves[0]!.breaks).toEqual([]);
  });

  test('a region taken off the picture takes its curve off, and undo brings it back', () => {
    const { see, measured: add, state } = house();
    see(all.slice(0, 10));
    add(measured(10), { ...inputs, regions: [background] });
    expect(state().curves.map(({ id }) => id)).toEqual(['B1']);
    see([11]);
    expect(state().curves[0]!.id).toBe('T1');
    expect(state().curves[0]!.points.length).toBeGreaterThanOrEqual(11);
  });

  test('that were cleared come back beside what came since, with their mark, but not under another source', () => {
    const { see, state, commands, clear } = house();
    see(all.slice(0, 200));
    commands.curves.injectionNow();
    const bringBack = commands.curves.clear();
    expect(state().curves).toEqual([]);
    see(all.slice(200));
    expect(state().curves[0]?.points).toHaveLength(201);
    bringBack();
    expect(state().curves[0]?.points).toHaveLength(401);
    expect(state().rule.fromS).toBeCloseTo(19.9, 9);
    const tooLate = commands.curves.clear();
    clear();
    see(all.slice(0, 5));
    tooLate();
    expect(state().curves[0]?.points).toHaveLength(5);
  });
});
