/** A polynomial in two directions, fitted by weighted least squares: Σ c_ij T_i(x) T_j(y), i + j ≤ degree. */
import type { SizePx } from '#model/geometry.ts';
import type { Cells } from './cells.ts';
import type { Plane } from './planes.ts';

/** Coefficients in the order (0,0), (0,1), … (0,degree), (1,0) …; x and y go from −1 to 1 over the picture. */
export type Polynomial = { readonly degree: number; readonly coefficients: Float64Array<ArrayBuffer> };

/** Chebyshev polynomials T_0 … T_degree at `count` places (place k at (2(k + ½) · step)/extent − 1), place by place. */
function chebyshev(
  count: number,
  { step, extent, degree }: { step: number; extent: number; degree: number },
) {
  const orders = degree + 1;
  const table = new Float64Array(count * orders);
  for (let k = 0; k < count; k++) {
    // The last cell may be cut by the picture's edge: its middle lies in the middle of what is left.
    const from = k * step;
    const at = (from + Math.min(extent, from + step)) / extent - 1;
    const row = k * orders;
    table[row] = 1;
    if (degree > 0) table[row + 1] = at;
    for (let i = 2; i < orders; i++) table[row + i] = 2 * at * table[row + i - 1]! - table[row + i - 2]!;
  }
  return table;
}

/** What of a fit depends on the degree and the cells' places alone. */
export type Basis = {
  readonly degree: number;
  readonly terms: number;
  readonly rows: Float64Array<ArrayBuffer>;
};

/** The terms at the middle of every cell, cell by cell. */
export function basisOf(cells: Cells, size: SizePx, degree: number): Basis {
  const orders = degree + 1;
  const terms = (orders * (orders + 1)) / 2;
  const across = chebyshev(cells.columns, { step: cells.cellPx, extent: size.widthPx, degree });
  const down = chebyshev(cells.rows, { step: cells.cellPx, extent: size.heightPx, degree });
  const rows = new Float64Array(cells.values.length * terms);
  for (let cell = 0, at = 0; cell < cells.values.length; cell++) {
    const x = (cell % cells.columns) * orders;
    const y = Math.floor(cell / cells.columns) * orders;
    for (let i = 0; i < orders; i++)
      for (let j = 0; j < orders - i; j++) rows[at++] = across[x + i]! * down[y + j]!;
  }
  return { degree, terms, rows };
}

/** Least squares with a weight for each cell (0: left out). */
export function fitPolynomial(
  { degree, terms, rows }: Basis,
  values: Float64Array,
  weights: Float64Array,
): Polynomial {
  const normal = new Float64Array(terms * terms);
  const right = new Float64Array(terms);
  let total = 0;
  for (let cell = 0; cell < values.length; cell++) {
    const weight = weights[cell]!;
    if (weight === 0) continue;
    total += weight;
    const from = cell * terms;
    for (let i = 0; i < terms; i++) {
      const weighted = weight * rows[from + i]!;
      right[i]! += weighted * values[cell]!;
      for (let j = 0; j <= i; j++) normal[i * terms + j]! += weighted * rows[from + j]!;
    }
  }
  // Where masked places leave a term undetermined, it stays near zero instead of going wild.
  for (let i = 0; i < terms; i++) normal[i * terms + i]! += 1e-9 * total + Number.MIN_VALUE;
  return { degree, coefficients: solve(normal, right) };
}

/** Solves a symmetric positive definite system by Cholesky's decomposition, in place. Lower triangle, row by row. */
function solve(
  matrix: Float64Array<ArrayBuffer>,
  right: Float64Array<ArrayBuffer>,
): Float64Array<ArrayBuffer> {
  const n = right.length;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i * n + k]! * matrix[j * n + k]!;
      matrix[i * n + j] = i === j ? Math.sqrt(Math.max(sum, Number.MIN_VALUE)) : sum / matrix[j * n + j]!;
    }
    for (let k = 0; k < i; k++) right[i]! -= matrix[i * n + k]! * right[k]!;
    right[i]! /= matrix[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) right[i]! -= matrix[k * n + i]! * right[k]!;
    right[i]! /= matrix[i * n + i]!;
  }
  return right;
}

/** Values at the cells of a basis. */
export function atCells({ coefficients }: Polynomial, { terms, rows }: Basis): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: rows.length / terms }, (_, cell) => {
    let sum = 0;
    for (let i = 0; i < terms; i++) sum += coefficients[i]! * rows[cell * terms + i]!;
    return sum;
  });
}

/** Values at every pixel's centre. */
export function atPixels({ degree, coefficients }: Polynomial, size: SizePx): Plane {
  const { widthPx, heightPx } = size;
  const orders = degree + 1;
  const across = chebyshev(widthPx, { step: 1, extent: widthPx, degree });
  const down = chebyshev(heightPx, { step: 1, extent: heightPx, degree });
  const plane = new Float32Array(widthPx * heightPx);
  const ofRow = new Float64Array(orders);
  for (let y = 0; y < heightPx; y++) {
    for (let i = 0, at = 0; i < orders; i++) {
      let sum = 0;
      for (let j = 0; j < orders - i; j++) sum += coefficients[at++]! * down[y * orders + j]!;
      ofRow[i] = sum;
    }
    for (let x = 0; x < widthPx; x++) {
      let sum = 0;
      for (let i = 0; i < orders; i++) sum += ofRow[i]! * across[x * orders + i]!;
      plane[y * widthPx + x] = sum;
    }
  }
  return plane;
}
