/** One figure of a camera over its checks, as places in a plot. Pure. */
import type { ComparedFigure, TrendPoint } from '#model/check.ts';
import { type Axis, linearAxis } from './axes.ts';

export const trendBox = { width: 440, height: 150, left: 62, right: 430, top: 10, bottom: 118 } as const;

export type TrendPlot = {
  readonly points: readonly {
    readonly madeAtS: number;
    readonly x: number;
    readonly y: number;
    /** Ends of ± one standard uncertainty. */
    readonly bar: { readonly top: number; readonly bottom: number } | null;
    readonly isShown: boolean;
  }[];
  readonly line: string;
  /** Median, and one MAD to both sides. */
  readonly usual: { readonly y: number; readonly top: number; readonly bottom: number } | null;
  readonly up: Axis['ticks'];
};

/** Points in order of time, evenly apart: checks are made on most days, and a holiday says nothing. Null without any. */
export function trendPlot(
  points: readonly TrendPoint[],
  usual: ComparedFigure['usual'],
  shownAtS: number,
): TrendPlot | null {
  if (points.length === 0) return null;
  const { left, right, top, bottom } = trendBox;
  const reach = [
    ...points.flatMap(({ value, sd }) => [value - (sd ?? 0), value + (sd ?? 0)]),
    ...(usual ? [usual.median - usual.mad, usual.median + usual.mad] : []),
  ];
  const low = Math.min(...reach);
  const high = Math.max(...reach);
  const room = (high - low) * 0.08;
  const y = linearAxis(low - room, high + room, { low: bottom, high: top, wanted: 4 });
  const x = linearAxis(0, Math.max(1, points.length - 1), {
    low: left + 14,
    high: right - 14,
    wanted: 4,
  });
  const placed = points.map(({ madeAtS, value, sd }, i) => ({
    madeAtS,
    x: points.length === 1 ? (left + right) / 2 : x.toPlace(i),
    y: y.toPlace(value),
    bar: sd === null ? null : { top: y.toPlace(value + sd), bottom: y.toPlace(value - sd) },
    isShown: madeAtS === shownAtS,
  }));
  return {
    points: placed,
    line: `M${placed.map(point => `${point.x.toFixed(1)} ${point.y.toFixed(1)}`).join('L')}`,
    usual: usual && {
      y: y.toPlace(usual.median),
      top: y.toPlace(usual.median + usual.mad),
      bottom: y.toPlace(usual.median - usual.mad),
    },
    up: y.ticks,
  };
}
