/** Linear light of the NIR channel's pixels, as their codes read: for what runs over every pixel of a region. */
import type { Sensor } from '../sensor.ts';

/** Pixels `x0` … `x1` − 1 of row `y`. */
export type Run = { readonly y: number; readonly x0: number; readonly x1: number };

/** Writes the light above dark of a run's pixels into `to[x]`, fields taken off. A clipped pixel counts as it reads. */
export function readRun(
  { codes, linear, correction }: Pick<Sensor, 'codes' | 'linear' | 'correction'>,
  { y, x0, x1 }: Run,
  to: Float64Array<ArrayBuffer>,
): void {
  const { samples, topCode, widthPx } = codes;
  const from = codes.startSamples + y * codes.strideSamples;
  for (let x = x0; x < x1; x++) to[x] = linear[Math.min(samples[from + x]!, topCode)]!;
  if (!correction) return;
  // As `correctedLight`, a field at a time: a call for each pixel takes five times as long.
  const { dark, flat } = correction;
  const fieldRow = y * widthPx;
  if (dark) {
    const { low, step } = dark;
    const values = dark.samples;
    for (let x = x0; x < x1; x++) to[x]! -= low + step * values[fieldRow + x]!;
  }
  if (flat) {
    const { low, step } = flat;
    const values = flat.samples;
    for (let x = x0; x < x1; x++) to[x]! /= low + step * values[fieldRow + x]!;
  }
}
