/** The smooth part of a picture, and what does not belong to it: dust, scratches, highlights, hot and dead pixels. */
import type { SizePx } from '#model/geometry.ts';
import { type Cells, cellsOf } from './cells.ts';
import { boxMean, boxMeanInside, insideOf, meanOf, type Plane, robustSd } from './planes.ts';
import { atCells, atPixels, type Basis, basisOf, fitPolynomial, type Polynomial } from './polynomial.ts';

export type Surface = {
  /** The smooth part at every pixel, outside by what is inside; always above zero. */
  readonly values: Plane;
  /** 1 where a pixel does not belong to the smooth part, or lies outside. */
  readonly mask: Uint8Array<ArrayBuffer>;
  /** Of the pixels inside. */
  readonly maskedShare: number;
};

const degrees: readonly number[] = [2, 4, 6, 8, 10, 12];
/** About this many cells along the longer side. */
const cellsAcross = 64;
const rounds = 3;
const reweightings = 5;
/** Cells closer than this to the polynomial always count: it need not be better, and a quiet picture has no other scale. */
const smallestSd = 0.03;
/** Pixels off by less than this are not called defects, however quiet the picture is. */
const smallestSpotShare = 0.01;
const smallestPixelShare = 0.03;
/** A cell with more outside has its middle too far from the middle of what is inside. */
const largestOutsideShare = 0.25;

/**
 * A Chebyshev polynomial through the means of cells, in which cells that stand out count little (Tukey's biweight: Beaton and Tukey,
 * Technometrics 1974;16:147); its degree is the lowest that leaves about as little as the best one. Then what it leaves, averaged over
 * about a tenth of the picture without the defects (normalised convolution: Knutsson and Westin, CVPR 1993:515): a steep corner that the
 * polynomial misses is followed and not taken for a defect. Again, as the defects become known. `plane`: light above dark with a
 * positive mean inside. `outside`: marks of what has no part in it (`round-picture.ts`).
 */
export function surfaceOf(plane: Plane, size: SizePx, outside: Uint8Array | null = null): Surface {
  const cellPx = Math.max(1, Math.ceil(Math.max(size.widthPx, size.heightPx) / cellsAcross));
  const unseen = outside ? Uint8Array.from(outside) : new Uint8Array(plane.length);
  const within = cellsOf(Float32Array.from(unseen), { ...size, cellPx }).values;
  const isInside = within.map(share => (share <= largestOutsideShare ? 1 : 0));
  const least = 0.02 * meanOf(insideOf(plane, outside));
  let mask = unseen;
  let values = new Float32Array();
  let tried = degrees;
  for (let round = 0; round < rounds; round++) {
    const polynomial = polynomialThrough(plane, { ...size, cellPx, mask, tried, isInside });
    tried = [polynomial.degree];
    values = refined(plane, floored(atPixels(polynomial, size), least), { ...size, mask });
    mask = defectsOf(plane, values, { ...size, outside });
  }
  let masked = 0;
  let inside = 0;
  for (let i = 0; i < mask.length; i++) {
    if (unseen[i]) continue;
    inside++;
    masked += mask[i]!;
  }
  return { values, mask, maskedShare: masked / inside };
}

/** `smooth` times one plus the mean of what it leaves. */
function refined(plane: Plane, smooth: Plane, at: SizePx & { mask: Uint8Array }): Plane {
  const { widthPx, heightPx, mask } = at;
  const radiusPx = Math.max(2, Math.round(Math.min(widthPx, heightPx) / 20));
  const wide = (source: Plane) => boxMean(boxMean(source, at, radiusPx), at, radiusPx);
  const off = wide(plane.map((value, i) => (mask[i] ? 0 : value / smooth[i]! - 1)));
  const weight = wide(plane.map((_, i) => (mask[i] ? 0 : 1)));
  for (let i = 0; i < off.length; i++)
    off[i] = smooth[i]! * (weight[i]! > 0.1 ? Math.max(0.5, 1 + off[i]! / weight[i]!) : 1);
  return off;
}

function polynomialThrough(
  plane: Plane,
  {
    mask,
    tried,
    isInside,
    ...size
  }: SizePx & {
    cellPx: number;
    mask: Uint8Array;
    tried: readonly number[];
    /** By cell, 0 or 1. */
    isInside: Float64Array;
  },
): Polynomial {
  const cells = cellsOf(plane, { ...size, skip: mask });
  const usable = cells.weights.map((weight, i) => (weight >= 0.25 && isInside[i] ? weight : 0));
  const least = Math.min(cells.columns, cells.rows);
  // Through equally spaced places a polynomial is well behaved up to a degree of about twice the root of their number.
  const allowed = tried.filter((degree, i) => i === 0 || degree <= 2 * Math.sqrt(least));
  const fits: { fit: Polynomial; sd: number }[] = [];
  for (const degree of allowed) {
    fits.push(robustFit(cells, usable, basisOf(cells, size, degree)));
    // Two more degrees that bring nothing: neither will the others.
    if (fits.length > 2 && fits.at(-1)!.sd > 0.95 * fits.at(-3)!.sd) break;
  }
  const best = Math.min(...fits.map(({ sd }) => sd));
  return fits.find(({ sd }) => sd <= 1.05 * best)!.fit;
}

/** `sd`: of the cells about the fit, as a share of it, robust. */
function robustFit(cells: Cells, usable: Float64Array, basis: Basis): { fit: Polynomial; sd: number } {
  let fit = fitPolynomial(basis, cells.values, usable);
  let sd = 0;
  const half = meanOf(cells.values.filter((_, cell) => usable[cell]! > 0)) / 2;
  for (let i = 0; i < reweightings; i++) {
    const expected = atCells(fit, basis);
    const off = cells.values.map(
      (value, cell) => (value - expected[cell]!) / Math.max(half, expected[cell]!),
    );
    sd = robustSd(
      off.filter((_, cell) => usable[cell]! > 0),
      0,
    );
    const limit = 4.685 * Math.max(sd, smallestSd);
    const weights = usable.map((weight, cell) => (weight > 0 ? weight * biweight(off[cell]! / limit) : 0));
    fit = fitPolynomial(basis, cells.values, weights);
  }
  return { fit, sd };
}

const biweight = (u: number): number => (Math.abs(u) < 1 ? (1 - u * u) ** 2 : 0);

/** A polynomial may run below zero where there is nothing to hold it; light does not. */
function floored(values: Plane, least: number): Plane {
  for (let i = 0; i < values.length; i++) if (!(values[i]! > least)) values[i] = least;
  return values;
}

/** Spots are looked for in 5 × 5 means, where noise is a fifth; single pixels as they are. */
function defectsOf(
  plane: Plane,
  smooth: Plane,
  { outside, ...size }: SizePx & { outside: Uint8Array | null },
): Uint8Array<ArrayBuffer> {
  // Relative noise grows as light falls, shot noise with its root: so the corners are no more suspect than the middle.
  const mean = meanOf(insideOf(smooth, outside));
  const off = plane.map((value, i) => (value / smooth[i]! - 1) * Math.sqrt(smooth[i]! / mean));
  const spots = boxMeanInside(off, size, { radiusPx: 2, outside });
  const spotLimit = Math.max(smallestSpotShare, 4.5 * robustSd(insideOf(spots, outside), 0));
  const pixelLimit = Math.max(smallestPixelShare, 6 * robustSd(insideOf(off, outside), 0));
  const mask = new Uint8Array(plane.length);
  for (let i = 0; i < mask.length; i++)
    if (outside?.[i] || Math.abs(spots[i]!) > spotLimit || Math.abs(off[i]!) > pixelLimit) mask[i] = 1;
  return mask;
}
