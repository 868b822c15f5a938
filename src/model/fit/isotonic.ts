/** Rising curves through measured points: isotonic regression, and a cubic that does not overshoot. */

/**
 * The rising sequence that is closest to `values` in weighted least squares, by pooling adjacent violators (Ayer et al. 1955,
 * Ann. Math. Statist. 26:641; Barlow et al. 1972). `weights` are positive, one a value.
 */
export function isotonic(values: readonly number[], weights: readonly number[]): number[] {
  const pools: { mean: number; weight: number; count: number }[] = [];
  values.forEach((value, i) => {
    let pool = { mean: value, weight: weights[i]!, count: 1 };
    for (let last = pools.at(-1); last && last.mean > pool.mean; last = pools.at(-1)) {
      pools.pop();
      const weight = last.weight + pool.weight;
      const mean = (last.mean * last.weight + pool.mean * pool.weight) / weight;
      pool = { mean, weight, count: last.count + pool.count };
    }
    pools.push(pool);
  });
  return pools.flatMap(({ mean, count }) => Array.from({ length: count }, () => mean));
}

/** A place on a curve. */
export type Knot = { readonly x: number; readonly y: number };

/**
 * The piecewise cubic through `knots` (at least two; x and y both strictly rising) whose slopes are limited so that it rises
 * everywhere (Fritsch and Carlson 1980, SIAM J. Numer. Anal. 17:238). It goes on straight beyond both ends.
 */
export function monotoneCubic(knots: readonly Knot[]): (x: number) => number {
  const last = knots.length - 1;
  const secants = knots.slice(1).map((knot, i) => (knot.y - knots[i]!.y) / (knot.x - knots[i]!.x));
  const slopes = knots.map((_, i) =>
    i === 0 ? secants[0]! : i === last ? secants[last - 1]! : (secants[i - 1]! + secants[i]!) / 2,
  );
  secants.forEach((secant, i) => {
    const size = Math.hypot(slopes[i]! / secant, slopes[i + 1]! / secant);
    if (size <= 3) return;
    slopes[i] = (3 * slopes[i]!) / size;
    slopes[i + 1] = (3 * slopes[i + 1]!) / size;
  });
  return x => {
    if (x <= knots[0]!.x) return knots[0]!.y + slopes[0]! * (x - knots[0]!.x);
    if (x >= knots[last]!.x) return knots[last]!.y + slopes[last]! * (x - knots[last]!.x);
    let at = 0;
    while (x >= knots[at + 1]!.x) at++;
    const from = knots[at]!;
    const to = knots[at + 1]!;
    const width = to.x - from.x;
    const t = (x - from.x) / width;
    const rise = to.y - from.y;
    // Hermite form about the first knot, so that a knot is met exactly.
    const bend = width * slopes[at]!;
    const a = width * (slopes[at]! + slopes[at + 1]!) - 2 * rise;
    return from.y + t * (bend + t * (rise - bend - a + t * a));
  };
}
