/** The newest rows, one by one. */
import type { StabilityRow } from '#model/stability/row.ts';
import { words } from '#words/words.ts';
import { inClock } from '../review/times.ts';
import { inReading } from './words.ts';

/** Ten minutes; the file has them all. */
const mostRows = 60;

export function RowsTable({ rows }: { readonly rows: readonly StabilityRow[] }) {
  const firstS = rows[0]?.fromS ?? 0;
  const shown = rows.slice(-mostRows).toReversed();
  const columns = [
    [words('Time'), (row: StabilityRow) => inClock(row.fromS - firstS, 0)],
    [words('drawn'), (row: StabilityRow) => inReading(row.drawn)],
    [words('dropped here'), (row: StabilityRow) => inReading(row.dropped)],
    [words('never came'), (row: StabilityRow) => inReading(row.missing)],
    [words('median, ms'), (row: StabilityRow) => inReading(row.ageMs?.p50 ?? null)],
    [words('95 %, ms'), (row: StabilityRow) => inReading(row.ageMs?.p95 ?? null)],
    [words('99 %, ms'), (row: StabilityRow) => inReading(row.ageMs?.p99 ?? null)],
    [words('worst, ms'), (row: StabilityRow) => inReading(row.ageMs?.max ?? null)],
    [words('longest gap, s'), (row: StabilityRow) => inReading(row.longestGapS)],
    [words('gain'), (row: StabilityRow) => inReading(row.gain)],
    [words('NIR, codes'), (row: StabilityRow) => inReading(row.ambientCodes)],
    [words('withheld, s'), (row: StabilityRow) => inReading(row.withheldS)],
    [words('exposure, ms'), (row: StabilityRow) => inReading(row.exposureMs)],
  ] as const;
  return (
    <details className="stability-rows">
      <summary>
        {rows.length > mostRows
          ? words('The newest {count} rows of {all}', { count: mostRows, all: rows.length })
          : words('All {count} rows', { count: rows.length })}
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys. */}
      <section className="stability-table" aria-label={words('Rows of the log')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {columns.map(([name]) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(row => (
              <tr key={row.fromS}>
                {columns.map(([name, of]) => (
                  <td key={name}>{of(row)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
