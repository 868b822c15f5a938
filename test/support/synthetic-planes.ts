/** Frames of codes for tests of the picture: any format, any depth, codes from a function of the place. */
import { type FrameFormat, type FramePlanes, packedPlanes, planesIn } from '#model/frame.ts';

/** Code of one channel at a pixel of a plane. `plane`, `channel`: luma 0, 0; U and V as the format stores them. */
export type CodeAt = (at: { plane: number; channel: number; x: number; y: number }) => number;

/** Codes are rounded and cut to the format's depth. */
export function framePlanes(format: FrameFormat, codeAt: CodeAt): FramePlanes {
  const planes = planesIn(new ArrayBuffer(packedPlanes(format).totalBytes), format);
  const top = 2 ** format.bitDepth - 1;
  planes.forEach(({ samples, strideSamples, samplesPerPixel, widthPx, heightPx }, plane) => {
    for (let y = 0; y < heightPx; y++) {
      for (let x = 0; x < widthPx; x++) {
        for (let channel = 0; channel < samplesPerPixel; channel++) {
          const code = Math.round(codeAt({ plane, channel, x, y }));
          samples[y * strideSamples + x * samplesPerPixel + channel] = Math.min(top, Math.max(0, code));
        }
      }
    }
  });
  return { number: 0, timestampS: 0, arrivedS: 0, format, planes };
}

/** Waves over most of the range, another in each channel, gentle enough that a sampler's short weights cost nothing. */
export function waves(format: FrameFormat, seed = 0): FramePlanes {
  const top = 2 ** format.bitDepth - 1;
  return framePlanes(format, ({ plane, channel, x, y }) => {
    const kind = seed + plane * 2 + channel;
    const across = Math.sin(x * (0.11 + 0.02 * kind) + kind);
    const down = Math.cos(y * (0.09 + 0.03 * kind) - 2 * kind);
    return top * (0.5 + 0.22 * across + 0.22 * down);
  });
}
