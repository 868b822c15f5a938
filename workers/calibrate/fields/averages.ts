/**
 * Sums of linear light by pixel, of even and odd frames apart: their mean is the picture, their difference its noise. Holds two planes
 * of single precision, one of codes and a histogram; nothing of a frame.
 */
import type { FrameFormat } from '#model/frame.ts';
import type { SizePx } from '#model/geometry.ts';
import type { SensorCodes } from '../../nir-codes.ts';
import type { Plane } from './planes.ts';
import { type Steadiness, steadinessOf } from './steadiness.ts';

export type Averages = {
  add(codes: SensorCodes, format: FrameFormat): void;
  /** Null before the first frame. Ends the sums: `add` must not follow. */
  finish(): Averaged | null;
};

/** Everything that the frames said. */
export type Averaged = SizePx & {
  readonly format: FrameFormat;
  readonly frames: number;
  /** Mean linear light of frames 0, 2, 4 …, and of 1, 3, 5 … (all NaN where there was one frame). */
  readonly even: Plane;
  readonly odd: Plane;
  readonly evenFrames: number;
  readonly oddFrames: number;
  /** Pixels of all frames by code. */
  readonly histogram: Float64Array<ArrayBuffer>;
  /** Of each frame: the mean code, and the mean linear light. */
  readonly meanCodes: readonly number[];
  readonly meanLight: readonly number[];
  /** Temporal SD of one pixel in codes, from each frame and the next; one fewer than frames. */
  readonly noiseCodes: readonly number[];
};

/** `tableOf`: linear light by code, asked for once. */
export function createAverages(tableOf: (format: FrameFormat) => Float64Array): Averages {
  let sums: {
    format: FrameFormat;
    size: SizePx;
    table: Float64Array;
    planes: readonly [Plane, Plane];
  } | null = null;
  let before = new Uint16Array();
  let histogram = new Float64Array();
  let ofFrame = new Uint32Array();
  const meanCodes: number[] = [];
  const meanLight: number[] = [];
  const noiseCodes: number[] = [];

  const begin = (codes: SensorCodes, format: FrameFormat) => {
    const pixels = codes.widthPx * codes.heightPx;
    before = new Uint16Array(pixels);
    histogram = new Float64Array(codes.topCode + 1);
    ofFrame = new Uint32Array(codes.topCode + 1);
    const size = { widthPx: codes.widthPx, heightPx: codes.heightPx };
    return {
      format,
      size,
      table: tableOf(format),
      planes: [new Float32Array(pixels), new Float32Array(pixels)] as const,
    };
  };

  return {
    add(codes, format) {
      sums ??= begin(codes, format);
      const plane = meanCodes.length % 2 === 0 ? sums.planes[0] : sums.planes[1];
      ofFrame.fill(0);
      const squares = addFrame(codes, { table: sums.table, plane, before, ofFrame });
      if (meanCodes.length > 0) noiseCodes.push(Math.sqrt(squares / (2 * plane.length)));
      let code = 0;
      let light = 0;
      for (let i = 0; i < ofFrame.length; i++) {
        const count = ofFrame[i]!;
        if (count === 0) continue;
        histogram[i]! += count;
        code += count * i;
        light += count * sums.table[i]!;
      }
      meanCodes.push(code / plane.length);
      meanLight.push(light / plane.length);
    },
    finish() {
      if (!sums) return null;
      const frames = meanCodes.length;
      const oddFrames = frames >> 1;
      const evenFrames = frames - oddFrames;
      const [even, odd] = sums.planes;
      for (let i = 0; i < even.length; i++) {
        even[i]! /= evenFrames;
        odd[i]! /= oddFrames;
      }
      const counts = { frames, evenFrames, oddFrames };
      const { format, size } = sums;
      return { ...size, ...counts, format, even, odd, histogram, meanCodes, meanLight, noiseCodes };
    },
  };
}

/** Kept apart, and with plain locals, because it runs over every pixel. Returns Σ (code − code of the frame before)². */
function addFrame(
  { samples, startSamples, strideSamples, widthPx, heightPx, topCode }: SensorCodes,
  to: { table: Float64Array; plane: Plane; before: Uint16Array; ofFrame: Uint32Array },
): number {
  const { table, plane, before, ofFrame } = to;
  let squares = 0;
  for (let y = 0, i = 0; y < heightPx; y++) {
    let from = startSamples + y * strideSamples;
    for (const end = i + widthPx; i < end; i++, from++) {
      const sample = samples[from]!;
      const code = sample < topCode ? sample : topCode;
      plane[i]! += table[code]!;
      ofFrame[code]!++;
      const step = code - before[i]!;
      before[i] = code;
      squares += step * step;
    }
  }
  return squares;
}

/** How steady the mean code was from frame to frame. */
export function codesSteadiness({ meanCodes, noiseCodes, even }: Averaged): Steadiness {
  return steadinessOf(meanCodes, noiseOfPixel(noiseCodes) / Math.sqrt(even.length));
}

/** Temporal SD of one pixel, in codes, of all pairs of frames; 0 of none. */
export const noiseOfPixel = (noiseCodes: readonly number[]): number =>
  noiseCodes.length === 0
    ? 0
    : Math.sqrt(noiseCodes.reduce((sum, sd) => sum + sd * sd, 0) / noiseCodes.length);

/**
 * What share of the variance of even − odd (σ²/evenFrames + σ²/oddFrames) is the noise of the mean of even frames, of odd frames,
 * of all frames.
 */
export function noiseShares({ evenFrames, oddFrames, frames }: Averaged): {
  readonly even: number;
  readonly odd: number;
  readonly all: number;
} {
  return {
    even: oddFrames / frames,
    odd: evenFrames / frames,
    all: (evenFrames * oddFrames) / (frames * frames),
  };
}
