/** Each pair as it was recorded and as it came out now. */

import { useMemo } from 'react';
import type { RemeasureResult } from '#conductor/review-api.ts';
import { type RowTable, reasonNames } from '#conductor/review-rows.ts';
import { inCount, inDigits, inPercent } from '#overlay/figures-in-words.ts';
import { numerals, words } from '#words/words.ts';
import { comparedPairs, type Spread } from './remeasure-figures.ts';

const notMeasured = reasonNames.indexOf('not-measured');
const signed = (value: number): string => inDigits(value).replace('-', '−');

function SpreadCell({ spread }: { readonly spread: Spread | null }) {
  if (!spread || spread.rows === 0) return <td className="soft">{words('not measured')}</td>;
  const { figures, withheld, rows } = spread;
  return (
    <td>
      {figures ? signed(figures.median) : '–'}
      <span className="soft">
        {figures && words('{low} to {high}', { low: signed(figures.p5), high: signed(figures.p95) })}
      </span>
      <span className={withheld > 0 ? 'caution' : 'soft'}>
        {words('{withheld} withheld', { withheld: inPercent(withheld / rows) })}
      </span>
    </td>
  );
}

/** A difference with its sign; 0 is "none" only where it is exactly 0. */
const withSign = (value: number): string => {
  if (value === 0) return '0';
  return `${value < 0 ? '−' : '+'}${Math.abs(value) < 0.0005 ? numerals('< 0.001') : inDigits(Math.abs(value))}`;
};

export function RemeasureTable({
  recorded,
  recomputed,
  range,
}: {
  readonly recorded: RowTable;
  readonly recomputed: RowTable;
  readonly range: RemeasureResult['range'];
}) {
  const pairs = useMemo(
    () => comparedPairs(recorded, recomputed, { range, notMeasured }),
    [recorded, recomputed, range],
  );
  if (pairs.length === 0)
    return <p className="hint">{words('No pair was measured: draw a tumour and a background.')}</p>;
  return (
    <table className="remeasure-table">
      <caption>
        {words(
          'Medians over frames {from} to {to}; below them 5 % to 95 %. The difference is that of frames which have both.',
          { from: inCount(range.from + 1), to: inCount(range.to + 1) },
        )}
      </caption>
      <thead>
        <tr>
          <th scope="col">{words('Pair')}</th>
          <th scope="col">{words('Recorded')}</th>
          <th scope="col">{words('Recomputed')}</th>
          <th scope="col">{words('Difference')}</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map(({ tumourId, backgroundId, figure, recorded: was, recomputed: is, difference }) => (
          <tr key={`${tumourId}/${backgroundId}/${figure}`}>
            <th scope="row">
              {figure.toUpperCase()}
              <span className="soft">
                {tumourId} / {backgroundId}
              </span>
            </th>
            <SpreadCell spread={was} />
            <SpreadCell spread={is} />
            <td>
              {difference ? withSign(difference.median) : '–'}
              <span className="soft">
                {difference && words('{frames} frames', { frames: inCount(difference.frames) })}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
