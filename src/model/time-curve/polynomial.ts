/** Polynomials through noisy samples, of the degree that the samples support. */
import type { Samples } from './samples.ts';

/** A fitted line of time. `score`: Akaike's criterion; the least is best among fits of the same samples. */
export type FittedCurve = {
  readonly score: number;
  valueAt(timeS: number): number;
  slopeAt(timeS: number): number;
};

/** n · ln(RSS/n) + 2 · parameters (Akaike 1974, IEEE Trans. Autom. Control 19:716). Below `floor` a residual is rounding. */
export const scoreOf = (rss: number, fit: { n: number; parameters: number; floor: number }): number =>
  fit.n * Math.log(Math.max(rss / fit.n, fit.floor ** 2)) + 2 * fit.parameters;

/**
 * The best of the polynomials of the given degrees (those that have at least two samples more than coefficients), by orthogonal
 * polynomials on the samples themselves (Forsythe 1957, J. SIAM 5:74). Null: too few samples for any. `floor`: residuals
 * below this are rounding.
 */
export function fitPolynomial(
  { times, values }: Samples,
  degrees: readonly number[],
  floor: number,
): FittedCurve | null {
  const n = times.length;
  const usable = degrees.filter(degree => degree + 3 <= n);
  if (usable.length === 0) return null;
  const middle = (times[0]! + times[n - 1]!) / 2;
  const half = (times[n - 1]! - times[0]!) / 2;
  const xs = times.map(t => (t - middle) / half);
  const steps: { a: number; b: number; c: number }[] = [];
  let before = xs.map(() => 0);
  let now = xs.map(() => 1);
  let normBefore = 1;
  let rest = [...values];
  let best = { score: Number.POSITIVE_INFINITY, count: 0 };
  for (let degree = 0; degree <= Math.max(...usable); degree++) {
    let [norm, xNorm, along] = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      const p = now[i]!;
      norm += p * p;
      xNorm += xs[i]! * p * p;
      along += rest[i]! * p;
    }
    const step = { a: xNorm / norm, b: degree === 0 ? 0 : norm / normBefore, c: along / norm };
    steps.push(step);
    rest = rest.map((y, i) => y - step.c * now[i]!);
    if (usable.includes(degree)) {
      const rss = rest.reduce((sum, y) => sum + y * y, 0);
      const score = scoreOf(rss, { n, parameters: degree + 1, floor });
      if (score < best.score) best = { score, count: steps.length };
    }
    const next = now.map((p, i) => (xs[i]! - step.a) * p - step.b * before[i]!);
    before = now;
    now = next;
    normBefore = norm;
  }
  const chosen = steps.slice(0, best.count);
  const evaluate = (timeS: number) => {
    const x = (timeS - middle) / half;
    let [p, q, dp, dq, value, slope] = [1, 0, 0, 0, 0, 0];
    for (const { a, b, c } of chosen) {
      value += c * p;
      slope += c * dp;
      [p, q, dp, dq] = [(x - a) * p - b * q, p, p + (x - a) * dp - b * dq, dp];
    }
    return { value, slope: slope / half };
  };
  return {
    score: best.score,
    valueAt: timeS => evaluate(timeS).value,
    slopeAt: timeS => evaluate(timeS).slope,
  };
}

/** Where `of` is largest over `from` … `to`, to a ten-thousandth of the stretch. */
export function argumentOfMaximum(of: (timeS: number) => number, from: number, to: number): number {
  const cells = 200;
  const at = (k: number) => from + ((to - from) * k) / cells;
  let best = 0;
  for (let k = 1; k <= cells; k++) if (of(at(k)) > of(at(best))) best = k;
  let [low, high] = [at(Math.max(0, best - 1)), at(Math.min(cells, best + 1))];
  for (let i = 0; i < 40; i++) {
    const third = (high - low) / 3;
    if (of(low + third) < of(high - third)) low += third;
    else high -= third;
  }
  return (low + high) / 2;
}
