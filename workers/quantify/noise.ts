/**
 * How unsure a region's mean and SD are because its pixels scatter, where neighbours share what scatters: video is scaled,
 * debayered, smoothed and coded in blocks. Read from the region's own pixels, so that texture and shading of the tissue count as
 * scatter too. Checked by simulation: `test/unit/quantify/noise.test.ts`.
 *
 * Var(µ) = σ²/n · Σ ρ over all lags. Lags along rows and along columns are followed until they hold no more; their product is the
 * sum over the plane where correlation is separable, as it is after any of the above. How far it is not (fine grain over coarse
 * texture) is told by lags along both diagonals, and by the sum over a square. Subtracting the region's own mean takes Var(µ)
 * away from every lag; it is put back.
 */
import type { NoiseOfRegion } from '#model/figures.ts';
import { widening } from '#model/uncertainty.ts';
import type { LightSource } from './light-rows.ts';
import { createTileReader, type LightTiles } from './light-tiles.ts';
import { createSquareSummer, lagOf, type SquareSum, type SquareSummer } from './neighbours.ts';
import type { Spans } from './spans.ts';

/** Of a region: `effectiveN` and `meanSd` as its statistics carry them, and what their use needs besides. */
export type Noise = NoiseOfRegion & { readonly effectiveN: number; readonly meanSd: number };

/** What is known of a region already. `roundingSd`: what rounding to codes adds to the mean's uncertainty (`roundingSdOf`). */
type Region = {
  readonly spans: Spans;
  readonly n: number;
  readonly mean: number;
  readonly sd: number;
  readonly roundingSd: number;
};

/** Null: too few pixels to tell. */
export type NoiseReader = (source: LightSource, region: Region) => Noise | null;

/** Fewer say nothing about their neighbours. */
const fewestPx = 9;

export function createNoiseReader(): NoiseReader {
  const readTiles = createTileReader();
  const squareSumOf = createSquareSummer();
  return (source, { spans, n, mean, sd, roundingSd }) => {
    if (n < fewestPx) return null;
    if (sd === 0)
      return {
        effectiveN: 1,
        meanSd: roundingSd,
        freedom: unlimited,
        sdSd: roundingSd,
        sdFreedom: unlimited,
      };
    const { sum, sumOfSquares, freedom } = correlationOf(readTiles(source, spans, mean), n, squareSumOf);
    const effectiveN = Math.max(fewestIndependent, n / sum);
    const spreadN = Math.max(fewestIndependent, n / sumOfSquares);
    const sdFreedom = Math.max(fewestFreedom, spreadN - 1);
    return {
      effectiveN,
      meanSd: Math.hypot((sd / Math.sqrt(effectiveN - 1)) * widening(freedom), roundingSd),
      freedom,
      // Of normal noise: Var(σ) = σ²/2n.
      sdSd: (sd / Math.sqrt(2 * (spreadN - 1))) * widening(sdFreedom),
      sdFreedom,
    };
  };
}

const unlimited = 1e9;
const fewestIndependent = 1.2;
const fewestFreedom = 2;

/**
 * One standard uncertainty of a mean from rounding to whole codes, in linear light. Where noise does not reach from one code to the
 * next, a mean is unsure by 1/√12 of a step however many pixels it has (GUM, JCGM 100:2008, F.2.2.1); noise takes that away as
 * exp(−2π² · variance) (Widrow & Kollár, Quantization Noise, 2008, §4). `sd` and `step`: in linear light. A quarter of a squared step
 * is what scatter between two codes can reach without any noise.
 */
export function roundingSdOf(sd: number, step: number): number {
  const variance = Math.max(0, (sd / step) ** 2 - 1 / 4);
  return step > 0 ? (step / Math.sqrt(12)) * Math.exp(-2 * Math.PI ** 2 * variance) : 0;
}

type Correlation = {
  /** Σ ρ over all lags of the plane, 0 included: n over it is the number of independent pixels. */
  readonly sum: number;
  readonly sumOfSquares: number;
  /** Degrees of freedom of `sum`: 2 over its relative variance. */
  readonly freedom: number;
};

/** Sums over the lags of one direction. */
type Axis = { readonly sum: number; readonly sumOfSquares: number; readonly reachPx: number };

const longestPx = 10;
/** Lags are followed at least this many times as far as the sum says that correlation reaches (Sokal's window). */
const windowFactor = 1.2;
/** And as long as one stands this many standard errors out of the noise. */
const significance = 2;
/** A lag that fewer of the region's pixels than this share have is not read. */
const leastShare = 0.3;
/** How often the part that the mean took away is put back and the sums are made again. */
const rounds = 4;

/** `n`: valid pixels of the region. */
function correlationOf(tiles: LightTiles, n: number, squareSumOf: SquareSummer): Correlation {
  const variance = lagOf(tiles, 0, 0).mean;
  if (variance === 0) return nothingButShading;
  const read = (dx: number, dy: number) => {
    const { mean, pairs } = lagOf(tiles, dx, dy);
    return { correlation: mean / variance, share: tiles.isWhole ? pairs / tiles.n : 1 };
  };
  const along = lagCache(lag => read(lag, 0));
  const down = lagCache(lag => read(0, lag));
  let row: Axis = { sum: 1, sumOfSquares: 1, reachPx: 0 };
  let column = row;
  let taken = 0;
  for (let round = 0; round < rounds; round++) {
    row = followLags(along, { taken, n: tiles.n, across: column.sumOfSquares });
    column = followLags(down, { taken, n: tiles.n, across: row.sumOfSquares });
    taken = Math.min(0.5, (row.sum * column.sum) / n);
  }
  const restored = (correlation: number) => correlation * (1 - taken) + taken;
  const sumOfSquares = row.sumOfSquares * column.sumOfSquares;
  let diagonal = 0;
  let product = 0;
  const steps = Math.min(row.reachPx, column.reachPx, longestDiagonalPx);
  for (let lag = 1; lag <= steps; lag++) {
    diagonal += restored((read(lag, lag).correlation + read(-lag, lag).correlation) / 2);
    product += restored(along(lag).correlation) * restored(down(lag).correlation);
  }
  const crossing = crossingOf(product, diagonal, {
    variance: (sumOfSquares * steps * Math.min(sumOfSquares, Math.max(steps, 1))) / (2 * tiles.n),
  });
  const separate = Math.max(leastSum, row.sum + column.sum - 1 + crossing * (row.sum - 1) * (column.sum - 1));
  const lags = squareReach(tiles.n, Math.max(row.reachPx, column.reachPx));
  const seen = lags < 1 ? null : squareSumOf(tiles, lags);
  const square = seen && { ...seen, sum: (seen.sum / variance) * (1 - taken) + taken * seen.lagsSeen };
  const { sum, relativeVariance } = withSquare(separate, square, tiles.n);
  const ofAxes =
    (2 * sumOfSquares + 4 * row.reachPx * column.sumOfSquares + 4 * column.reachPx * row.sumOfSquares) /
    tiles.n;
  return { sum, sumOfSquares, freedom: Math.max(fewestFreedom, 2 / (ofAxes + relativeVariance)) };
}

/** Of pixels that scatter over the region and not among neighbours: all within reach say the same. */
const nothingButShading: Correlation = {
  sum: (2 * longestPx + 1) ** 2,
  sumOfSquares: (2 * longestPx + 1) ** 2,
  freedom: fewestFreedom,
};

/** Neighbours that push each other apart (a sharpened picture) make a mean surer, but not without end. */
const leastSum = 0.5;
const longestDiagonalPx = 3;

type Lag = { readonly correlation: number; readonly share: number };

function lagCache(read: (lag: number) => Lag): (lag: number) => Lag {
  const known: Lag[] = [];
  return lag => (known[lag] ??= read(lag));
}

/** 1 + 2 Σ ρ of one direction. `across`: Σ ρ² of the other, which makes the rows less independent of each other. */
function followLags(
  lagAt: (lag: number) => Lag,
  { taken, n, across }: { taken: number; n: number; across: number },
): Axis {
  let sum = 1;
  let sumOfSquares = 1;
  let reachPx = 0;
  while (reachPx < longestPx) {
    const { correlation, share } = lagAt(reachPx + 1);
    if (share === 0 || (share < leastShare && reachPx > 0)) break;
    const restored = correlation * (1 - taken) + taken;
    reachPx++;
    sum += 2 * share * restored;
    sumOfSquares += 2 * share * restored * restored;
    const standsOut = restored > significance * Math.sqrt((sumOfSquares * across) / n);
    if (reachPx >= windowFactor * sum && !standsOut) break;
  }
  return { sum: Math.max(leastSum, sum), sumOfSquares, reachPx };
}

/**
 * How much larger the correlation off the axes is than the product of the axes says: 1 where it is separable. Where noise of
 * the diagonals (`variance`) would drown the answer, it is drawn to 1.
 */
function crossingOf(product: number, diagonal: number, { variance }: { variance: number }): number {
  if (product <= 0) return 1;
  const pull = 4 * variance;
  return Math.min(20, Math.max(0.5, (product * diagonal + pull) / (product * product + pull)));
}

const leastSquareReachPx = 4;
/** A square of lags may have this share of the region's pixels: beyond, its sum is nothing but noise. */
const squareShare = 1 / 8;

/** How far a square of lags may reach; 0: the region is too small for one. */
function squareReach(n: number, reachPx: number): number {
  const most = Math.floor((Math.sqrt(n * squareShare) - 1) / 2);
  return Math.min(Math.max(leastSquareReachPx, reachPx), most);
}

/** What the square has more than `separate`, as far as it stands out of its own noise (a ridge estimate). */
function withSquare(
  separate: number,
  square: SquareSum | null,
  n: number,
): { sum: number; relativeVariance: number } {
  const more = square ? square.sum - separate : 0;
  if (!square || more <= 0) return { sum: separate, relativeVariance: 0 };
  const relativeVariance = (2 * square.lagsSeen) / n;
  const weight = more ** 2 / (more ** 2 + 4 * separate ** 2 * relativeVariance);
  return { sum: separate + weight * more, relativeVariance: weight ** 2 * relativeVariance };
}
