/** Periods in a series: Lomb–Scargle power over noise that may be red. */
import { fitLine, type LineFit } from './line-fit.ts';

/** Values at times, both in order; times in seconds, strictly rising. */
export type TimeSeries = { readonly timesS: Float64Array; readonly values: Float64Array };

/** Power by frequency, as half of what a sine of that frequency takes off the sum of squares: its mean is the noise's variance. */
export type Spectrum = { readonly stepHz: number; readonly fromHz: number; readonly power: Float64Array };

/** Power by frequency of what is no period: white + red/f². Both in the values' unit squared; red times Hz². */
export type Noise = { readonly white: number; readonly red: number };

export const noiseAt = ({ white, red }: Noise, hz: number): number => white + red / (hz * hz);

/** A sine through the values. */
export type Sine = {
  readonly frequencyHz: number;
  readonly cosine: number;
  readonly sine: number;
  readonly power: number;
};

/** Periods must fit in this often: what turns once is a drift. */
export const leastTurns = 3;

/**
 * Power at frequencies from three turns a series to half of the sampling's, half a turn apart (J. D. Scargle, Astrophys J 1982;263:835).
 * Empty where the series is too short for any.
 */
export function spectrumOf({ timesS, values }: TimeSeries): Spectrum {
  const count = values.length;
  const durationS = timesS[count - 1]! - timesS[0]!;
  const stepHz = 1 / (2 * durationS);
  const fromHz = leastTurns / durationS;
  const topHz = nyquistHz(timesS);
  const power = new Float64Array(Math.max(0, Math.floor((topHz - fromHz) / stepHz)));
  const phase = (hz: number) => timesS.map(t => 2 * Math.PI * hz * (t - timesS[0]!));
  const cosines = phase(fromHz).map(Math.cos);
  const sines = phase(fromHz).map(Math.sin);
  const turnCosines = phase(stepHz).map(Math.cos);
  const turnSines = phase(stepHz).map(Math.sin);
  for (let k = 0; k < power.length; k++) {
    power[k] = powerOf(values, cosines, sines).power;
    // Turning what is there saves a cosine and a sine a value; over ten thousand turns it is off by 1e-12.
    for (let i = 0; i < count; i++) {
      const c = cosines[i]!;
      const s = sines[i]!;
      cosines[i] = c * turnCosines[i]! - s * turnSines[i]!;
      sines[i] = c * turnSines[i]! + s * turnCosines[i]!;
    }
  }
  return { stepHz, fromHz, power };
}

/** Half of the sampling rate: that of the median interval. */
function nyquistHz(timesS: Float64Array): number {
  const intervals = timesS
    .subarray(1)
    .map((t, i) => t - timesS[i]!)
    .sort();
  return 0.5 / intervals[intervals.length >> 1]!;
}

/** The best sine with the phases given; nothing where cosine and sine cannot be told apart. */
function powerOf(
  values: Float64Array,
  cosines: Float64Array,
  sines: Float64Array,
): Omit<Sine, 'frequencyHz'> {
  let yc = 0;
  let ys = 0;
  let cc = 0;
  let cs = 0;
  for (let i = 0; i < values.length; i++) {
    const y = values[i]!;
    const c = cosines[i]!;
    const s = sines[i]!;
    yc += y * c;
    ys += y * s;
    cc += c * c;
    cs += c * s;
  }
  const ss = values.length - cc;
  const det = cc * ss - cs * cs;
  if (!(det > 1e-6 * values.length ** 2)) return { cosine: 0, sine: 0, power: 0 };
  const cosine = (yc * ss - ys * cs) / det;
  const sine = (ys * cc - yc * cs) / det;
  return { cosine, sine, power: (cosine * yc + sine * ys) / 2 };
}

/** The sine of most power within one step of a frequency. */
export function sineNear(series: TimeSeries, aboutHz: number, stepHz: number): Sine {
  const atHz = (frequencyHz: number): Sine => {
    const phase = series.timesS.map(t => 2 * Math.PI * frequencyHz * (t - series.timesS[0]!));
    return { frequencyHz, ...powerOf(series.values, phase.map(Math.cos), phase.map(Math.sin)) };
  };
  let best = atHz(aboutHz);
  for (let reachHz = stepHz; reachHz > 0.002 * stepHz; reachHz /= 4)
    for (const tried of [-0.75, -0.5, -0.25, 0.25, 0.5, 0.75].map(s => atHz(best.frequencyHz + s * reachHz)))
      if (tried.power > best.power) best = tried;
  return best;
}

/** The series without a sine. */
export function withoutSine({ timesS, values }: TimeSeries, { frequencyHz, cosine, sine }: Sine): TimeSeries {
  return {
    timesS,
    values: values.map((value, i) => {
      const phase = 2 * Math.PI * frequencyHz * (timesS[i]! - timesS[0]!);
      return value - cosine * Math.cos(phase) - sine * Math.sin(phase);
    }),
  };
}

/** The series less a straight line, and that line. */
export function withoutLine({ timesS, values }: TimeSeries): { rest: TimeSeries; line: LineFit | null } {
  const line = fitLine(Array.from(timesS, (x, i) => ({ x, y: values[i]! })));
  if (!line) return { rest: { timesS, values }, line };
  return {
    rest: { timesS, values: values.map((value, i) => value - line.intercept - line.slope * timesS[i]!) },
    line,
  };
}

/**
 * The noise's power by frequency, white + red/f²: drift that wanders (1/f²) on noise that does not. Powers are exponentially
 * distributed about it, so it is fitted by Whittle's likelihood (P. Whittle, Ark Mat 1953;2:423), iteratively reweighted, starting
 * from medians and leaving out what stands nine times above: periods are no noise.
 */
export function noiseOf({ fromHz, stepHz, power }: Spectrum): Noise {
  const hz = (k: number) => fromHz + k * stepHz;
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
  const all = Array.from(power, (p, k) => ({ p, red: 1 / hz(k) ** 2 }));
  let white = median(all.slice(all.length >> 1).map(({ p }) => p)) / Math.LN2;
  const lowest = all.slice(0, Math.max(12, Math.floor(all.length / 50)));
  let red = Math.max(0, median(lowest.map(({ p, red: r }) => (p / Math.LN2 - white) / r)));
  const floor = 1e-300 + 1e-12 * white;
  for (let round = 0; round < 40; round++) {
    let s00 = 0;
    let s01 = 0;
    let s11 = 0;
    let y0 = 0;
    let y1 = 0;
    for (const { p, red: r } of all) {
      const expected = Math.max(floor, white + red * r);
      if (p > 9 * expected) continue;
      const weight = 1 / expected ** 2;
      s00 += weight;
      s01 += weight * r;
      s11 += weight * r * r;
      y0 += weight * p;
      y1 += weight * p * r;
    }
    const det = s00 * s11 - s01 * s01;
    const both = det > 1e-12 * s00 * s11;
    const nextRed = both ? (s00 * y1 - s01 * y0) / det : 0;
    if (nextRed <= 0) {
      white = s00 > 0 ? y0 / s00 : white;
      red = 0;
    } else {
      const nextWhite = (s11 * y0 - s01 * y1) / det;
      white = Math.max(floor, nextWhite);
      red = nextWhite > 0 ? nextRed : y1 / s11;
    }
  }
  return { white: Math.max(floor, white), red };
}

/** Probability that noise alone reaches `ratio` times its own power at one of `tried` frequencies. */
export const falseAlarmOf = (ratio: number, tried: number): number =>
  -Math.expm1(tried * Math.log1p(-Math.exp(-Math.max(1e-9, ratio))));
