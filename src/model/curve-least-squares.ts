/** Non-linear least squares for a few parameters. */

/** Where the sum of squares is least, and how well that is known. */
export type LeastSquares = {
  readonly parameters: readonly number[];
  /** The sum of squared residuals there. */
  readonly sum: number;
  /** (JᵀJ)⁻¹: times the variance of a residual, the covariance of the parameters. Null: the data do not fix them all. */
  readonly covariance: readonly (readonly number[])[] | null;
};

/**
 * Minimises the sum of squares of `residuals` from `start` on (Levenberg 1944, Marquardt 1963, J. SIAM 11:431: steps between
 * Gauss–Newton's and steepest descent, scaled by the diagonal). Derivatives are central differences, so residuals must be
 * smooth; parameters should be of the order of 1.
 */
export function leastSquares(
  residuals: (parameters: readonly number[]) => readonly number[],
  start: readonly number[],
): LeastSquares {
  let at = { parameters: start, residuals: residuals(start), sum: 0 };
  at.sum = squares(at.residuals);
  let damping = 1e-3;
  for (let step = 0; step < 200 && damping < 1e12; step++) {
    const { normal, gradient } = normalEquations(residuals, at);
    const damped = normal.map((row, i) => row.map((v, j) => (i === j ? v * (1 + damping) + 1e-300 : v)));
    const inverted = inverseOf(damped);
    if (!inverted) {
      damping *= 10;
      continue;
    }
    const parameters = at.parameters.map((p, i) => p - dot(inverted[i]!, gradient));
    const next = residuals(parameters);
    const sum = squares(next);
    if (!(sum < at.sum)) {
      damping *= 10;
      continue;
    }
    const gain = at.sum - sum;
    at = { parameters, residuals: next, sum };
    damping = Math.max(1e-12, damping / 10);
    if (gain <= 1e-13 * sum) break;
  }
  const { normal } = normalEquations(residuals, at);
  return { parameters: at.parameters, sum: at.sum, covariance: inverseOf(normal) };
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, v, i) => sum + v * b[i]!, 0);
const squares = (values: readonly number[]): number => dot(values, values);

/** JᵀJ and Jᵀr. */
function normalEquations(
  residuals: (parameters: readonly number[]) => readonly number[],
  at: { parameters: readonly number[]; residuals: readonly number[] },
): { normal: number[][]; gradient: number[] } {
  const columns = at.parameters.map((p, i) => {
    const step = 1e-6 * Math.max(1e-3, Math.abs(p));
    const moved = (by: number) => residuals(at.parameters.map((q, j) => (j === i ? q + by : q)));
    const ahead = moved(step);
    const behind = moved(-step);
    return ahead.map((v, k) => (v - behind[k]!) / (2 * step));
  });
  return {
    normal: columns.map(a => columns.map(b => dot(a, b))),
    gradient: columns.map(column => dot(column, at.residuals)),
  };
}

/** The inverse of a small symmetric positive matrix by Gauss and Jordan's elimination; null when it has none. */
function inverseOf(matrix: readonly (readonly number[])[]): number[][] | null {
  const n = matrix.length;
  // Scaled to a diagonal of ones, so that "no inverse" means the same whatever the parameters' units are.
  const scale = matrix.map((row, i) => 1 / Math.sqrt(row[i]!));
  if (!scale.every(Number.isFinite)) return null;
  const rows = matrix.map((row, i) => [
    ...row.map((v, j) => v * scale[i]! * scale[j]!),
    ...row.map((_, j) => (i === j ? 1 : 0)),
  ]);
  for (let i = 0; i < n; i++) {
    const pivot = rows[i]![i]!;
    if (!(pivot > 1e-12)) return null;
    rows[i] = rows[i]!.map(v => v / pivot);
    for (let k = 0; k < n; k++) {
      const factor = rows[k]![i]!;
      if (k !== i) rows[k] = rows[k]!.map((v, j) => v - factor * rows[i]![j]!);
    }
  }
  return rows.map((row, i) => row.slice(n).map((v, j) => v * scale[i]! * scale[j]!));
}
