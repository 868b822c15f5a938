/** The smooth part of a picture, and what does not belong to it: dust, scratches, highlights, hot and dead pixels. */
import type { SizePx } from '#model/geometry.ts';
import { cellsOf } from './cells.ts';
import { boxMean, type Plane, robustSd } from './planes.ts';
import { atCells, atPixels, basisOf, fitPolynomial, type Polynomial } from './polynomial.ts';

export type Surface = {
  /** The smooth part at every pixel; always above zero. */
  readonly values: Plane;
  /** 1 where a pixel does not belong to the smooth part. */
  readonly mask: Uint8Array<ArrayBuffer>;
  readonly maskedShare: number;
};

const degrees = [2, 4, 6, 8, 10];
/** About this many cells along the longer side. */
const cellsAcross = 64;
const rounds = 3;
const reweightings = 8;
/** Pixels off by less than this are not called defects, however quiet the picture is. */
const smallestSpotShare = 0.005;
const smallestPixelShare = 0.03;

/**
 * A Chebyshev polynomial through the means of cells, without the cells that stand out (Tukey's biweight: Beaton and Tukey,
 * Technometrics 1974;16:147), then without the pixels that do, again and again. Its degree is the lowest that leaves about as little as
 * the best one. `plane`: light above dark with a positive mean.
 */
export function surfaceOf(plane: Plane, size: SizePx): Surface {
  const cellPx = Math.max(1, Math.ceil(Math.max(size.widthPx, size.heightPx) / cellsAcross));
  let mask = new Uint8Array(plane.length);
  let values = new Float32Array();
  for (let round = 0; round < rounds; round++) {
    const smooth = smoothest(plane, { ...size, cellPx, mask });
    values = floored(atPixels(smooth, size), plane);
    mask = defectsOf(plane, values, size);
  }
  let masked = 0;
  for (const mark of mask) masked += mark;
  return { values, mask, maskedShare: masked / mask.length };
}

function smoothest(
  plane: Plane,
  { mask, ...size }: SizePx & { cellPx: number; mask: Uint8Array },
): Polynomial {
  const cells = cellsOf(plane, { ...size, skip: mask });
  const usable = cells.weights.map(weight => (weight >= 0.25 ? weight : 0));
  const least = Math.min(cells.columns, cells.rows);
  // Through equally spaced places a polynomial is well behaved up to a degree of about twice the root of their number.
  const tried = degrees.filter((degree, i) => i === 0 || degree <= 1.5 * Math.sqrt(least));
  const fits = tried.map(degree => {
    const basis = basisOf(cells, size, degree);
    let fit = fitPolynomial(basis, cells.values, usable);
    let sd = 0;
    for (let i = 0; i < reweightings; i++) {
      const expected = atCells(fit, basis);
      const off = cells.values.map((value, cell) => value - expected[cell]!);
      sd = robustSd(
        off.filter((_, cell) => usable[cell]! > 0),
        0,
      );
      if (!(sd > 0)) break;
      const weights = usable.map((weight, cell) => weight * biweight(off[cell]! / (4.685 * sd)));
      fit = fitPolynomial(basis, cells.values, weights);
    }
    return { fit, sd };
  });
  const best = Math.min(...fits.map(({ sd }) => sd));
  return fits.find(({ sd }) => sd <= 1.05 * best)!.fit;
}

const biweight = (u: number): number => (Math.abs(u) < 1 ? (1 - u * u) ** 2 : 0);

/** A polynomial may run below zero where there is nothing to hold it; light does not. */
function floored(values: Plane, plane: Plane): Plane {
  let sum = 0;
  for (let i = 0; i < plane.length; i++) sum += plane[i]!;
  const least = (0.02 * sum) / plane.length;
  for (let i = 0; i < values.length; i++) if (!(values[i]! > least)) values[i] = least;
  return values;
}

/** Spots are looked for in 5 × 5 means, where noise is a fifth; single pixels as they are. */
function defectsOf(plane: Plane, smooth: Plane, size: SizePx): Uint8Array<ArrayBuffer> {
  const off = plane.map((value, i) => value / smooth[i]! - 1);
  const spots = boxMean(off, size, 2);
  const spotLimit = Math.max(smallestSpotShare, 4.5 * robustSd(spots, 0));
  const pixelLimit = Math.max(smallestPixelShare, 6 * robustSd(off, 0));
  const mask = new Uint8Array(plane.length);
  for (let i = 0; i < mask.length; i++)
    if (Math.abs(spots[i]!) > spotLimit || Math.abs(off[i]!) > pixelLimit) mask[i] = 1;
  return mask;
}
