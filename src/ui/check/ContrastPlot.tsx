/** Contrast of the bar groups against 26.4 %. */

import { resolvedPercent } from '#model/check/resolution.ts';
import type { ResolutionResult } from '#model/check.ts';
import { words } from '#words/words.ts';
import { contrastBox, contrastPlot } from './contrast-plot.ts';
import { Ticks } from './Ticks.tsx';

export function ContrastPlot({ result }: { readonly result: ResolutionResult }) {
  const plot = contrastPlot(result);
  if (!plot) return null;
  const { width, height, left, right, top, bottom } = contrastBox;
  return (
    <svg
      className="check-plot"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={words(
        'Contrast of {count} groups of bars against line pairs per mm, with the line of {resolvedPercent} %.',
        { count: plot.points.length, resolvedPercent },
      )}
    >
      <Ticks side="up" ticks={plot.up} box={{ left, right, bottom }} />
      <path className="limit" d={`M${left} ${plot.resolvedY}H${right}`} />
      <text className="limit-word" x={right - 2} y={plot.resolvedY - 4} textAnchor="end">
        {resolvedPercent} %
      </text>
      {plot.limitX !== null && <path className="limit" d={`M${plot.limitX} ${top}V${bottom}`} />}
      <path className="joined" d={plot.line} />
      {plot.points.map(({ name, x, y, bar, isResolved }) => (
        <g key={name}>
          <path className="error-bar" d={`M${x} ${bar.top}V${bar.bottom}`} />
          <circle className={isResolved ? 'measured' : 'left-out'} cx={x} cy={y} r="4" />
        </g>
      ))}
      <Ticks side="across" ticks={plot.across} box={{ left, right, bottom }} />
      <text className="axis" x={left + 6} y={top + 8}>
        {words('contrast, %')}
      </text>
      <text className="axis" x={right} y={height - 4} textAnchor="end">
        {words('line pairs per mm')}
      </text>
    </svg>
  );
}
