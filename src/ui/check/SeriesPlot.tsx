/** A series of wells: light above the control against concentration or depth, the fit, and what it leaves. */

import type { ConcentrationResult, DepthResult } from '#model/check.ts';
import { words } from '#words/words.ts';
import { seriesBox, seriesPlot } from './series-plot.ts';
import { Ticks } from './Ticks.tsx';

export function SeriesPlot({ result }: { readonly result: ConcentrationResult | DepthResult }) {
  const plot = seriesPlot(result);
  if (!plot) return null;
  const { width, height, left, right, curve, residual } = seriesBox;
  const isConcentration = 'limit' in result;
  const zeroY = (residual.top + residual.bottom) / 2;
  const limit = plot.residualLimitPercent;
  return (
    <svg
      className="check-plot"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={words(
        isConcentration
          ? plot.line
            ? '{count} wells: light above the control against concentration in {unit}, with the fit and what it leaves.'
            : '{count} wells: light above the control against concentration in {unit}, without a fit.'
          : plot.line
            ? '{count} wells: light above the control against depth in {unit}, with the fit and what it leaves.'
            : '{count} wells: light above the control against depth in {unit}, without a fit.',
        { count: plot.points.length, unit: isConcentration ? result.unit : 'mm' },
      )}
    >
      <Ticks side="up" ticks={plot.up} box={{ left, right, bottom: curve.bottom }} />
      {plot.detectedY !== null && (
        <>
          <path className="limit" d={`M${left} ${plot.detectedY}H${right}`} />
          <text
            className="limit-word"
            x={isConcentration ? right - 2 : left + 6}
            y={plot.detectedY - 4}
            textAnchor={isConcentration ? 'end' : 'start'}
          >
            {words('CNR 3')}
          </text>
        </>
      )}
      {plot.limitX !== null && <path className="limit" d={`M${plot.limitX} ${curve.top}V${curve.bottom}`} />}
      {plot.line && <path className="fitted" d={plot.line} />}
      {plot.points.map(({ value, x, y, isFitted, isBelow }) =>
        isBelow ? (
          <path key={value} className="left-out" d={`M${x - 4} ${y - 8}h8l-4 7z`} />
        ) : (
          <circle key={value} className={isFitted ? 'measured' : 'left-out'} cx={x} cy={y} r="4" />
        ),
      )}
      <path className="grid" d={`M${left} ${residual.top}H${right}M${left} ${residual.bottom}H${right}`} />
      <path className="zero" d={`M${left} ${zeroY}H${right}`} />
      <text x={left - 6} y={residual.top + 6} textAnchor="end">
        +{limit}
      </text>
      <text x={left - 6} y={residual.bottom + 2} textAnchor="end">
        −{limit}
      </text>
      {plot.residuals.map(({ value, x, y, isFitted }) => (
        <g key={value}>
          <path className="left-over" d={`M${x} ${zeroY}V${y}`} />
          <circle className={isFitted ? 'measured' : 'left-out'} cx={x} cy={y} r="2.5" />
        </g>
      ))}
      <Ticks side="across" ticks={plot.across} box={{ left, right, bottom: residual.bottom }} />
      <text
        className="axis"
        x={isConcentration ? left + 6 : right - 2}
        y={curve.top + 8}
        textAnchor={isConcentration ? 'start' : 'end'}
      >
        {words('above the control')}
      </text>
      <text className="axis" x={left + 6} y={residual.top - 6}>
        {words('left over, %')}
      </text>
      <text className="axis" x={right} y={height - 4} textAnchor="end">
        {isConcentration ? result.unit : words('mm deep')}
      </text>
    </svg>
  );
}
