/**
 * The three highest places inside the edge, for sampling (sentinel margins: van Keulen 2019). A peak is a mean over 3 × 3 pixels that nothing
 * within half the asked distance exceeds; of these the highest, then the highest that is far enough from it, then the third.
 */
import { type NotGiven, notGiven, type PeakFigures } from '#model/analysis.ts';
import type { Point } from '#model/geometry.ts';
import { createToScene } from '#model/mapping.ts';
import type { Region } from '#model/region.ts';
import type { Spans } from '../spans.ts';
import { type AnalysedFrame, tooClipped } from './analysed-frame.ts';
import type { MeanBlocks } from './kernels.ts';
import { createMeanReader } from './mean-blocks.ts';

const peaksAtMost = 3;
const blocksAcross = 8;

/** `spans`: the NIR pixels that are looked at, by row, then column. */
export type PeaksOrder = {
  readonly edge: Region | null;
  readonly spans: Spans;
  readonly apartMm: number;
};

export function peaksOf(frame: AnalysedFrame, { edge, spans, apartMm }: PeaksOrder): PeakFigures | NotGiven {
  const { scale, sensor, kernels } = frame;
  if (!scale)
    return notGiven('no-scale', `peaks ${apartMm} mm apart need a scale: measure a ruler in calibration`);
  const name = edge?.id ?? 'the NIR picture';
  const toScene = createToScene(sensor.sceneToSensor);
  const apartPx = apartMm / scale.mmPerPx;
  const nirPx = apartPx / Math.max(1e-9, scenePxPerNirPx(frame, toScene));
  const blockPx = Math.max(1, Math.min(blocksAcross, Math.floor(nirPx / 2 / Math.SQRT2)));
  const blocks = kernels.light.meanBlocks(spans, blockPx);
  const clipped = tooClipped(frame, name, blocks.clippedShare);
  if (clipped) return clipped;
  const most = highestOf(blocks.light);
  if (!Number.isFinite(most)) return notGiven('no-pixels', `${name} has no 3 × 3 pixels`);
  if (most <= 0 || most === blocks.lowest)
    return notGiven('no-signal', `no peak: ${name} is ${most <= 0 ? 'dark' : 'the same everywhere'}`);
  const meanAt = createMeanReader(sensor, spans);
  const found = highest({ blocks, meanAt, toScene }, { apartPx, withinPx: nirPx / 2 });
  return {
    edgeId: edge?.id ?? null,
    peaks: found.map(({ light, at }, i) => ({
      number: i + 1,
      at,
      light,
      percent: (100 * light) / found[0]!.light,
    })),
  };
}

function highestOf(light: Float32Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < light.length; i++) if (light[i]! > most) most = light[i]!;
  return most;
}

function scenePxPerNirPx({ sensor }: AnalysedFrame, toScene: (p: Point) => Point): number {
  const { widthPx, heightPx } = sensor.codes;
  const middle = { x: (widthPx - 1) / 2, y: (heightPx - 1) / 2 };
  const step = toScene({ x: middle.x + 1, y: middle.y });
  const origin = toScene(middle);
  return Math.hypot(step.x - origin.x, step.y - origin.y);
}

type Means = {
  readonly blocks: MeanBlocks;
  readonly meanAt: (x: number, y: number) => number;
  readonly toScene: (p: Point) => Point;
};
type Found = { readonly light: number; readonly at: Point };

/**
 * The highest places that are `apartPx` scene pixels from each other. Of equal ones the first by row, then column; of a plateau, one place a block
 * is offered.
 */
function highest(means: Means, { apartPx, withinPx }: { apartPx: number; withinPx: number }): Found[] {
  const { blocks, toScene } = means;
  const { light, at, widthPx } = blocks;
  const isBefore = (a: number, b: number) =>
    light[a]! > light[b]! || (light[a] === light[b] && at[a]! < at[b]!);
  const offered = createQueue(unexceeded(blocks, withinPx), isBefore);
  const found: Found[] = [];
  for (let block = offered(); block !== null && found.length < peaksAtMost; block = offered()) {
    const place = { x: at[block]! % widthPx, y: Math.floor(at[block]! / widthPx) };
    const scene = toScene(place);
    if (!Number.isFinite(scene.x) || !Number.isFinite(scene.y)) continue;
    if (found.some(other => Math.hypot(other.at.x - scene.x, other.at.y - scene.y) < apartPx)) continue;
    if (isExceeded(means, block, withinPx)) continue;
    found.push({ light: light[block]!, at: scene });
  }
  return found;
}

/** The blocks whose highest place the blocks beside them do not exceed. */
function unexceeded({ light, at, columns, rows, widthPx }: MeanBlocks, withinPx: number): number[] {
  const within2 = withinPx * withinPx;
  const left: number[] = [];
  for (let block = 0; block < light.length; block++) {
    const own = light[block]!;
    if (own === Number.NEGATIVE_INFINITY) continue;
    const column = block % columns;
    const row = (block - column) / columns;
    const x = at[block]! % widthPx;
    const y = Math.floor(at[block]! / widthPx);
    let isHighest = true;
    for (let by = Math.max(0, row - 1); isHighest && by <= Math.min(rows - 1, row + 1); by++)
      for (let bx = Math.max(0, column - 1); bx <= Math.min(columns - 1, column + 1); bx++) {
        const other = by * columns + bx;
        if (light[other]! <= own) continue;
        const dx = (at[other]! % widthPx) - x;
        const dy = Math.floor(at[other]! / widthPx) - y;
        if (dx * dx + dy * dy <= within2) {
          isHighest = false;
          break;
        }
      }
    if (isHighest) left.push(block);
  }
  return left;
}

/** `items` one after another, in the order of `isBefore`; null: no more. A heap (Williams 1964): few of many are ever asked for. */
function createQueue(items: number[], isBefore: (a: number, b: number) => boolean): () => number | null {
  const sink = (from: number): void => {
    const item = items[from]!;
    let at = from;
    for (let child = 2 * at + 1; child < items.length; child = 2 * at + 1) {
      if (child + 1 < items.length && isBefore(items[child + 1]!, items[child]!)) child++;
      if (!isBefore(items[child]!, item)) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = item;
  };
  for (let at = (items.length >> 1) - 1; at >= 0; at--) sink(at);
  return () => {
    const first = items[0] ?? null;
    const last = items.pop();
    if (items.length > 0) {
      items[0] = last!;
      sink(0);
    }
    return first;
  };
}

/** Whether some place within `withinPx` NIR pixels of a block's highest is higher. */
function isExceeded({ blocks, meanAt }: Means, block: number, withinPx: number): boolean {
  const { light, at, columns, rows, blockPx, widthPx } = blocks;
  const own = light[block]!;
  const x = at[block]! % widthPx;
  const y = Math.floor(at[block]! / widthPx);
  const within2 = withinPx * withinPx;
  const isNear = (px: number, py: number) => (px - x) ** 2 + (py - y) ** 2 <= within2;
  const x0 = Math.max(0, Math.floor((x - withinPx) / blockPx));
  const x1 = Math.min(columns - 1, Math.floor((x + withinPx) / blockPx));
  const y0 = Math.max(0, Math.floor((y - withinPx) / blockPx));
  const y1 = Math.min(rows - 1, Math.floor((y + withinPx) / blockPx));
  for (let by = y0; by <= y1; by++)
    for (let bx = x0; bx <= x1; bx++) {
      const other = by * columns + bx;
      if (light[other]! <= own) continue;
      if (isNear(at[other]! % widthPx, Math.floor(at[other]! / widthPx))) return true;
      for (let py = by * blockPx; py < (by + 1) * blockPx; py++)
        for (let px = bx * blockPx; px < (bx + 1) * blockPx; px++)
          if (isNear(px, py) && meanAt(px, py) > own) return true;
    }
  return false;
}
