/** A region's light where its pixels lie, row by row: what its neighbours' numbers (peak, correlation of the noise) are made of. */
import { correctedLight } from '#model/field-correction.ts';
import type { Sensor } from './sensor.ts';
import type { Spans } from './spans.ts';

/** What light of a pixel is read from. */
export type LightSource = Pick<Sensor, 'codes' | 'linear' | 'clipCode' | 'correction'>;

/** Pixels `x0` … `x1` − 1 of a row of the sensor. */
export type Run = { readonly row: number; readonly x0: number; readonly x1: number };

/** Writes the light of a run's pixels, in linear light above dark, from `into[at]` on; −Infinity where they are clipped. */
export function readLight(
  source: LightSource,
  { row, x0, x1 }: Run,
  { into, at }: { readonly into: Float64Array; readonly at: number },
): void {
  const { codes, linear, clipCode, correction } = source;
  const { samples, topCode } = codes;
  const from = codes.startSamples + row * codes.strideSamples;
  const start = at - x0;
  for (let x = x0; x < x1; x++) {
    const code = Math.min(samples[from + x]!, topCode);
    into[start + x] = code < clipCode ? linear[code]! : Number.NEGATIVE_INFINITY;
  }
  if (!correction) return;
  const fieldRow = row * codes.widthPx;
  for (let x = x0; x < x1; x++) into[start + x] = correctedLight(correction, into[start + x]!, fieldRow + x);
}

/** Where in `spans` the first run of `row` or of a later row begins. */
export function firstRunFrom(spans: Spans, row: number): number {
  let low = 0;
  let high = spans.length / 3;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[3 * middle]! < row) low = middle + 1;
    else high = middle;
  }
  return 3 * low;
}

/** Columns that `spans` reach over; null: there are none. */
export function columnsOf(spans: Spans): { readonly x0: number; readonly x1: number } | null {
  let x0 = Number.POSITIVE_INFINITY;
  let x1 = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < spans.length; i += 3) {
    x0 = Math.min(x0, spans[i + 1]!);
    x1 = Math.max(x1, spans[i + 2]!);
  }
  return x1 > x0 ? { x0, x1 } : null;
}
