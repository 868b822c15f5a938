/** A place's light over minutes, with its drift and the largest step. */

import type { StabilityResult } from '#model/check.ts';
import { words } from '#words/words.ts';
import { stabilityBox, stabilityPlot } from './stability-plot.ts';
import { Ticks } from './Ticks.tsx';

export function StabilityPlot({ result }: { readonly result: StabilityResult }) {
  const plot = stabilityPlot(result);
  if (!plot) return null;
  const { width, height, left, right, top, bottom } = stabilityBox;
  return (
    <svg
      className="check-plot"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={words('Light of the place over {durationS} s in per cent of its mean, with the drift.', {
        durationS: Math.round(result.durationS),
      })}
    >
      <Ticks side="up" ticks={plot.up} box={{ left, right, bottom }} />
      {plot.stepX !== null && <path className="limit" d={`M${plot.stepX} ${top}V${bottom}`} />}
      <path className="joined" d={plot.line} />
      <path className="fitted" d={plot.drift} />
      <Ticks side="across" ticks={plot.across} box={{ left, right, bottom }} />
      <text className="axis" x={left + 6} y={top + 8}>
        {words('% of the mean')}
      </text>
      <text className="axis" x={right} y={height - 4} textAnchor="end">
        {plot.isInMinutes ? words('minutes') : words('seconds')}
      </text>
    </svg>
  );
}
