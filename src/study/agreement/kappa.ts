/** Agreement of readers on a mark: percentage, Cohen's κ of two, Fleiss' κ of more. Categories have no order; nothing is weighted. */
import { normal95, t95 } from './distributions.ts';
import { type Estimate, type Figure, interval, type NotEstimable, notEstimable } from './estimate.ts';

const kappaEnds = { low: -1, high: 1 } as const;
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const tooFew = 'Fewer than two pictures were marked by every reader.';
const oneMark =
  'Every picture was given one and the same mark: agreement by chance cannot be told from agreement.';
const noWidth = 'No interval: these pictures are too much alike for the formula.';

/** Of rounding only. */
const isNothing = (variance: number): boolean => !(variance > 1e-14);

/**
 * Share of cases on which two readers agree, with Wilson's interval (Wilson 1927, J Am Stat Assoc 22:209): score interval of a
 * proportion, which keeps its width at 0 and 1.
 */
export function shareAgreed(agreed: number, n: number): Figure {
  if (n === 0) return notEstimable('No picture was marked by both.');
  const share = agreed / n;
  const z2 = normal95 ** 2;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const halfWidth = (normal95 / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return { value: share, n, interval: interval(centre, halfWidth, { low: 0, high: 1 }) };
}

/**
 * Cohen's κ = (pₒ − pₑ) / (1 − pₑ) of a square table of counts, rows the first reader's categories, columns the second's (Cohen 1960,
 * Educ Psychol Meas 20:37). Interval: normal, with the large-sample variance of Fleiss, Cohen & Everitt 1969 (Psychol Bull 72:323).
 */
export function cohenKappa(table: readonly (readonly number[])[]): Figure {
  const rows = table.map(sumOf);
  const columns = table.map((_, j) => sumOf(table.map(row => row[j]!)));
  const n = sumOf(rows);
  if (n < 2) return notEstimable(tooFew);
  // In whole numbers, so that chance agreement of exactly 1 is found.
  const byChance = sumOf(rows.map((row, i) => row * columns[i]!));
  if (byChance === n * n) return notEstimable(oneMark);
  const expected = byChance / (n * n);
  const observed = sumOf(table.map((row, i) => row[i]!)) / n;
  const kappa = (observed - expected) / (1 - expected);
  let agreeing = 0;
  let differing = 0;
  for (const [i, row] of table.entries())
    for (const [j, count] of row.entries()) {
      const share = count / n;
      if (i === j) agreeing += share * (1 - ((rows[i]! + columns[i]!) / n) * (1 - kappa)) ** 2;
      else differing += share * ((columns[i]! + rows[j]!) / n) ** 2;
    }
  const spread = agreeing + (1 - kappa) ** 2 * differing - (kappa - expected * (1 - kappa)) ** 2;
  const variance = spread / (n * (1 - expected) ** 2);
  return {
    value: kappa,
    n,
    interval: isNothing(variance)
      ? notEstimable(noWidth)
      : interval(kappa, normal95 * Math.sqrt(variance), kappaEnds),
  };
}

export type FleissKappa = Estimate & {
  /** Mean share of pairs of readers that agree on a case. */
  readonly agreed: number;
  /**
   * Variance of κ were there no agreement beyond chance (Fleiss, Nee & Landis 1979, Psychol Bull 86:974): for the test against κ = 0,
   * never for an interval.
   */
  readonly varianceByChance: number;
};

/**
 * Fleiss' κ of cases that the same number of readers marked: `counts[case][category]` readers (Fleiss 1971, Psychol Bull 76:378).
 * Interval: t with n − 1 degrees of freedom, with the variance over cases of Gwet 2008 (Br J Math Stat Psychol 61:29), which holds
 * where there is agreement. Throws an `Error` when a case has another number of readers.
 */
export function fleissKappa(counts: readonly (readonly number[])[]): FleissKappa | NotEstimable {
  const n = counts.length;
  const readers = sumOf(counts[0] ?? []);
  if (n < 2 || readers < 2) return notEstimable(tooFew);
  if (counts.some(row => sumOf(row) !== readers))
    throw new Error('Every case needs the marks of the same number of readers.');
  const totals = counts[0]!.map((_, j) => sumOf(counts.map(row => row[j]!)));
  if (totals.some(total => total === n * readers)) return notEstimable(oneMark);
  const shares = totals.map(total => total / (n * readers));
  const expected = sumOf(shares.map(share => share ** 2));
  const agreedOf = counts.map(
    row => sumOf(row.map(count => count * (count - 1))) / (readers * (readers - 1)),
  );
  const agreed = sumOf(agreedOf) / n;
  const kappa = (agreed - expected) / (1 - expected);

  const squares = sumOf(
    counts.map((row, i) => {
      const chance = sumOf(row.map((count, j) => (count / readers) * shares[j]!));
      const own = (agreedOf[i]! - expected - 2 * (1 - kappa) * (chance - expected)) / (1 - expected);
      return (own - kappa) ** 2;
    }),
  );
  const variance = squares / (n * (n - 1));

  const against = sumOf(shares.map(share => share * (1 - share)));
  const skewed = sumOf(shares.map(share => share * (1 - share) * (1 - 2 * share)));
  const varianceByChance = (2 * (against ** 2 - skewed)) / (n * readers * (readers - 1) * against ** 2);
  return {
    value: kappa,
    n,
    agreed,
    varianceByChance,
    interval: isNothing(variance)
      ? notEstimable(noWidth)
      : interval(kappa, t95(n - 1) * Math.sqrt(variance), kappaEnds),
  };
}
