/** Values between pixels. */
import type { Point, SizePx } from '#model/geometry.ts';
import type { Plane } from '../fields/planes.ts';

/** Bilinear; null outside the pixels' centres. */
export function valueAt(plane: Plane, { widthPx, heightPx }: SizePx, { x, y }: Point): number | null {
  if (!(x >= 0 && y >= 0 && x <= widthPx - 1 && y <= heightPx - 1)) return null;
  const left = Math.min(widthPx - 2, Math.floor(x));
  const top = Math.min(heightPx - 2, Math.floor(y));
  if (left < 0 || top < 0) return plane[Math.round(y) * widthPx + Math.round(x)]!;
  const at = top * widthPx + left;
  const across = x - left;
  const upper = plane[at]! + across * (plane[at + 1]! - plane[at]!);
  const lower = plane[at + widthPx]! + across * (plane[at + widthPx + 1]! - plane[at + widthPx]!);
  return upper + (y - top) * (lower - upper);
}
