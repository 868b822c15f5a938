/** How a region's pixels go with their neighbours: products at one lag, and over a square of lags. Sums by tile, row, column. */
import type { LightTiles } from './light-tiles.ts';

/** Mean product of pixels `dx`, `dy` apart (`dy` 0 or more), in linear light squared; 0 where there are none. `pairs`: how many. */
export function lagOf(tiles: LightTiles, dx: number, dy: number): { mean: number; pairs: number } {
  const { count, widthPx, heightPx } = tiles;
  let sum = 0;
  let pairs = 0;
  const first = Math.max(0, -dx);
  const length = widthPx - Math.abs(dx);
  const apart = dy * widthPx + dx;
  for (let tile = 0; tile < count; tile++)
    for (let y = 0; y < heightPx - dy; y++) {
      const from = (tile * heightPx + y) * widthPx + first;
      sum += products(tiles.away, { from, length, apart });
      pairs += bothThere(tiles.isThere, { from, length, apart });
    }
  return { mean: pairs === 0 ? 0 : sum / pairs, pairs };
}

type Stretch = { readonly from: number; readonly length: number; readonly apart: number };

function products(values: Float64Array, { from, length, apart }: Stretch): number {
  let sum = 0;
  for (let i = from; i < from + length; i++) sum += values[i]! * values[i + apart]!;
  return sum;
}

function bothThere(isThere: Uint8Array, { from, length, apart }: Stretch): number {
  let pairs = 0;
  for (let i = from; i < from + length; i++) pairs += isThere[i]! & isThere[i + apart]!;
  return pairs;
}

/** `sum`: Σ of products over all lags, by pixel; `lagsSeen`: how many lags a pixel has on average. */
export type SquareSum = { readonly sum: number; readonly lagsSeen: number };

/** `reach`: pixels each way. */
export type SquareSummer = (tiles: LightTiles, reach: number) => SquareSum;

/**
 * Each pixel times the sum over the square of `reach` pixels each way about it. Pixels nearer than that to a tile's border are only
 * neighbours, unless the tile holds the whole region. Sums over rectangles by summed-area tables (Crow 1984,
 * doi:10.1145/964965.808600), which it keeps.
 */
export function createSquareSummer(): SquareSummer {
  let light = new Float64Array();
  let pixels = new Int32Array();

  return (tiles, reach) => {
    const { count, widthPx, heightPx } = tiles;
    const length = (widthPx + 1) * (heightPx + 1);
    if (light.length < length) {
      light = new Float64Array(length);
      pixels = new Int32Array(length);
    }
    light.fill(0, 0, widthPx + 1);
    pixels.fill(0, 0, widthPx + 1);
    let sum = 0;
    let lags = 0;
    let n = 0;
    for (let tile = 0; tile < count; tile++) {
      fillTables(tiles, tile, { light, pixels });
      const seen = sumOverTile(tiles, tile, { light, pixels, reach });
      sum += seen.sum;
      lags += seen.lags;
      n += seen.n;
    }
    return n === 0 ? { sum: 0, lagsSeen: 0 } : { sum: sum / n, lagsSeen: lags / n };
  };
}

/** Entry (x, y) of a table is the sum over what lies above and left of pixel (x, y); rows have one entry more than pixels. */
type Tables = { readonly light: Float64Array; readonly pixels: Int32Array };

function fillTables({ widthPx, heightPx, away, isThere }: LightTiles, tile: number, tables: Tables): void {
  const { light, pixels } = tables;
  const stride = widthPx + 1;
  for (let y = 0; y < heightPx; y++) {
    const from = (tile * heightPx + y) * widthPx;
    let at = (y + 1) * stride;
    let lightOfRow = 0;
    let pixelsOfRow = 0;
    light[at] = 0;
    pixels[at] = 0;
    for (let x = 0; x < widthPx; x++) {
      at++;
      lightOfRow += away[from + x]!;
      pixelsOfRow += isThere[from + x]!;
      light[at] = light[at - stride]! + lightOfRow;
      pixels[at] = pixels[at - stride]! + pixelsOfRow;
    }
  }
}

function sumOverTile(
  { widthPx, heightPx, away, isThere, isWhole }: LightTiles,
  tile: number,
  { light, pixels, reach }: Tables & { readonly reach: number },
): { sum: number; lags: number; n: number } {
  const stride = widthPx + 1;
  const margin = isWhole ? 0 : reach;
  let sum = 0;
  let lags = 0;
  let n = 0;
  for (let y = margin; y < heightPx - margin; y++) {
    const from = (tile * heightPx + y) * widthPx;
    const top = Math.max(0, y - reach) * stride;
    const bottom = Math.min(heightPx, y + reach + 1) * stride;
    for (let x = margin; x < widthPx - margin; x++) {
      if (isThere[from + x] === 0) continue;
      const left = Math.max(0, x - reach);
      const right = Math.min(widthPx, x + reach + 1);
      sum +=
        away[from + x]! *
        (light[bottom + right]! - light[top + right]! - light[bottom + left]! + light[top + left]!);
      lags += pixels[bottom + right]! - pixels[top + right]! - pixels[bottom + left]! + pixels[top + left]!;
      n++;
    }
  }
  return { sum, lags, n };
}
