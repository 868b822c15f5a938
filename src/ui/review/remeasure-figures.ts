/** Recorded and recomputed numbers of a session held against each other. Pure. */
import type { FigureColumn, RowTable } from '#conductor/review-rows.ts';
import type { FrameRange } from '#workers/feed/api.ts';
import { countBelow } from './time-window.ts';

/** Over the rows of a range. */
export type Spread = {
  /** Rows in which the pair was there, and those of them without a number. */
  readonly rows: number;
  readonly withheld: number;
  /** Null: no row has a number. The smallest value that at least that share of them does not exceed. */
  readonly figures: { readonly median: number; readonly p5: number; readonly p95: number } | null;
};

export type Compared = {
  readonly tumourId: string;
  readonly backgroundId: string;
  readonly figure: 'tbr' | 'cnr';
  readonly recorded: Spread | null;
  readonly recomputed: Spread | null;
  /** Median of recomputed less recorded, over the frames that have both. Null: there is none. */
  readonly difference: { readonly median: number; readonly frames: number } | null;
};

const absent = (column: FigureColumn, row: number, notMeasured: number): boolean =>
  column.reasons[row] === notMeasured;

/** The value at a share of sorted values: nearest rank. */
const atShare = (sorted: Float64Array, share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;

function quantiles(values: readonly number[]): Spread['figures'] {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  return { median: atShare(sorted, 0.5), p5: atShare(sorted, 0.05), p95: atShare(sorted, 0.95) };
}

const rowsIn = ({ frameIndex }: RowTable, { from, to }: FrameRange) => ({
  from: countBelow(frameIndex, from),
  to: countBelow(frameIndex, to + 1),
});

function spreadOf(table: RowTable, column: FigureColumn, range: FrameRange, notMeasured: number): Spread {
  const { from, to } = rowsIn(table, range);
  const values: number[] = [];
  let rows = 0;
  for (let row = from; row < to; row++) {
    if (absent(column, row, notMeasured)) continue;
    rows += 1;
    if (column.reasons[row] === 0) values.push(column.values[row]!);
  }
  return { rows, withheld: rows - values.length, figures: quantiles(values) };
}

type Side = { readonly table: RowTable; readonly column: FigureColumn };

function differenceOf(was: Side, is: Side, range: FrameRange): Compared['difference'] {
  const differences: number[] = [];
  const { from, to } = rowsIn(is.table, range);
  let old = countBelow(was.table.frameIndex, range.from);
  for (let row = from; row < to; row++) {
    const frame = is.table.frameIndex[row]!;
    while (old < was.table.length && was.table.frameIndex[old]! < frame) old += 1;
    if (was.table.frameIndex[old] !== frame) continue;
    // Of a frame measured several times the last counts.
    while (was.table.frameIndex[old + 1] === frame) old += 1;
    if (is.column.reasons[row] === 0 && was.column.reasons[old] === 0)
      differences.push(is.column.values[row]! - was.column.values[old]!);
  }
  const found = quantiles(differences);
  return found && { median: found.median, frames: differences.length };
}

/** Every pair that either has, TBR and CNR, over the frames of `range`. `notMeasured`: the reason that says a pair was not there. */
export function comparedPairs(
  recorded: RowTable,
  recomputed: RowTable,
  { range, notMeasured }: { readonly range: FrameRange; readonly notMeasured: number },
): readonly Compared[] {
  const pairsOf = (table: RowTable) =>
    table.pairs.filter(({ tumourId, backgroundId }) => tumourId !== '' && backgroundId !== '');
  const keys = new Map(
    [...pairsOf(recorded), ...pairsOf(recomputed)].map(({ tumourId, backgroundId }) => [
      `${tumourId}/${backgroundId}`,
      { tumourId, backgroundId },
    ]),
  );
  return [...keys.values()].flatMap(ids =>
    (['tbr', 'cnr'] as const).map(figure => {
      const sideOf = (table: RowTable): Side | null => {
        const pair = pairsOf(table).find(
          each => each.tumourId === ids.tumourId && each.backgroundId === ids.backgroundId,
        );
        return pair ? { table, column: pair[figure] } : null;
      };
      const [was, is] = [sideOf(recorded), sideOf(recomputed)];
      return {
        ...ids,
        figure,
        recorded: was && spreadOf(recorded, was.column, range, notMeasured),
        recomputed: is && spreadOf(recomputed, is.column, range, notMeasured),
        difference: was && is && differenceOf(was, is, range),
      };
    }),
  );
}
