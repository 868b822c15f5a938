/** A picture made ready: its scales without local mean, and of a key frame also its slopes. */
import type { SizePx } from '#model/geometry.ts';
import type { Blind } from './blind.ts';
import {
  type KeyLevel,
  type Level,
  type LightPlane,
  levelCount,
  lightIn,
  lightMost,
  type MotionKernels,
  paddedSize,
  slopeMost,
} from './kernels.ts';

/** Where the scene's centre lies, in pixels of a level. */
export type Centre = { readonly x: number; readonly y: number };

/** The centre of level 0 seen in level `level`. */
export function centreOfLevel({ x, y }: Centre, level: number): Centre {
  const of = (at: number) => (at - (2 ** level - 1) / 2) / 2 ** level;
  return { x: of(x), y: of(y) };
}

/** The scales of one picture, written over by each `set`. */
export type Pyramid = {
  readonly levels: readonly Level[];
  /** `samples` row by row, of the size given to `createPyramid`. What is blind is filled; light is cut at `cuts`, by level. */
  set(samples: Uint8Array<ArrayBuffer>, by: { blind: Blind | null; cuts: readonly number[] }): void;
};

/** Takes its planes from the kernels' arena: about 6 bytes a pixel. */
export function createPyramid(kernels: MotionKernels, size: SizePx): Pyramid {
  const { arena } = kernels;
  const codes = arena.bytes(size.widthPx * size.heightPx);
  const levels = Array.from({ length: levelCount }, (_, i) => {
    const of = { widthPx: size.widthPx >> i, heightPx: size.heightPx >> i };
    const padded = paddedSize(of);
    const length = padded.widthPx * padded.heightPx;
    return { size: of, padded, whole: lightIn(arena, length), light: lightIn(arena, length) };
  });
  return {
    levels,
    set(samples, { blind, cuts }) {
      codes.set(samples);
      blind?.fill(codes);
      levels.forEach(({ padded, whole, light }, i) => {
        const finer = levels[i - 1];
        if (finer) kernels.halve(finer.whole, finer.size, whole);
        else kernels.expand(codes, size, whole);
        kernels.flatten(whole, padded, { to: light, most: cuts[i] ?? lightMost });
      });
    },
  };
}

/** Room for one scale of a key frame, from the kernels' arena: 10 bytes a pixel. Filled by `setKeyLevel`. */
export function createKeyLevel(
  { arena }: MotionKernels,
  { size, padded }: Pick<Level, 'size' | 'padded'>,
): KeyLevel {
  const length = padded.widthPx * padded.heightPx;
  const all = lightIn(arena, 5 * length);
  const plane = (i: number) => all.subarray(i * length, (i + 1) * length);
  return {
    size,
    padded,
    light: plane(0),
    slopeX: plane(1),
    slopeY: plane(2),
    slopeAngle: plane(3),
    slopeScale: plane(4),
    leastSlope: 0,
  };
}

/** Codes at and beyond this are glare: it moves with the light, not with the tissue. */
const glareCode = 250;

/** What differs less from its surroundings, in sixteenths, is plain and not asked. */
const plainMost = 16;
/** Of the other pixels, this share differs less from its surroundings than what light is measured by. */
const usualShare = 0.9;
/** Times that, light is cut: text, glare and instruments are to have no more say than the strongest tissue. */
const cutOfUsual = 3;
/** In sixteenths. */
const leastCut = 48;

/** Where the light of a level is to be cut, of the key frame and of every frame. */
export function cutOf({ light, size, padded }: Level): number {
  const counts = new Uint32Array(lightMost + 1);
  for (let y = 0; y < size.heightPx; y++)
    for (let x = 0; x < size.widthPx; x++) counts[Math.abs(light[y * padded.widthPx + x]!)]!++;
  const plain = counts.subarray(0, plainMost).reduce((sum, count) => sum + count, 0);
  let usual = plainMost;
  const most = usualShare * (size.widthPx * size.heightPx - plain);
  for (let seen = 0; seen < most; usual++) seen += counts[usual]!;
  return Math.min(lightMost, Math.max(leastCut, cutOfUsual * usual));
}

/** Units of a slope for a sixteenth of a code: a pixel of the level, a radian, a scale of 1. */
export type SlopeUnits = { readonly shift: number; readonly angle: number; readonly scale: number };

/**
 * Fills a level: central differences, each kind scaled so that its steepest is `slopeMost`; 0 at the border
 * and beside glare.
 */
export function setKeyLevel(
  to: KeyLevel,
  from: {
    light: LightPlane;
    samples: Uint8Array<ArrayBuffer>;
    level: number;
    widthPx: number;
    centre: Centre;
    blind: Blind | null;
  },
): SlopeUnits {
  const { widthPx, heightPx } = to.size;
  const stride = to.padded.widthPx;
  const { light } = from;
  to.light.set(light);
  const unseen = unseenOf(from, to);
  const isUnseen = (at: number): boolean => {
    for (let row = at - stride; row <= at + stride; row += stride)
      if (unseen[row - 1] || unseen[row] || unseen[row + 1]) return true;
    return false;
  };
  const length = to.light.length;
  const x4 = new Float64Array(length);
  const y4 = new Float64Array(length);
  const angle4 = new Float64Array(length);
  const scale4 = new Float64Array(length);
  for (let y = 1; y < heightPx - 1; y++)
    for (let x = 1; x < widthPx - 1; x++) {
      const at = y * stride + x;
      if (isUnseen(at)) continue;
      const dx = (light[at + 1]! - light[at - 1]!) / 2;
      const dy = (light[at + stride]! - light[at - stride]!) / 2;
      const fromX = x - from.centre.x;
      const fromY = y - from.centre.y;
      x4[at] = dx;
      y4[at] = dy;
      angle4[at] = dy * fromX - dx * fromY;
      scale4[at] = dx * fromX + dy * fromY;
    }
  const shift = slopeMost / Math.max(1, steepest(x4), steepest(y4));
  const angle = slopeMost / Math.max(1, steepest(angle4));
  const scale = slopeMost / Math.max(1, steepest(scale4));
  for (let at = 0; at < length; at++) {
    to.slopeX[at] = Math.round(x4[at]! * shift);
    to.slopeY[at] = Math.round(y4[at]! * shift);
    to.slopeAngle[at] = Math.round(angle4[at]! * angle);
    to.slopeScale[at] = Math.round(scale4[at]! * scale);
  }
  to.leastSlope = Math.max(1, Math.round(leastOfRms * rms(to)));
  return { shift, angle, scale };
}

/**
 * Of the root mean square of slopes: in pictures that are mostly plain, the plain part must not say how well
 * the rest fits.
 */
const leastOfRms = 0.5;

function rms({ slopeX, slopeY, size }: KeyLevel): number {
  let squares = 0;
  for (let at = 0; at < slopeX.length; at++) squares += slopeX[at]! ** 2 + slopeY[at]! ** 2;
  return Math.sqrt(squares / (size.widthPx * size.heightPx));
}

function steepest(slopes: Float64Array<ArrayBuffer>): number {
  let most = 0;
  for (const slope of slopes) most = Math.max(most, Math.abs(slope));
  return most;
}

/** 1 for each pixel of a level, in padded rows, that holds glare or is blind. */
function unseenOf(
  from: { samples: Uint8Array<ArrayBuffer>; level: number; widthPx: number; blind: Blind | null },
  { size, padded }: Pick<Level, 'size' | 'padded'>,
): Uint8Array<ArrayBuffer> {
  const { samples, level, widthPx, blind } = from;
  const unseen = new Uint8Array(padded.widthPx * padded.heightPx);
  const heightPx = size.heightPx << level;
  for (let y = 0; y < heightPx; y++)
    for (let x = 0, at = y * widthPx; x < size.widthPx << level; x++, at++)
      if (samples[at]! >= glareCode || blind?.pixels[at])
        unseen[(y >> level) * padded.widthPx + (x >> level)] = 1;
  return unseen;
}
