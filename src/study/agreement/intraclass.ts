/** Intraclass correlation ICC(2,1): how much of the spread of areas is the cases' own, readers drawn at random, one reading each. */
import { fQuantile } from './distributions.ts';
import { type Figure, type Interval, type NotEstimable, notEstimable } from './estimate.ts';

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const meanOf = (values: readonly number[]): number => sumOf(values) / values.length;

/** Mean squares of a two-way layout with one value in each cell. */
function meanSquaresOf(values: readonly (readonly number[])[]) {
  const n = values.length;
  const k = values[0]!.length;
  const grand = meanOf(values.flat());
  const caseMeans = values.map(meanOf);
  const readerMeans = values[0]!.map((_, j) => meanOf(values.map(row => row[j]!)));
  const cases = (k * sumOf(caseMeans.map(mean => (mean - grand) ** 2))) / (n - 1);
  const readers = (n * sumOf(readerMeans.map(mean => (mean - grand) ** 2))) / (k - 1);
  const residual =
    sumOf(
      values.flatMap((row, i) =>
        row.map((value, j) => (value - caseMeans[i]! - readerMeans[j]! + grand) ** 2),
      ),
    ) /
    ((n - 1) * (k - 1));
  return { n, k, cases, readers, residual };
}

/**
 * ICC(2,1), absolute agreement, of `values[case][reader]` (Shrout & Fleiss 1979, Psychol Bull 86:420; ICC(A,1) of McGraw & Wong 1996,
 * Psychol Methods 1:30, whose table 7 gives the 95 % interval, with Satterthwaite's degrees of freedom). May be below 0.
 */
export function intraclassCorrelation(values: readonly (readonly number[])[]): Figure {
  if (values.length < 2) return notEstimable('Fewer than two pictures were outlined by every reader.');
  if (values[0]!.length < 2) return notEstimable('Only one reader outlined.');
  const squares = meanSquaresOf(values);
  const { n, k, cases, readers, residual } = squares;
  const whole = cases + (k - 1) * residual + (k * (readers - residual)) / n;
  const size = Math.max(...values.flat().map(Math.abs));
  if (!(whole > 1e-20 * size ** 2))
    return notEstimable('The areas have no variance between pictures or readers.');
  const value = (cases - residual) / whole;
  return { value, n, interval: intervalOf(value, squares) };
}

function intervalOf(icc: number, squares: ReturnType<typeof meanSquaresOf>): Interval | NotEstimable {
  const { n, k, cases, readers, residual } = squares;
  if (1 - icc < 1e-12) return notEstimable('No interval: the readers agree without any difference.');
  const a = (k * icc) / (n * (1 - icc));
  const b = 1 + (k * icc * (n - 1)) / (n * (1 - icc));
  const freedom =
    (a * readers + b * residual) ** 2 /
    ((a * readers) ** 2 / (k - 1) + (b * residual) ** 2 / ((n - 1) * (k - 1)));
  // Far below 1 the approximation has nothing to rest on, and F has no finite quantile.
  if (!(freedom > 0.05)) return notEstimable('The areas spread too little for an interval.');
  const below = fQuantile(0.975, n - 1, freedom);
  const above = fQuantile(0.975, freedom, n - 1);
  const within = k * readers + (k * n - k - n) * residual;
  const low = (n * (cases - below * residual)) / (below * within + n * cases);
  const high = (n * (above * cases - residual)) / (within + n * above * cases);
  return Number.isFinite(low) && Number.isFinite(high) && low <= high
    ? { low, high }
    : notEstimable('The areas spread too little for an interval.');
}
