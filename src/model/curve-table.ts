/** A measured transfer curve: linear light at 65 equally spaced signals, straight between them, inverted exactly. */

export const curveSegments = 64;

/** Linear light of `signal`. Below 0 and above 1 the outermost pieces go on straight, so that noise keeps its mean. */
export function tableToLinear(signal: number, linear: readonly number[]): number {
  const at = Math.min(curveSegments - 1, Math.max(0, Math.floor(signal * curveSegments)));
  const low = linear[at]!;
  return low + (linear[at + 1]! - low) * (signal * curveSegments - at);
}

/** The signal of linear light: the inverse of `tableToLinear`. */
export function linearToTable(light: number, linear: readonly number[]): number {
  let low = 0;
  let high = curveSegments;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (linear[middle]! <= light) low = middle;
    else high = middle;
  }
  return (low + (light - linear[low]!) / (linear[low + 1]! - linear[low]!)) / curveSegments;
}
