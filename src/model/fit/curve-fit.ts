/**
 * Transfer curves fitted to measured points: codes = black + (white − black) · curve(scale · light + pedestal). What the camera
 * adds with the light off is a pedestal of linear light before its curve, as sensors have it.
 */
import type { CurveFit, CurvePoint } from '../calibration.ts';
import { curveSegments } from '../curve-table.ts';
import type { Transfer } from '../profile.ts';
import { type CodeRange, linearToSignal, signalToLinear } from '../transfer.ts';
import { isotonic, type Knot, monotoneCubic } from './isotonic.ts';
import { inverseSymmetric, jacobianOf, leastSquares, normalMatrix } from './least-squares.ts';

/** Variance of a code that is only known as a whole number. */
const roundingVariance = 1 / 12;
/** Points within this many codes of an end of the range may have been cut there. */
const endCodes = 0.5;
const leastPoints = 4;

/** A point with its signal (0 black, 1 white) and the standard uncertainty of its code, rounding included. */
type Sample = { readonly point: CurvePoint; readonly signal: number; readonly sd: number };

type Scored = { readonly fit: CurveFit; readonly score: number };

/**
 * Fits of every kind of curve to `points`, best first; empty when there is nothing to fit (`usablePoints` leaves fewer than four
 * of different light), or codes do not rise with light.
 *
 * Best: least n · ln max(1, χ²/n) + k · ln n (Schwarz 1978, Ann. Statist. 6:461), with residuals in units of each point's own
 * uncertainty (its noise, and rounding to whole codes): a curve that is as good as the points themselves cannot be beaten by one
 * that has more freedom. k is 2 for linear, sRGB and BT.709, 3 for a power, one a point for a table. Equals go by χ².
 */
export function fitCurves(points: readonly CurvePoint[], range: CodeRange): readonly CurveFit[] {
  const samples = usablePoints(points, range)
    .map(point => {
      const signal = (point.codes - range.blackCodes) / (range.whiteCodes - range.blackCodes);
      return { point, signal, sd: Math.sqrt(point.sdCodes ** 2 + roundingVariance) };
    })
    .sort((a, b) => a.point.light - b.point.light);
  if (new Set(samples.map(({ point }) => point.light)).size < leastPoints || !isRising(samples)) return [];
  const named: readonly Transfer[] = [{ kind: 'linear' }, { kind: 'srgb' }, { kind: 'bt709' }];
  const fits = [
    ...named.map(transfer => fitNamed(samples, range, transfer)),
    fitPower(samples, range),
    fitTable(samples, range),
  ];
  return fits
    .filter(fit => fit !== null)
    .sort((a, b) => a.score - b.score)
    .map(({ fit }) => fit);
}

/**
 * The points that are not cut off: at the top every point within half a code of white, and all that stand on one level with the
 * brightest although their light differs by 2 % or more; at the bottom two or more on one level at or below black.
 */
export function usablePoints(points: readonly CurvePoint[], range: CodeRange): readonly CurvePoint[] {
  const sorted = points
    .filter(({ light, codes, sdCodes }) => [light, codes, sdCodes].every(Number.isFinite) && light >= 0)
    .sort((a, b) => a.light - b.light);
  const brightest = sorted.at(-1);
  const darkest = sorted[0];
  if (!brightest || !darkest) return [];
  const isLevel = (a: CurvePoint, b: CurvePoint) =>
    Math.abs(a.codes - b.codes) <= Math.max(endCodes, 3 * Math.hypot(a.sdCodes, b.sdCodes));
  const isShelf = sorted.some(point => point.light < 0.98 * brightest.light && isLevel(point, brightest));
  const crushed = sorted.filter(
    point => point.codes <= Math.max(range.blackCodes, darkest.codes) + endCodes && isLevel(point, darkest),
  );
  const isCrushed =
    darkest.codes <= range.blackCodes + endCodes &&
    crushed.some(({ light }) => light > darkest.light + 0.002 * brightest.light);
  return sorted.filter(
    point =>
      point.codes < range.whiteCodes - endCodes &&
      !(isShelf && isLevel(point, brightest)) &&
      !(isCrushed && crushed.includes(point)),
  );
}

/** Whether a rising line through the points leaves less than 5 % of their span, or than a code, or than their noise. */
function isRising(samples: readonly Sample[]): boolean {
  const codes = samples.map(({ point }) => point.codes);
  const rising = isotonic(codes, weightsOf(samples));
  const span = rising.at(-1)! - rising[0]!;
  const rms = Math.sqrt(mean(codes.map((c, i) => (c - rising[i]!) ** 2)));
  const noise = Math.sqrt(mean(samples.map(({ sd }) => sd ** 2)));
  return span > Math.max(4, 8 * noise) && rms <= Math.max(1, 0.05 * span, 2 * noise);
}

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
const weightsOf = (samples: readonly Sample[]): number[] => samples.map(({ sd }) => sd ** -2);

function fitNamed(samples: readonly Sample[], range: CodeRange, transfer: Transfer): Scored | null {
  return fitParameters(samples, range, { curve: () => transfer, start: startFor(samples, transfer) });
}

/** Starts from the exponent of a few that fits best through the ends; Levenberg–Marquardt does the rest. */
function fitPower(samples: readonly Sample[], range: CodeRange): Scored | null {
  const curve = (logGamma: number): Transfer => ({ kind: 'power', gamma: Math.exp(logGamma) });
  const starts = [0.4, 0.6, 0.8, 1, 1.4, 1.8, 2.2, 2.8, 3.6].map(gamma => {
    const logGamma = Math.log(gamma);
    const start = [...startFor(samples, curve(logGamma)), logGamma];
    return { start, misfit: mean(modelOf(samples, curve(logGamma), start).map(r => r * r)) };
  });
  const best = starts.reduce((a, b) => (b.misfit < a.misfit ? b : a));
  const found = fitParameters(samples, range, { curve: p => curve(p[2]!), start: best.start });
  if (found?.fit.transfer.kind !== 'power') return null;
  const { gamma } = found.fit.transfer;
  return gamma >= 0.2 && gamma <= 5 ? found : null;
}

/** The dark's signal, and the logarithm of the scale of light over the brightest: through the first and the last sample. */
function startFor(samples: readonly Sample[], transfer: Transfer): number[] {
  const dark = samples[0]!.signal;
  const rise = signalToLinear(samples.at(-1)!.signal, transfer) - signalToLinear(dark, transfer);
  return [dark, Math.log(Math.max(1e-6, rise))];
}

/** Measured minus modelled signal of every sample. */
function modelOf(
  samples: readonly Sample[],
  transfer: Transfer,
  [dark, logScale]: readonly number[],
): number[] {
  const brightest = samples.at(-1)!.point.light;
  // The dark is fitted as a signal, not as light: a power's slope has no end at zero light, and this is straight.
  const pedestal = signalToLinear(dark!, transfer);
  const scale = Math.exp(logScale!) / brightest;
  return samples.map(
    ({ point, signal }) => signal - linearToSignal(scale * point.light + pedestal, transfer),
  );
}

function fitParameters(
  samples: readonly Sample[],
  range: CodeRange,
  model: { curve: (parameters: readonly number[]) => Transfer; start: readonly number[] },
): Scored | null {
  const contrast = range.whiteCodes - range.blackCodes;
  const residualsOf = (p: readonly number[]) =>
    modelOf(samples, model.curve(p), p).map((r, i) => (r * contrast) / samples[i]!.sd);
  const parameters = leastSquares(residualsOf, model.start);
  const covariance = inverseSymmetric(normalMatrix(jacobianOf(residualsOf, parameters)));
  if (!covariance || !parameters.every(Number.isFinite)) return null;
  const chiSquare = residualsOf(parameters).reduce((sum, r) => sum + r * r, 0);
  const freedom = Math.max(1, samples.length - parameters.length);
  const sdOf = (i: number) => Math.sqrt((covariance[i]![i]! * chiSquare) / freedom);
  const transfer = model.curve(parameters);
  const [dark, logScale] = parameters;
  const shape = {
    transfer,
    scale: Math.exp(logScale!) / samples.at(-1)!.point.light,
    pedestal: signalToLinear(dark!, transfer),
    darkCodes: range.blackCodes + contrast * dark!,
    darkSdCodes: contrast * sdOf(0),
    gammaSd: transfer.kind === 'power' ? transfer.gamma * sdOf(2) : null,
  };
  return judged(samples, range, { shape, freeParameters: parameters.length });
}

type Shape = Omit<CurveFit, 'rmsCodes' | 'largestCodes' | 'residuals'>;

function judged(
  samples: readonly Sample[],
  range: CodeRange,
  { shape, freeParameters }: { shape: Shape; freeParameters: number },
): Scored {
  const residuals = samples.map(({ point }) => ({
    point,
    codes: point.codes - fittedCodes(shape, range, point.light),
  }));
  const squares = residuals.map(({ codes }) => codes * codes);
  const n = samples.length;
  const chiSquare = squares.reduce((sum, square, i) => sum + square / samples[i]!.sd ** 2, 0);
  // The last term only parts equals.
  const score = n * Math.log(Math.max(1, chiSquare / n)) + freeParameters * Math.log(n) + 1e-9 * chiSquare;
  const largestCodes = Math.sqrt(Math.max(...squares));
  return { fit: { ...shape, rmsCodes: Math.sqrt(mean(squares)), largestCodes, residuals }, score };
}

/** The code that a fitted curve gives for `light`, not cut at the ends of the range. */
export function fittedCodes(
  fit: Pick<CurveFit, 'transfer' | 'scale' | 'pedestal'>,
  range: CodeRange,
  light: number,
): number {
  const signal = linearToSignal(fit.scale * light + fit.pedestal, fit.transfer);
  return range.blackCodes + (range.whiteCodes - range.blackCodes) * signal;
}

/**
 * A table through the points: signals made to rise (isotonic regression), light as a monotone cubic of signal, sampled where
 * tables are, and moved and scaled to run from 0 to 1. Where no point lies it goes on straight, which fixes the pedestal: only
 * differences of light from that of the dark have a meaning.
 */
function fitTable(samples: readonly Sample[], range: CodeRange): Scored | null {
  const knots = risingKnots(samples);
  if (knots.length < leastPoints) return null;
  const lightAt = monotoneCubic(knots);
  const low = lightAt(0);
  const scale = 1 / (lightAt(1) - low);
  const linear = Array.from(
    { length: curveSegments + 1 },
    (_, i) => scale * (lightAt(i / curveSegments) - low),
  );
  linear[0] = 0;
  linear[curveSegments] = 1;
  if (!linear.every((l, i) => i === 0 || l > linear[i - 1]!)) return null;
  const transfer: Transfer = { kind: 'table', linear };
  const pedestal = -scale * low;
  const nearest = samples[0]!;
  const shape = {
    transfer,
    scale,
    pedestal,
    darkCodes: fittedCodes({ transfer, scale, pedestal }, range, 0),
    darkSdCodes: nearest.sd,
    gammaSd: null,
  };
  return judged(samples, range, { shape, freeParameters: samples.length });
}

/** Signal → light where both rise: equal lights and pooled signals are one knot, at their weighted mean. */
function risingKnots(samples: readonly Sample[]): Knot[] {
  const rising = isotonic(
    samples.map(({ signal }) => signal),
    weightsOf(samples),
  );
  const knots: { x: number; y: number; weight: number }[] = [];
  samples.forEach(({ point, sd }, i) => {
    const knot = { x: rising[i]!, y: point.light, weight: sd ** -2 };
    const last = knots.at(-1);
    if (!last || (knot.x > last.x && knot.y > last.y)) {
      knots.push(knot);
      return;
    }
    const weight = last.weight + knot.weight;
    last.x = (last.x * last.weight + knot.x * knot.weight) / weight;
    last.y = (last.y * last.weight + knot.y * knot.weight) / weight;
    last.weight = weight;
  });
  return knots;
}
