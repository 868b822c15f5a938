/** Codes over light: what was measured, the curve that was fitted, and below it what was left over. */

import type { CurveFit } from '#model/calibration.ts';
import { words } from '#words/words.ts';
import { inCodes, transferInWords } from '../words.ts';
import { curvePlot, plotBox } from './curve-plot.ts';

export function CurvePlot({ fit }: { readonly fit: CurveFit }) {
  const plot = curvePlot(fit);
  if (!plot) return null;
  const { left, right, width, height, curve, residual } = plotBox;
  const zeroY = (residual.top + residual.bottom) / 2;
  const limit = String(plot.residualLimitCodes);
  return (
    <svg
      className="curve-plot"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={words(
        '{transfer}: {count} points, left over {rmsCodes} codes rms, at most {largestCodes}.',
        {
          transfer: transferInWords(fit.transfer),
          count: fit.residuals.length,
          rmsCodes: inCodes(fit.rmsCodes),
          largestCodes: inCodes(fit.largestCodes),
        },
      )}
    >
      {plot.codeTicks.map(({ y, word }) => (
        <g key={word}>
          <path className="grid" d={`M${left} ${y}H${right}`} />
          <text x={left - 6} y={y + 4} textAnchor="end">
            {word}
          </text>
        </g>
      ))}
      <path className="fitted" d={plot.curve} />
      {plot.points.map(({ x, y }) => (
        <circle key={`${x} ${y}`} className="measured" cx={x} cy={y} r="3.5" />
      ))}
      <path className="grid" d={`M${left} ${residual.top}H${right}M${left} ${residual.bottom}H${right}`} />
      <path className="zero" d={`M${left} ${zeroY}H${right}`} />
      <text x={left - 6} y={residual.top + 6} textAnchor="end">
        +{limit}
      </text>
      <text x={left - 6} y={residual.bottom + 2} textAnchor="end">
        −{limit}
      </text>
      {plot.residuals.map(({ x, y, barY, barHeight }) => (
        <g key={`${x} ${y}`}>
          <rect className="left-over" x={x - 1} y={barY} width="2" height={barHeight} />
          <circle className="measured" cx={x} cy={y} r="2.5" />
        </g>
      ))}
      {plot.lightTicks.map(({ x, word }) => (
        <text key={word} x={x} y={residual.bottom + 15} textAnchor="middle">
          {word}
        </text>
      ))}
      <text className="axis" x={left + 6} y={curve.top + 10}>
        {words('codes')}
      </text>
      <text className="axis" x={left + 6} y={residual.top - 7}>
        {words('left over, codes')}
      </text>
      <text className="axis" x={right} y={height - 4} textAnchor="end">
        {words('relative light')}
      </text>
    </svg>
  );
}
