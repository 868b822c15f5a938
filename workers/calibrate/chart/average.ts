/** The mean of some frames, plane by plane: what the chart is read from. */
import { type FrameFormat, type FramePlanes, packedPlanes, planesIn } from '#model/frame.ts';
import { ProblemError } from '#model/problem.ts';

/** Means of codes: sample (x, y, channel) is `values[(y * widthPx + x) * samplesPerPixel + channel]`. */
export type MeanPlane = {
  readonly values: Float32Array;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly samplesPerPixel: 1 | 2 | 4;
};

export type MeanFrame = { readonly format: FrameFormat; readonly planes: readonly MeanPlane[] };

export type Averager = {
  /** Copies what it needs. Throws a `ProblemError` when the frame is of another format than the first. */
  add(frame: FramePlanes): void;
  /** Throws an `Error` when no frame was added. */
  finish(): MeanFrame & { readonly changeCodes: number };
};

/**
 * Sums are exact in single precision for 65,536 frames of 8 bits or 256 of 16. `changeCodes`: by how much the mean of the whole
 * first plane differed between the frames.
 */
export function createAverager(): Averager {
  let format: FrameFormat | null = null;
  let planes: MeanPlane[] = [];
  const levels: number[] = [];

  return {
    add(frame) {
      if (!format) {
        format = frame.format;
        planes = packedPlanes(format).planes.map(({ widthPx, heightPx, samplesPerPixel }) => {
          const values = new Float32Array(widthPx * heightPx * samplesPerPixel);
          return { values, widthPx, heightPx, samplesPerPixel };
        });
      }
      if (!isSame(format, frame.format)) throw new ProblemError(changed);
      planes.forEach((plane, i) => {
        const sum = addPlane(plane, frame.planes[i]!);
        if (i === 0) levels.push(sum / plane.values.length);
      });
    },
    finish() {
      if (!format) throw new Error('Add a frame before finishing.');
      const means = planes.map(plane => ({ ...plane, values: plane.values.map(sum => sum / levels.length) }));
      return { format, planes: means, changeCodes: Math.max(...levels) - Math.min(...levels) };
    },
  };
}

const isSame = (a: FrameFormat, b: FrameFormat): boolean =>
  a.format === b.format && a.widthPx === b.widthPx && a.heightPx === b.heightPx && a.bitDepth === b.bitDepth;

/** Adds the frame's samples; returns their sum. */
function addPlane(
  { values, widthPx, heightPx, samplesPerPixel }: MeanPlane,
  from: FramePlanes['planes'][number],
): number {
  const { samples, strideSamples } = from;
  const width = widthPx * samplesPerPixel;
  let sum = 0;
  for (let y = 0; y < heightPx; y++) {
    const start = y * strideSamples;
    const to = y * width;
    for (let x = 0; x < width; x++) {
      const code = samples[start + x]!;
      values[to + x]! += code;
      sum += code;
    }
  }
  return sum;
}

/** The mean rounded back to codes, for a picture of it. */
export function toFramePlanes({ format, planes }: MeanFrame): Pick<FramePlanes, 'format' | 'planes'> {
  const rounded = planesIn(new ArrayBuffer(packedPlanes(format).totalBytes), format);
  rounded.forEach(({ samples }, i) => {
    const { values } = planes[i]!;
    for (let at = 0; at < samples.length; at++) samples[at] = Math.round(values[at]!);
  });
  return { format, planes: rounded };
}

const changed = {
  id: 'chart-frames-changed',
  severity: 'stop',
  text: 'The picture changed its size or format while the chart was read.',
  tip: 'Wait until the picture is steady, then read the chart again.',
} as const;
