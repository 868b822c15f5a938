/**
 * How well the place of a line of equal light is known: what moves its light, over the gradient there. Sources: GUM (JCGM 100:2008) §5.1.2;
 * noise of a picture: Immerkær 1996, doi:10.1006/cviu.1996.0060.
 */

import { correctedLight } from '#model/field-correction.ts';
import type { Point } from '#model/geometry.ts';
import type { Sensor } from '../sensor.ts';
import { type AnalysedFrame, trustedBackground } from './analysed-frame.ts';
import { medianOf } from './lengths.ts';
import { lightAt } from './light-picture.ts';
import type { LightPicture } from './picture.ts';

/**
 * What smoothing (variance 1 pixel each way) adds to light, over its second differences: half of them, and a quarter more of that because edges as
 * narrow as the smoothing itself bend more than is left to be seen.
 */
const smoothingBend = 0.5 * 1.25;
/** Of white noise through the binomial 5 × 5: (70 / 256)² of the variance is left. */
const smoothingGain = (70 / 256) ** 2;
/** Half the side of the window that noise is estimated in; NIR pixels. */
const windowPx = 10;
/** Of white noise through the mask 1 −2 1, −2 4 −2, 1 −2 1: √36 (Immerkær). */
const maskGain = 6;
/** Neighbours that share less than this are taken for independent. */
const whiteUpTo = 1.25;

/** One standard uncertainty of each, in scene pixels. */
type BoundarySd = {
  /** Noise of the smoothed light: other at other places. */
  readonly noisePx: number;
  readonly thresholdPx: number;
  /** How far the smoothing moved the line. */
  readonly smoothingPx: number;
};

/**
 * How well the outline's place near `scene` is known. Slope and bend of light are means over the outline `around` it (scene), because the place was chosen by its
 * noise: light bends there as noise does. None is more than the picture's diagonal.
 */
export function boundarySd(
  frame: AnalysedFrame,
  { scene, around }: { scene: Point; around: readonly Point[] },
  thresholdSd: number,
): BoundarySd {
  const { picture } = frame;
  const at = picture.toPlane(scene);
  const shapes = [scene, ...around].map(place => shapeOfLight(picture, picture.toPlane(place)));
  const gradient = shapes.reduce((sum, shape) => sum + shape.gradient, 0) / shapes.length;
  const curvature = Math.abs(shapes.reduce((sum, shape) => sum + shape.curvature, 0)) / shapes.length;
  const largest = Math.hypot(picture.widthPx, picture.heightPx);
  const scenePx = picture.scenePxPerPlanePx(at);
  const asPlace = (light: number) => (gradient > 0 ? Math.min(light / gradient, largest) : largest) * scenePx;
  return {
    noisePx: asPlace(smoothedNoise(frame, at)),
    thresholdPx: asPlace(thresholdSd),
    smoothingPx: asPlace(smoothingBend * curvature),
  };
}

/** Along an outline, what is farther apart than this (plane pixels) has noise of its own: (Σ h)² / Σ h² of the binomial. */
export const noiseReachPx = 256 / 70;

function shapeOfLight(picture: LightPicture, at: Point): { gradient: number; curvature: number } {
  const light = (dx: number, dy: number) => lightAt(picture, { x: at.x + dx, y: at.y + dy });
  const [left, right, up, down] = [light(-1, 0), light(1, 0), light(0, -1), light(0, 1)];
  return {
    gradient: Math.hypot((right - left) / 2, (down - up) / 2),
    curvature: left + right + up + down - 4 * light(0, 0),
  };
}

/** SD of the noise of the smoothed picture near `at`, linear light. */
function smoothedNoise(frame: AnalysedFrame, at: Point): number {
  const { sensor, picture } = frame;
  const own = pixelNoise(sensor, {
    x: picture.stepPx * (at.x + 0.5) - 0.5,
    y: picture.stepPx * (at.y + 0.5) - 0.5,
  });
  const background = trustedBackground(frame);
  const shared =
    background?.effectiveN && background.effectiveN > 0 ? background.n / background.effectiveN : 1;
  // Noise that neighbours share hides from the estimate, which looks at differences, and smoothing leaves more of it.
  const sd = shared > whiteUpTo ? Math.max(own, background?.sd ?? 0) : own;
  const perPixel = (smoothingGain * Math.max(1, shared)) / picture.stepPx ** 2;
  return sd * Math.sqrt(Math.min(1, perPixel));
}

/**
 * SD of the noise of single NIR pixels about `at`, linear light: the median of what a mask leaves that takes slopes out, so that the edge that runs
 * through the window does not count (Donoho and Johnstone 1994, doi:10.1093/biomet/81.3.425). At least what rounding to codes makes, 1 / √12 of
 * a code. 0: no room for it.
 */
function pixelNoise({ codes, linear, correction }: Sensor, at: Point): number {
  const { samples, startSamples, strideSamples, widthPx, heightPx, topCode } = codes;
  const x0 = Math.max(1, Math.round(at.x) - windowPx);
  const x1 = Math.min(widthPx - 2, Math.round(at.x) + windowPx);
  const y0 = Math.max(1, Math.round(at.y) - windowPx);
  const y1 = Math.min(heightPx - 2, Math.round(at.y) + windowPx);
  if (!(x1 >= x0 && y1 >= y0)) return 0;
  const codeAt = (x: number, y: number) => Math.min(samples[startSamples + y * strideSamples + x]!, topCode);
  const light = (x: number, y: number) => {
    const own = linear[codeAt(x, y)]!;
    return correction ? correctedLight(correction, own, y * widthPx + x) : own;
  };
  const left: number[] = [];
  for (let y = y0; y <= y1; y++)
    for (let x = x0; x <= x1; x++)
      left.push(
        Math.abs(
          light(x - 1, y - 1) +
            light(x + 1, y - 1) +
            light(x - 1, y + 1) +
            light(x + 1, y + 1) -
            2 * (light(x, y - 1) + light(x - 1, y) + light(x + 1, y) + light(x, y + 1)) +
            4 * light(x, y),
        ),
      );
  const code = Math.min(codeAt((x0 + x1) >> 1, (y0 + y1) >> 1), topCode - 1);
  const rounding = (linear[code + 1]! - linear[code]!) / Math.sqrt(12);
  return Math.max(medianOf(left) / (0.6745 * maskGain), rounding);
}
