/** Wells of a series against concentration or depth, with the fit and what it leaves, as places in a plot. Pure. */
import { type ConcentrationResult, type DepthResult, isChecked } from '#model/check.ts';
import { roundStep } from '../analysis/plot-scale.ts';
import { type Axis, linearAxis, logAxis } from './axes.ts';

export const seriesBox = {
  width: 440,
  height: 300,
  left: 54,
  right: 428,
  curve: { top: 10, bottom: 188 },
  residual: { top: 216, bottom: 262 },
} as const;

/** `isBelow`: no more light than the control, which a logarithm cannot show; it stands at the lower edge. */
type PlacedPoint = {
  readonly value: number;
  readonly x: number;
  readonly y: number;
  readonly isFitted: boolean;
  readonly isBelow: boolean;
};

export type SeriesPlot = {
  readonly points: readonly PlacedPoint[];
  /** Per cent of the fit above or below it. Empty without a fit. */
  readonly residuals: readonly {
    readonly value: number;
    readonly x: number;
    readonly y: number;
    readonly isFitted: boolean;
  }[];
  readonly residualLimitPercent: number;
  /** SVG path; empty without a fit. */
  readonly line: string;
  /** Three SD of the control. */
  readonly detectedY: number | null;
  /** The lowest concentration, or the depth, that is told from nothing; null: not given, or beyond the plot. */
  readonly limitX: number | null;
  readonly across: Axis['ticks'];
  readonly up: Axis['ticks'];
};

type Series = ConcentrationResult | DepthResult;

/** What the fit says at a value; null without one. */
function fitOf(result: Series): ((value: number) => number) | null {
  if ('limit' in result) {
    const { fit } = result;
    return isChecked(fit) ? value => fit.factor * value ** fit.exponent.value : null;
  }
  const { fit } = result;
  return isChecked(fit) ? value => fit.surface * Math.exp(-fit.attenuationPerMm.value * value) : null;
}

const limitOf = (result: Series): number | null =>
  'limit' in result
    ? isChecked(result.limit)
      ? result.limit.value
      : null
    : isChecked(result.limitMm)
      ? result.limitMm.value
      : null;

/** Null where no well has more light than the control. */
export function seriesPlot(result: Series): SeriesPlot | null {
  const { left, right, curve, residual } = seriesBox;
  const { points, control } = result;
  const seen = points.filter(({ net }) => net > 0);
  if (seen.length === 0) return null;
  const values = points.map(({ value }) => value);
  const modelled = fitOf(result);
  const limit = limitOf(result);
  const isLog = 'limit' in result;
  const least = Math.min(...values);
  const most = Math.max(...values);
  const span = { low: left + 14, high: right - 14, wanted: 6 };
  const x = isLog
    ? logAxis(least, Math.max(most, least * 1.01), span)
    : linearAxis(0, most, { ...span, low: left });
  const detected = control.sd > 0 ? 3 * control.sd : null;
  const heights = [...seen.map(({ net }) => net), ...(detected === null ? [] : [detected])];
  const bottom = Math.min(...heights) / 1.6;
  const y = logAxis(bottom, Math.max(...heights) * 1.3, { low: curve.bottom, high: curve.top, wanted: 4 });
  const percents = modelled
    ? points.filter(({ net }) => net > 0).map(p => ({ ...p, percent: 100 * (p.net / modelled(p.value) - 1) }))
    : [];
  const limitPercent = roundStep(
    Math.max(1, ...percents.filter(p => p.isFitted).map(p => Math.abs(p.percent))),
  );
  const middle = (residual.top + residual.bottom) / 2;
  const half = (residual.bottom - residual.top) / 2;
  const from = isLog ? least : 0;
  const samples = Array.from({ length: 33 }, (_, i) =>
    isLog ? from * (most / from) ** (i / 32) : from + ((most - from) * i) / 32,
  );
  const line = modelled
    ? samples
        .filter(value => modelled(value) >= bottom && y.toPlace(modelled(value)) >= curve.top)
        .map(value => `${x.toPlace(value).toFixed(1)} ${y.toPlace(modelled(value)).toFixed(1)}`)
        .join('L')
    : '';
  return {
    points: points.map(({ value, net, isFitted }) => ({
      value,
      x: x.toPlace(value),
      y: net > 0 ? y.toPlace(net) : curve.bottom,
      isFitted,
      isBelow: !(net > 0),
    })),
    residuals: percents.map(({ value, percent, isFitted }) => ({
      value,
      x: x.toPlace(value),
      y: middle - half * Math.min(1, Math.max(-1, percent / limitPercent)),
      isFitted,
    })),
    residualLimitPercent: limitPercent,
    line: line && `M${line}`,
    detectedY: detected === null ? null : y.toPlace(detected),
    limitX: limit !== null && limit >= from && limit <= most ? x.toPlace(limit) : null,
    across: x.ticks,
    up: y.ticks,
  };
}
