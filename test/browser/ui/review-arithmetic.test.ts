/** What the review room reckons, without a screen. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FigureColumn, reasonNames } from '#conductor/review-rows.ts';
import { fakeIndex, fakeRows, tableOf } from '#test/support/fake-review.ts';
import { createRandom } from '#test/support/random.ts';
import { loopFrom, loopTo, markBeside, shuttled } from '#ui/replay/transport.ts';
import { breaksOf, decimate } from '#ui/review/decimate.ts';
import { markPlaces, placeWords, shownMarks } from '#ui/review/marks.ts';
import { comparedPairs } from '#ui/review/remeasure-figures.ts';
import { curvesOf, rowNear } from '#ui/review/series.ts';
import { countBelow, following, frameNear, insideOf, panned, zoomed } from '#ui/review/time-window.ts';
import { inClock, injectionTicks, inSeconds, momentInWords, sinceInjectionAt } from '#ui/review/times.ts';

const index = fakeIndex();

describe('the window', () => {
  const duration = fc.double({ min: 1, max: 20_000, noNaN: true });
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  test('never leaves the session, however it is zoomed and moved', () => {
    fc.assert(
      fc.property(
        duration,
        fc.array(
          fc.tuple(
            share,
            fc.double({ min: 0.01, max: 100, noNaN: true }),
            fc.double({ min: -1e5, max: 1e5, noNaN: true }),
          ),
        ),
        (durationS, moves) => {
          let window = { fromS: 0, toS: durationS };
          for (const [about, factor, by] of moves) {
            window = zoomed(window, { factor, aboutS: about * durationS, durationS });
            window = panned(window, by, durationS);
            expect(window.fromS).toBeGreaterThanOrEqual(0);
            expect(window.toS).toBeLessThanOrEqual(durationS + 1e-6);
            expect(window.toS - window.fromS).toBeGreaterThan(0.19);
          }
        },
      ),
    );
  });

  test('keeps what is under the pointer where it is', () => {
    const next = zoomed({ fromS: 100, toS: 200 }, { factor: 0.5, aboutS: 125, durationS: 1000 });
    expect(next).toEqual({ fromS: 112.5, toS: 162.5 });
  });

  test('turns a page when the place shown leaves it, and not before', () => {
    const window = { fromS: 10, toS: 20 };
    expect(following(window, 20, 100)).toBe(window);
    const next = following(window, 20.1, 100);
    expect(next.fromS).toBeCloseTo(19.1, 9);
    expect(following(window, 9, 100)).toEqual({ fromS: 0, toS: 10 });
    expect(insideOf({ fromS: -5, toS: 5 }, 3)).toEqual({ fromS: 0, toS: 3 });
  });

  test('finds the nearest frame, as a search of all frames does', () => {
    const times = fc
      .array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 60 })
      .map(all => all.sort((a, b) => a - b));
    fc.assert(
      fc.property(times, fc.integer({ min: -10, max: 310 }), (frameAtS, atS) => {
        const away = Math.abs(frameAtS[frameNear(frameAtS, atS)]! - atS);
        expect(away).toBe(Math.min(...frameAtS.map(each => Math.abs(each - atS))));
        expect(countBelow(frameAtS, atS)).toBe(frameAtS.filter(each => each < atS).length);
      }),
    );
    expect(frameNear([], 3)).toBe(0);
  });
});

describe('hours in few points', () => {
  const random = createRandom(3);
  const count = 200_000;
  const frameIndex = Float64Array.from({ length: count }, (_, k) => k);
  const frameAtS = Float64Array.from({ length: count }, (_, k) => k / 30);
  const values = Float64Array.from({ length: count }, () => random.uniform(1, 2));
  values[123_456] = 9;
  values[54_321] = -4;
  const column: FigureColumn = { values, reasons: new Uint8Array(count) };
  const window = { fromS: 0, toS: count / 30 };

  test('lose no peak, and stay as few as the plot is wide', () => {
    const { xs, ys } = decimate([{ frameIndex, column }], { frameAtS, breaks: [] }, { window, columns: 700 });
    expect(xs.length).toBeLessThanOrEqual(1402);
    const shown = ys[0]!.filter(value => typeof value === 'number');
    expect(Math.max(...shown)).toBe(9);
    expect(Math.min(...shown)).toBe(-4);
    expect(xs).toEqual(xs.toSorted((a, b) => a - b));
  });

  test('stand in the column of pixels that they belong to', () => {
    const { xs, ys } = decimate([{ frameIndex, column }], { frameAtS, breaks: [] }, { window, columns: 700 });
    const width = window.toS / 700;
    const at = ys[0]!.indexOf(9);
    expect(Math.abs(xs[at]! - 123_456 / 30)).toBeLessThan(width);
  });

  test('are all there when the window is narrow, with one more on either side', () => {
    const narrow = { fromS: 100, toS: 101 };
    const { ys } = decimate(
      [{ frameIndex, column }],
      { frameAtS, breaks: [] },
      { window: narrow, columns: 700 },
    );
    const shown = ys[0]!.filter(value => typeof value === 'number');
    expect(shown).toEqual([...values.slice(2999, 3031)]);
  });

  test('break where nothing is given, over places without a point of this curve, too', () => {
    const reasons = new Uint8Array(count);
    reasons.fill(reasonNames.indexOf('clipped'), 3000, 3090);
    const sparse = Float64Array.from({ length: count / 10 }, (_, k) => 10 * k);
    const { xs, ys, withheld } = decimate(
      [
        { frameIndex, column: { values, reasons: new Uint8Array(count) } },
        {
          frameIndex: sparse,
          column: {
            values: Float64Array.from(sparse, frame => values[frame]!),
            reasons: Uint8Array.from(sparse, frame => reasons[frame]!),
          },
        },
      ],
      { frameAtS, breaks: [] },
      { window: { fromS: 99, toS: 104 }, columns: 500 },
    );
    const inside = ys[1]!.filter((_, at) => xs[at]! > 100.1 && xs[at]! < 102.9);
    expect(inside.every(value => value === null)).toBe(true);
    expect(withheld).toHaveLength(1);
    expect(withheld[0]!.fromS).toBeCloseTo(100, 1);
    expect(withheld[0]!.toS).toBeCloseTo(103, 1);
    expect(ys[0]!.some(value => value === null)).toBe(false);
  });

  test('break at gaps and pauses of the recording', () => {
    const recorded = tableOf(fakeRows(index, { every: 1 }));
    const breaks = breaksOf(index);
    expect(breaks).toEqual([index.frameAtS[599], index.frameAtS[1299]]);
    const { xs, ys } = decimate(
      [{ frameIndex: recorded.frameIndex, column: recorded.regions[0]!.mean }],
      { frameAtS: index.frameAtS, breaks },
      { window: { fromS: 0, toS: 182 }, columns: 2000 },
    );
    const broken = xs.filter((_, at) => ys[0]![at] === null);
    expect(broken.every(x => breaks.some(atS => Math.abs(x - atS) < 0.3))).toBe(true);
    expect(breaks.every(atS => broken.some(x => Math.abs(x - atS) < 0.3))).toBe(true);
  });

  test('are none of none', () => {
    expect(
      decimate([], { frameAtS: [], breaks: [1] }, { window: { fromS: 0, toS: 1 }, columns: 10 }),
    ).toEqual({
      xs: [],
      ys: [],
      withheld: [],
    });
  });
});

describe('times', () => {
  test.each([
    [0, '0:00.0'],
    [59.96, '1:00.0'],
    [125.34, '2:05.3'],
    [3600, '1:00:00.0'],
    [-2, '−0:02.0'],
    [-0.01, '0:00.0'],
  ])('%d s read %s', (seconds, words) => expect(inClock(seconds)).toBe(words));

  test('of less than a minute are plain seconds', () => {
    expect([inSeconds(12.4), inSeconds(59.9), inSeconds(59.96)]).toEqual(['12.4 s', '59.9 s', '1:00.0']);
  });

  test('since the injection count the pause that the timeline leaves out', () => {
    expect(sinceInjectionAt(index, 0)).toBe('T+23:20');
    expect(sinceInjectionAt(index, 1299)).toBe('T+25:32');
    expect(sinceInjectionAt(index, 1300)).toBe('T+35:32');
    expect(momentInWords({ ...index, injectedAtS: null }, 10)).toBe('1.0 s, frame 11');
  });

  test('since an injection inside the session are counted from its place', () => {
    const during = { ...index, injectedAtS: index.frameAtS[1400]! };
    expect(sinceInjectionAt(during, 1460)).toBe('T+0:06');
    expect(sinceInjectionAt(during, 1340)).toBe('T−0:06');
  });

  test('since the injection stand on an axis of round times, none of them inside the pause', () => {
    const ticks = injectionTicks(index, { fromS: 100, toS: 170 }, 15);
    expect(ticks.map(({ words }) => words)).toEqual(['T+25:00', 'T+25:15', 'T+25:30', 'T+35:45', 'T+36:00']);
    for (const { atS, words } of ticks) {
      const [minutes = 0, seconds = 0] = words.slice(2).split(':').map(Number);
      const frame = frameNear(index.frameAtS, atS);
      const arrivedS =
        index.frameArrivedS[frame]! - index.frameArrivedS[0]! + 1400 + atS - index.frameAtS[frame]!;
      expect(arrivedS).toBeCloseTo(60 * minutes + seconds, 3);
    }
    expect(injectionTicks({ ...index, injectedAtS: null }, { fromS: 0, toS: 9 }, 1)).toEqual([]);
  });
});

describe('the transport', () => {
  const playhead = {
    isPlaying: true,
    frameIndex: 50,
    frameCount: 100,
    positionS: 5,
    durationS: 10,
    speed: 1,
    loop: null,
  };

  test('shuttles up to eight times, and turns round at normal speed', () => {
    const speeds = [1, 2, 4, 8].map(speed => shuttled({ ...playhead, speed }, 1));
    expect(speeds).toEqual([2, 4, 8, 8]);
    expect(shuttled({ ...playhead, speed: 4 }, -1)).toBe(-1);
    expect(shuttled({ ...playhead, speed: -0.25 }, -1)).toBe(-0.5);
    expect(shuttled({ ...playhead, speed: 4, isPlaying: false }, 1)).toBe(1);
  });

  test('loops always go forwards, whichever end is set first', () => {
    expect(loopFrom(playhead)).toEqual({ from: 50, to: 99 });
    expect(loopTo(playhead)).toEqual({ from: 0, to: 50 });
    expect(loopFrom({ ...playhead, loop: { from: 10, to: 70 } })).toEqual({ from: 50, to: 70 });
    expect(loopTo({ ...playhead, loop: { from: 60, to: 70 } })).toEqual({ from: 0, to: 50 });
  });

  test('finds the mark beside a frame', () => {
    expect(markBeside(index.marks, 372, 1)?.frameIndex).toBe(640);
    expect(markBeside(index.marks, 372, -1)?.frameIndex).toBe(120);
    expect(markBeside(index.marks, 0, -1)).toBe(null);
  });
});

describe('marks', () => {
  test('that would lie on each other are one, which speaks for all and looks like the weightiest', () => {
    const marks = shownMarks(index);
    const near = markPlaces(marks, seconds => seconds / 100, 700);
    expect(near).toHaveLength(1);
    expect(near[0]!.marks).toHaveLength(10);
    expect(near[0]!.look).toBe('flag');
    expect(placeWords(near[0]!)).toBe('station tumour bed · resection start · still · and 7 more');
    expect(markPlaces(marks, seconds => seconds * 10, 2000)).toHaveLength(9);
    expect(markPlaces(marks, seconds => seconds * 10, 100)).toHaveLength(1);
  });
});

describe('recorded against recomputed', () => {
  const recorded = tableOf(fakeRows(index, { every: 3 }));
  const again = tableOf(fakeRows(index, { every: 3 }));
  const notMeasured = reasonNames.indexOf('not-measured');
  const range = { from: 0, to: 1799 };

  test('is no difference where nothing changed', () => {
    for (const { difference, recorded: was, recomputed: is } of comparedPairs(recorded, again, {
      range,
      notMeasured,
    })) {
      expect(difference?.median).toBe(0);
      expect(is).toEqual(was);
    }
  });

  test('has the medians, the spread and the withheld share that a plain count gives', () => {
    const given = fakeRows(index, { every: 3 }).filter(
      ({ frameIndex }) => frameIndex >= 900 && frameIndex <= 1500,
    );
    const tbrs = given.flatMap(({ pairs }) => (typeof pairs[0]!.tbr === 'number' ? [pairs[0]!.tbr] : []));
    const sorted = tbrs.toSorted((a, b) => a - b);
    const [first] = comparedPairs(recorded, again, { range: { from: 900, to: 1500 }, notMeasured });
    expect(first?.recorded).toEqual({
      rows: given.length,
      withheld: given.length - tbrs.length,
      figures: {
        median: sorted[Math.ceil(sorted.length / 2) - 1],
        p5: sorted[Math.ceil(sorted.length * 0.05) - 1],
        p95: sorted[Math.ceil(sorted.length * 0.95) - 1],
      },
    });
  });

  test('compares only frames that both have', () => {
    const sparse = tableOf(fakeRows(index, { every: 5, factor: 1.1 }));
    const [first] = comparedPairs(recorded, sparse, { range, notMeasured });
    const both = fakeRows(index, { every: 15 }).filter(({ pairs }) => typeof pairs[0]!.tbr === 'number');
    expect(first?.difference?.frames).toBe(both.length);
  });

  test('names a pair that only one of them has', () => {
    const two = tableOf(fakeRows(index, { tumours: 2 }));
    const found = comparedPairs(recorded, two, { range, notMeasured });
    expect(found.filter(({ tumourId }) => tumourId === 'T2').every(each => each.recorded === null)).toBe(
      true,
    );
    expect(curvesOf('tbr', recorded, two).map(({ name }) => name)).toEqual([
      'T1 / B1',
      'T1 / B2',
      'T2 / B1',
      'T2 / B2',
    ]);
  });

  test('reads the row nearest to a frame, and none that is far', () => {
    expect(rowNear(recorded, index.frameAtS, 31)).toBe(10);
    expect(rowNear(recorded, index.frameAtS, 599)).toBe(199);
    const few = tableOf(fakeRows(index).slice(0, 5));
    expect(rowNear(few, index.frameAtS, 900)).toBe(null);
    expect(rowNear(tableOf([]), index.frameAtS, 3)).toBe(null);
  });
});
