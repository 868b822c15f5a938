/**
 * Pixels inside a reader's outlines, as spans of rows: a pixel belongs where its centre does, by the rule of all regions
 * (`isInside` of `#model/region.ts`), so that areas and overlaps are whole numbers. Outlines that overlap count once.
 */
import type { Point, SizePx } from '#model/geometry.ts';
import type { Outline } from '#model/reading.ts';

/** First and last pixel of a run, both inside. */
type Span = readonly [from: number, to: number];

/** Row by row; rows without a pixel are not there. Spans of a row rise and never touch. */
export type Outlined = ReadonlyMap<number, readonly Span[]>;

export function outlinedPixels(outlines: readonly Outline[], { widthPx, heightPx }: SizePx): Outlined {
  const spans = new Map<number, Span[]>();
  for (const outline of outlines)
    for (const [row, crossings] of crossingsOf(outline, heightPx)) {
      crossings.sort((a, b) => a - b);
      for (let i = 0; i + 1 < crossings.length; i += 2) {
        const from = Math.max(0, Math.ceil(crossings[i]!));
        const to = Math.min(widthPx - 1, Math.ceil(crossings[i + 1]!) - 1);
        if (from > to) continue;
        const runs = spans.get(row);
        if (runs) runs.push([from, to]);
        else spans.set(row, [[from, to]]);
      }
    }
  return new Map([...spans].map(([row, runs]) => [row, joined(runs)]));
}

/** Where a closed line crosses the rows of pixel centres; an even number in each. */
function crossingsOf(outline: Outline, heightPx: number): Map<number, number[]> {
  const rows = new Map<number, number[]>();
  for (const [i, end] of outline.entries()) {
    const start = outline[i === 0 ? outline.length - 1 : i - 1]!;
    const [upper, lower]: readonly Point[] = start.y < end.y ? [start, end] : [end, start];
    if (!upper || !lower) continue;
    const last = Math.min(heightPx - 1, Math.ceil(lower.y) - 1);
    for (let row = Math.max(0, Math.ceil(upper.y)); row <= last; row++) {
      const at = ((lower.x - upper.x) * (row - upper.y)) / (lower.y - upper.y) + upper.x;
      const crossings = rows.get(row);
      if (crossings) crossings.push(at);
      else rows.set(row, [at]);
    }
  }
  return rows;
}

function joined(runs: readonly Span[]): readonly Span[] {
  if (runs.length < 2) return runs;
  const whole: [number, number][] = [];
  for (const [from, to] of runs.toSorted((a, b) => a[0] - b[0])) {
    const before = whole.at(-1);
    if (before && from <= before[1] + 1) before[1] = Math.max(before[1], to);
    else whole.push([from, to]);
  }
  return whole;
}

/** In pixels. */
export function areaOf(pixels: Outlined): number {
  let area = 0;
  for (const runs of pixels.values()) for (const [from, to] of runs) area += to - from + 1;
  return area;
}

/** Pixels that lie in both. */
function sharedArea(a: Outlined, b: Outlined): number {
  let shared = 0;
  for (const [row, runs] of a) {
    const others = b.get(row) ?? [];
    for (const [from, to] of runs)
      for (const [otherFrom, otherTo] of others)
        shared += Math.max(0, Math.min(to, otherTo) - Math.max(from, otherFrom) + 1);
  }
  return shared;
}

/** Dice's overlap 2|A∩B| / (|A| + |B|), 0 … 1 (Dice 1945, Ecology 26:297); null where neither holds a pixel. */
export function diceOf(a: Outlined, b: Outlined): number | null {
  const both = areaOf(a) + areaOf(b);
  return both === 0 ? null : (2 * sharedArea(a, b)) / both;
}
