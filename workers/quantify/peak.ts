/** The brightest place of a region: the largest mean over 3 × 3 pixels. Holds three rows of the widest region measured so far. */
import { columnsOf, type LightSource, readLight } from './light-rows.ts';
import type { Spans } from './spans.ts';

/** In linear light above dark; null where no 3 × 3 pixels are inside and not clipped. */
export type PeakFinder = (source: LightSource, spans: Spans) => number | null;

export function createPeakFinder(): PeakFinder {
  let buffers = [new Float64Array(), new Float64Array(), new Float64Array()] as const;
  return (source, spans) => {
    const columns = columnsOf(spans);
    if (!columns) return null;
    const widthPx = columns.x1 - columns.x0;
    if (buffers[0].length < widthPx)
      buffers = [new Float64Array(widthPx), new Float64Array(widthPx), new Float64Array(widthPx)];
    let [above, middle, below] = buffers.map(buffer => buffer.subarray(0, widthPx));
    let best = Number.NEGATIVE_INFINITY;
    let rowsInARow = 0;
    for (let i = 0; i < spans.length; ) {
      const row = spans[i]!;
      // What is no pixel of the region is darker than anything, and so is every sum that it is in.
      below!.fill(Number.NEGATIVE_INFINITY);
      rowsInARow = i > 0 && spans[i - 3] === row - 1 ? rowsInARow + 1 : 1;
      for (; i < spans.length && spans[i] === row; i += 3)
        readLight(
          source,
          { row, x0: spans[i + 1]!, x1: spans[i + 2]! },
          { into: below!, at: spans[i + 1]! - columns.x0 },
        );
      if (rowsInARow >= 3) best = Math.max(best, largestSum(above!, middle!, below!));
      [above, middle, below] = [middle, below, above];
    }
    return best === Number.NEGATIVE_INFINITY ? null : best / 9;
  };
}

/** Of nine values in three neighbouring columns; by column, then from left to right. */
function largestSum(above: Float64Array, middle: Float64Array, below: Float64Array): number {
  let best = Number.NEGATIVE_INFINITY;
  let first = Number.NEGATIVE_INFINITY;
  let second = Number.NEGATIVE_INFINITY;
  for (let x = 0; x < above.length; x++) {
    const third = above[x]! + middle[x]! + below[x]!;
    const sum = first + second + third;
    if (sum > best) best = sum;
    first = second;
    second = third;
  }
  return best;
}
