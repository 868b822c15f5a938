/** A straight line through points, by least squares. */

/** y = intercept + slope · x. Variances rest on the residuals (n − 2 degrees of freedom). */
export type LineFit = {
  readonly n: number;
  readonly slope: number;
  readonly intercept: number;
  readonly slopeVariance: number;
  readonly interceptVariance: number;
  readonly covariance: number;
  /** 1 − residual over total squares; 1 where all y are equal and met. */
  readonly rSquared: number;
};

/** Null for fewer than three points, or all at one x. */
export function fitLine(points: readonly { readonly x: number; readonly y: number }[]): LineFit | null {
  const n = points.length;
  if (n < 3) return null;
  const meanX = points.reduce((sum, p) => sum + p.x, 0) / n;
  const meanY = points.reduce((sum, p) => sum + p.y, 0) / n;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (const { x, y } of points) {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * (y - meanY);
    yy += (y - meanY) ** 2;
  }
  if (!(xx > 1e-20 * (1 + meanX * meanX))) return null;
  const slope = xy / xx;
  let residual = 0;
  for (const { x, y } of points) residual += (y - meanY - slope * (x - meanX)) ** 2;
  const variance = residual / (n - 2);
  return {
    n,
    slope,
    intercept: meanY - slope * meanX,
    slopeVariance: variance / xx,
    interceptVariance: variance * (1 / n + (meanX * meanX) / xx),
    covariance: (-variance * meanX) / xx,
    rSquared: yy > 0 ? Math.max(0, 1 - residual / yy) : 1,
  };
}
