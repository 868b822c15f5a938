/** Differences of two readers' areas over their means (Bland & Altman 1986, Lancet 327:307; 1999, Stat Methods Med Res 8:135). */
import { normal95, t95 } from './distributions.ts';
import { type Estimate, interval, type NotEstimable, notEstimable } from './estimate.ts';

/** One case in the plot. */
export type DifferencePoint = { readonly mean: number; readonly difference: number };

/** What the plot shows besides its points; all in the unit of what was compared. */
export type Limits = {
  /** Mean of first − second. */
  readonly bias: Estimate;
  /** Of the differences, from n − 1. */
  readonly sd: number;
  /** bias ∓ 1.96 sd: where 95 % of differences are expected to lie. */
  readonly lower: Estimate;
  readonly upper: Estimate;
};

export type BlandAltman = {
  /** In the order of `pairs`. */
  readonly points: readonly DifferencePoint[];
  readonly limits: Limits | NotEstimable;
};

/**
 * Of pairs [first, second]. Intervals by t with n − 1 degrees of freedom; variance of a limit s²(1/n + 1.96²/(2(n−1))) (Bland & Altman
 * 1999, section 2.1).
 */
export function blandAltman(pairs: readonly (readonly [first: number, second: number])[]): BlandAltman {
  const n = pairs.length;
  const points = pairs.map(([first, second]) => ({ mean: (first + second) / 2, difference: first - second }));
  if (n < 2) return { points, limits: notEstimable('Fewer than two pictures were outlined by both.') };
  const differences = points.map(({ difference }) => difference);
  const bias = differences.reduce((sum, value) => sum + value, 0) / n;
  const sd = Math.sqrt(differences.reduce((sum, value) => sum + (value - bias) ** 2, 0) / (n - 1));
  const size = Math.max(...pairs.flat().map(Math.abs));
  if (!(sd > 1e-10 * size))
    return { points, limits: notEstimable('All differences are the same: limits have no width.') };
  const t = t95(n - 1);
  const limitHalfWidth = t * sd * Math.sqrt(1 / n + normal95 ** 2 / (2 * (n - 1)));
  const limitAt = (value: number): Estimate => ({ value, n, interval: interval(value, limitHalfWidth) });
  return {
    points,
    limits: {
      bias: { value: bias, n, interval: interval(bias, (t * sd) / Math.sqrt(n)) },
      sd,
      lower: limitAt(bias - normal95 * sd),
      upper: limitAt(bias + normal95 * sd),
    },
  };
}
