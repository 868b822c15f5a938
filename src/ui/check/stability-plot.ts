/** A place's light over minutes, with its drift, as places in a plot. Pure. */
import type { StabilityResult } from '#model/check.ts';
import { type Axis, linearAxis } from './axes.ts';

export const stabilityBox = { width: 440, height: 200, left: 50, right: 430, top: 10, bottom: 162 } as const;

export type StabilityPlot = {
  readonly line: string;
  /** The drift alone, through the middle. */
  readonly drift: string;
  /** The largest step, where it stands out. */
  readonly stepX: number | null;
  readonly across: Axis['ticks'];
  readonly up: Axis['ticks'];
  readonly isInMinutes: boolean;
};

/** Longer than this many seconds and the time is told in minutes. */
const inMinutesFrom = 180;

/** Null where there is nothing to draw. */
export function stabilityPlot(result: StabilityResult): StabilityPlot | null {
  const { plot, durationS, driftPercentPerMinute, largestStep } = result;
  if (plot.length < 2) return null;
  const { left, right, top, bottom } = stabilityBox;
  const percents = plot.map(({ percent }) => percent);
  const [low, high] = [Math.min(...percents), Math.max(...percents)];
  const room = Math.max(0.02, (high - low) * 0.06);
  const isInMinutes = durationS > inMinutesFrom;
  const unitS = isInMinutes ? 60 : 1;
  const x = linearAxis(0, durationS / unitS, { low: left, high: right, wanted: 6 });
  const y = linearAxis(low - room, high + room, { low: bottom, high: top, wanted: 5 });
  const place = (atS: number, percent: number) =>
    `${x.toPlace(atS / unitS).toFixed(1)} ${y.toPlace(percent).toFixed(1)}`;
  const mean = percents.reduce((sum, percent) => sum + percent, 0) / percents.length;
  const half = (driftPercentPerMinute.value * durationS) / 120;
  return {
    line: `M${plot.map(({ atS, percent }) => place(atS, percent)).join('L')}`,
    drift: `M${place(0, mean - half)}L${place(durationS, mean + half)}`,
    stepX: largestStep.standsOut ? x.toPlace(largestStep.atS / unitS) : null,
    across: x.ticks,
    up: y.ticks,
    isInMinutes,
  };
}
