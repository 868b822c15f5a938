/** Rectangles as shares of the delivered frame, moved and pulled by the hand; they snap to simple fractions. */
import type { Point } from '#model/geometry.ts';
import type { RectShare } from '#model/layout.ts';

/** Nearer than this to a simple fraction, an edge goes there. */
const snapShare = 0.012;
const leastShare = 0.05;
const fractions = [0, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 3 / 4, 1];

const snapped = (value: number): number =>
  fractions.find(fraction => Math.abs(fraction - value) < snapShare) ?? value;

const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** `rect` carried by `by`, inside the frame. */
export function carried(rect: RectShare, by: Point): RectShare {
  const x = within(snapped(rect.x + by.x), 0, 1 - rect.width);
  const y = within(snapped(rect.y + by.y), 0, 1 - rect.height);
  return { ...rect, x, y };
}

export const corners = ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const;
export type Corner = (typeof corners)[number];

/** `rect` with one corner pulled to `to`; the opposite corner stays. */
export function pulled(rect: RectShare, corner: Corner, to: Point): RectShare {
  const right = rect.x + rect.width;
  const bottom = rect.y + rect.height;
  const x = corner.endsWith('left') ? within(snapped(to.x), 0, right - leastShare) : rect.x;
  const y = corner.startsWith('top') ? within(snapped(to.y), 0, bottom - leastShare) : rect.y;
  const newRight = corner.endsWith('right') ? within(snapped(to.x), rect.x + leastShare, 1) : right;
  const newBottom = corner.startsWith('bottom') ? within(snapped(to.y), rect.y + leastShare, 1) : bottom;
  return { x, y, width: newRight - x, height: newBottom - y };
}

/** `rect` with one of its numbers changed, pushed back inside the frame. */
export function withSide(rect: RectShare, side: keyof RectShare, share: number): RectShare {
  const next = { ...rect, [side]: share };
  const width = within(next.width, leastShare, 1);
  const height = within(next.height, leastShare, 1);
  return { width, height, x: within(next.x, 0, 1 - width), y: within(next.y, 0, 1 - height) };
}
