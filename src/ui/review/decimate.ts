/**
 * Hours of rows as the few points that a plot has room for: of each column of pixels the lowest and the highest value, in the order
 * in which they came, so that no peak is lost. Where nothing is given, or the recording has a gap, the line breaks. Pure.
 */
import type { FigureColumn } from '#conductor/review-rows.ts';
import type { ReplayIndex } from '#model/replay-index.ts';
import { countBelow, type TimeWindow } from './time-window.ts';

export type RowsOfCurve = {
  /** Frame of each row, rising. */
  readonly frameIndex: Float64Array;
  readonly column: FigureColumn;
};

/** Aligned as uPlot wants it: null breaks a line, undefined is only a place where this curve has no point. */
export type PlotData = {
  readonly xs: number[];
  readonly ys: (number | null | undefined)[][];
  /** Spans of the window, in seconds, in which some curve is withheld throughout a column of pixels. */
  readonly withheld: readonly TimeWindow[];
};

/** Where in a column of pixels its two points stand. */
const [first, second, end] = [0.25, 0.75, 0.999];

/** Seconds at which every line breaks: the last moment before each gap and each pause. */
export function breaksOf({ gaps, marks, frameAtS }: ReplayIndex): readonly number[] {
  const pauses = marks
    .filter(({ type, frameIndex }) => type === 'pause' && frameIndex > 0)
    .map(({ frameIndex }) => frameAtS[frameIndex - 1] ?? 0);
  return [...gaps.map(({ before }) => frameAtS[before] ?? 0), ...pauses].sort((a, b) => a - b);
}

type Column = {
  low: number;
  high: number;
  lowRow: number;
  highRow: number;
  given: number;
  withheld: number;
};

export function decimate(
  curves: readonly RowsOfCurve[],
  time: { readonly frameAtS: ArrayLike<number>; readonly breaks: readonly number[] },
  place: { readonly window: TimeWindow; readonly columns: number },
): PlotData {
  const { fromS, toS } = place.window;
  const widthS = (toS - fromS) / Math.max(1, place.columns);
  const columnAt = (atS: number): number => Math.floor((atS - fromS) / widthS);
  const frames = time.frameAtS;
  const firstFrame = countBelow(frames, fromS);
  const lastFrame = countBelow(frames, toS);

  const sorted = curves.map(({ frameIndex, column }) => {
    const columns = new Map<number, Column>();
    // One row more on either side, so that lines go on to the edges.
    const from = Math.max(0, countBelow(frameIndex, firstFrame) - 1);
    const to = Math.min(frameIndex.length, countBelow(frameIndex, lastFrame) + 1);
    let at = Number.NaN;
    let open: Column | undefined;
    for (let row = from; row < to; row++) {
      const place = columnAt(frames[frameIndex[row]!] ?? 0);
      if (place !== at || !open) {
        at = place;
        open = columns.get(place);
        if (!open) {
          open = { low: Infinity, high: -Infinity, lowRow: 0, highRow: 0, given: 0, withheld: 0 };
          columns.set(place, open);
        }
      }
      if (column.reasons[row] !== 0) {
        open.withheld += 1;
        continue;
      }
      const value = column.values[row]!;
      open.given += 1;
      if (value < open.low) {
        open.low = value;
        open.lowRow = row;
      }
      if (value > open.high) {
        open.high = value;
        open.highRow = row;
      }
    }
    return columns;
  });

  const used = [...new Set(sorted.flatMap(columns => [...columns.keys()]))].sort((a, b) => a - b);
  const xs: number[] = [];
  const ys: (number | null | undefined)[][] = curves.map(() => []);
  const withheld: { fromS: number; toS: number }[] = [];
  let nextBreak = 0;
  let wasWithheld = false;
  const withholds = curves.map(() => false);
  for (const [rank, at] of used.entries()) {
    const startS = fromS + at * widthS;
    xs.push(startS + first * widthS, startS + second * widthS);
    for (const [which, columns] of sorted.entries()) {
      const points = pointsOf(columns.get(at));
      ys[which]!.push(...points);
      // Where this curve has no row, what its last one said goes on.
      if (points[0] !== undefined) withholds[which] = points[0] === null;
    }
    const isWithheld = withholds.includes(true);
    if (isWithheld) {
      const span = withheld.at(-1);
      // Rows are rarer than pixels when the window is narrow: between two of them nothing was given, either.
      if (span && wasWithheld) span.toS = startS + widthS;
      else withheld.push({ fromS: startS, toS: startS + widthS });
    }
    wasWithheld = isWithheld;
    const following = used[rank + 1];
    while (nextBreak < time.breaks.length && columnAt(time.breaks[nextBreak]!) < at) nextBreak += 1;
    const breakAt = time.breaks[nextBreak];
    if (following !== undefined && breakAt !== undefined && columnAt(breakAt) < following) {
      xs.push(startS + end * widthS);
      for (const values of ys) values.push(null);
    }
  }
  ys.forEach(spreadBreaks);
  return { xs, ys, withheld };
}

/** A break goes on over places without a point, up to the next value: uPlot would draw the line between. */
function spreadBreaks(values: (number | null | undefined)[]): void {
  for (let i = 1; i < values.length; i++)
    if (values[i] === undefined && values[i - 1] === null) values[i] = null;
  for (let i = values.length - 2; i >= 0; i--)
    if (values[i] === undefined && values[i + 1] === null) values[i] = null;
}

function pointsOf(column: Column | undefined): [number | null | undefined, number | null | undefined] {
  if (!column) return [undefined, undefined];
  if (column.given === 0) return [null, undefined];
  if (column.low === column.high) return [column.low, undefined];
  return column.lowRow < column.highRow ? [column.low, column.high] : [column.high, column.low];
}
