/** Rows kept as columns, as files: the same files as everywhere, made without a second copy of everything in one string. */
import type { Row } from '#model/rows.ts';
import { type RowsSource, rowsToCsv, rowsToJson } from '#model/rows-csv.ts';
import { type RowTable, rowAt } from './review-rows.ts';

/** Rows made into text at once. */
const rowsAtOnce = 2000;

const rowsOf = (table: RowTable, from: number, to: number): Row[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => rowAt(table, from + i));

/** Text in few pieces: a blob of a million strings is slow to make. */
function* inPieces(lines: Iterable<string>): Generator<string> {
  let piece: string[] = [];
  for (const line of lines) {
    piece.push(line);
    if (piece.length < rowsAtOnce) continue;
    yield piece.join('');
    piece = [];
  }
  yield piece.join('');
}

export const tableToCsv = (table: RowTable, source: RowsSource): Blob =>
  new Blob([...inPieces(rowsToCsv(rowsOf(table, 0, table.length), source))], { type: 'text/csv' });

export function tableToJson(table: RowTable, source: RowsSource): Blob {
  const { rows: none, ...about } = rowsToJson([], source);
  const pieces = [`${JSON.stringify(about).slice(0, -1)},"rows":[`];
  for (let from = none.length; from < table.length; from += rowsAtOnce) {
    const rows = rowsOf(table, from, Math.min(table.length, from + rowsAtOnce));
    pieces.push(`${from === 0 ? '\n' : ',\n'}${rows.map(row => JSON.stringify(row)).join(',\n')}`);
  }
  return new Blob([...pieces, '\n]}\n'], { type: 'application/json' });
}
