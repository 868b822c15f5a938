/** Which sensor pixels belong to a shape, as runs of pixels. Pure; the inclusion rule is `isInside` of the model. */
import { type Homography, inverse, mapPoint, type Point, type Rect, type SizePx } from '#model/geometry.ts';
import { createToScene, type Mapping, type Radial } from '#model/mapping.ts';
import { boundsOf, isInside, isLeftOfEdge, type Shape } from '#model/region.ts';

/** Triples (row, first column, column after the last) in sensor pixels, by row, then column; no two overlap. */
export type Spans = Int32Array<ArrayBuffer>;

/** Whole pixels: `x0`, `y0` belong to it, `x1`, `y1` do not. */
type Window = { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };

type Edge = { readonly a: Point; readonly b: Point };
type Interval = { readonly low: number; readonly high: number };
type Polygon = {
  readonly edges: readonly Edge[];
  readonly toScene: (pixel: Point) => Point;
  /** Rows of the sensor are curves in the scene. */
  readonly isCurved: boolean;
};
type RowTest = (x: number, y: number) => boolean;

/**
 * The spans of `shape` in a window of three by three sensors about the sensor, so that what lies outside can be counted.
 * A pixel belongs to the shape when its centre, mapped to the scene, is inside.
 */
export function spansOf(shape: Shape, sceneToSensor: Mapping, sensor: SizePx): Spans {
  const toScene = createToScene(sceneToSensor);
  const window = windowOf(shape, sceneToSensor, sensor);
  const found: number[] = [];
  const edges = 'points' in shape ? edgesOf(shape.points) : null;
  const isCurved = sceneToSensor.radial !== null;
  const isLevel = !isCurved && keepsRows(inverse(sceneToSensor.homography));
  const isPixelInside: RowTest = (x, y) => isInside(shape, toScene({ x, y }));
  for (let y = window.y0; y < window.y1; y++) {
    if (edges && isLevel) addLevelRuns(found, y, window, { edges, toScene });
    else if (edges) addCrossings(found, y, window, { edges, toScene, isCurved });
    else if (isCurved) addRuns(found, y, window, isPixelInside);
    else addRun(found, y, window, isPixelInside);
  }
  return Int32Array.from(found);
}

/** Where `shape` can have pixels. A mapping that folds within the shape (a horizon) gets the whole window. */
function windowOf(shape: Shape, { homography, radial }: Mapping, sensor: SizePx): Window {
  const whole: Window = {
    x0: -sensor.widthPx,
    y0: -sensor.heightPx,
    x1: 2 * sensor.widthPx,
    y1: 2 * sensor.heightPx,
  };
  const bounds = boundsOf(shape);
  const { x, y, width, height } = radial ? undistortedBounds(radial, bounds) : bounds;
  const corners: Point[] = [
    { x, y },
    { x: x + width, y },
    { x, y: y + height },
    { x: x + width, y: y + height },
  ];
  const depths = corners.map(c => homography[2] * c.x + homography[5] * c.y + homography[8]);
  if (Math.min(...depths) <= 0 && Math.max(...depths) >= 0) return whole;
  const mapped = corners.map(c => mapPoint(homography, c));
  // One pixel more each way: rounding in the mapping must not cut a pixel off.
  return {
    x0: Math.max(whole.x0, Math.floor(Math.min(...mapped.map(c => c.x))) - 1),
    y0: Math.max(whole.y0, Math.floor(Math.min(...mapped.map(c => c.y))) - 1),
    x1: Math.min(whole.x1, Math.ceil(Math.max(...mapped.map(c => c.x))) + 2),
    y1: Math.min(whole.y1, Math.ceil(Math.max(...mapped.map(c => c.y))) + 2),
  };
}

/** A rectangle that holds `bounds` undistorted: its sides as intervals, times those factors that occur in it. */
function undistortedBounds({ k1, k2, centre, radiusPx }: Radial, bounds: Rect): Rect {
  const across = { low: bounds.x - centre.x, high: bounds.x + bounds.width - centre.x };
  const down = { low: bounds.y - centre.y, high: bounds.y + bounds.height - centre.y };
  const nearest = ({ low, high }: Interval) => Math.max(0, low, -high);
  const farthest = ({ low, high }: Interval) => Math.max(-low, high);
  const least = (nearest(across) ** 2 + nearest(down) ** 2) / radiusPx ** 2;
  const most = (farthest(across) ** 2 + farthest(down) ** 2) / radiusPx ** 2;
  const turn = -k1 / (2 * k2);
  const factors = [least, most, ...(turn > least && turn < most ? [turn] : [])].map(
    r2 => 1 + r2 * (k1 + k2 * r2),
  );
  const scaled = ({ low, high }: Interval): Interval => {
    const ends = factors.flatMap(factor => [low * factor, high * factor]);
    return { low: Math.min(...ends), high: Math.max(...ends) };
  };
  const x = scaled(across);
  const y = scaled(down);
  return { x: centre.x + x.low, y: centre.y + y.low, width: x.high - x.low, height: y.high - y.low };
}

/** Round shapes are convex, and a homography keeps them so: one run a row, found from both ends. */
function addRun(found: number[], y: number, window: Window, isPixelInside: RowTest): void {
  let x0 = window.x0;
  while (x0 < window.x1 && !isPixelInside(x0, y)) x0++;
  if (x0 >= window.x1) return;
  let x1 = window.x1;
  while (!isPixelInside(x1 - 1, y)) x1--;
  found.push(y, x0, x1);
}

/** Any number of runs a row, found pixel by pixel. */
function addRuns(found: number[], y: number, window: Window, isPixelInside: RowTest): void {
  let x0: number | null = null;
  for (let x = window.x0; x < window.x1; x++) {
    if (isPixelInside(x, y)) x0 ??= x;
    else if (x0 !== null) {
      found.push(y, x0, x);
      x0 = null;
    }
  }
  if (x0 !== null) found.push(y, x0, window.x1);
}

/** Polygons: `isInside`'s even-odd rule, with only those edges that the row can cross. */
function addCrossings(found: number[], y: number, window: Window, polygon: Polygon): void {
  const { toScene, isCurved } = polygon;
  const row = isCurved
    ? Array.from({ length: window.x1 - window.x0 }, (_, i) => toScene({ x: window.x0 + i, y }))
    : null;
  const { low, high } = heightsOf(row ?? [toScene({ x: window.x0, y }), toScene({ x: window.x1 - 1, y })]);
  const slack = 1e-6 * (1 + Math.abs(low) + Math.abs(high));
  const edges = polygon.edges.filter(
    ({ a, b }) => Math.min(a.y, b.y) <= high + slack && Math.max(a.y, b.y) >= low - slack && a.y !== b.y,
  );
  if (edges.length === 0) return;
  addRuns(found, y, window, x => {
    const p = row ? row[x - window.x0]! : toScene({ x, y });
    let inside = false;
    for (const { a, b } of edges) if (isLeftOfEdge(a, b, p)) inside = !inside;
    return inside;
  });
}

/** Whether every row of the sensor is one row of the scene, left to right. */
const keepsRows = (toScene: Homography): boolean =>
  toScene[1] === 0 && toScene[2] === 0 && toScene[5] === 0 && toScene[0] * toScene[8] > 0;

/**
 * The same where a row of the sensor is one of the scene: each edge is left behind once, at a column that is found by halving. What
 * follows moving tissue finds its pixels anew in every frame, and this takes a tenth of the time.
 */
function addLevelRuns(
  found: number[],
  y: number,
  window: Window,
  { edges, toScene }: Pick<Polygon, 'edges' | 'toScene'>,
): void {
  const height = toScene({ x: window.x0, y }).y;
  const columns: number[] = [];
  for (const { a, b } of edges) {
    if (a.y > height === b.y > height) continue;
    let low = window.x0;
    let high = window.x1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isLeftOfEdge(a, b, toScene({ x: middle, y }))) low = middle + 1;
      else high = middle;
    }
    columns.push(low);
  }
  columns.sort((a, b) => a - b);
  const firstOfRow = found.length;
  for (let i = 1; i < columns.length; i += 2) {
    const x0 = columns[i - 1]!;
    const x1 = columns[i]!;
    if (x0 === x1) continue;
    if (found.length > firstOfRow && found.at(-1) === x0) found[found.length - 1] = x1;
    else found.push(y, x0, x1);
  }
}

/** Between which heights of the scene `points` lie; those that are nowhere do not count. */
function heightsOf(points: readonly Point[]): Interval {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { y } of points) {
    if (y < low) low = y;
    if (y > high) high = y;
  }
  return { low, high };
}

function edgesOf(points: readonly Point[]): Edge[] {
  return points.map((a, i) => ({ a, b: points[(i + points.length - 1) % points.length]! }));
}

/** The part of `spans` that lies on the sensor. */
export function clipToSensor(spans: Spans, sensor: SizePx): Spans {
  const kept: number[] = [];
  for (let i = 0; i < spans.length; i += 3) {
    const y = spans[i]!;
    const x0 = Math.max(0, spans[i + 1]!);
    const x1 = Math.min(sensor.widthPx, spans[i + 2]!);
    if (y >= 0 && y < sensor.heightPx && x0 < x1) kept.push(y, x0, x1);
  }
  return Int32Array.from(kept);
}

/** The pixels of `spans` that are not in `cut`. */
export function subtract(spans: Spans, cut: Spans): Spans {
  const kept: number[] = [];
  let first = 0;
  for (let i = 0; i < spans.length; i += 3) {
    const y = spans[i]!;
    let x0 = spans[i + 1]!;
    const x1 = spans[i + 2]!;
    while (first < cut.length && (cut[first]! < y || (cut[first]! === y && cut[first + 2]! <= x0)))
      first += 3;
    for (let c = first; c < cut.length && cut[c]! === y && cut[c + 1]! < x1; c += 3) {
      if (cut[c + 1]! > x0) kept.push(y, x0, cut[c + 1]!);
      x0 = Math.max(x0, cut[c + 2]!);
    }
    if (x0 < x1) kept.push(y, x0, x1);
  }
  return Int32Array.from(kept);
}

export function countPixels(spans: Spans): number {
  let n = 0;
  for (let i = 0; i < spans.length; i += 3) n += spans[i + 2]! - spans[i + 1]!;
  return n;
}
