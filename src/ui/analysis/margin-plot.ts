/** The distance to the signal along the edge as places in a plot. Pure. */
import type { EdgeProfile } from '#model/analysis.ts';
import { rankOf } from '#overlay/edge-band.ts';
import { numerals } from '#words/words.ts';
import { roundStep, ticksTo } from './plot-scale.ts';

/** In SVG units. */
export const marginBox = { width: 400, height: 168, left: 34, right: 392, top: 22, bottom: 130 } as const;

type Tick = { readonly at: number; readonly word: string };

export type MarginPlot = {
  readonly unit: 'mm' | 'px';
  /** One path for each rank that occurs; `rank` 0 is nearer than the first limit. */
  readonly lines: readonly { readonly rank: number; readonly path: string }[];
  readonly limits: readonly { readonly y: number; readonly word: string }[];
  /** Where the smallest distance lies. */
  readonly smallest: { readonly x: number; readonly y: number };
  readonly across: readonly Tick[];
  readonly up: readonly Tick[];
  /** Distances above this are not drawn, in `unit`; null: all are. */
  readonly cutAbove: number | null;
};

const columns = 240;
/** What is farther than so many times the last limit says nothing of it, and would press the rest together. */
const limitsShown = 3;

/**
 * Edge position from left to right, distance upwards. Each column shows the smallest distance of its stretch, so that thinning never
 * hides a near one. Null without samples.
 */
export function marginPlot(edge: EdgeProfile, limitsMm: readonly number[]): MarginPlot | null {
  const count = edge.distancesPx.length;
  if (count === 0) return null;
  const perPx = edge.mmPerPx ?? 1;
  const limits = edge.mmPerPx === null ? [] : limitsMm;
  const bins = Math.min(columns, count);
  const distances = Array.from({ length: bins }, (_, bin) => {
    const from = Math.floor((bin * count) / bins);
    const to = Math.max(from + 1, Math.floor(((bin + 1) * count) / bins));
    let least = Infinity;
    for (let i = from; i < to; i++) least = Math.min(least, edge.distancesPx[i]!);
    return least * perPx;
  });
  const farthest = Math.max(...distances);
  const room = limits.length > 0 ? Math.min(farthest, limitsShown * limits.at(-1)!) : farthest;
  const top = topOf(Math.max(room, limits.at(-1) ?? 0));
  const { left, right, top: y1, bottom } = marginBox;
  const toX = (bin: number) => left + ((right - left) * (bin + 0.5)) / bins;
  const toY = (distance: number) => bottom - ((bottom - y1) * Math.min(distance, top)) / top;
  const length = count * edge.stepPx * perPx;
  const least = distances.indexOf(Math.min(...distances));
  return {
    unit: edge.mmPerPx === null ? 'px' : 'mm',
    lines: rankPaths(distances, { limits, toX, toY, top }),
    limits: limits.map(limit => ({ y: toY(limit), word: numerals(`${Number(limit.toPrecision(3))} mm`) })),
    smallest: { x: toX(least), y: toY(distances[least]!) },
    across: ticksTo(length, 5).map(({ value, word }) => ({
      at: left + ((right - left) * value) / Math.max(length, Number.MIN_VALUE),
      word,
    })),
    up: ticksTo(top, 4).map(({ value, word }) => ({ at: toY(value), word })),
    cutAbove: farthest > top ? top : null,
  };
}

const topOf = (value: number): number => {
  const step = roundStep(value / 4);
  return Math.max(step, step * Math.ceil(value / step - 1e-6));
};

/** The line in stretches by rank; a stretch goes half-way to its neighbours, and is broken where it leaves the plot. */
function rankPaths(
  distances: readonly number[],
  on: {
    limits: readonly number[];
    toX: (bin: number) => number;
    toY: (distance: number) => number;
    top: number;
  },
): { rank: number; path: string }[] {
  const paths = new Map<number, string>();
  const place = (bin: number, distance: number) => `${on.toX(bin).toFixed(1)} ${on.toY(distance).toFixed(1)}`;
  for (const [bin, distance] of distances.entries()) {
    if (distance > on.top) continue;
    const rank = rankOf(distance, on.limits);
    const towards = (next: number | undefined) => ((next ?? distance) + distance) / 2;
    const path = `M${place(bin - 0.5, towards(distances[bin - 1]))}L${place(bin, distance)}L${place(bin + 0.5, towards(distances[bin + 1]))}`;
    paths.set(rank, (paths.get(rank) ?? '') + path);
  }
  return [...paths].map(([rank, path]) => ({ rank, path })).toSorted((a, b) => b.rank - a.rank);
}
