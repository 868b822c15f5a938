/** Pictures in coarse cells: places rather than pixels. */
import type { SizePx } from '#model/geometry.ts';
import type { Plane } from './planes.ts';

/** Means of cells of `cellPx` × `cellPx` pixels, row by row; the last ones of a row or column may be smaller. */
export type Cells = {
  readonly cellPx: number;
  readonly columns: number;
  readonly rows: number;
  /** NaN where no pixel counts. */
  readonly values: Float64Array<ArrayBuffer>;
  /** Pixels that count, as a share of a whole cell. */
  readonly weights: Float64Array<ArrayBuffer>;
};

/** Pixels with a mark in `skip` do not count. */
export function cellsOf(plane: Plane, size: SizePx & { cellPx: number; skip?: Uint8Array }): Cells {
  const { widthPx, heightPx, cellPx, skip } = size;
  const columns = Math.ceil(widthPx / cellPx);
  const rows = Math.ceil(heightPx / cellPx);
  const values = new Float64Array(columns * rows);
  const weights = new Float64Array(columns * rows);
  for (let y = 0; y < heightPx; y++) {
    const row = Math.floor(y / cellPx) * columns;
    for (let column = 0; column < columns; column++) {
      const from = y * widthPx + column * cellPx;
      const to = y * widthPx + Math.min(widthPx, (column + 1) * cellPx);
      let sum = 0;
      let count = 0;
      for (let i = from; i < to; i++) {
        if (skip?.[i]) continue;
        sum += plane[i]!;
        count++;
      }
      values[row + column]! += sum;
      weights[row + column]! += count;
    }
  }
  for (let i = 0; i < values.length; i++) {
    values[i] = values[i]! / weights[i]!;
    weights[i]! /= cellPx * cellPx;
  }
  return { cellPx, columns, rows, values, weights };
}

/** Values of the cells of which at least half counts. */
export const wellFilled = ({ values, weights }: Cells): number[] =>
  [...values].filter((_, i) => weights[i]! >= 0.5);

/** Cells in the largest patch of neighbours (sharing an edge) for which `isIn` holds. */
export function largestPatch({ columns, rows }: Cells, isIn: (index: number) => boolean): number {
  const seen = new Uint8Array(columns * rows);
  let largest = 0;
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] || !isIn(start)) continue;
    const waiting = [start];
    seen[start] = 1;
    let count = 0;
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      count++;
      const column = at % columns;
      const neighbours = [
        column > 0 ? at - 1 : -1,
        column < columns - 1 ? at + 1 : -1,
        at - columns,
        at + columns,
      ];
      for (const next of neighbours) {
        if (next < 0 || next >= seen.length || seen[next] || !isIn(next)) continue;
        seen[next] = 1;
        waiting.push(next);
      }
    }
    largest = Math.max(largest, count);
  }
  return largest;
}
