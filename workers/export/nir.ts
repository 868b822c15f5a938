/** The NIR channel of a frame as whole-number pictures: the codes themselves, and linear light in 16 bits. */
import { correctedLight, type FieldCorrection } from '#model/field-correction.ts';
import type { FramePlanes } from '#model/frame.ts';
import type { Rect } from '#model/geometry.ts';
import { rgbToCode } from '#model/transfer.ts';

/** One grey channel, rows packed; `bitDepth` is the depth of the codes, which 16-bit samples may not use up. */
export type Codes = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bitDepth: number;
  readonly samples: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
};

/**
 * The codes of `rect`, exactly as measurement reads them: luma of YUV frames, the grey plane of grey ones, integer
 * luma (`rgbToCode`) of RGB ones. A copy, owned by the caller.
 */
export function channelCodes(frame: Pick<FramePlanes, 'format' | 'planes'>, rect: Rect): Codes {
  const plane = frame.planes[0]!;
  const { bitDepth } = frame.format;
  const size = rect.width * rect.height;
  const samples = bitDepth > 8 ? new Uint16Array(size) : new Uint8Array(size);
  const redOffset = frame.format.format.startsWith('BGR') ? 2 : 0;
  for (let row = 0; row < rect.height; row++) {
    const from = (rect.y + row) * plane.strideSamples + rect.x * plane.samplesPerPixel;
    const to = row * rect.width;
    if (plane.samplesPerPixel === 1) {
      samples.set(plane.samples.subarray(from, from + rect.width), to);
      continue;
    }
    for (let x = 0; x < rect.width; x++) {
      const pixel = from + x * plane.samplesPerPixel;
      samples[to + x] = rgbToCode(
        plane.samples[pixel + redOffset]!,
        plane.samples[pixel + 1]!,
        plane.samples[pixel + 2 - redOffset]!,
      );
    }
  }
  return { widthPx: rect.width, heightPx: rect.height, bitDepth, samples };
}

/** Linear light at 0 and at 65,535. */
export type LinearScale = { readonly low: number; readonly high: number };

/**
 * The scale that loses nothing of `table`: from its lowest value (below 0 when a dark was subtracted, since noise about
 * dark is negative) to white, or above white where limited range has codes there.
 */
export function wholeScale(table: Float64Array): LinearScale {
  let low = 0;
  let high = 1;
  for (const value of table) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

/**
 * Linear light under per-pixel fields in 16 bits, on the scale from its lowest value (0 at most) to its highest (1 at least), so
 * that nothing is cut: round(65535 · (linear − low) / (high − low)).
 */
export function correctedToLinear16(
  codes: Codes,
  table: Float64Array,
  correction: FieldCorrection,
): { samples: Uint16Array<ArrayBuffer>; scale: LinearScale } {
  const light = Float64Array.from(codes.samples, (code, at) => correctedLight(correction, table[code]!, at));
  const scale = wholeScale(light);
  const samples = Uint16Array.from(light, value =>
    Math.round((65_535 * (value - scale.low)) / (scale.high - scale.low)),
  );
  return { samples, scale };
}

/**
 * Linear light of every pixel in 16 bits: round(65535 · (linear − low) / (high − low)). What lies outside the scale is cut to
 * its ends and counted in `cutPx`. `table` is `linearTable` of the frame's format and profile.
 */
export function codesToLinear16(
  codes: Codes,
  table: Float64Array,
  scale: LinearScale,
): { samples: Uint16Array<ArrayBuffer>; cutPx: number } {
  const steps = new Uint16Array(table.length);
  const isCut = new Uint8Array(table.length);
  for (const [code, linear] of table.entries()) {
    steps[code] = Math.round(
      Math.min(1, Math.max(0, (linear - scale.low) / (scale.high - scale.low))) * 65535,
    );
    isCut[code] = linear < scale.low || linear > scale.high ? 1 : 0;
  }
  const samples = new Uint16Array(codes.samples.length);
  let cutPx = 0;
  for (let i = 0; i < samples.length; i++) {
    const code = codes.samples[i]!;
    samples[i] = steps[code]!;
    cutPx += isCut[code]!;
  }
  return { samples, cutPx };
}
