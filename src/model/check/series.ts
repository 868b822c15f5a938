/** What concentration and depth series share: wells baselined by the control. */
import { type CheckWell, type CheckWithheld, checkWithheld, type SeriesPoint } from '../check.ts';

/** From this contrast on something is told from nothing (AAPM TG-311, 10.1002/mp.16849). */
export const detectedCnr = 3;
/** A well with more of its pixels clipped is not what it seems. */
const clippedLimitShare = 0.01;
/** Points that a fit needs. */
export const leastPoints = 3;

export type Series = {
  readonly control: { readonly mean: number; readonly sd: number };
  readonly points: readonly SeriesPoint[];
};

/**
 * net = mean − mean of the control; CNR = net / SD of the control. Several controls are taken as one region: mean of all pixels, and
 * their SD. A fit rests on points that are told from the control (CNR ≥ 3) and not clipped; the series is in the order of `value`.
 */
export function seriesOf(wells: readonly CheckWell[]): Series | CheckWithheld {
  const read = wells.flatMap(({ value, n, mean, sd, clippedShare }) =>
    n > 0 && isNumber(mean) && isNumber(sd) ? [{ value, n, mean, sd, clippedShare: clippedShare ?? 0 }] : [],
  );
  if (read.length === 0)
    return checkWithheld('no-wells', 'No well lies inside the picture. Move the target or the circles.');
  const control = pooled(read.filter(({ value }) => value === 'control'));
  if (!control)
    return checkWithheld(
      'no-control',
      'No control well lies inside the picture: without it there is nothing to compare with.',
    );
  const points = read.flatMap(({ value, mean, sd, clippedShare }) => {
    if (value === 'control') return [];
    const net = mean - control.mean;
    const cnr = control.sd > 0 ? net / control.sd : null;
    const isFitted = clippedShare <= clippedLimitShare && net > 0 && (cnr === null || cnr >= detectedCnr);
    return [{ value, mean, sd, net, cnr, clippedShare, isFitted }];
  });
  return { control, points: points.sort((a, b) => a.value - b.value) };
}

const isNumber = (value: number | null): value is number => value !== null && Number.isFinite(value);

function pooled(wells: readonly { n: number; mean: number; sd: number }[]) {
  const first = wells[0];
  if (wells.length <= 1) return first ? { mean: first.mean, sd: first.sd } : null;
  const n = wells.reduce((sum, well) => sum + well.n, 0);
  const mean = wells.reduce((sum, well) => sum + well.n * well.mean, 0) / n;
  const squares = wells.reduce((sum, well) => sum + well.n * (well.sd ** 2 + (well.mean - mean) ** 2), 0);
  return { mean, sd: Math.sqrt(squares / n) };
}

/** Why a fit has too little to rest on. */
export function tooFewPoints(points: readonly SeriesPoint[]): CheckWithheld {
  const fitted = points.filter(({ isFitted }) => isFitted).length;
  const clipped = points.filter(({ clippedShare }) => clippedShare > clippedLimitShare).length;
  const why =
    clipped > 0
      ? `; ${clipped} clipped: lower the gain or the exposure`
      : ': the others are not told from the control';
  return checkWithheld('too-few-points', `${fitted} of ${leastPoints} wells that a fit needs${why}.`);
}

/** The control is the same all over: its SD measures no noise. */
export const noSpread = checkWithheld(
  'no-spread',
  'Every pixel of the control has the same value: there is no noise to compare with. Raise the gain.',
);
