/** The normal equations of a step of the pose: shift x and y, turn, scale. */

const unknowns = 4;
/** Sums that `solveStep` reads: products of pairs (x x, x y, x turn, x scale, y y, … scale scale), then the right side. */
export const stepCount = 14;
/** A slope that others explain but for this share has nothing of its own to hold the pose. */
const leastOwnShare = 1e-3;

/** The step, by Cholesky. Null where one of the four is not held. */
export function solveStep(sums: Float64Array<ArrayBuffer>): readonly number[] | null {
  const lower: number[][] = [];
  const half: number[] = [];
  let at = 0;
  const matrix = Array.from({ length: unknowns }, () => new Array<number>(unknowns).fill(0));
  for (let i = 0; i < unknowns; i++) for (let j = i; j < unknowns; j++) matrix[j]![i] = sums[at++]!;
  for (let i = 0; i < unknowns; i++) {
    const row: number[] = [];
    for (let j = 0; j < i; j++) {
      let value = matrix[i]![j]!;
      for (let k = 0; k < j; k++) value -= row[k]! * lower[j]![k]!;
      row.push(value / lower[j]![j]!);
    }
    let own = matrix[i]![i]!;
    for (const value of row) own -= value * value;
    if (!(own > leastOwnShare * matrix[i]![i]!)) return null;
    row.push(Math.sqrt(own));
    lower.push(row);
    let right = sums[at + i]!;
    for (let k = 0; k < i; k++) right -= row[k]! * half[k]!;
    half.push(right / row[i]!);
  }
  const found = [...half];
  for (let i = unknowns - 1; i >= 0; i--) {
    for (let k = i + 1; k < unknowns; k++) found[i]! -= lower[k]![i]! * found[k]!;
    found[i]! /= lower[i]![i]!;
  }
  return found;
}
