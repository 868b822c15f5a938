/**
 * The three highest places inside the edge, for sampling (sentinel margins: van Keulen 2019). A peak is a mean over 3 × 3 pixels that nothing
 * within half the asked distance exceeds; of these the highest, then the highest that is far enough from it, then the third.
 */
import { type NotGiven, notGiven, type PeakFigures } from '#model/analysis.ts';
import { correctedLight } from '#model/field-correction.ts';
import type { Point } from '#model/geometry.ts';
import { createToScene } from '#model/mapping.ts';
import type { Region } from '#model/region.ts';
import type { Sensor } from '../sensor.ts';
import type { Spans } from '../spans.ts';
import { type AnalysedFrame, tooClipped } from './analysed-frame.ts';

const peaksAtMost = 3;
const blocksAcross = 8;

/** A mean over 3 × 3 about an NIR pixel. */
type Place = { readonly light: number; readonly x: number; readonly y: number };

/** `spans`: the NIR pixels that are looked at, by row, then column. */
export type PeaksOrder = {
  readonly edge: Region | null;
  readonly spans: Spans;
  readonly apartMm: number;
};

export type PeakFinder = (frame: AnalysedFrame, order: PeaksOrder) => PeakFigures | NotGiven;

/** Holds one number a pixel of the largest channel so far. */
export function createPeakFinder(): PeakFinder {
  let room = new Float32Array();
  return (frame, order) => {
    const { widthPx, heightPx } = frame.sensor.codes;
    if (room.length < widthPx * heightPx) room = new Float32Array(widthPx * heightPx);
    return peaksOf(frame, order, room);
  };
}

function peaksOf(
  frame: AnalysedFrame,
  { edge, spans, apartMm }: PeaksOrder,
  room: Float32Array<ArrayBuffer>,
): PeakFigures | NotGiven {
  const { scale, sensor } = frame;
  if (!scale)
    return notGiven('no-scale', `peaks ${apartMm} mm apart need a scale: measure a ruler in calibration`);
  const name = edge?.id ?? 'the NIR picture';
  const clipped = tooClipped(frame, name, clippedShareOf(sensor, spans));
  if (clipped) return clipped;
  const means = meansOf(sensor, spans, room);
  if (means.highest === null) return notGiven('no-pixels', `${name} has no 3 × 3 pixels`);
  if (means.highest <= 0 || means.highest === means.lowest)
    return notGiven(
      'no-signal',
      `no peak: ${name} is ${means.highest <= 0 ? 'dark' : 'the same everywhere'}`,
    );
  const toScene = createToScene(sensor.sceneToSensor);
  const found = highest(means, toScene, apartMm / scale.mmPerPx);
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

function clippedShareOf({ codes, clipCode }: Sensor, spans: Spans): number {
  const { samples, startSamples, strideSamples } = codes;
  let clipped = 0;
  let all = 0;
  for (let i = 0; i < spans.length; i += 3) {
    const row = startSamples + spans[i]! * strideSamples;
    for (let at = row + spans[i + 1]!; at < row + spans[i + 2]!; at++)
      if (samples[at]! >= clipCode) clipped++;
    all += spans[i + 2]! - spans[i + 1]!;
  }
  return all === 0 ? 0 : clipped / all;
}

type Means = {
  /** By pixel, row by row: mean over 3 × 3; −Infinity where it is not looked for. */
  readonly light: Float32Array<ArrayBuffer>;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly highest: number | null;
  readonly lowest: number;
};

/**
 * Means about the pixels of `spans` whose neighbours are in `spans` too. A clipped pixel counts as it reads: at least so much it had. Sums are of
 * doubles, along rows first, so that what is alike comes out alike.
 */
function meansOf(sensor: Sensor, spans: Spans, room: Float32Array<ArrayBuffer>): Means {
  const { widthPx, heightPx } = sensor.codes;
  const light = room.subarray(0, widthPx * heightPx).fill(Number.NEGATIVE_INFINITY);
  const rows = [0, 1, 2].map(() => new Float64Array(widthPx).fill(Number.NEGATIVE_INFINITY));
  let most = Number.NEGATIVE_INFINITY;
  let least = Number.POSITIVE_INFINITY;
  let next = 0;
  for (let y = 0; y < heightPx; y++) {
    const own = rows[y % 3]!.fill(Number.NEGATIVE_INFINITY);
    for (; next < spans.length && spans[next] === y; next += 3)
      sumThrees(sensor, own, { y, x0: spans[next + 1]!, x1: spans[next + 2]! });
    if (y < 2) continue;
    const above = rows[(y - 2) % 3]!;
    const middle = rows[(y - 1) % 3]!;
    for (let x = 1; x < widthPx - 1; x++) {
      const mean = (above[x]! + middle[x]! + own[x]!) / 9;
      if (mean === Number.NEGATIVE_INFINITY) continue;
      const at = (y - 1) * widthPx + x;
      light[at] = mean;
      most = Math.max(most, light[at]!);
      least = Math.min(least, light[at]!);
    }
  }
  return { light, widthPx, heightPx, highest: Number.isFinite(most) ? most : null, lowest: least };
}

function sumThrees(
  { codes, linear, correction }: Sensor,
  sums: Float64Array,
  { y, x0, x1 }: { y: number; x0: number; x1: number },
): void {
  const row = codes.startSamples + y * codes.strideSamples;
  const lightOf = (x: number) => {
    const own = linear[Math.min(codes.samples[row + x]!, codes.topCode)]!;
    return correction ? correctedLight(correction, own, y * codes.widthPx + x) : own;
  };
  if (x1 - x0 < 3) return;
  let before = lightOf(x0);
  let own = lightOf(x0 + 1);
  for (let x = x0 + 1; x < x1 - 1; x++) {
    const after = lightOf(x + 1);
    sums[x] = before + own + after;
    before = own;
    own = after;
  }
}

type Found = { readonly light: number; readonly at: Point };

/** `apartPx` in scene pixels. Of equal ones the first by row, then column; of a plateau, one place a block is offered. */
function highest(means: Means, toScene: (p: Point) => Point, apartPx: number): Found[] {
  const middle = { x: (means.widthPx - 1) / 2, y: (means.heightPx - 1) / 2 };
  const step = toScene({ x: middle.x + 1, y: middle.y });
  const origin = toScene(middle);
  const nirPx = apartPx / Math.max(1e-9, Math.hypot(step.x - origin.x, step.y - origin.y));
  const blockPx = Math.max(1, Math.min(blocksAcross, Math.floor(nirPx / 2 / Math.SQRT2)));
  const blocks = blockPlaces(means, blockPx);
  const candidates = blocks.places
    .filter(place => place.light > Number.NEGATIVE_INFINITY)
    .sort((a, b) => b.light - a.light || a.y - b.y || a.x - b.x);
  const found: Found[] = [];
  for (const place of candidates) {
    const at = toScene(place);
    if (!Number.isFinite(at.x) || !Number.isFinite(at.y)) continue;
    if (found.some(other => Math.hypot(other.at.x - at.x, other.at.y - at.y) < apartPx)) continue;
    if (isExceeded(means, blocks, { place, withinPx: nirPx / 2 })) continue;
    found.push({ light: place.light, at });
    if (found.length === peaksAtMost) break;
  }
  return found;
}

type Blocks = { readonly places: readonly Place[]; readonly columns: number; readonly blockPx: number };

/** The highest place of each block, row by row. */
function blockPlaces({ light, widthPx, heightPx }: Means, blockPx: number): Blocks {
  const columns = Math.ceil(widthPx / blockPx);
  const places: Place[] = [];
  for (let y0 = 0; y0 < heightPx; y0 += blockPx)
    for (let x0 = 0; x0 < widthPx; x0 += blockPx) {
      let best = y0 * widthPx + x0;
      for (let y = y0; y < Math.min(heightPx, y0 + blockPx); y++)
        for (let at = y * widthPx + x0; at < y * widthPx + Math.min(widthPx, x0 + blockPx); at++)
          if (light[at]! > light[best]!) best = at;
      places.push({ light: light[best]!, x: best % widthPx, y: Math.floor(best / widthPx) });
    }
  return { places, columns, blockPx };
}

/** Whether some place within `withinPx` NIR pixels is higher. */
function isExceeded(
  { light, widthPx, heightPx }: Means,
  { places, columns, blockPx }: Blocks,
  { place, withinPx }: { place: Place; withinPx: number },
): boolean {
  const within2 = withinPx * withinPx;
  const x0 = Math.max(0, Math.floor((place.x - withinPx) / blockPx));
  const x1 = Math.min(columns - 1, Math.floor((place.x + withinPx) / blockPx));
  const y0 = Math.max(0, Math.floor((place.y - withinPx) / blockPx));
  const y1 = Math.min(Math.ceil(heightPx / blockPx) - 1, Math.floor((place.y + withinPx) / blockPx));
  const isNear = (x: number, y: number) => (x - place.x) ** 2 + (y - place.y) ** 2 <= within2;
  for (let by = y0; by <= y1; by++)
    for (let bx = x0; bx <= x1; bx++) {
      const highestHere = places[by * columns + bx]!;
      if (highestHere.light <= place.light) continue;
      if (isNear(highestHere.x, highestHere.y)) return true;
      for (let y = by * blockPx; y < Math.min(heightPx, (by + 1) * blockPx); y++)
        for (let x = bx * blockPx; x < Math.min(widthPx, (bx + 1) * blockPx); x++)
          if (light[y * widthPx + x]! > place.light && isNear(x, y)) return true;
    }
  return false;
}
