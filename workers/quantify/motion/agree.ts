/**
 * How much of the picture moved as a pose says: by tiles, because a tile can be compared by its pattern,
 * whatever the light does.
 */
import {
  type KeyLevel,
  type Level,
  type LightPlane,
  type MotionKernels,
  tileCount,
  type Warp,
} from './kernels.ts';

/** A tile agrees when the correlation of its pattern in both pictures reaches this. */
const correlationLeast = 0.5;
/** Tiles whose SD in the key frame is below this many sixteenths of a code have no pattern to be followed. */
const smallestSd = 12;

/** Patterned tiles of the key frame, and of them those inside the frame, and those that agree. */
export type Agreement = { readonly patterned: number; readonly inside: number; readonly agreeing: number };

/** Of a level of the key frame with a frame seen through `warp`; only tiles that are 1 in `patterned` count. */
export function agreementOf(
  kernels: MotionKernels,
  key: KeyLevel,
  by: { now: LightPlane; warp: Warp; patterned: Uint8Array },
): Agreement {
  const sums = kernels.tiles(key, by.now, by.warp);
  let patterned = 0;
  let inside = 0;
  let agreeing = 0;
  for (let tile = 0; tile < by.patterned.length; tile++) {
    if (!by.patterned[tile]) continue;
    patterned++;
    const n = tile * tileCount;
    if (sums[n + 1] === 0) continue;
    inside++;
    const both = sums[n]! - (sums[n + 3]! * sums[n + 4]!) / 64;
    const ofKey = sums[n + 1]! - sums[n + 3]! ** 2 / 64;
    const ofNow = sums[n + 2]! - sums[n + 4]! ** 2 / 64;
    if (both > 0 && both * both >= correlationLeast ** 2 * ofKey * ofNow) agreeing++;
  }
  return { patterned, inside, agreeing };
}

/** 1 for each tile that has a pattern. */
export function patternedTiles({ light, padded }: Pick<Level, 'light' | 'padded'>): Uint8Array {
  const { widthPx, heightPx } = padded;
  const tiles = new Uint8Array((widthPx >> 3) * (heightPx >> 3));
  for (let tile = 0, top = 0; top < heightPx; top += 8)
    for (let left = 0; left < widthPx; left += 8, tile++) {
      let sum = 0;
      let squares = 0;
      for (let y = top; y < top + 8; y++)
        for (let x = left; x < left + 8; x++) {
          const value = light[y * widthPx + x]!;
          sum += value;
          squares += value * value;
        }
      tiles[tile] = squares / 64 - (sum / 64) ** 2 >= smallestSd ** 2 ? 1 : 0;
    }
  return tiles;
}
