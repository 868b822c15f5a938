import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { curvesCsv, zeroOf } from '#model/time-curve/csv.ts';
import { parameterKeys } from '#model/time-curve/definitions.ts';
import {
  type BreakMark,
  type CurveFrame,
  curvesOf,
  insertFrame,
  thinFrames,
} from '#model/time-curve/frames.ts';
import { createRandom } from '#test/support/random.ts';
import { evenCurve, straightRise } from '#test/support/time-curves.ts';
import { testBuild } from '../../support/made-with.ts';

const setting = { profile: 'p', layout: 'l', highlights: '' };
const frame = (frameNumber: number, change: Partial<CurveFrame> = {}): CurveFrame => ({
  frameNumber,
  timeS: frameNumber / 10,
  lost: null,
  setting,
  regions: [{ id: 'T1', light: frameNumber / 100, place: 'a' }],
  ...change,
});
const region = { id: 'T1', role: 'tumour', tissue: null } as const;
const curveOf = (frames: readonly CurveFrame[], marks: readonly BreakMark[] = [], everyS = 0) =>
  curvesOf([region], frames, { marks, everyS })[0]!;
const segmentsOf = (frames: readonly CurveFrame[], marks: readonly BreakMark[] = []) =>
  curveOf(frames, marks).points.map(({ segment }) => segment);
const many = (n: number) => Array.from({ length: n }, (_, i) => frame(i));

describe('a curve breaks', () => {
  const words = (frames: readonly CurveFrame[], marks: readonly BreakMark[] = []) =>
    curveOf(frames, marks).breaks.map(each => each.words);

  test('nowhere while nothing happens', () => {
    expect(new Set(segmentsOf(many(50)))).toEqual(new Set([0]));
    expect(words(many(50))).toEqual([]);
  });

  test('after a mark, once', () => {
    const marks = [{ afterFrame: 1, words: 'gain jumped' }];
    expect(segmentsOf(many(4), marks)).toEqual([0, 0, 1, 1]);
    expect(curveOf(many(4), marks).breaks).toEqual([{ timeS: 0.2, words: 'gain jumped' }]);
  });

  test('not before its first point nor after its last', () => {
    const marks = [
      { afterFrame: -1, words: 'before' },
      { afterFrame: 3, words: 'after' },
    ];
    expect(words(many(4), marks)).toEqual([]);
  });

  test.each(['profile', 'layout', 'highlights'] as const)('when the %s is another', key => {
    const other = { setting: { ...setting, [key]: 'other' } };
    expect(segmentsOf([frame(0), frame(1), frame(2, other), frame(3, other)])).toEqual([0, 0, 1, 1]);
  });

  test('when its region was changed by hand, and the other curves do not', () => {
    const regions = (place: string) => [
      { id: 'T1', light: 1, place },
      { id: 'B1', light: 1, place: 'b' },
    ];
    const frames = [frame(0, { regions: regions('a') }), frame(1, { regions: regions('c') })];
    const curves = curvesOf([region, { id: 'B1', role: 'background', tissue: 'fat' }], frames, {
      marks: [],
      everyS: 0,
    });
    expect(curves.map(({ breaks }) => breaks.length)).toEqual([1, 0]);
  });

  test('where tracking was lost, which leaves no point', () => {
    const frames = [frame(0), frame(1, { lost: 'tracking lost', regions: [] }), frame(2)];
    expect(curveOf(frames).points.map(({ timeS, segment }) => [timeS, segment])).toEqual([
      [0, 0],
      [0.2, 1],
    ]);
    expect(words(frames)).toEqual(['tracking lost']);
  });

  test('where light was withheld for more than a second, and not for less', () => {
    const withheld = (from: number, to: number) =>
      many(30).map(one =>
        one.frameNumber >= from && one.frameNumber < to
          ? { ...one, regions: [{ id: 'T1', light: null, place: 'a' }] }
          : one,
      );
    expect(words(withheld(5, 14))).toEqual([]);
    expect(words(withheld(5, 16))).toEqual(['nothing for 1.2 s']);
  });

  test('where a later frame is not later in time', () => {
    expect(words([frame(0), frame(1), frame(2, { timeS: 0.05 })])).toEqual(['time went back']);
  });
});

describe('frames', () => {
  /** Frames in any order, some twice. */
  const kept = (order: readonly number[], limit: number) => {
    const frames: CurveFrame[] = [];
    let everyS = 0;
    for (const number of order) {
      insertFrame(
        frames,
        frame(number, { timeS: number / 30, lost: number % 50 === 7 ? 'tracking lost' : null }),
        everyS,
      );
      everyS = thinFrames(frames, everyS, limit);
    }
    return { numbers: frames.map(({ frameNumber }) => frameNumber), everyS };
  };

  test('that come in any order, and more than once, leave the same ones', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 4, max: 60 }), (seed, limit) => {
        const { integer } = createRandom(seed);
        const numbers = Array.from({ length: 150 }, () => integer(0, 400));
        const inOrder = [...new Set(numbers)].sort((a, b) => a - b);
        expect(kept([...numbers, ...numbers.slice(0, 40)], limit)).toEqual(kept(inOrder, limit));
      }),
      { numRuns: 60 },
    );
  });

  test('beyond the limit are thinned evenly over all of time, and frames that break stay', () => {
    const { numbers, everyS } = kept(
      Array.from({ length: 3000 }, (_, i) => i),
      500,
    );
    expect(numbers.length).toBeLessThanOrEqual(500);
    expect(numbers.length).toBeGreaterThan(200);
    expect(everyS).toBe(0.25);
    const gaps = numbers.slice(1).map((number, i) => number - numbers[i]!);
    expect(Math.max(...gaps) / 30).toBeLessThan(2 * everyS);
    expect(numbers.filter(number => number % 50 === 7)).toHaveLength(60);
  });

  test('measured again replace what they said before', () => {
    const frames = many(3);
    insertFrame(frames, frame(1, { regions: [{ id: 'T1', light: 9, place: 'a' }] }), 0);
    expect(curveOf(frames).points.map(({ value }) => value)).toEqual([0, 9, 0.02]);
  });

  test('thinned to more than half a second apart are not taken for gaps', () => {
    const frames = [frame(0), frame(15), frame(30)];
    expect(curveOf(frames, [], 1).breaks).toEqual([]);
    expect(curveOf(frames, [], 0).breaks).toHaveLength(2);
  });
});

describe('the file', () => {
  const points = evenCurve(straightRise, { base: 10, height: 100, fps: 10, endS: 40 }).map(point => ({
    ...point,
    timeS: point.timeS + 100,
  }));
  const curve = { ...region, points, breaks: [{ timeS: 139, words: 'gain jumped' }] };
  const given = {
    curves: [curve],
    rule: { arrival: 'three-sd', fromS: null },
    everyS: 0,
    calibration: 'relative, uncalibrated',
    madeWith: testBuild,
  } as const;

  test('has a line a point with its segment, time from the first point, and the exact light', () => {
    const rows = curvesCsv(given)
      .split('\r\n')
      .filter(line => line !== '' && !line.startsWith('#'));
    expect(rows[0]).toBe('region,role,tissue,time_s,timestamp_s,light,segment');
    expect(rows).toHaveLength(402);
    expect(rows[52]).toBe(`T1,tumour,"",5.1,${points[51]!.timeS},${points[51]!.value},0`);
    const light = rows.slice(1).map(row => Number(row.split(',')[5]));
    expect(light).toEqual(points.map(({ value }) => value));
  });

  test('says rule, calibration, units, breaks, and every parameter with its definition', () => {
    const text = curvesCsv(given);
    expect(text).toContain('# Calibration: relative, uncalibrated');
    expect(text).toContain('# Rule: B + 3σ_B.');
    expect(text).toContain('# Break: T1 at 39 s: gain jumped');
    expect(text).toContain('# Parameter: T1 timeToMaximum 20');
    expect(text).toContain('# Parameter: T1 egressHalf withheld: not fallen');
    for (const key of parameterKeys) {
      expect(text).toContain(`# Definition: ${key} (`);
      expect(text).toContain(`# Parameter: T1 ${key} `);
    }
  });

  test('counts time from the injection where it was marked', () => {
    const marked = { ...given, rule: { arrival: 'three-sd', fromS: 102 } } as const;
    expect(zeroOf(marked.curves, marked.rule)).toBe(102);
    expect(curvesCsv(marked)).toContain('time_s is 0 at the injection as marked');
    expect(curvesCsv(marked)).toMatch(/# Parameter: T1 arrival 3\.?0* s/);
  });

  test('without a point is a head and its comments', () => {
    const text = curvesCsv({ ...given, curves: [{ ...curve, points: [], breaks: [] }] });
    expect(text).toContain('withheld: no point');
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
    expect(curvesCsv({ ...given, curves: [] })).toMatch(/segment\r\n$/);
  });
});
