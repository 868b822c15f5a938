/**
 * How far the picture bears a pose out, by tiles: each compares its pattern, whatever the light does, and says by
 * how much it would have the pose moved. No tile has more to say than another, so that the sharp edges of an
 * instrument, of text or of glare, which the pixels' own solution may have settled on, cannot vouch for themselves.
 */
import {
  type KeyLevel,
  type Level,
  type LightPlane,
  type MotionKernels,
  tileCount,
  type Warp,
} from './kernels.ts';
import type { SlopeUnits } from './prepare.ts';
import { solveStep, stepCount } from './solve-step.ts';

/** What is asked of a tile of the key frame, made once. */
export type KeyTiles = {
  readonly across: number;
  /** Tiles that can tell a motion from its neighbours, by number. */
  readonly telling: Int32Array<ArrayBuffer>;
  /** Of each tile the sums of slopes by slopes (x x, x y, y y) and by light (x, y). */
  readonly sums: Float64Array<ArrayBuffer>;
  /** Of each tile the mean square of slopes in its least steep direction. */
  readonly leastSlopes: Float64Array<ArrayBuffer>;
  readonly units: SlopeUnits;
};

/** Sums of a tile in `KeyTiles`. */
const keySums = 5;

/** A tile tells when its slope in its least steep direction, root mean square, is at least this, in sixteenths. */
const leastSlope = 4;
/** And at least this share of the square of all: along a straight edge nothing can be told. */
const leastOfSlopes = 0.03;

/** Of a level of the key frame; `isBlind` by pixel of the level. */
export function keyTilesOf(
  key: KeyLevel,
  units: SlopeUnits,
  isBlind: Uint8Array<ArrayBuffer> | null,
): KeyTiles {
  const { widthPx: stride, heightPx } = key.padded;
  const across = stride >> 3;
  const sums = new Float64Array(keySums * across * (heightPx >> 3));
  const leastSlopes = new Float64Array(sums.length / keySums);
  const telling: number[] = [];
  for (let tile = 0; keySums * tile < sums.length; tile++) {
    const left = 8 * (tile % across);
    const top = 8 * Math.floor(tile / across);
    if (left + 8 > key.size.widthPx || top + 8 > key.size.heightPx) continue;
    const at = keySums * tile;
    let blind = 0;
    for (let y = top; y < top + 8; y++)
      for (let i = y * stride + left; i < y * stride + left + 8; i++) {
        const slopeX = key.slopeX[i]!;
        const slopeY = key.slopeY[i]!;
        const light = key.light[i]!;
        sums[at]! += slopeX * slopeX;
        sums[at + 1]! += slopeX * slopeY;
        sums[at + 2]! += slopeY * slopeY;
        sums[at + 3]! += slopeX * light;
        sums[at + 4]! += slopeY * light;
        blind += isBlind?.[i] ?? 0;
      }
    const [xx = 0, xy = 0, yy = 0] = sums.subarray(at, at + 3);
    leastSlopes[tile] = ((xx + yy) / 2 - Math.hypot((xx - yy) / 2, xy)) / 64;
    if (
      !blind &&
      leastSlopes[tile]! >= Math.max((leastSlope * units.shift) ** 2, (leastOfSlopes * (xx + yy)) / 64)
    )
      telling.push(tile);
  }
  return { across, telling: Int32Array.from(telling), sums, leastSlopes, units };
}

/** Three by three parts of the picture. */
const zoneCount = 9;

/** x, y, turn, scale. */
export type Step = readonly number[];

/** Of one pose. Lengths in pixels of the level. */
export type Agreement = {
  /** Tiles of the key frame that tell, and of them those in sight, and those that agree. */
  readonly telling: number;
  readonly inside: number;
  readonly agreeing: number;
  /** −1 … 1: mean correlation of the patterns of those in sight; 0 where there is none. */
  readonly likeness: number;
  /** The same for each zone that holds enough tiles. */
  readonly zones: readonly number[];
  /**
   * What the tiles that agree would have the pose undo: all of them, then each of four disjoint sets. Shift, and turn and scale
   * times half the picture's width. Null: not held.
   */
  readonly step: Step | null;
  readonly stepsOfSets: readonly (Step | null)[];
  /** How far the middle one of their votes is from none. */
  readonly votePx: number;
};

/** A tile agrees when the correlation of its pattern in both pictures reaches this. */
const correlationLeast = 0.5;
/** Votes count for no more than this. */
const farthestVotePx = 0.5;
/** Of all that tell: a zone with fewer has no likeness of its own. */
const leastOfZone = 0.02;

/** Of a level of the key frame with a frame seen through `warp`, under the contrast `gain`. */
export function agreementOf(
  kernels: MotionKernels,
  { key, tiles }: { key: KeyLevel; tiles: KeyTiles },
  by: {
    now: LightPlane;
    warp: Warp;
    gain: number;
    centre: { x: number; y: number };
    isBlind: Uint8Array<ArrayBuffer> | null;
  },
): Agreement {
  const { across, telling, sums: ofKeys, units } = tiles;
  const { widthPx, heightPx } = key.size;
  const { warp, gain } = by;
  const sums = kernels.tiles(key, by.now, warp);
  const isHidden = blindness(key, warp, by.isBlind);
  const zones = new Float64Array(zoneCount);
  const ofZone = new Uint16Array(zoneCount);
  const normals = Array.from({ length: setCount }, () => new Float64Array(stepCount));
  const votesX: number[] = [];
  const votesY: number[] = [];
  let inside = 0;
  let likeness = 0;
  for (const tile of telling) {
    const n = tileCount * tile;
    const left = 8 * (tile % across);
    const top = 8 * Math.floor(tile / across);
    if (sums[n + 1] === 0 || isHidden(left, top)) continue;
    const both = sums[n]! - (sums[n + 3]! * sums[n + 4]!) / 64;
    const ofKey = sums[n + 1]! - sums[n + 3]! ** 2 / 64;
    const ofNow = sums[n + 2]! - sums[n + 4]! ** 2 / 64;
    const correlation = both / Math.sqrt(Math.max(1, ofKey * ofNow));
    const zone = Math.floor((3 * (left + 4)) / widthPx) + 3 * Math.floor((3 * (top + 4)) / heightPx);
    inside++;
    likeness += correlation;
    ofZone[zone]!++;
    zones[zone]! += correlation;
    if (correlation < correlationLeast) continue;
    const k = keySums * tile;
    const xx = ofKeys[k]!;
    const xy = ofKeys[k + 1]!;
    const yy = ofKeys[k + 2]!;
    const x = sums[n + 5]! / gain - ofKeys[k + 3]!;
    const y = sums[n + 6]! / gain - ofKeys[k + 4]!;
    const toPx = units.shift / (xx * yy - xy * xy);
    const voteX = (yy * x - xy * y) * toPx;
    const voteY = (xx * y - xy * x) * toPx;
    votesX.push(voteX);
    votesY.push(voteY);
    // One that would go far has found something else that is like it.
    const share = Math.min(1, farthestVotePx / Math.max(1e-9, Math.hypot(voteX, voteY)));
    const per = 1 / (xx + yy);
    const ofVote = share * per * units.shift;
    const right = (left + 3.5 - by.centre.x) / (widthPx / 2);
    const down = (top + 3.5 - by.centre.y) / (widthPx / 2);
    addVote(normals[setOf(tile, across)]!, {
      xx: xx * per,
      xy: xy * per,
      yy: yy * per,
      x: x * ofVote,
      y: y * ofVote,
      right,
      down,
    });
  }
  const fewest = Math.max(3, leastOfZone * telling.length);
  return {
    telling: telling.length,
    inside,
    agreeing: votesX.length,
    likeness: likeness / Math.max(1, inside),
    zones: [...zones.map((sum, zone) => sum / ofZone[zone]!)].filter((_, zone) => ofZone[zone]! >= fewest),
    step: solveStep(sumOf(normals)),
    stepsOfSets: normals.map(solveStep),
    votePx: Math.hypot(medianOf(votesX), medianOf(votesY)),
  };
}

/** Tiles go to sets by blocks of 2 × 2, like the colours of a board, so that each set sees the whole picture. */
const setCount = 4;
const setOf = (tile: number, across: number): number =>
  (((tile % across) >> 1) & 1) + 2 * ((Math.floor(tile / across) >> 1) & 1);

const sumOf = (normals: readonly Float64Array<ArrayBuffer>[]): Float64Array<ArrayBuffer> =>
  Float64Array.from({ length: stepCount }, (_, i) => normals.reduce((sum, normal) => sum + normal[i]!, 0));

type Vote = {
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
  readonly x: number;
  readonly y: number;
  readonly right: number;
  readonly down: number;
};

/** To the normal equations of shift, turn and scale, in the order that `solveStep` reads. */
function addVote(normal: Float64Array<ArrayBuffer>, { xx, xy, yy, x, y, right, down }: Vote): void {
  const turnX = -down * xx + right * xy;
  const turnY = -down * xy + right * yy;
  const growX = right * xx + down * xy;
  const growY = right * xy + down * yy;
  normal[0]! += xx;
  normal[1]! += xy;
  normal[2]! += turnX;
  normal[3]! += growX;
  normal[4]! += yy;
  normal[5]! += turnY;
  normal[6]! += growY;
  normal[7]! += right * turnY - down * turnX;
  normal[8]! += right * growY - down * growX;
  normal[9]! += right * growX + down * growY;
  normal[10]! += x;
  normal[11]! += y;
  normal[12]! += right * y - down * x;
  normal[13]! += right * x + down * y;
}

const medianOf = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Whether a corner of a tile lies in what is blind of the frame. */
function blindness(key: KeyLevel, { x0, y0, cosine, sine }: Warp, isBlind: Uint8Array<ArrayBuffer> | null) {
  const stride = key.padded.widthPx;
  const at = (x: number, y: number): number =>
    ((y0 + x * sine + y * cosine) >> 16) * stride + ((x0 + x * cosine - y * sine) >> 16);
  return (left: number, top: number): boolean =>
    isBlind !== null &&
    (isBlind[at(left, top)] === 1 ||
      isBlind[at(left + 7, top)] === 1 ||
      isBlind[at(left, top + 7)] === 1 ||
      isBlind[at(left + 7, top + 7)] === 1);
}

/** A tile of a frame has a pattern when its SD is at least this many sixteenths of a code. */
const smallestSd = 12;

/** Of the tiles of a frame that are not blind, those with a pattern. */
export function patternedShare(
  { light, padded: { widthPx, heightPx } }: Pick<Level, 'light' | 'padded'>,
  isBlind: Uint8Array<ArrayBuffer> | null,
): number {
  let seen = 0;
  let patterned = 0;
  for (let top = 0; top < heightPx; top += 8)
    for (let left = 0; left < widthPx; left += 8) {
      let sum = 0;
      let squares = 0;
      let blind = 0;
      for (let y = top; y < top + 8; y++)
        for (let at = y * widthPx + left; at < y * widthPx + left + 8; at++) {
          const value = light[at]!;
          sum += value;
          squares += value * value;
          blind += isBlind?.[at] ?? 0;
        }
      if (blind) continue;
      seen++;
      if (squares / 64 - (sum / 64) ** 2 >= smallestSd ** 2) patterned++;
    }
  return patterned / Math.max(1, seen);
}
