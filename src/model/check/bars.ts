/** Peak and trough of one group of bars, from a profile across it. */
import { type BarGroup, type BarProfile, checkWithheld } from '../check.ts';

/** The mark runs from before the first bar to behind the last: so many periods, at least and at most, for a gap less than bars. */
const slackPeriods = { least: -0.6, most: 1.6 };
const periodsTried = 48;
/** Share of the period on each side of a peak or trough that its parabola is laid through. */
const reach = 1 / 6;

type Contrast = BarGroup['contrast'];

/**
 * Contrast 100 · (peak − trough) / (peak + trough): the mean of the bars' peaks and of the gaps' troughs. Bars are where a comb of
 * them fits best; each peak and trough is the vertex of a parabola through the values within a sixth of a period, so that noise,
 * which lifts a largest value and lowers a smallest, stays out of it.
 */
export function readBars({ mark, values, stepPx, sd, isClipped }: BarProfile): Contrast {
  if (values.length < 8 || !(stepPx > 0))
    return checkWithheld('outside', 'The line is too short or not inside the picture. Mark the group again.');
  if (!values.every(Number.isFinite))
    return checkWithheld('no-signal', 'The line has places without a value.');
  if (isClipped)
    return checkWithheld('clipped', 'Bars are clipped: lower the gain or the exposure, and read again.');
  if (!(mark.bars >= 2)) return checkWithheld('no-groups', 'A group needs two bars or more.');
  const comb = combOf(values, Math.round(mark.bars));
  const peaks = comb.bars.map(at => extreme(values, { place: at, periodSteps: comb.periodSteps, stepPx }));
  const troughs = comb.gaps.map(at => extreme(values, { place: at, periodSteps: comb.periodSteps, stepPx }));
  const peak = mean(peaks.map(({ value }) => value));
  const trough = mean(troughs.map(({ value }) => value));
  if (!(peak + trough > 0) || !(peak > 0))
    return checkWithheld('no-signal', 'No light above dark on this line. Raise the light or the exposure.');
  const share = (of: readonly { noise: number }[]) =>
    mean(of.map(({ noise }) => noise)) / Math.sqrt(of.length);
  // ∂C/∂peak = 200 · trough / (peak + trough)², ∂C/∂trough the other way round.
  const noise = (200 * sd * Math.hypot(trough * share(peaks), peak * share(troughs))) / (peak + trough) ** 2;
  const percent = (100 * (peak - trough)) / (peak + trough);
  return { percent: { value: Math.min(100, percent), sd: noise }, peak, trough };
}

type Comb = {
  readonly periodSteps: number;
  readonly bars: readonly number[];
  readonly gaps: readonly number[];
};

/** The comb whose bars stand highest above its gaps. Positions in steps; every one of them lies on the profile. */
function combOf(values: Float32Array, bars: number): Comb {
  const last = values.length - 1;
  let best: Comb | null = null;
  let bestHeight = Number.NEGATIVE_INFINITY;
  for (let i = 0; i <= periodsTried; i++) {
    const periods = bars + slackPeriods.most + ((slackPeriods.least - slackPeriods.most) * i) / periodsTried;
    const periodSteps = last / periods;
    const room = last - (bars - 1) * periodSteps;
    const starts = Math.max(1, Math.ceil((12 * room) / periodSteps));
    for (let s = 0; s <= starts; s++) {
      const start = (room * s) / starts;
      const at = (k: number) => start + k * periodSteps;
      const comb = {
        periodSteps,
        bars: Array.from({ length: bars }, (_, k) => at(k)),
        gaps: Array.from({ length: bars - 1 }, (_, k) => at(k + 0.5)),
      };
      const level = (places: readonly number[]) => mean(places.map(p => around(values, p, periodSteps / 8)));
      const height = level(comb.bars) - level(comb.gaps);
      if (height > bestHeight) {
        bestHeight = height;
        best = comb;
      }
    }
  }
  return best ?? { periodSteps: last / bars, bars: [0], gaps: [last / 2] };
}

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

const at = (values: Float32Array, place: number): number => {
  const from = Math.min(values.length - 2, Math.max(0, Math.floor(place)));
  const share = place - from;
  return (1 - share) * values[from]! + share * values[from + 1]!;
};

const within = (values: Float32Array, place: number): number =>
  Math.min(values.length - 1, Math.max(0, place));

/** Mean of three values about a place. */
const around = (values: Float32Array, place: number, apart: number): number =>
  (at(values, within(values, place - apart)) +
    at(values, place) +
    at(values, within(values, place + apart))) /
  3;

/**
 * Value at the vertex of the parabola y = a + b·t + c·t² about a place, a where the parabola has no vertex near; `noise`: what share of
 * one value's uncertainty is left in it.
 */
function extreme(
  values: Float32Array,
  { place, periodSteps, stepPx }: { place: number; periodSteps: number; stepPx: number },
): { value: number; noise: number } {
  const half = Math.max(1, reach * periodSteps);
  const from = Math.max(0, Math.ceil(place - half));
  const to = Math.min(values.length - 1, Math.floor(place + half));
  const count = to - from + 1;
  if (count < 4) return { value: at(values, place), noise: 1 };
  const s = [0, 0, 0, 0, 0];
  const y = [0, 0, 0];
  for (let i = from; i <= to; i++) {
    const t = (i - place) / half;
    for (let power = 0; power < 5; power++) s[power]! += t ** power;
    for (let power = 0; power < 3; power++) y[power]! += t ** power * values[i]!;
  }
  const [s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0] = s;
  const [y0 = 0, y1 = 0, y2 = 0] = y;
  // Cramer's rule on the normal equations.
  const det = s0 * (s2 * s4 - s3 * s3) - s1 * (s1 * s4 - s2 * s3) + s2 * (s1 * s3 - s2 * s2);
  if (!(Math.abs(det) > 1e-9)) return { value: y0 / s0, noise: 1 / Math.sqrt(count) };
  const a = (y0 * (s2 * s4 - s3 * s3) - s1 * (y1 * s4 - s3 * y2) + s2 * (y1 * s3 - s2 * y2)) / det;
  const b = (s0 * (y1 * s4 - s3 * y2) - y0 * (s1 * s4 - s2 * s3) + s2 * (s1 * y2 - y1 * s2)) / det;
  const c = (s0 * (s2 * y2 - y1 * s3) - s1 * (s1 * y2 - y1 * s2) + y0 * (s1 * s3 - s2 * s2)) / det;
  const vertex = c === 0 ? 2 : -b / (2 * c);
  const value = Math.abs(vertex) <= 0.7 ? a - (b * b) / (4 * c) : a;
  // Values closer than a pixel are made of the same pixels. The vertex of a parabola scatters by 1.5 times as much as a mean.
  return { value, noise: Math.min(1, 1.5 / Math.sqrt(count * Math.min(1, stepPx))) };
}
