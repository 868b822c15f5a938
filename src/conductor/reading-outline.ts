/** A line that a hand drew, as an outline that is kept. Pure. */
import type { Point, SizePx } from '#model/geometry.ts';
import { type Outline, readingLimits } from '#model/reading.ts';

/** Corners nearer than this to the one before say nothing. */
const leastStepPx = 0.5;

/** A hundredth of a pixel: finer than any hand, and a third of the digits on the disk. */
const rounded = (value: number): number => Math.round(value * 100) / 100;

/** Cut to the picture, without doubled corners, every n-th where there are too many; null: fewer than three corners, or no area. */
export function outlineOf(points: readonly Point[], { widthPx, heightPx }: SizePx): Outline | null {
  const into = (value: number, end: number) => Math.min(end - 0.5, Math.max(-0.5, value));
  const kept: Point[] = [];
  for (const { x, y } of points) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) return null;
    const point = { x: rounded(into(x, widthPx)), y: rounded(into(y, heightPx)) };
    const before = kept.at(-1);
    if (!before || Math.hypot(point.x - before.x, point.y - before.y) >= leastStepPx) kept.push(point);
  }
  const every = Math.ceil(kept.length / readingLimits.pointsAnOutline);
  const outline = kept.filter((_, i) => i % every === 0);
  const isFlat = new Set(outline.map(({ x }) => x)).size < 2 || new Set(outline.map(({ y }) => y)).size < 2;
  return outline.length < 3 || isFlat ? null : outline;
}
