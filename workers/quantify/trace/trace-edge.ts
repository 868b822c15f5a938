/**
 * The outline of a specimen in white light, from one point inside it: pixels nearer to the specimen's colours than to those of the picture's
 * border, connected with the point. A proposal that a hand corrects; nothing is measured from it but by what the hand leaves.
 */

import { pointsOf } from '#model/analysis.ts';
import type { FramePlanes } from '#model/frame.ts';
import type { Point, Rect } from '#model/geometry.ts';
import { ProblemError } from '#model/problem.ts';
import { createPlainArena } from '../shapes/arena.ts';
import { plainContours } from '../shapes/contour.ts';
import { signedAreaOf, simplified } from '../shapes/polyline.ts';
import { coloursOf, nearestColour } from './colours.ts';
import { features, type WhiteFeatures, whiteFeatures } from './white-features.ts';

/** Passes in which the specimen's colours are learned anew from what was found. */
const passes = 3;
/** What lies outside and has less than this share of the median light is no specimen. */
const shadowShare = 0.74;
/** Shares of the picture that a specimen can have. */
const smallestShare = 0.004;
const largestShare = 0.85;
/** Corners of the outline lie this near to it, in scene pixels. */
const tolerancePx = 1;
/** Of the last vote, in pixels of the reduced picture. */
const smoothingReach = 4;
/** More handles than that nobody can correct. */
const cornersAtMost = 60;

/** Corners of the outline in scene pixels. `at`: a scene pixel inside. Throws a `ProblemError` where no specimen stands out. */
export function traceEdge(frame: FramePlanes, rect: Rect, at: Point): Point[] {
  const picture = whiteFeatures(frame, rect);
  const { widthPx, heightPx, blockPx } = picture;
  const from = {
    x: Math.floor((at.x + 0.5) / blockPx),
    y: Math.floor((at.y + 0.5) / blockPx),
  };
  if (from.x < 0 || from.y < 0 || from.x >= widthPx || from.y >= heightPx) throw new ProblemError(outside);
  const drape = coloursOf(picture, borderOf(picture));
  let inside = discAbout(picture, from);
  for (let pass = 0; pass < passes; pass++) {
    const specimen = coloursOf(picture, inside);
    inside = connected(picture, from, isSpecimen(picture, specimen, drape));
  }
  inside = connected(picture, from, voted(picture, withoutShadow(picture, inside), smoothingReach));
  const share = inside.length / (widthPx * heightPx);
  if (share < smallestShare || share > largestShare) throw new ProblemError(notFound);
  const outline = outlineOf(picture, inside);
  if (outline.length < 3) throw new ProblemError(notFound);
  // A block's centre lies in the middle of its pixels.
  return outline.map(({ x, y }) => ({
    x: (x + 0.5) * blockPx - 0.5,
    y: (y + 0.5) * blockPx - 0.5,
  }));
}

type Colours = Float32Array<ArrayBuffer>;

/** 1 where a pixel is nearer to the specimen's colours than to the drape's, after a vote of its neighbours. */
function isSpecimen(picture: WhiteFeatures, specimen: Colours, drape: Colours): Uint8Array<ArrayBuffer> {
  const { widthPx, heightPx, values } = picture;
  const nearer = new Uint8Array(widthPx * heightPx);
  for (let i = 0; i < nearer.length; i++) {
    const at = i * features;
    nearer[i] = nearestColour(values, at, specimen) < nearestColour(values, at, drape) ? 1 : 0;
  }
  return voted(picture, nearer, 1);
}

/** What most pixels within `reach` say, the pixel itself included: specks go, and an outline loses its teeth. */
function voted({ widthPx, heightPx }: WhiteFeatures, is: Uint8Array, reach: number): Uint8Array<ArrayBuffer> {
  const answers = new Uint8Array(is.length);
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++) {
      let votes = 0;
      let voters = 0;
      for (let ny = Math.max(0, y - reach); ny <= Math.min(heightPx - 1, y + reach); ny++)
        for (let nx = Math.max(0, x - reach); nx <= Math.min(widthPx - 1, x + reach); nx++) {
          votes += is[ny * widthPx + nx]!;
          voters += 1;
        }
      answers[y * widthPx + x] = 2 * votes > voters ? 1 : 0;
    }
  return answers;
}

/**
 * 1 for the pixels but those at their outside that are much darker than most: shadow and blood on the drape have the specimen's colour and
 * not its light. Dark places within stay.
 */
function withoutShadow({ widthPx, heightPx, values }: WhiteFeatures, pixels: readonly number[]) {
  const is = new Uint8Array(widthPx * heightPx);
  for (const pixel of pixels) is[pixel] = 1;
  const lumas = pixels.map(pixel => values[pixel * features]!).sort((a, b) => a - b);
  const darkBelow = shadowShare * (lumas[lumas.length >> 1] ?? 0);
  const isBeside = (pixel: number, there: (other: number) => boolean): boolean => {
    const x = pixel % widthPx;
    return (
      (x > 0 && there(pixel - 1)) ||
      (x < widthPx - 1 && there(pixel + 1)) ||
      (pixel >= widthPx && there(pixel - widthPx)) ||
      (pixel < widthPx * (heightPx - 1) && there(pixel + widthPx))
    );
  };
  const isDark = (pixel: number) => values[pixel * features]! < darkBelow;
  let peeled = pixels.filter(pixel => isDark(pixel) && isBeside(pixel, other => is[other] === 0));
  while (peeled.length > 0) {
    for (const pixel of peeled) is[pixel] = 0;
    peeled = pixels.filter(
      pixel => is[pixel] === 1 && isDark(pixel) && isBeside(pixel, other => is[other] === 0),
    );
  }
  return is;
}

/** Pixels that are 1 and connected with `from` by sides; empty where `from` is none. */
function connected({ widthPx, heightPx }: WhiteFeatures, from: Point, is: Uint8Array): number[] {
  const start = from.y * widthPx + from.x;
  const found = is[start] ? [start] : [];
  const seen = new Uint8Array(is.length);
  seen[start] = 1;
  for (let next = 0; next < found.length; next++) {
    const pixel = found[next]!;
    const x = pixel % widthPx;
    const y = (pixel - x) / widthPx;
    const around = [
      x > 0 ? pixel - 1 : -1,
      x < widthPx - 1 ? pixel + 1 : -1,
      y > 0 ? pixel - widthPx : -1,
      y < heightPx - 1 ? pixel + widthPx : -1,
    ];
    for (const other of around) {
      if (other < 0 || seen[other] || !is[other]) continue;
      seen[other] = 1;
      found.push(other);
    }
  }
  return found;
}

/** Pixels on the picture's border, where the drape is. */
function borderOf({ widthPx, heightPx }: WhiteFeatures): number[] {
  const pixels: number[] = [];
  const depth = Math.max(1, Math.round(0.03 * Math.min(widthPx, heightPx)));
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++) {
      const isBorder = x < depth || y < depth || x >= widthPx - depth || y >= heightPx - depth;
      if (isBorder) pixels.push(y * widthPx + x);
    }
  return pixels;
}

function discAbout({ widthPx, heightPx }: WhiteFeatures, { x, y }: Point): number[] {
  const radius = Math.max(2, Math.round(0.04 * Math.max(widthPx, heightPx)));
  const pixels: number[] = [];
  for (let py = Math.max(0, y - radius); py <= Math.min(heightPx - 1, y + radius); py++)
    for (let px = Math.max(0, x - radius); px <= Math.min(widthPx - 1, x + radius); px++)
      if ((px - x) ** 2 + (py - y) ** 2 <= radius * radius) pixels.push(py * widthPx + px);
  return pixels;
}

/** The outer outline of the pixels, holes left out, in pixels of the reduced picture. A border of nothing lets it close at the edge. */
function outlineOf({ widthPx, heightPx, blockPx }: WhiteFeatures, pixels: readonly number[]): Point[] {
  const size = { widthPx: widthPx + 2, heightPx: heightPx + 2 };
  const image = new Uint16Array(size.widthPx * size.heightPx);
  for (const pixel of pixels) {
    const x = pixel % widthPx;
    image[((pixel - x) / widthPx + 1) * size.widthPx + x + 1] = 2;
  }
  const loops = plainContours(createPlainArena(), size).trace(image, 1, 0);
  const largest = loops.reduce<(typeof loops)[number] | null>(
    (best, loop) => (best && Math.abs(signedAreaOf(best)) >= Math.abs(signedAreaOf(loop)) ? best : loop),
    null,
  );
  if (!largest) return [];
  let tolerance = tolerancePx / blockPx;
  let line = simplified(largest, tolerance);
  while (line.points.length > 2 * cornersAtMost) {
    tolerance *= 1.25;
    line = simplified(largest, tolerance);
  }
  return pointsOf(line).map(({ x, y }) => ({ x: x - 1, y: y - 1 }));
}

const outside = {
  id: 'trace-edge',
  severity: 'caution',
  text: 'That place is outside the picture.',
  tip: 'Click inside the specimen.',
} as const;

const notFound = {
  id: 'trace-edge',
  severity: 'caution',
  text: 'No specimen stands out from what is round it.',
  tip: 'Click another place inside it, or draw its edge by hand.',
} as const;
