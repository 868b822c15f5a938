/** A region's numbers from its histogram. Sums run over codes in ascending order, in doubles: the same everywhere. */
import type { RegionStatistics } from '#model/measurement.ts';
import type { Histogram } from './region-histogram.ts';
import type { Sensor } from './sensor.ts';

/** What is said of a region besides its name and place. */
export type Numbers = Omit<RegionStatistics, 'id' | 'role' | 'tissue' | 'outsideShare'>;

/**
 * Statistics of linear light over the pixels counted in `histogram` whose codes lie below `clipCode`. Percentiles are by
 * rank: the ⌈p·n⌉-th smallest value, without interpolation; the median of an even number is the lower one. `specularPx`: pixels of the
 * region that lie in highlights and were not counted. What is said of neighbours (peak, noise) is null here.
 */
export function statisticsOf(
  histogram: Histogram,
  { linear, clipCode, blackCode }: Pick<Sensor, 'linear' | 'clipCode' | 'blackCode'>,
  specularPx = 0,
): Numbers {
  let counted = 0;
  let crushed = 0;
  let n = 0;
  let sum = 0;
  let sumCodes = 0;
  let first = -1;
  let last = -1;
  for (let code = 0; code < histogram.length; code++) {
    const count = histogram[code]!;
    if (count === 0) continue;
    counted += count;
    if (code <= blackCode) crushed += count;
    if (code >= clipCode) continue;
    n += count;
    sum += count * linear[code]!;
    sumCodes += count * code;
    if (first < 0) first = code;
    last = code;
  }
  const inside = counted + specularPx;
  const shares = {
    specularShare: inside === 0 ? 0 : specularPx / inside,
    peak: null,
    effectiveN: null,
    meanSd: null,
    clippedShare: inside === 0 ? 0 : (counted - n) / inside,
    crushedShare: inside === 0 ? 0 : crushed / inside,
  };
  if (n === 0)
    return {
      n,
      mean: null,
      sd: null,
      median: null,
      p5: null,
      p95: null,
      min: null,
      max: null,
      meanCodes: null,
      ...shares,
    };
  const mean = sum / n;
  let squares = 0;
  for (let code = first; code <= last; code++) {
    const away = linear[code]! - mean;
    squares += histogram[code]! * away * away;
  }
  const atRank = (rank: number) => {
    let code = first;
    for (let below = histogram[code]!; below < rank; ) below += histogram[++code]!;
    return linear[code]!;
  };
  return {
    n,
    mean,
    // Rounding of the mean would otherwise leave a trace of spread where every pixel is equal.
    sd: first === last ? 0 : Math.sqrt(squares / n),
    median: atRank(Math.ceil((50 * n) / 100)),
    p5: atRank(Math.ceil((5 * n) / 100)),
    p95: atRank(Math.ceil((95 * n) / 100)),
    min: linear[first]!,
    max: linear[last]!,
    meanCodes: sumCodes / n,
    ...shares,
  };
}
