/** Standard uncertainties of ratios from those of means. Pure. */

/** 97.5 % of the normal distribution lie below this: ± this many standard uncertainties hold 95 %. */
const normalQuantile = 1.959_964;

/**
 * By how much a standard uncertainty that was estimated with `freedom` degrees of freedom must be widened so that
 * ± 1.96 of it hold 95 %: Student's t over the normal quantile. Cornish–Fisher expansion, Abramowitz & Stegun 26.7.5; within
 * 1 % from 3 degrees of freedom on.
 */
export function widening(freedom: number): number {
  const z = normalQuantile;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return (z + first / freedom + second / freedom ** 2 + third / freedom ** 3) / z;
}

/** A mean with its standard uncertainty from noise, which is widened for its `freedom` (degrees of freedom). */
type Uncertain = { readonly mean: number; readonly meanSd: number; readonly freedom: number };

/** A standard uncertainty, widened for its `freedom`. */
type Part = { readonly sd: number; readonly freedom: number };

/**
 * Of independent parts together: widened for the freedom of their sum (Welch–Satterthwaite, GUM, JCGM 100:2008, G.4.1), which is more than
 * that of each.
 */
function together(parts: readonly Part[]): number {
  const squares = parts.map(({ sd, freedom }) => (sd / widening(freedom)) ** 2);
  const sum = squares.reduce((total, square) => total + square, 0);
  if (sum === 0) return 0;
  const fourths = squares.reduce((total, square, i) => total + square ** 2 / parts[i]!.freedom, 0);
  return Math.sqrt(sum) * widening(sum ** 2 / fourths);
}

/** Of `over.mean / under.mean`, where the two are independent: delta method, GUM (JCGM 100:2008) §5.1.2. */
export function ratioSd(over: Uncertain, under: Uncertain): number {
  const parts = [
    { sd: over.meanSd, freedom: over.freedom },
    { sd: (over.mean / under.mean) * under.meanSd, freedom: under.freedom },
  ];
  return together(parts) / Math.abs(under.mean);
}

/** The SD of a region with its standard uncertainty. */
type UncertainSpread = { readonly sd: number; readonly sdSd: number; readonly sdFreedom: number };

/** Of (T − B)/σ_B: delta method; a mean and the spread about it are independent where noise is symmetric. */
export function contrastSd(tumour: Uncertain, background: Uncertain & UncertainSpread): number {
  const { sd, sdSd, sdFreedom } = background;
  const contrast = (tumour.mean - background.mean) / sd;
  const parts = [
    { sd: tumour.meanSd, freedom: tumour.freedom },
    { sd: background.meanSd, freedom: background.freedom },
    { sd: contrast * sdSd, freedom: sdFreedom },
  ];
  return together(parts) / sd;
}
