/** One figure of a camera over its checks, with median and MAD of what is usual. */

import type { ComparedFigure, TrendPoint } from '#model/check.ts';
import { words } from '#words/words.ts';
import { inDay } from '../calibrate/words.ts';
import { Ticks } from './Ticks.tsx';
import { trendBox, trendPlot } from './trend-plot.ts';

export function TrendPlot({
  figure,
  points,
  shownAtS,
}: {
  readonly figure: ComparedFigure;
  readonly points: readonly TrendPoint[];
  /** When the report that is looked at was made. */
  readonly shownAtS: number;
}) {
  const plot = trendPlot(points, figure.usual, shownAtS);
  const [first, last] = [points[0], points.at(-1)];
  if (!plot || !first || !last) return null;
  const { width, height, left, right, bottom } = trendBox;
  return (
    <svg
      className="check-plot"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={words(
        points.length === 1
          ? '{name} in one check, {first}.'
          : figure.usual
            ? '{name} over {count} checks, {first} to {last}, with median and MAD.'
            : '{name} over {count} checks, {first} to {last}.',
        {
          name: words(figure.name),
          count: points.length,
          first: inDay(first.madeAtS),
          last: inDay(last.madeAtS),
        },
      )}
    >
      {plot.usual && (
        <>
          <rect
            className="usual"
            x={left}
            y={plot.usual.top}
            width={right - left}
            height={Math.max(1, plot.usual.bottom - plot.usual.top)}
          />
          <path className="median" d={`M${left} ${plot.usual.y}H${right}`} />
        </>
      )}
      <Ticks side="up" ticks={plot.up} box={{ left, right, bottom }} />
      <path className="joined" d={plot.line} />
      {plot.points.map(({ madeAtS, x, y, bar, isShown }) => (
        <g key={madeAtS}>
          {bar && <path className="error-bar" d={`M${x} ${bar.top}V${bar.bottom}`} />}
          <circle className={isShown ? 'measured shown' : 'measured'} cx={x} cy={y} r={isShown ? 5.5 : 3.5} />
        </g>
      ))}
      <text x={left} y={bottom + 22}>
        {inDay(first.madeAtS)}
      </text>
      {points.length > 1 && (
        <text x={right} y={bottom + 22} textAnchor="end">
          {inDay(last.madeAtS)}
        </text>
      )}
    </svg>
  );
}
