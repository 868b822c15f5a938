/** What the phantom's camera should have seen: linear light without noise, curve or codes. */
import type { PhantomSpec } from '#model/phantom.ts';
import { bolusAt, vignettingAt } from './camera.ts';
import {
  breathingPose,
  createSampling,
  frameTimeS,
  marginPx,
  nirPose,
  samplePose,
  subPixels,
} from './motion.ts';
import { createRadiance } from './radiance.ts';

export type PhantomTruth = {
  /** Row by row, of the NIR channel's pixels. 1 is the light that gives white at gain 1. */
  readonly nirLinear: Float32Array;
  readonly widthPx: number;
  readonly heightPx: number;
};

/**
 * NIR light in a frame of a phantom, in NIR pixels (misregistration included), before gain. `at` the tissue, or at the
 * sensor, behind the vignetting of the lens, which is what codes decode to.
 */
export function phantomTruth(
  spec: PhantomSpec,
  frameIndex: number,
  at: 'tissue' | 'sensor' = 'tissue',
): PhantomTruth {
  const { widthPx, heightPx } = spec;
  const texture = radianceTexture(spec, createRadiance(spec));
  const { columns, rows } = createSampling(widthPx, heightPx);
  const pose = nirPose(spec, breathingPose(spec, frameIndex));
  samplePose({ columns, rows }, spec, { pose, step: 1 });
  const dyeShare = bolusAt(spec, frameTimeS(spec, frameIndex));
  const nirLinear = new Float32Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) {
    const down = rows.part[y]! / subPixels;
    for (let x = 0; x < widthPx; x++) {
      const right = columns.part[x]! / subPixels;
      const i = rows.index[y]! * texture.widthPx + columns.index[x]!;
      const j = i + texture.widthPx;
      const upper = texture.linear[i]! * (1 - right) + texture.linear[i + 1]! * right;
      const lower = texture.linear[j]! * (1 - right) + texture.linear[j + 1]! * right;
      const light = dyeShare * (upper * (1 - down) + lower * down);
      nirLinear[y * widthPx + x] = at === 'sensor' ? light * vignettingAt(spec, x, y) : light;
    }
  }
  return { nirLinear, widthPx, heightPx };
}

/** Radiance of what stands before the lens at rest, with the margin of `marginPx` about the picture. */
export function radianceTexture(
  spec: PhantomSpec,
  radianceAt: (xPx: number, yPx: number) => number,
): { readonly linear: Float32Array; readonly widthPx: number } {
  const margin = marginPx(spec);
  const widthPx = spec.widthPx + 2 * margin;
  const heightPx = spec.heightPx + 2 * margin;
  const linear = new Float32Array(widthPx * heightPx);
  for (let y = 0, i = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++, i++) linear[i] = radianceAt(x - margin, y - margin);
  return { linear, widthPx };
}
