/** What the whole NIR channel looks like, from a grid of its pixels. */
import type { Measurement } from '#model/measurement.ts';
import type { SensorCodes } from '../nir-codes.ts';

/** About how many pixels are looked at; small frames are looked at whole. */
const sampledPx = 65_536;

/** Pixels whose row and column are multiples of a step of 1 to 4; 256 bins over all codes of the depth. */
export function fieldOf(
  codes: SensorCodes,
  clipCode: number,
): Pick<Measurement, 'fieldHistogram' | 'fieldClippedShare'> {
  const { samples, startSamples, strideSamples, widthPx, heightPx, topCode } = codes;
  const step = Math.min(4, Math.max(1, Math.floor(Math.sqrt((widthPx * heightPx) / sampledPx))));
  const shift = Math.log2(topCode + 1) - 8;
  const fieldHistogram = new Array<number>(256).fill(0);
  let clipped = 0;
  let sampled = 0;
  for (let y = 0; y < heightPx; y += step) {
    const row = startSamples + y * strideSamples;
    for (let x = 0; x < widthPx; x += step) {
      const code = Math.min(samples[row + x]!, topCode);
      fieldHistogram[code >> shift]!++;
      if (code >= clipCode) clipped++;
      sampled++;
    }
  }
  return { fieldHistogram, fieldClippedShare: clipped / sampled };
}
