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
import { createMeanReader, highestOf } from './mean-blocks.ts';

const peaksAtMost = 3;
const blocksAcross = 8;

/** `spans`: the NIR pixels that are looked at, by row, then column. */
type PeaksOrder = {
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
  if (most <= 0 || blocks.isEven)
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
  const { light } = blocks;
  const isBefore = (a: number, b: number): boolean => {
    if (light[a] !== light[b]) return light[a]! > light[b]!;
    const [first, second] = [placeOf(means, a), placeOf(means, b)];
    return first.y < second.y || (first.y === second.y && first.x < second.x);
  };
  const offered = createQueue(unexceeded(blocks, withinPx), isBefore);
  const found: Found[] = [];
  for (let block = offered(); block !== null && found.length < peaksAtMost; block = offered()) {
    const place = placeOf(means, block);
    const at = toScene(place);
    if (!Number.isFinite(at.x) || !Number.isFinite(at.y)) continue;
    if (found.some(other => Math.hypot(other.at.x - at.x, other.at.y - at.y) < apartPx)) continue;
    const own = light[block]!;
    if (isExceeded(means, { place, own, withinPx })) continue;
    found.push({ light: own, at });
  }
  return found;
}

/** Where the highest mean of a block is; of equals the first. */
function placeOf({ blocks, meanAt }: Means, block: number): Point {
  const { light, row, columns, blockPx } = blocks;
  const y = row[block]!;
  let x = (block % columns) * blockPx;
  const last = x + blockPx - 1;
  while (x < last && meanAt(x, y) !== light[block]) x++;
  return { x, y };
}

/** The blocks that none beside them exceeds, where all of those are near enough to count. */
function unexceeded({ light, columns, rows, blockPx }: MeanBlocks, withinPx: number): number[] {
  const areNear = (2 * blockPx - 1) * Math.SQRT2 <= withinPx;
  const left: number[] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const own = light[row * columns + column]!;
      if (own === Number.NEGATIVE_INFINITY) continue;
      if (areNear && isBesideHigher(light, { row, column, rows, columns })) continue;
      left.push(row * columns + column);
    }
  return left;
}

type BlockAt = {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
};

function isBesideHigher(light: Float32Array, { row, column, rows, columns }: BlockAt): boolean {
  const own = light[row * columns + column]!;
  const right = Math.min(columns - 1, column + 1);
  const bottom = Math.min(rows - 1, row + 1);
  for (let y = Math.max(0, row - 1); y <= bottom; y++)
    for (let x = Math.max(0, column - 1); x <= right; x++) if (light[y * columns + x]! > own) return true;
  return false;
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

/** Whether some place within `withinPx` NIR pixels of `place`, where the mean is `own`, is higher. */
function isExceeded(
  means: Means,
  { place, own, withinPx }: { place: Point; own: number; withinPx: number },
): boolean {
  const { light, columns, rows, blockPx } = means.blocks;
  const within2 = withinPx * withinPx;
  const isNear = (x: number, y: number) => (x - place.x) ** 2 + (y - place.y) ** 2 <= within2;
  const x0 = Math.max(0, Math.floor((place.x - withinPx) / blockPx));
  const x1 = Math.min(columns - 1, Math.floor((place.x + withinPx) / blockPx));
  const y0 = Math.max(0, Math.floor((place.y - withinPx) / blockPx));
  const y1 = Math.min(rows - 1, Math.floor((place.y + withinPx) / blockPx));
  for (let by = y0; by <= y1; by++)
    for (let bx = x0; bx <= x1; bx++) {
      if (light[by * columns + bx]! <= own) continue;
      const highestThere = placeOf(means, by * columns + bx);
      if (isNear(highestThere.x, highestThere.y)) return true;
      for (let y = by * blockPx; y < (by + 1) * blockPx; y++)
        for (let x = bx * blockPx; x < (bx + 1) * blockPx; x++)
          if (isNear(x, y) && means.meanAt(x, y) > own) return true;
    }
  return false;
}
