/** Areas of pixels that hang together, and how deep a pixel lies in one. Marks are planes of 0 and 1, row by row. */
import type { SizePx } from '#model/geometry.ts';

export type Marks = Uint8Array<ArrayBuffer>;

/** The pixels of `marks` that can be reached from those of `starts` that are marked, over pixels that share an edge. */
export function reachedFrom(starts: readonly number[], marks: Uint8Array, size: SizePx): Marks {
  const reached = new Uint8Array(marks.length);
  for (const start of starts) if (marks[start] && !reached[start]) flood(start, { marks, reached, size });
  return reached;
}

/** The largest area of marked pixels; how many pixels it has, and how many are marked beside it. */
export function largestArea(
  marks: Uint8Array,
  size: SizePx,
): { readonly area: Marks; readonly pixels: number; readonly others: number } {
  const reached = new Uint8Array(marks.length);
  let pixels = 0;
  let all = 0;
  let largest = 0;
  for (let start = 0; start < marks.length; start++) {
    if (!marks[start] || reached[start]) continue;
    const count = flood(start, { marks, reached, size });
    all += count;
    if (count > pixels) [pixels, largest] = [count, start];
  }
  return { area: reachedFrom([largest], marks, size), pixels, others: all - pixels };
}

/** Marks in `reached` what hangs together with `start`, and counts it. */
function flood(start: number, of: { marks: Uint8Array; reached: Marks; size: SizePx }): number {
  const { marks, reached, size } = of;
  const { widthPx } = size;
  const last = marks.length - widthPx;
  const waiting = [start];
  reached[start] = 1;
  let count = 0;
  const reach = (at: number) => {
    if (!marks[at] || reached[at]) return;
    reached[at] = 1;
    waiting.push(at);
  };
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    count++;
    const x = at % widthPx;
    if (x > 0) reach(at - 1);
    if (x < widthPx - 1) reach(at + 1);
    if (at >= widthPx) reach(at - widthPx);
    if (at < last) reach(at + widthPx);
  }
  return count;
}

/**
 * Distance in pixels of every marked pixel from the nearest that is not marked, 0 there; infinite where all are marked. The picture's
 * edges are no end of an area. Right to 8 % (the 3-4 chamfer: Borgefors, Comput Vis Graph Image Process 1986;34:344).
 */
export function depthsIn(marks: Uint8Array, { widthPx, heightPx }: SizePx): Float32Array<ArrayBuffer> {
  const depths = new Float32Array(marks.length);
  for (let at = 0; at < depths.length; at++) if (marks[at]) depths[at] = Number.POSITIVE_INFINITY;
  const lower = (at: number, x: number, step: 1 | -1) => {
    // Before: the pixel beside, and the three of the row that was passed; `step` turns both round.
    const row = at - step * widthPx;
    const hasRow = row >= 0 && row < depths.length;
    const hasBefore = step > 0 ? x > 0 : x < widthPx - 1;
    const hasAfter = step > 0 ? x < widthPx - 1 : x > 0;
    let least = depths[at]!;
    if (hasBefore) least = Math.min(least, depths[at - step]! + 1);
    if (hasRow) least = Math.min(least, depths[row]! + 1);
    if (hasRow && hasBefore) least = Math.min(least, depths[row - step]! + 4 / 3);
    if (hasRow && hasAfter) least = Math.min(least, depths[row + step]! + 4 / 3);
    depths[at] = least;
  };
  for (let at = 0; at < depths.length; at++) if (depths[at]! > 0) lower(at, at % widthPx, 1);
  for (let at = widthPx * heightPx - 1; at >= 0; at--) if (depths[at]! > 0) lower(at, at % widthPx, -1);
  return depths;
}
