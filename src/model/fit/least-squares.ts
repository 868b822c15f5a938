/** Small dense least squares: symmetric systems, eigenvectors, and Levenberg–Marquardt. A dozen unknowns, not a thousand. */

/** Rows of a small matrix. */
export type Rows = readonly (readonly number[])[];

/** The lower factor L of a symmetric positive definite `a` = L·Lᵀ, or null when `a` is not. */
function choleskyOf(a: Rows): number[][] | null {
  const lower: number[][] = [];
  for (let i = 0; i < a.length; i++) {
    const row: number[] = [];
    for (let j = 0; j <= i; j++) {
      let sum = a[i]![j]!;
      for (let k = 0; k < j; k++) sum -= row[k]! * (j === i ? row[k]! : lower[j]![k]!);
      if (j < i) row.push(sum / lower[j]![j]!);
      // A pivot that lost all but its last digits would be noise.
      else if (sum > 1e-14 * a[i]![i]!) row.push(Math.sqrt(sum));
      else return null;
    }
    lower.push(row);
  }
  return lower;
}

/** x of `a`·x = `b`; null when `a` (symmetric) is not positive definite to working precision. */
function solveSymmetric(a: Rows, b: readonly number[]): number[] | null {
  const lower = choleskyOf(a);
  if (!lower) return null;
  const x = [...b];
  for (let i = 0; i < x.length; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i]![k]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  for (let i = x.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < x.length; k++) x[i]! -= lower[k]![i]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  return x;
}

/** The inverse of a symmetric positive definite matrix; null when it is not one. */
export function inverseSymmetric(a: Rows): number[][] | null {
  const columns: number[][] = [];
  for (let i = 0; i < a.length; i++) {
    const column = solveSymmetric(
      a,
      a.map((_, j) => (i === j ? 1 : 0)),
    );
    if (!column) return null;
    columns.push(column);
  }
  return columns;
}

/**
 * The unit vector that a symmetric matrix shrinks most: the eigenvector of its smallest eigenvalue. Cyclic Jacobi rotations
 * (Golub & Van Loan, Matrix Computations, §8.5): slow for large matrices, accurate for small ones.
 */
export function smallestEigenvector(symmetric: Rows): number[] {
  const n = symmetric.length;
  const a = symmetric.map(row => [...row]);
  const vectors = a.map((_, i) => a.map((_, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += a[p]![q]! ** 2;
    if (off === 0) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, vectors, { p, q });
  }
  let least = 0;
  for (let i = 1; i < n; i++) if (a[i]![i]! < a[least]![least]!) least = i;
  return vectors.map(row => row[least]!);
}

/** Turns rows and columns p and q so that a[p][q] becomes 0. */
function rotate(a: number[][], vectors: number[][], { p, q }: { p: number; q: number }): void {
  const between = a[p]![q]!;
  if (between === 0) return;
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * between);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  const turn = (row: number[]): void => {
    const x = row[p]!;
    const y = row[q]!;
    row[p] = c * x - s * y;
    row[q] = s * x + c * y;
  };
  for (const row of a) turn(row);
  for (let k = 0; k < a.length; k++) {
    const x = a[p]![k]!;
    const y = a[q]![k]!;
    a[p]![k] = c * x - s * y;
    a[q]![k] = s * x + c * y;
  }
  a[p]![q] = 0;
  a[q]![p] = 0;
  for (const row of vectors) turn(row);
}

/** Derivative of each of `valuesOf`'s values by each parameter: a row a value. Central differences; parameters of order 1. */
export function jacobianOf(
  valuesOf: (parameters: readonly number[]) => readonly number[],
  parameters: readonly number[],
): number[][] {
  const columns = parameters.map((value, i) => {
    const step = 1e-6 * Math.max(1, Math.abs(value));
    const moved = [...parameters];
    moved[i] = value + step;
    const above = valuesOf(moved);
    moved[i] = value - step;
    const below = valuesOf(moved);
    return above.map((v, row) => (v - below[row]!) / (2 * step));
  });
  return (columns[0] ?? []).map((_, row) => columns.map(column => column[row]!));
}

/** JᵀJ. */
export function normalMatrix(jacobian: Rows): number[][] {
  const n = jacobian[0]?.length ?? 0;
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => jacobian.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
  );
}

const sumOfSquares = (values: readonly number[]): number => values.reduce((sum, v) => sum + v * v, 0);

/**
 * Parameters of the least sum of squared residuals near `start`: Levenberg's damping with Marquardt's scaling by the diagonal
 * (D. W. Marquardt, J. SIAM 11(2), 1963, doi:10.1137/0111030). Residuals that are not finite count as no progress.
 */
export function leastSquares(
  residualsOf: (parameters: readonly number[]) => readonly number[],
  start: readonly number[],
): number[] {
  let best = [...start];
  let cost = sumOfSquares(residualsOf(best));
  let damping = 1e-3;
  for (let step = 0; step < 100 && damping < 1e12; step++) {
    const jacobian = jacobianOf(residualsOf, best);
    const residuals = residualsOf(best);
    const normal = normalMatrix(jacobian);
    const slope = best.map((_, i) => -jacobian.reduce((sum, row, r) => sum + row[i]! * residuals[r]!, 0));
    let gain = -1;
    while (gain < 0 && damping < 1e12) {
      const damped = normal.map((row, i) => row.map((v, j) => (i === j ? v * (1 + damping) : v)));
      const change = solveSymmetric(damped, slope);
      const tried = change && best.map((v, i) => v + change[i]!);
      const triedCost = tried ? sumOfSquares(residualsOf(tried)) : Number.NaN;
      if (tried && triedCost <= cost) {
        gain = cost - triedCost;
        best = tried;
        cost = triedCost;
        damping /= 10;
      } else damping *= 10;
    }
    if (gain <= 1e-14 * cost) break;
  }
  return best;
}
