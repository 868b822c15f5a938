/** A few thousand pixels of a region, close together, to see how neighbours agree. Holds their tables for the life of the worker. */
import { columnsOf, firstRunFrom, type LightSource, readLight } from './light-rows.ts';
import { countPixels, type Spans } from './spans.ts';

/** `count` rectangles of pixels one after the other, row by row. */
export type LightTiles = {
  readonly count: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** The whole region is in the one tile there is. */
  readonly isWhole: boolean;
  /** Linear light, above or below the mean it was read with; 0 where the pixel is not the region's or is clipped. */
  readonly away: Float64Array<ArrayBuffer>;
  /** 1: a valid pixel of the region. */
  readonly isThere: Uint8Array<ArrayBuffer>;
  /** Valid pixels in all tiles. */
  readonly n: number;
};

/** Belongs to the reader and holds until its next call. `mean`: the region's. */
export type TileReader = (source: LightSource, spans: Spans, mean: number) => LightTiles;

const tilePx = 32;
const tilesOfLarge = 10;
const mostPx = tilesOfLarge * tilePx * tilePx;

export function createTileReader(): TileReader {
  const away = new Float64Array(mostPx);
  const isThere = new Uint8Array(mostPx);
  const line = new Float64Array(mostPx);

  const put = (read: { source: LightSource; spans: Spans; mean: number }, tile: Tile): number => {
    const { source, spans, mean } = read;
    let n = 0;
    for (
      let i = firstRunFrom(spans, tile.y);
      i < spans.length && spans[i]! < tile.y + tile.heightPx;
      i += 3
    ) {
      const row = spans[i]!;
      const x0 = Math.max(spans[i + 1]!, tile.x);
      const x1 = Math.min(spans[i + 2]!, tile.x + tile.widthPx);
      if (x0 >= x1) continue;
      readLight(source, { row, x0, x1 }, { into: line, at: 0 });
      const to = tile.from + (row - tile.y) * tile.widthPx + x0 - tile.x;
      for (let x = 0; x < x1 - x0; x++) {
        if (line[x] === Number.NEGATIVE_INFINITY) continue;
        away[to + x] = line[x]! - mean;
        isThere[to + x] = 1;
        n++;
      }
    }
    return n;
  };

  return (source, spans, mean) => {
    const places = tilesOf(spans);
    const { widthPx, heightPx } = places[0] ?? { widthPx: 0, heightPx: 0 };
    away.fill(0, 0, places.length * widthPx * heightPx);
    isThere.fill(0, 0, places.length * widthPx * heightPx);
    let n = 0;
    for (const tile of places) n += put({ source, spans, mean }, tile);
    return {
      count: places.length,
      widthPx,
      heightPx,
      isWhole: places.length === 1,
      away,
      isThere,
      n,
    };
  };
}

/** `from`: where it begins in the tables. */
type Tile = {
  readonly x: number;
  readonly y: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly from: number;
};

/** The rectangle about `spans` where it is small enough; else squares about evenly chosen pixels of theirs. */
function tilesOf(spans: Spans): Tile[] {
  const columns = columnsOf(spans);
  if (!columns) return [];
  const y = spans[0]!;
  const widthPx = columns.x1 - columns.x0;
  const heightPx = spans[spans.length - 3]! + 1 - y;
  if (widthPx * heightPx <= mostPx) return [{ x: columns.x0, y, widthPx, heightPx, from: 0 }];
  const step = countPixels(spans) / tilesOfLarge;
  const tiles: Tile[] = [];
  let passed = 0;
  for (let i = 0; i < spans.length && tiles.length < tilesOfLarge; i += 3) {
    const length = spans[i + 2]! - spans[i + 1]!;
    for (; tiles.length < tilesOfLarge; ) {
      const wanted = Math.floor((tiles.length + 0.5) * step);
      if (wanted >= passed + length) break;
      tiles.push({
        x: spans[i + 1]! + wanted - passed - tilePx / 2,
        y: spans[i]! - tilePx / 2,
        widthPx: tilePx,
        heightPx: tilePx,
        from: tiles.length * tilePx * tilePx,
      });
    }
    passed += length;
  }
  return tiles;
}
