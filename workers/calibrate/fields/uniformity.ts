/** How even a picture is. */
import type { Uniformity } from '#model/calibration.ts';
import type { SizePx } from '#model/geometry.ts';
import { boxMeanInside, insideOf, type Plane, percentile } from './planes.ts';

/**
 * Counted on the picture's 5 × 5 means, so that the noise of pixels is no unevenness. The maximum is the 99.5th percentile: neither noise nor
 * a speck is it. Every pixel inside counts, defects as well.
 */
export function uniformityOf(plane: Plane, size: SizePx, outside: Uint8Array | null = null): Uniformity {
  const places = insideOf(boxMeanInside(plane, size, { radiusPx: 2, outside }), outside);
  const maximum = percentile(places, 0.995);
  const above = (share: number): number => {
    let count = 0;
    for (const value of places) if (value > share * maximum) count++;
    return count / places.length;
  };
  return { above60: above(0.6), above80: above(0.8), above90: above(0.9), above95: above(0.95) };
}
