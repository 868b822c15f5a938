/** Which sensor pixels belong to a shape, as runs of pixels. Pure; the inclusion rule is `isInside` of the model. */
import { type Homography, inverse, mapPoint, type Point, type SizePx } from '#model/geometry.ts';
import { boundsOf, isInside, isLeftOfEdge, type Shape } from '#model/region.ts';

/** Triples (row, first column, column after the last) in sensor pixels, by row, then column; no two overlap. */
export type Spans = Int32Array<ArrayBuffer>;

/** Whole pixels: `x0`, `y0` belong to it, `x1`, `y1` do not. */
type Window = { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };

type Edge = { readonly a: Point; readonly b: Point };
type RowTest = (x: number, y: number) => boolean;

/**
 * The spans of `shape` in a window of three by three sensors about the sensor, so that what lies outside can be counted.
 * A pixel belongs to the shape when its centre, mapped to the scene, is inside.
 */
export function spansOf(shape: Shape, sceneToSensor: Homography, sensor: SizePx): Spans {
  const sensorToScene = inverse(sceneToSensor);
  const window = windowOf(shape, sceneToSensor, sensor);
  const found: number[] = [];
  const edges = 'points' in shape ? edgesOf(shape.points) : null;
  const isPixelInside: RowTest = (x, y) => isInside(shape, mapPoint(sensorToScene, { x, y }));
  for (let y = window.y0; y < window.y1; y++) {
    if (edges) addCrossings(found, y, window, { edges, sensorToScene });
    else addRun(found, y, window, isPixelInside);
  }
  return Int32Array.from(found);
}

/** Where `shape` can have pixels. A mapping that folds within the shape (a horizon) gets the whole window. */
function windowOf(shape: Shape, sceneToSensor: Homography, sensor: SizePx): Window {
  const whole: Window = {
    x0: -sensor.widthPx,
    y0: -sensor.heightPx,
    x1: 2 * sensor.widthPx,
    y1: 2 * sensor.heightPx,
  };
  const { x, y, width, height } = boundsOf(shape);
  const corners: Point[] = [
    { x, y },
    { x: x + width, y },
    { x, y: y + height },
    { x: x + width, y: y + height },
  ];
  const depths = corners.map(c => sceneToSensor[2] * c.x + sceneToSensor[5] * c.y + sceneToSensor[8]);
  if (Math.min(...depths) <= 0 && Math.max(...depths) >= 0) return whole;
  const mapped = corners.map(c => mapPoint(sceneToSensor, c));
  // One pixel more each way: rounding in the mapping must not cut a pixel off.
  return {
    x0: Math.max(whole.x0, Math.floor(Math.min(...mapped.map(c => c.x))) - 1),
    y0: Math.max(whole.y0, Math.floor(Math.min(...mapped.map(c => c.y))) - 1),
    x1: Math.min(whole.x1, Math.ceil(Math.max(...mapped.map(c => c.x))) + 2),
    y1: Math.min(whole.y1, Math.ceil(Math.max(...mapped.map(c => c.y))) + 2),
  };
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

/** Polygons: `isInside`'s even-odd rule, with only those edges that the row can cross. */
function addCrossings(
  found: number[],
  y: number,
  window: Window,
  polygon: { edges: readonly Edge[]; sensorToScene: Homography },
): void {
  const { sensorToScene } = polygon;
  const left = mapPoint(sensorToScene, { x: window.x0, y }).y;
  const right = mapPoint(sensorToScene, { x: window.x1 - 1, y }).y;
  const slack = 1e-6 * (1 + Math.abs(left) + Math.abs(right));
  const low = Math.min(left, right) - slack;
  const high = Math.max(left, right) + slack;
  const edges = polygon.edges.filter(
    ({ a, b }) => Math.min(a.y, b.y) <= high && Math.max(a.y, b.y) >= low && a.y !== b.y,
  );
  if (edges.length === 0) return;
  let x0: number | null = null;
  for (let x = window.x0; x < window.x1; x++) {
    const p = mapPoint(sensorToScene, { x, y });
    let inside = false;
    for (const { a, b } of edges) if (isLeftOfEdge(a, b, p)) inside = !inside;
    if (inside) x0 ??= x;
    else if (x0 !== null) {
      found.push(y, x0, x);
      x0 = null;
    }
  }
  if (x0 !== null) found.push(y, x0, window.x1);
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
