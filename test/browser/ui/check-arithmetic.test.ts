/** What the check's page reckons for itself: axes, places of points, typed targets, words. */
import { describe, expect, test } from 'vitest';
import { compareWithHistory } from '#model/check/history.ts';
import { type CheckWithheld, type ComparedFigure, isChecked, type SeriesPoint } from '#model/check.ts';
import { sampleHistory, sampleParts, sampleReport, sampleTargets } from '#test/support/sample-checks.ts';
import { placingOf, toPane, wholeSight } from '#ui/calibrate/registration/pane-geometry.ts';
import { linearAxis, logAxis } from '#ui/check/axes.ts';
import { barFacts, firstBar, nextBar } from '#ui/check/bar-kind.ts';
import { contrastPlot } from '#ui/check/contrast-plot.ts';
import { enlarged, nirPlacing, shrinkOf } from '#ui/check/nir-placing.ts';
import { seriesBox, seriesPlot } from '#ui/check/series-plot.ts';
import { stabilityPlot } from '#ui/check/stability-plot.ts';
import { targetToText, textToTarget } from '#ui/check/target-text.ts';
import { trendBox, trendPlot } from '#ui/check/trend-plot.ts';
import { comparedInWords, figureInWords, inClock, madsAway } from '#ui/check/words.ts';

function given<T extends object>(result: T | CheckWithheld | undefined): T {
  if (!result || !isChecked<T>(result)) throw new Error(`Withheld: ${JSON.stringify(result)}`);
  return result;
}
const concentration = given(sampleParts.concentration?.result);
const depth = given(sampleParts.depth?.result);
const resolution = given(sampleParts.resolution?.result);
const stability = given(sampleParts.stability?.result);

describe('an axis', () => {
  test('has ticks with different words, inside its ends, also about a large value and for a span of nothing', () => {
    for (const [from, to] of [
      [0, 7.3],
      [0.9951, 0.9954],
      [-1.2, 0.4],
      [1e-7, 4e-7],
      [16_000, 16_001],
      [5, 5],
      [0, 0],
    ] as const) {
      const { ticks } = linearAxis(from, to, { low: 100, high: 0, wanted: 4 });
      expect(ticks.length).toBeGreaterThan(1);
      expect(new Set(ticks.map(({ word }) => word)).size).toBe(ticks.length);
      for (const { at } of ticks) expect(at >= -1e-6 && at <= 100 + 1e-6).toBe(true);
    }
  });

  test('by the logarithm puts decades evenly, and finer ticks where less than a decade is seen', () => {
    const wide = logAxis(1, 1000, { low: 0, high: 300, wanted: 6 });
    expect(wide.ticks.map(({ word }) => word)).toEqual(['1', '10', '100', '1000']);
    expect(wide.toPlace(100)).toBeCloseTo(200);
    const narrow = logAxis(1.9, 3.1, { low: 0, high: 300, wanted: 6 });
    expect(narrow.ticks.map(({ word }) => word)).toEqual(['2', '2.5', '3']);
  });
});

describe('the plot of a series', () => {
  test('lays a power law and an exponential on straight lines through their points', () => {
    for (const result of [concentration, depth]) {
      const plot = seriesPlot(result);
      const numbers = plot!.line.match(/[\d.]+/g)!.map(Number);
      const [x0, y0] = numbers as [number, number];
      const [x1, y1] = numbers.slice(-2) as [number, number];
      const between = numbers.slice(32, 34) as [number, number];
      expect(between[1]).toBeCloseTo(y0 + ((y1 - y0) * (between[0] - x0)) / (x1 - x0), 0);
      for (const point of plot!.points.filter(({ isFitted }) => isFitted))
        expect(Math.abs(point.y - (y0 + ((y1 - y0) * (point.x - x0)) / (x1 - x0)))).toBeLessThan(3);
    }
  });

  test('marks the lowest concentration at its well, and what is no brighter than the control at the lower edge', () => {
    const limit = given(concentration.limit);
    const plot = seriesPlot(concentration)!;
    expect(plot.limitX).toBe(plot.points.find(({ value }) => value === limit.value)?.x);
    const dark = (point: SeriesPoint): SeriesPoint => ({ ...point, net: -0.001, isFitted: false });
    const points = concentration.points.map((point, i) => (i === 7 ? dark(point) : point));
    const withDark = seriesPlot({ ...concentration, points })!;
    expect(withDark.points[7]).toMatchObject({ isBelow: true, y: seriesBox.curve.bottom });
    expect(withDark.residuals).toHaveLength(7);
    expect(seriesPlot({ ...concentration, points: points.map(dark) })).toBeNull();
  });

  test('has no line, no limit and no residuals where there is no fit, but its points', () => {
    const none = { withheld: 'too-few-points', detail: 'Two of three.' } as const;
    const plot = seriesPlot({ ...concentration, fit: none, limit: none })!;
    expect(plot).toMatchObject({ line: '', limitX: null, residuals: [] });
    expect(plot.points).toHaveLength(8);
  });
});

test('contrast passes 26.4 % where the limit stands', () => {
  const plot = contrastPlot(resolution)!;
  expect(plot.points.map(({ isResolved }) => isResolved)).toEqual([true, true, false, false]);
  expect(plot.limitX! > plot.points[1]!.x && plot.limitX! < plot.points[2]!.x).toBe(true);
  expect(plot.resolvedY > plot.points[1]!.y && plot.resolvedY < plot.points[2]!.y).toBe(true);
  expect(contrastPlot({ ...resolution, groups: [] })).toBeNull();
});

test('the drift’s line rises as the light does, in seconds or minutes', () => {
  const plot = stabilityPlot(stability)!;
  const [, y0, , y1] = plot.drift.match(/[\d.]+/g)!.map(Number) as [number, number, number, number];
  expect(y1).toBeLessThan(y0 - 20);
  expect(plot.isInMinutes).toBe(false);
  expect(stabilityPlot({ ...stability, durationS: 600 })!.isInMinutes).toBe(true);
  expect(stabilityPlot({ ...stability, plot: [] })).toBeNull();
});

test('a trend stands in order of time with its median; one point stands in the middle', () => {
  const points = [3, 4, 5].map((value, i) => ({ madeAtS: 100 * i, value, sd: null }));
  const plot = trendPlot(points, { median: 4, mad: 0.5 }, 200)!;
  expect(plot.points.map(({ isShown }) => isShown)).toEqual([false, false, true]);
  expect(plot.usual?.y).toBeCloseTo(plot.points[1]!.y);
  expect(plot.points[0]!.y).toBeGreaterThan(plot.points[2]!.y);
  const single = trendPlot(points.slice(0, 1), null, 0)!;
  expect(single.points[0]!.x).toBe((trendBox.left + trendBox.right) / 2);
  expect(Number.isFinite(single.points[0]!.y)).toBe(true);
  expect(trendPlot([], null, 0)).toBeNull();
});

describe('a typed target', () => {
  const typed = (text: string) => textToTarget({ text, kind: 'concentration', unit: 'nM', pitchRatio: 1 });

  test('is the one that its text was made of', () => {
    const own = typed(targetToText(sampleTargets.concentration));
    expect(own).toMatchObject({ rows: 3, columns: 3, values: sampleTargets.concentration.values });
  });

  test('takes commas, gaps and controls, and is the same target whenever it is typed again', () => {
    const own = typed('100 30,5 10\n3 c –\n');
    expect(own).toMatchObject({ rows: 2, columns: 3, values: [100, 30.5, 10, 3, 'control', null] });
    expect(typed('100  30.5 10\n3 control -')).toEqual(own);
    expect(typed('100 30.5 10\n3 – c')).not.toEqual(own);
  });

  test.each([
    ['', 'row by row'],
    ['1 2\n3', 'same number'],
    ['1 2 3\n4 x c', '“x”'],
    ['1 2 3 0 c', '“0”'],
    ['1 2 3', 'control'],
    ['1 2 c', 'three wells'],
    ['1 2 3 4 5 6 7 8 9 10 11 12 c', 'at most 12'],
  ])('is refused in words: %j', (text, words) => {
    expect(typed(text)).toContain(words);
  });
});

test('a place in the smaller picture and the same in NIR pixels stand at one place of the pane', () => {
  const size = { widthPx: 480, heightPx: 270 };
  const picture = { ...size, rgba: new Uint8ClampedArray(4) };
  const shrink = shrinkOf({ widthPx: 1919, picture });
  expect(shrink).toBe(4);
  const placing = placingOf(size, { width: 700, height: 400 }, { ...wholeSight, zoom: 2, centreX: 0.4 });
  const point = { x: 100.25, y: 33 };
  const inPane = toPane(nirPlacing(placing, shrink), enlarged(point, shrink));
  expect(inPane.x).toBeCloseTo(toPane(placing, point).x, 9);
  expect(inPane.y).toBeCloseTo(toPane(placing, point).y, 9);
});

test('elements of a USAF chart follow each other by a sixth of an octave, and into the next group', () => {
  const sixth = { ...firstBar, element: 6 };
  expect(nextBar(sixth)).toMatchObject({ group: 1, element: 1 });
  expect(barFacts(nextBar(sixth)).linePairsPerMm).toBe(2);
  expect(barFacts(firstBar)).toEqual({ name: 'G0 E1', linePairsPerMm: 1, bars: 3 });
});

describe('in words', () => {
  const figures = compareWithHistory(sampleReport(), sampleHistory());
  const find = (id: string): ComparedFigure => {
    const figure = figures.find(each => each.id === id);
    if (!figure) throw new Error(`No figure ${id}.`);
    return figure;
  };

  test('a figure stands beside what is usual, in MAD, and is neither passed nor failed', () => {
    const dark = find('dark.mean');
    expect(figureInWords(dark)).toBe('17.420 ± 0.010 codes');
    expect(comparedInWords(dark)).toMatch(
      /^0\.12 codes above the usual 17\.3 codes \(MAD .*, \d\.\d MAD away; median of 8\)\.$/,
    );
    for (const figure of figures) expect(comparedInWords(figure)).not.toMatch(/pass|fail|good|bad|OK/i);
  });

  test('what never changed is as usual, and too few earlier checks say nothing', () => {
    const even = find('uniformity.above-60');
    expect(comparedInWords(even)).toBe('As usual, 99.4\u00a0% (MAD 0; median of 8).');
    expect(madsAway(even)).toBeNull();
    const [first] = compareWithHistory(sampleReport(), sampleHistory(2));
    expect(comparedInWords(first!)).toContain('2 earlier checks: too few');
    const [alone] = compareWithHistory(sampleReport(), []);
    expect(comparedInWords(alone!)).toBe('No earlier check to compare with.');
  });

  test('time left is minutes and seconds, rounded up', () => {
    expect([0, 0.2, 59.5, 60, 125].map(inClock)).toEqual(['0:00', '0:01', '1:00', '1:00', '2:05']);
  });
});

test('samples are what the tests say they are', () => {
  expect(isChecked(concentration.fit) && isChecked(concentration.limit)).toBe(true);
});
