/** Connected pixels above a level, with their moments. */
import type { SizePx } from '#model/geometry.ts';
import type { Plane } from '../fields/planes.ts';

/** Centroid, and central second moments over the area, in pixels and pixels². */
export type Component = {
  readonly area: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
  readonly touchesEdge: boolean;
};

/** Of fewer pixels than this, none is told. */
const leastArea = 20;

/** Pixels that share an edge belong together. In the order of their first pixels. */
export function componentsAbove(plane: Plane, { widthPx, heightPx }: SizePx, level: number): Component[] {
  const seen = new Uint8Array(plane.length);
  const waiting = new Int32Array(plane.length);
  const found: Component[] = [];
  for (let start = 0; start < plane.length; start++) {
    if (seen[start] === 1 || !(plane[start]! > level)) continue;
    let last = 0;
    waiting[0] = start;
    seen[start] = 1;
    let area = 0;
    let touchesEdge = false;
    const sums = { x: 0, y: 0, xx: 0, xy: 0, yy: 0 };
    while (last >= 0) {
      const at = waiting[last--]!;
      const y = Math.floor(at / widthPx);
      const x = at - y * widthPx;
      area++;
      sums.x += x;
      sums.y += y;
      sums.xx += x * x;
      sums.xy += x * y;
      sums.yy += y * y;
      const hasLeft = x > 0;
      const hasRight = x < widthPx - 1;
      const hasUpper = y > 0;
      const hasLower = y < heightPx - 1;
      touchesEdge ||= !(hasLeft && hasRight && hasUpper && hasLower);
      for (let side = 0; side < 4; side++) {
        const isIn = side === 0 ? hasLeft : side === 1 ? hasRight : side === 2 ? hasUpper : hasLower;
        const next = at + (side === 0 ? -1 : side === 1 ? 1 : side === 2 ? -widthPx : widthPx);
        if (!isIn || seen[next] === 1 || !(plane[next]! > level)) continue;
        seen[next] = 1;
        waiting[++last] = next;
      }
    }
    if (area < leastArea) continue;
    const x = sums.x / area;
    const y = sums.y / area;
    // A pixel is a square and no point: 1/12 each way.
    const xx = sums.xx / area - x * x + 1 / 12;
    const yy = sums.yy / area - y * y + 1 / 12;
    found.push({ area, x, y, xx, xy: sums.xy / area - x * y, yy, touchesEdge });
  }
  return found;
}
