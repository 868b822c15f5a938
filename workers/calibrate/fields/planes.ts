/** Arithmetic on planes of single-precision numbers, row by row. Every function makes one new plane or none. */
import type { SizePx } from '#model/geometry.ts';

export type Plane = Float32Array<ArrayBuffer>;

export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Mean over the square of 2 · `radiusPx` + 1 pixels about each pixel, as much of it as lies inside the picture. */
export function boxMean(source: Plane, { widthPx, heightPx }: SizePx, radiusPx: number): Plane {
  const result = new Float32Array(source.length);
  // One running sum a column, and over them a running sum along the row: four additions a pixel, whatever the radius.
  const columns = new Float64Array(widthPx);
  const addRow = (y: number, sign: 1 | -1): void => {
    const from = y * widthPx;
    for (let x = 0; x < widthPx; x++) columns[x]! += sign * source[from + x]!;
  };
  for (let y = 0; y < Math.min(radiusPx, heightPx); y++) addRow(y, 1);
  for (let y = 0; y < heightPx; y++) {
    if (y + radiusPx < heightPx) addRow(y + radiusPx, 1);
    if (y - radiusPx > 0) addRow(y - radiusPx - 1, -1);
    const rows = Math.min(heightPx - 1, y + radiusPx) - Math.max(0, y - radiusPx) + 1;
    let sum = 0;
    for (let x = 0; x < Math.min(radiusPx, widthPx); x++) sum += columns[x]!;
    for (let x = 0; x < widthPx; x++) {
      if (x + radiusPx < widthPx) sum += columns[x + radiusPx]!;
      if (x - radiusPx > 0) sum -= columns[x - radiusPx - 1]!;
      const across = Math.min(widthPx - 1, x + radiusPx) - Math.max(0, x - radiusPx) + 1;
      result[y * widthPx + x] = sum / (rows * across);
    }
  }
  return result;
}

/**
 * `boxMean` of the pixels inside alone, 0 at those outside; the very `boxMean` where `outside` is null. Finite values outside have no
 * part in it (normalised convolution: Knutsson and Westin, CVPR 1993:515).
 */
export function boxMeanInside(
  source: Plane,
  size: SizePx,
  { radiusPx, outside }: { readonly radiusPx: number; readonly outside: Uint8Array | null },
): Plane {
  if (!outside) return boxMean(source, size, radiusPx);
  const sums = boxMean(
    source.map((value, i) => (outside[i] ? 0 : value)),
    size,
    radiusPx,
  );
  const weights = boxMean(
    source.map((_, i) => (outside[i] ? 0 : 1)),
    size,
    radiusPx,
  );
  return sums.map((sum, i) => (outside[i] ? 0 : sum / weights[i]!));
}

/** The values inside, in order; the plane itself where `outside` is null. */
export const insideOf = (plane: Plane, outside: Uint8Array | null): Plane =>
  outside ? plane.filter((_, i) => !outside[i]) : plane;

/**
 * Noise taken out where there is nothing else: m + (v − n)/v · (p − m), m and v the mean and variance of the 5 × 5 pixels about p, n
 * the noise's own variance there (Lee, IEEE Trans Pattern Anal 1980;2:165). Hot pixels and edges stay; even areas become their mean.
 */
export function withoutNoise(source: Plane, noiseVariance: Plane, size: SizePx): Plane {
  const squares = source.map(value => value * value);
  const local = boxMean(source, size, 2);
  const localSquares = boxMean(squares, size, 2);
  for (let i = 0; i < source.length; i++) {
    const noise = noiseVariance[i]!;
    if (noise <= 0) {
      local[i] = source[i]!;
      continue;
    }
    const variance = localSquares[i]! - local[i]! * local[i]!;
    if (variance > noise) local[i]! += (1 - noise / variance) * (source[i]! - local[i]!);
  }
  return local;
}

/** SD from the median absolute deviation from `centre`, over about 50,000 of the values: outliers do not move it. */
export function robustSd(values: ArrayLike<number>, centre: number): number {
  const step = Math.max(1, Math.floor(values.length / 50_000));
  const deviations = new Float64Array(Math.ceil(values.length / step));
  for (let i = 0, from = 0; i < deviations.length; i++, from += step)
    deviations[i] = Math.abs(values[from]! - centre);
  deviations.sort();
  // 1/Φ⁻¹(¾): Hampel, J Am Stat Assoc 1974;69:383.
  return 1.4826 * deviations[deviations.length >> 1]!;
}

/** The value that `share` of all values do not exceed, to 1/65,536 of their range. */
export function percentile(values: ArrayLike<number>, share: number): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(high > low)) return low;
  const bins = new Uint32Array(65_536);
  const scale = 65_535 / (high - low);
  for (let i = 0; i < values.length; i++) bins[Math.floor((values[i]! - low) * scale)]!++;
  let left = share * values.length;
  for (let bin = 0; bin < bins.length; bin++) {
    left -= bins[bin]!;
    if (left <= 0) return low + (bin + 0.5) / scale;
  }
  return high;
}
