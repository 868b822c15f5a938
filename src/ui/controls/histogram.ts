/** The field's histogram over linear light, as an outline to draw. */
import type { FrameFormat } from '#model/frame.ts';
import type { Profile } from '#model/profile.ts';
import { linearTable } from '#model/transfer.ts';

/** Linear light at the middle of each of 256 bins over the code range. */
export function binLights(format: FrameFormat, profile: Profile): Float64Array {
  const table = linearTable(format, profile);
  const perBin = table.length / 256;
  return Float64Array.from({ length: 256 }, (_, bin) => table[Math.floor((bin + 0.5) * perBin)]!);
}

/**
 * An SVG path in a box of 100 × 100: light `low` … `high` to the right, logarithm of the count upwards. Empty for an
 * empty histogram.
 */
export function histogramPath(
  counts: readonly number[],
  lights: Float64Array,
  { low, high }: { readonly low: number; readonly high: number },
): string {
  const top = Math.log1p(Math.max(0, ...counts));
  if (top === 0) return '';
  const corners = counts.flatMap((count, bin) => {
    const x = (100 * (lights[bin]! - low)) / (high - low);
    return x < 0 || x > 100 ? [] : [`${x.toFixed(1)} ${(100 - (92 * Math.log1p(count)) / top).toFixed(1)}`];
  });
  return corners.length < 2 ? '' : `M0 100L${corners.join('L')}L100 100Z`;
}
