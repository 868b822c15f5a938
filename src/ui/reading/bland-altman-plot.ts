/** Differences of areas over their means, as places in a plot. Pure. */
import type { BlandAltman } from '#study/agreement/bland-altman.ts';
import { type Estimate, isEstimated } from '#study/agreement/estimate.ts';
import { type Axis, linearAxis } from '../check/axes.ts';

export const blandAltmanBox = {
  width: 720,
  height: 340,
  left: 74,
  right: 540,
  top: 14,
  bottom: 290,
} as const;

type PlotLine = {
  readonly kind: 'bias' | 'limit';
  readonly name: string;
  readonly value: number;
  readonly y: number;
  /** Of its interval; null: none. */
  readonly band: { readonly top: number; readonly bottom: number } | null;
};

export type BlandAltmanPlot = {
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Empty where limits are not estimable. */
  readonly lines: readonly PlotLine[];
  readonly zeroY: number;
  readonly across: Axis['ticks'];
  readonly up: Axis['ticks'];
};

/** Null without a point. */
export function blandAltmanPlot({ points, limits }: BlandAltman): BlandAltmanPlot | null {
  if (points.length === 0) return null;
  const { left, right, top, bottom } = blandAltmanBox;
  const named: readonly (readonly [PlotLine['kind'], string, Estimate])[] = isEstimated(limits)
    ? [
        ['limit', '+1.96 SD', limits.upper],
        ['bias', 'Mean', limits.bias],
        ['limit', '−1.96 SD', limits.lower],
      ]
    : [];
  const ends = named.flatMap(([, , { value, interval }]) =>
    isEstimated(interval) ? [interval.low, interval.high] : [value],
  );
  const heights = [0, ...points.map(({ difference }) => difference), ...ends];
  const means = points.map(({ mean }) => mean);
  const room = (Math.max(...heights) - Math.min(...heights)) * 0.05;
  const y = linearAxis(Math.min(...heights) - room, Math.max(...heights) + room, {
    low: bottom,
    high: top,
    wanted: 5,
  });
  const x = linearAxis(0, Math.max(...means) * 1.05, { low: left, high: right, wanted: 5 });
  return {
    points: points.map(({ mean, difference }) => ({ x: x.toPlace(mean), y: y.toPlace(difference) })),
    lines: named.map(([kind, name, { value, interval }]) => ({
      kind,
      name,
      value,
      y: y.toPlace(value),
      band: isEstimated(interval) ? { top: y.toPlace(interval.high), bottom: y.toPlace(interval.low) } : null,
    })),
    zeroY: y.toPlace(0),
    across: x.ticks,
    up: y.ticks,
  };
}
