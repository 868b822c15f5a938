/** Contrast of bar groups against line pairs per mm, as places in a plot. Pure. */
import { resolvedPercent } from '#model/check/resolution.ts';
import { isChecked, type ResolutionResult } from '#model/check.ts';
import { type Axis, linearAxis, logAxis } from './axes.ts';

export const contrastBox = { width: 440, height: 200, left: 44, right: 428, top: 10, bottom: 162 } as const;

export type ContrastPlot = {
  readonly points: readonly {
    readonly name: string;
    readonly x: number;
    readonly y: number;
    /** Ends of ± one standard uncertainty. */
    readonly bar: { readonly top: number; readonly bottom: number };
    readonly isResolved: boolean;
  }[];
  readonly line: string;
  readonly resolvedY: number;
  readonly limitX: number | null;
  readonly across: Axis['ticks'];
  readonly up: Axis['ticks'];
};

/** Null where no group could be read. */
export function contrastPlot({ groups, limitLinePairsPerMm }: ResolutionResult): ContrastPlot | null {
  const { left, right, top, bottom } = contrastBox;
  const read = groups.flatMap(({ name, linePairsPerMm, contrast }) =>
    isChecked(contrast) ? [{ name, linePairsPerMm, ...contrast.percent }] : [],
  );
  const [first, last] = [read[0], read.at(-1)];
  if (!first || !last) return null;
  const x = logAxis(first.linePairsPerMm / 1.15, last.linePairsPerMm * 1.15, {
    low: left,
    high: right,
    wanted: 6,
  });
  const most = Math.max(50, ...read.map(({ value, sd }) => value + sd));
  const y = linearAxis(0, Math.min(100, most * 1.05), { low: bottom, high: top, wanted: 5 });
  const held = (percent: number) => Math.min(bottom, Math.max(top, y.toPlace(percent)));
  const points = read.map(({ name, linePairsPerMm, value, sd }) => ({
    name,
    x: x.toPlace(linePairsPerMm),
    y: held(value),
    bar: { top: held(value + sd), bottom: held(value - sd) },
    isResolved: value >= resolvedPercent,
  }));
  return {
    points,
    line: `M${points.map(point => `${point.x.toFixed(1)} ${point.y.toFixed(1)}`).join('L')}`,
    resolvedY: y.toPlace(resolvedPercent),
    limitX: isChecked(limitLinePairsPerMm) ? x.toPlace(limitLinePairsPerMm.value) : null,
    across: x.ticks,
    up: y.ticks,
  };
}
