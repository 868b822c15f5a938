/** How much residuals are magnified, so that they are seen and their pattern with them. */

const factors = [1000, 500, 200, 100, 50, 20, 10, 5, 2, 1] as const;
/** The longest arrow, in CSS pixels. */
const longestPx = 56;

/** The largest round factor that keeps the largest residual, drawn at `scale` CSS pixels a picture pixel, on the screen. */
export const arrowFactor = (largestPx: number, scale: number): number =>
  factors.find(factor => largestPx * scale * factor <= longestPx) ?? 1;
