/** Stability over minutes: drift, periods, steps. What disturbs the imaging system is asked by NCT06979115. */
import {
  type CheckValue,
  type CheckWithheld,
  checkWithheld,
  type Period,
  type StabilityResult,
  type StabilitySample,
} from '../check.ts';
import {
  falseAlarmOf,
  leastTurns,
  type Noise,
  noiseAt,
  noiseOf,
  sineNear,
  spectrumOf,
  type TimeSeries,
  withoutLine,
  withoutSine,
} from './periodogram.ts';

const leastSamples = 64;
const leastDurationS = 10;
/** More are averaged in groups of neighbours: the search takes their square. */
const mostSamples = 8192;
const plotPoints = 600;
const falseAlarmLimit = 1e-4;
const mostPeriods = 3;

/** What a series of means says. `samples` in order of time; those that go back in time or are no number are left out. */
export function readStability(samples: readonly StabilitySample[]): StabilityResult | CheckWithheld {
  const usable: StabilitySample[] = [];
  for (const sample of samples)
    if (
      Number.isFinite(sample.mean) &&
      sample.timestampS > (usable.at(-1)?.timestampS ?? Number.NEGATIVE_INFINITY)
    )
      usable.push(sample);
  const first = usable[0]?.timestampS ?? 0;
  const durationS = (usable.at(-1)?.timestampS ?? 0) - first;
  if (usable.length < leastSamples)
    return checkWithheld('too-few-frames', `${usable.length} frames came; ${leastSamples} are needed.`);
  if (!(durationS >= leastDurationS))
    return checkWithheld(
      'too-short',
      `${durationS.toFixed(1)} s are too short: read at least ${leastDurationS} s.`,
    );
  const mean = usable.reduce((sum, sample) => sum + sample.mean, 0) / usable.length;
  if (!(mean > 0)) return checkWithheld('no-signal', 'No light above dark at this place. Raise the light.');
  if (usable.every(sample => sample.mean === usable[0]!.mean))
    return checkWithheld('frozen', 'Every frame is the same: the picture is frozen, or a file.');
  const series = grouped({
    timesS: Float64Array.from(usable, sample => sample.timestampS - first),
    values: Float64Array.from(usable, sample => 100 * (sample.mean / mean - 1)),
  });
  const { periods, rest, searchedS, noise } = periodsOf(series);
  return {
    samples: usable.length,
    durationS,
    mean,
    noisePercent: successiveSd(withoutLine(rest).rest.values),
    driftPercentPerMinute: driftOf(rest, noise),
    periods,
    searchedS,
    largestStep: largestStepOf(series),
    plot: plotOf(series),
  };
}

/** At most `mostSamples`: means of as many neighbours as it takes. */
function grouped(series: TimeSeries, most = mostSamples): TimeSeries {
  const size = Math.ceil(series.values.length / most);
  if (size <= 1) return series;
  const count = Math.floor(series.values.length / size);
  const means = (of: Float64Array) =>
    Float64Array.from(
      { length: count },
      (_, i) => of.subarray(i * size, (i + 1) * size).reduce((sum, v) => sum + v, 0) / size,
    );
  return { timesS: means(series.timesS), values: means(series.values) };
}

/**
 * Periods that noise does not make, strongest over the noise first, each taken out before the next is looked for. Noise is judged
 * without the candidate, which would otherwise hide itself.
 */
function periodsOf(series: TimeSeries) {
  const count = series.values.length;
  const durationS = series.timesS[count - 1]! - series.timesS[0]!;
  const periods: Period[] = [];
  let rest = series;
  let flat = withoutLine(series).rest;
  let spectrum = spectrumOf(flat);
  const { fromHz, stepHz } = spectrum;
  const tried = spectrum.power.length;
  const searchedS = { from: 1 / (fromHz + stepHz * Math.max(0, tried - 1)), to: durationS / leastTurns };
  while (tried > 0 && periods.length < mostPeriods) {
    const usual = noiseOf(spectrum);
    const ratio = (k: number) => spectrum.power[k]! / noiseAt(usual, fromHz + k * stepHz);
    let highest = 0;
    for (let k = 1; k < tried; k++) if (ratio(k) > ratio(highest)) highest = k;
    const sine = sineNear(flat, fromHz + highest * stepHz, stepHz);
    const without = withoutSine(flat, sine);
    const spectrumWithout = spectrumOf(without);
    const noise = noiseAt(noiseOf(spectrumWithout), sine.frequencyHz);
    const falseAlarm = falseAlarmOf(sine.power / noise, tried);
    if (!(falseAlarm < falseAlarmLimit)) break;
    const amplitude = Math.hypot(sine.cosine, sine.sine);
    // Montgomery & O'Donoghue, Delta Scuti Star Newsletter 1999;13:28.
    const sdHz = (Math.sqrt(6 / count) * Math.sqrt(noise)) / (Math.PI * durationS * amplitude);
    periods.push({
      periodS: { value: 1 / sine.frequencyHz, sd: sdHz / sine.frequencyHz ** 2 },
      amplitudePercent: { value: amplitude, sd: Math.sqrt((2 * noise) / count) },
      falseAlarm,
    });
    rest = withoutSine(rest, sine);
    flat = without;
    spectrum = spectrumWithout;
  }
  return { periods, rest, searchedS, noise: noiseOf(spectrum) };
}

/** SD from successive differences, which drift hardly moves (von Neumann, Ann Math Stat 1941;12:367). */
function successiveSd(values: Float64Array): number {
  let squares = 0;
  for (let i = 1; i < values.length; i++) squares += (values[i]! - values[i - 1]!) ** 2;
  return Math.sqrt(squares / (2 * (values.length - 1)));
}

/**
 * Slope by least squares, over all samples. Its variance is that of white noise, 12σ²/(N·T²), and that of noise that wanders, which makes
 * slopes by itself: 6q/(5T) for a random walk whose variance grows by q a second, q = 4π²·Δt·red.
 */
function driftOf(series: TimeSeries, { white, red }: Noise): CheckValue {
  const { line } = withoutLine(series);
  if (!line) return { value: 0, sd: 0 };
  const count = series.values.length;
  const durationS = series.timesS[count - 1]! - series.timesS[0]!;
  const growth = (4 * Math.PI ** 2 * red * durationS) / (count - 1);
  const variance = (12 * white) / (count * durationS ** 2) + (1.2 * growth) / durationS;
  return { value: 60 * line.slope, sd: 60 * Math.sqrt(variance) };
}

/** Stands out: six times what such differences are in the rest of the series, robustly. */
function largestStepOf({ timesS, values }: TimeSeries): StabilityResult['largestStep'] {
  const count = values.length;
  const stretch = Math.max(5, Math.floor(count / 60));
  const sums = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) sums[i + 1] = sums[i]! + values[i]!;
  const steps = Float64Array.from(
    { length: count - 2 * stretch + 1 },
    (_, i) => (sums[i + 2 * stretch]! - 2 * sums[i + stretch]! + sums[i]!) / stretch,
  );
  let largest = 0;
  for (let i = 1; i < steps.length; i++) if (Math.abs(steps[i]!) > Math.abs(steps[largest]!)) largest = i;
  const middle = median(steps);
  const usual = 1.4826 * median(steps.map(step => Math.abs(step - middle)));
  return {
    atS: timesS[largest + stretch]!,
    percent: steps[largest]!,
    stretchS: (stretch * (timesS[count - 1]! - timesS[0]!)) / (count - 1),
    standsOut: Math.abs(steps[largest]! - middle) > 6 * usual,
  };
}

const median = (values: Float64Array): number => values.toSorted()[values.length >> 1]!;

function plotOf(series: TimeSeries): StabilityResult['plot'] {
  const { timesS, values } = grouped(series, plotPoints);
  return Array.from(timesS, (atS, i) => ({ atS, percent: values[i]! }));
}
