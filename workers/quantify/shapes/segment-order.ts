/** What both segmenters make of an order before they look at a pixel. */
import type { SizePx } from '#model/geometry.ts';
import type { SegmentOrder } from './kernels.ts';

const topLevel = 65_535;

/** Levels as the whole numbers that pixels are compared with; null: no component can stay. */
export function wholeLevels({ low, high }: SegmentOrder): { low: number; high: number } | null {
  const whole = { low: Math.max(0, Math.ceil(low)), high: Math.max(0, Math.ceil(Math.max(low, high))) };
  return whole.high <= topLevel ? whole : null;
}

/** Throws an `Error` for planes that are smaller than the picture. */
export function checkOrder({ image, allowed }: SegmentOrder, { widthPx, heightPx }: SizePx): void {
  const words = allowed?.length ?? Number.POSITIVE_INFINITY;
  if (image.length < widthPx * heightPx || words < Math.ceil(widthPx / 32) * heightPx)
    throw new Error(`A plane is smaller than ${widthPx} × ${heightPx}.`);
}
