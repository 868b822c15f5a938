/** Time–intensity curves as places in a plot. Pure; lengths in SVG units. */
import { zeroOf } from '#model/time-curve/csv.ts';
import type { CurveRule, TimeCurve, TimePoint } from '#model/time-curve/time-curve.ts';
import { numerals } from '#words/words.ts';

export const plotBox = { width: 400, height: 196, left: 44, right: 376, top: 16, bottom: 164 } as const;

type Tick = { readonly at: number; readonly word: string };

export type CurvePlot = {
  /** What is 0 on the time axis, on the points' own axis; and the ends of the axis, counted from there. */
  readonly zeroS: number;
  readonly fromS: number;
  readonly toS: number;
  readonly curves: readonly {
    readonly id: string;
    readonly path: string;
    /** Where its name stands, beside its last point. */
    readonly end: { readonly x: number; readonly y: number };
  }[];
  /** Places along the time axis where a curve breaks, with what broke it. Neighbours share one. */
  readonly breaks: readonly { readonly x: number; readonly words: string }[];
  readonly timeTicks: readonly Tick[];
  readonly lightTicks: readonly Tick[];
  /** Minutes and seconds rather than seconds. */
  readonly isInMinutes: boolean;
};

/** Breaks nearer than this are one mark. */
const sameBreak = 8;
const nameHeight = 12;

/** 1, 2 or 5 times a power of ten, not below `value`. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= value * 0.999_999) ?? 10 * power;
}

const timeSteps = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200];

/** "12.3 s", or "2:05" where `isInMinutes`. */
export function timeInWords(seconds: number, isInMinutes: boolean): string {
  if (!isInMinutes) return numerals(`${seconds.toFixed(1)} s`);
  const whole = Math.round(Math.abs(seconds));
  const sign = seconds < 0 && whole > 0 ? '−' : '';
  return `${sign}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** Where seconds from zero stand, and back. */
export const timeToX = ({ fromS, toS }: Pick<CurvePlot, 'fromS' | 'toS'>, seconds: number): number =>
  plotBox.left + ((plotBox.right - plotBox.left) * (seconds - fromS)) / (toS - fromS);
export const xToTime = ({ fromS, toS }: Pick<CurvePlot, 'fromS' | 'toS'>, x: number): number =>
  fromS + ((toS - fromS) * (x - plotBox.left)) / (plotBox.right - plotBox.left);

/** A line through the points; of many in one column the first, the lowest, the highest and the last, so that no peak is lost. */
function pathOf(
  points: readonly TimePoint[],
  toPlace: (point: TimePoint) => { x: number; y: number },
): string {
  const parts: string[] = [];
  let column: { x: number; y: number }[] = [];
  let columnAt = Number.NaN;
  let segment = Number.NaN;
  let isNew = true;
  const flush = () => {
    const low = column.reduce((a, b) => (b.y > a.y ? b : a), column[0] ?? { x: 0, y: 0 });
    const high = column.reduce((a, b) => (b.y < a.y ? b : a), column[0] ?? { x: 0, y: 0 });
    const few = column.filter((p, k) => k === 0 || k === column.length - 1 || p === low || p === high);
    for (const { x, y } of few) {
      parts.push(`${isNew ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`);
      // A point alone is a dot: a line of no length with round ends.
      if (isNew) parts.push('h0');
      isNew = false;
    }
    column = [];
  };
  for (const point of points) {
    const place = toPlace(point);
    const at = Math.floor(place.x);
    if (at !== columnAt || point.segment !== segment) flush();
    if (point.segment !== segment) isNew = true;
    columnAt = at;
    segment = point.segment;
    column.push(place);
  }
  flush();
  return parts.join('');
}

/** Places pushed apart downwards, and back up from the bottom, so that names beside them can be read. */
function apart(ends: readonly number[]): number[] {
  const order = ends.map((_, k) => k).sort((a, b) => ends[a]! - ends[b]! || a - b);
  const placed = [...ends];
  for (const [rank, k] of order.entries()) {
    const above = order[rank - 1];
    if (above !== undefined) placed[k] = Math.max(placed[k]!, placed[above]! + nameHeight);
  }
  let below = plotBox.bottom + nameHeight;
  for (const k of order.toReversed()) {
    placed[k] = Math.min(placed[k]!, below - nameHeight);
    below = placed[k]!;
  }
  return placed;
}

/** Null: there is no point yet. */
export function curvePlot(curves: readonly TimeCurve[], rule: CurveRule): CurvePlot | null {
  const all = curves.flatMap(({ points }) => points);
  if (all.length === 0) return null;
  const zeroS = zeroOf(curves, rule);
  const extent = (of: (point: TimePoint) => number) =>
    all.reduce((ends, p) => ({ low: Math.min(ends.low, of(p)), high: Math.max(ends.high, of(p)) }), {
      low: Number.MAX_VALUE,
      high: -Number.MAX_VALUE,
    });
  const time = extent(point => point.timeS - zeroS);
  const light = extent(point => point.value);
  const fromS = time.low;
  const toS = Math.max(time.high, time.low + 5);
  const isInMinutes = toS - fromS > 180;
  const timeStep = timeSteps.find(step => (toS - fromS) / step <= 6) ?? 14_400;
  const lowest = Math.min(0, light.low);
  const lightStep = roundUp(Math.max(light.high - lowest, 1e-6) / 4);
  const bottom = lightStep * Math.floor(lowest / lightStep + 1e-9);
  const top = Math.max(bottom + lightStep, lightStep * Math.ceil(light.high / lightStep - 1e-9));
  const toX = (seconds: number) => timeToX({ fromS, toS }, seconds);
  const toY = (value: number) =>
    plotBox.bottom - ((plotBox.bottom - plotBox.top) * (value - bottom)) / (top - bottom);
  const toPlace = ({ timeS, value }: TimePoint) => ({ x: toX(timeS - zeroS), y: toY(value) });
  const drawn = curves.filter(({ points }) => points.length > 0);
  const ends = drawn.map(({ points }) => toPlace(points.at(-1)!));
  const names = apart(ends.map(({ y }) => y));
  const broken = curves
    .flatMap(({ breaks }) => breaks.map(({ timeS, words }) => ({ x: toX(timeS - zeroS), words })))
    .sort((a, b) => a.x - b.x);
  const firstTick = Math.ceil(fromS / timeStep - 1e-9);
  return {
    zeroS,
    fromS,
    toS,
    isInMinutes,
    curves: drawn.map(({ id, points }, k) => ({
      id,
      path: pathOf(points, toPlace),
      end: { x: ends[k]!.x, y: names[k]! },
    })),
    // Of those that share a mark the latest speaks.
    breaks: [...new Map(broken.map(one => [Math.floor(one.x / sameBreak), one])).values()],
    timeTicks: Array.from({ length: Math.floor(toS / timeStep + 1e-9) - firstTick + 1 }, (_, k) => {
      const seconds = (firstTick + k) * timeStep;
      const word = isInMinutes ? timeInWords(seconds, true) : String(seconds).replace('-', '−');
      return { at: toX(seconds), word };
    }),
    lightTicks: Array.from({ length: Math.round((top - bottom) / lightStep) + 1 }, (_, k) => ({
      at: toY(bottom + k * lightStep),
      word: numerals(String(Number((bottom + k * lightStep).toPrecision(3))).replace('-', '−')),
    })),
  };
}

/** A curve's light at `timeS` on the points' axis: of its nearest point, if that is within `reachS`. */
export function lightNear({ points }: TimeCurve, timeS: number, reachS: number): number | null {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle]!.timeS < timeS) low = middle + 1;
    else high = middle;
  }
  const near = [points[low - 1], points[low]]
    .flatMap(point => (point ? [{ point, away: Math.abs(point.timeS - timeS) }] : []))
    .toSorted((a, b) => a.away - b.away)[0];
  return near && near.away <= reachS ? near.point.value : null;
}
