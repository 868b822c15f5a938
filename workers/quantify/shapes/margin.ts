/**
 * The distance from a drawn edge to the signal. Exact: from points along the edge to the sub-pixel outline of the signal, in scene pixels.
 * The ± follows GUM (JCGM 100:2008) §5.1.2: scale, registration and boundary are independent.
 */
import {
  type EdgeProfile,
  type MarginFigures,
  type NotGiven,
  notGiven,
  type Polyline,
} from '#model/analysis.ts';
import type { Point } from '#model/geometry.ts';
import type { Region } from '#model/region.ts';
import { type AnalysedFrame, statisticsFor, tooClipped } from './analysed-frame.ts';
import { boundarySd, noiseReachPx } from './boundary.ts';
import { crossesItself, type EdgeOutline } from './edge-outline.ts';
import { lengthOf } from './lengths.ts';
import { levelAt } from './light-picture.ts';
import { createNearestMaker, type FindNearest } from './nearest-place.ts';
import type { Allowed } from './region-places.ts';
import type { Signal } from './signal.ts';

/** Between two samples the smallest distance is looked for at this many places. */
const placesBetween = 16;

/** So many lengths over which noise is shared are looked at on either side of the nearest place. */
const turnsAbout = 4;

type Margin = { readonly figures: MarginFigures; readonly profile: EdgeProfile };

/** `outline`: of the signal, scene pixels, every crossing. */
type MarginOrder = {
  readonly edge: Region;
  readonly edgeLine: EdgeOutline;
  readonly signal: Signal;
  readonly allowed: Allowed;
  readonly outline: readonly Polyline[];
};

/** Why a region, whose outline is `edgeLine`, cannot be an edge; null when it can. */
export function edgeFault(
  frame: AnalysedFrame,
  { id, shape }: Region,
  edgeLine: EdgeOutline,
): NotGiven | null {
  if (crossesItself(shape))
    return notGiven('edge-crosses-itself', `${id} crosses itself: draw it again without a loop`);
  const isEmpty = frame.places.spansOf(shape).length === 0;
  if (!liesInside(frame, edgeLine))
    return notGiven(
      'edge-outside',
      isEmpty
        ? `${id} lies outside the NIR picture`
        : `part of ${id} lies outside the NIR picture: signal there is not seen`,
    );
  return isEmpty ? notGiven('no-pixels', `${id} holds no pixel`) : null;
}

function liesInside({ picture }: AnalysedFrame, { points }: EdgeOutline): boolean {
  const right = picture.widthPx - 0.5;
  const bottom = picture.heightPx - 0.5;
  for (let i = 0; i < points.length; i += 2) {
    const { x, y } = picture.toPlane({ x: points[i]!, y: points[i + 1]! });
    if (!(x >= -0.5 && y >= -0.5 && x <= right && y <= bottom)) return false;
  }
  return true;
}

export type MarginReader = (frame: AnalysedFrame, order: MarginOrder) => Margin | NotGiven;

/** Holds the outline that was looked at last. */
export function createMarginReader(): MarginReader {
  const nearestOf = createNearestMaker();
  return (frame, order) => marginOf(frame, order, nearestOf);
}

function marginOf(
  frame: AnalysedFrame,
  order: MarginOrder,
  nearestOf: ReturnType<typeof createNearestMaker>,
): Margin | NotGiven {
  const { edge, edgeLine, signal } = order;
  const statistics = statisticsFor(frame, edge.id);
  // Where all is white, nothing bounds the signal.
  if (statistics && statistics.n === 0)
    return (
      tooClipped(frame, edge.id, statistics.clippedShare) ??
      notGiven('no-pixels', `${edge.id} has no valid pixel`)
    );
  if (signal.segmented.count === 0)
    return notGiven('no-signal', `nothing inside ${edge.id} reaches the threshold`);
  const find = nearestOf(order.outline, cutSignal(frame, order));
  const distances = distancesAlong(frame, order, { edgeLine, find });
  if (!distances) return notGiven('no-signal', `no outline of signal inside ${edge.id}`);
  const closest = closestPlace(edgeLine, distances.px, find);
  const { scale, registrationPx } = frame;
  const { noisePx, thresholdPx, smoothingPx } = boundarySd(
    frame,
    { scene: closest.boundaryAt, around: outlineAbout(frame, distances, closest) },
    signal.threshold.sd,
  );
  // Two effects of one kind, each known in size and not in sign or share: they add up before they join what is random.
  const tooNear = smoothingPx + noisePx * smallestOfMany(frame, { distances, noisePx, closest });
  const boundary = Math.hypot(noisePx, thresholdPx, tooNear);
  const smallest = lengthOf(closest.distancePx, Math.hypot(boundary, registrationPx), scale);
  return {
    figures: {
      edgeId: edge.id,
      smallest,
      reachesEdge: closest.distancePx === 0,
      at: closest.at,
      signalAt: closest.signalAt,
      edgeLength: lengthOf(edgeLine.lengthPx, 0, scale),
      under: scale
        ? frame.settings.limitsMm.map(limitMm => ({
            limitMm,
            share: shareUnder(distances.px, limitMm / scale.mmPerPx),
          }))
        : [],
    },
    profile: {
      points: Float32Array.from(edgeLine.points),
      distancesPx: Float32Array.from(distances.px),
      stepPx: edgeLine.stepPx,
      mmPerPx: scale?.mmPerPx ?? null,
    },
  };
}

/** Signal that ends only because it may not be signal beyond (a leak, the edge itself): its pixels there, scene, x, y, x, y …. */
function cutSignal({ picture }: AnalysedFrame, { signal, allowed }: MarginOrder): number[] {
  const { mask } = signal.segmented;
  const found: number[] = [];
  for (let i = 0; i < allowed.cut.length; i += 2) {
    const x = allowed.cut[i]!;
    const y = allowed.cut[i + 1]!;
    if (mask[y * picture.widthPx + x] === 0) continue;
    const scene = picture.toScene({ x, y });
    if (Number.isFinite(scene.x) && Number.isFinite(scene.y)) found.push(scene.x, scene.y);
  }
  return found;
}

type Along = { readonly edgeLine: EdgeOutline; readonly find: FindNearest };

/** By sample: how far the signal is, and the nearest place of it, x, y, x, y …. */
type Distances = { readonly px: Float64Array<ArrayBuffer>; readonly places: Float64Array<ArrayBuffer> };

/** 0 where the light at the very sample reaches the threshold, beside signal. Null: no outline. */
function distancesAlong(
  frame: AnalysedFrame,
  { signal }: MarginOrder,
  { edgeLine, find }: Along,
): Distances | null {
  const { picture } = frame;
  const level = picture.toLevel(signal.threshold.linear);
  const { points, count, stepPx } = edgeLine;
  const px = new Float64Array(count);
  const places = points.slice();
  let atMost = Number.POSITIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    const x = points[2 * i]!;
    const y = points[2 * i + 1]!;
    const plane = picture.toPlane({ x, y });
    if (levelAt(picture, plane) >= level && isBesideSignal(frame, signal, plane)) {
      px[i] = 0;
      // The next sample is at most a step farther from signal, but signal here may have no outline near.
      atMost = Number.POSITIVE_INFINITY;
      continue;
    }
    const near = find(x, y, atMost);
    if (!near) return null;
    px[i] = near.distancePx;
    places[2 * i] = near.x;
    places[2 * i + 1] = near.y;
    // A little more, so that rounding never hides the place that the bound is from.
    atMost = near.distancePx + stepPx * 1.001 + 1e-6;
  }
  return { px, places };
}

function isBesideSignal({ picture }: AnalysedFrame, { segmented }: Signal, { x, y }: Point): boolean {
  const { widthPx, heightPx } = picture;
  for (const py of [Math.floor(y), Math.ceil(y)])
    for (const px of [Math.floor(x), Math.ceil(x)]) {
      const column = Math.max(0, Math.min(widthPx - 1, px));
      const row = Math.max(0, Math.min(heightPx - 1, py));
      if (segmented.mask[row * widthPx + column] !== 0) return true;
    }
  return false;
}

type Closest = {
  readonly at: Point;
  readonly signalAt: Point;
  readonly distancePx: number;
  /** The sample that is nearest. */
  readonly sample: number;
  /** Where the outline's own uncertainty counts. */
  readonly boundaryAt: Point;
};

function closestPlace(edgeLine: EdgeOutline, distances: Float64Array, find: FindNearest): Closest {
  const { points, count } = edgeLine;
  const sample = (i: number): Point => {
    const at = 2 * (((i % count) + count) % count);
    return { x: points[at]!, y: points[at + 1]! };
  };
  let least = 0;
  for (let i = 1; i < count; i++) if (distances[i]! < distances[least]!) least = i;
  if (distances[least] === 0) {
    const { from, length } = longestReach(distances);
    const at = sample(from + ((length - 1) >> 1));
    return { at, signalAt: at, distancePx: 0, sample: from, boundaryAt: sample(from) };
  }
  let at = sample(least);
  let best = find(at.x, at.y, Number.POSITIVE_INFINITY)!;
  for (const to of [sample(least - 1), sample(least + 1)]) {
    const from = sample(least);
    for (let step = 1; step < placesBetween; step++) {
      const x = from.x + ((to.x - from.x) * step) / placesBetween;
      const y = from.y + ((to.y - from.y) * step) / placesBetween;
      const near = find(x, y, best.distancePx);
      if (!near || near.distancePx >= best.distancePx) continue;
      best = near;
      at = { x, y };
    }
  }
  const signalAt = { x: best.x, y: best.y };
  return { at, signalAt, distancePx: best.distancePx, sample: least, boundaryAt: signalAt };
}

/** The longest run of samples that signal reaches, round the end; the first of equals. */
function longestReach(distances: Float64Array): { from: number; length: number } {
  const count = distances.length;
  let start = 0;
  while (start < count && distances[start] === 0) start++;
  if (start === count) return { from: 0, length: count };
  let best = { from: 0, length: 0 };
  let length = 0;
  for (let i = 1; i <= count; i++) {
    const at = (start + i) % count;
    length = distances[at] === 0 ? length + 1 : 0;
    if (length > best.length) best = { from: (at - length + 1 + count) % count, length };
  }
  return best;
}

/** The signal's outline on both sides of the nearest place, as far as noise has a few turns. Empty where signal reaches the edge. */
function outlineAbout(
  { picture }: AnalysedFrame,
  { px, places }: Distances,
  { sample, distancePx, signalAt }: Closest,
): Point[] {
  if (distancePx === 0) return [];
  const reach = noiseReachPx * picture.scenePxPerPlanePx(picture.toPlane(signalAt));
  const count = px.length;
  const found: Point[] = [];
  for (const step of [1, -1]) {
    let before: Point = signalAt;
    let along = 0;
    for (let i = 1; i < count / 2 && along < turnsAbout * reach; i++) {
      const at = (sample + step * i + count) % count;
      const place = { x: places[2 * at]!, y: places[2 * at + 1]! };
      const apart = Math.hypot(place.x - before.x, place.y - before.y);
      // Another piece of signal, or the edge itself.
      if (apart > reach || px[at] === 0) break;
      along += apart;
      found.push(place);
      before = place;
    }
  }
  return found;
}

/**
 * Of m places that are as near as the noise can tell, the nearest is too near by this many SDs: the mean of the largest of m normal values
 * (Cramér 1946, §28.6). Not taken off the margin, which may only err on the near side; it widens the ±.
 */
function smallestOfMany(
  { picture }: AnalysedFrame,
  { distances, noisePx, closest }: { distances: Distances; noisePx: number; closest: Closest },
): number {
  if (closest.distancePx === 0) return 0;
  const { px, places } = distances;
  const reach = noiseReachPx * picture.scenePxPerPlanePx(picture.toPlane(closest.signalAt));
  const count = px.length;
  const isRival = (i: number) => px[i]! <= closest.distancePx + 2 * noisePx;
  // Stretches of the signal's outline, not of the edge: noise moves the outline.
  let m = 0;
  for (let i = 0; i < count; i++) {
    if (!isRival(i)) continue;
    const before = (i + count - 1) % count;
    const along = Math.hypot(
      places[2 * i]! - places[2 * before]!,
      places[2 * i + 1]! - places[2 * before + 1]!,
    );
    m += isRival(before) ? Math.min(1, along / reach) : 1;
  }
  if (m <= 1) return 0;
  if (m < 2) return 0.75 * (m - 1);
  const root = Math.sqrt(2 * Math.log(m));
  return root - (Math.log(Math.log(m)) + Math.log(4 * Math.PI)) / (2 * root) + 0.5772 / root;
}

function shareUnder(distances: Float64Array, limitPx: number): number {
  let under = 0;
  for (const distance of distances) if (distance < limitPx) under++;
  return under / distances.length;
}
