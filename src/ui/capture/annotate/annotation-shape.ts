/** What a hand or a key does to one annotation: its points, moving it, hitting it, putting a new one down. Pure. */
import {
  type Annotation,
  type AnnotationKind,
  type AnnotationStyle,
  mostTracePoints,
} from '#model/annotation.ts';
import type { Point, SizePx } from '#model/geometry.ts';
import { words } from '#words/words.ts';

/** Every point that can be taken hold of, in a fixed order; ends of lines: first the tail. */
export function pointsOf(annotation: Annotation): readonly Point[] {
  switch (annotation.kind) {
    case 'text':
    case 'pin':
      return [annotation.at];
    case 'arrow':
    case 'length':
      return [annotation.from, annotation.to];
    case 'freehand':
    case 'region':
      return annotation.points;
  }
}

/** `points` in the order of `pointsOf`. */
function withPoints(annotation: Annotation, points: readonly Point[]): Annotation {
  switch (annotation.kind) {
    case 'text':
    case 'pin':
      return { ...annotation, at: points[0]! };
    case 'arrow':
    case 'length':
      return { ...annotation, from: points[0]!, to: points[1]! };
    case 'freehand':
    case 'region':
      return { ...annotation, points: [...points] };
  }
}

/** Which points can be moved on their own: ends and corners. A traced line and a place are moved whole. */
export const partsOf = (annotation: Annotation): number =>
  annotation.kind === 'arrow' || annotation.kind === 'length'
    ? 2
    : annotation.kind === 'region'
      ? annotation.points.length
      : 0;

/** `p` inside a scene whose pixel centres are whole numbers. */
export const keptIn = ({ widthPx, heightPx }: SizePx, p: Point): Point => ({
  x: Math.min(widthPx - 0.5, Math.max(-0.5, p.x)),
  y: Math.min(heightPx - 0.5, Math.max(-0.5, p.y)),
});

/** How far `low` … `high` may go by `step` without leaving −0.5 … `size` − 0.5; what is outside already only comes back. */
function allowed(step: number, [low, high]: readonly [number, number], size: number): number {
  if (step > 0) return Math.max(0, Math.min(step, size - 0.5 - high));
  return Math.min(0, Math.max(step, -0.5 - low));
}

/** Moved by `step` scene pixels, whole or one point of it (`part`), and never out of the scene. */
export function moved(
  annotation: Annotation,
  step: Point,
  { part, scene }: { part: number | null; scene: SizePx },
): Annotation {
  const points = pointsOf(annotation);
  if (part !== null)
    return withPoints(
      annotation,
      points.map((p, index) => (index === part ? keptIn(scene, { x: p.x + step.x, y: p.y + step.y }) : p)),
    );
  const spanOf = (values: readonly number[]) =>
    values.reduce<readonly [number, number]>(
      ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
      [values[0]!, values[0]!],
    );
  const x = allowed(step.x, spanOf(points.map(p => p.x)), scene.widthPx);
  const y = allowed(step.y, spanOf(points.map(p => p.y)), scene.heightPx);
  return withPoints(
    annotation,
    points.map(p => ({ x: p.x + x, y: p.y + y })),
  );
}

/** Shortest distance from `p` to the lines or the place of `annotation`, in scene pixels. */
export function distanceTo(annotation: Annotation, p: Point): number {
  const points = pointsOf(annotation);
  const lines = points.slice(1).map((b, index) => [points[index]!, b] as const);
  const closing = annotation.kind === 'region' ? [[points.at(-1)!, points[0]!] as const] : [];
  if (lines.length === 0) return Math.hypot(p.x - points[0]!.x, p.y - points[0]!.y);
  return Math.min(...[...lines, ...closing].map(([a, b]) => distanceToLine(p, a, b)));
}

function distanceToLine(p: Point, a: Point, b: Point): number {
  const along = { x: b.x - a.x, y: b.y - a.y };
  const square = along.x ** 2 + along.y ** 2;
  const share = square === 0 ? 0 : ((p.x - a.x) * along.x + (p.y - a.y) * along.y) / square;
  const t = Math.min(1, Math.max(0, share));
  return Math.hypot(p.x - a.x - t * along.x, p.y - a.y - t * along.y);
}

/** The number after the highest: a number that was given away is not given again while a later one stands. */
export const nextPinNumber = (annotations: readonly Annotation[]): number =>
  Math.min(999, Math.max(0, ...annotations.map(one => (one.kind === 'pin' ? one.number : 0))) + 1);

/** What a press puts at `at`; `spanPx` is the length of a line that has none yet. */
export function madeAt(
  kind: AnnotationKind,
  at: Point,
  on: { spanPx: number; scene: SizePx; number: number; style: AnnotationStyle },
): Annotation {
  const { spanPx, scene, style } = on;
  const off = (x: number, y: number) => keptIn(scene, { x: at.x + x * spanPx, y: at.y + y * spanPx });
  switch (kind) {
    case 'text':
      return { kind, at, text: words('Text'), style };
    case 'pin':
      return { kind, at, number: on.number, text: '', style };
    case 'arrow':
      return { kind, from: off(-0.7, -0.7), to: at, text: '', style };
    case 'length':
      return { kind, from: off(-0.5, 0), to: off(0.5, 0), text: '', style };
    case 'freehand':
      return { kind, points: [off(-0.5, 0), off(0, -0.2), off(0.5, 0)], text: '', style };
    case 'region':
      return {
        kind,
        points: [off(-0.5, -0.5), off(0.5, -0.5), off(0.5, 0.5), off(-0.5, 0.5)],
        text: '',
        style,
      };
  }
}

/**
 * A trace with fewer points, none farther than `tolerancePx` from what was drawn (Ramer 1972, Douglas & Peucker 1973), and at most
 * `most`: beyond that the tolerance grows.
 */
export function simplified(points: readonly Point[], tolerancePx: number, most = mostTracePoints): Point[] {
  for (let tolerance = tolerancePx; ; tolerance *= 1.5) {
    const kept = withoutStraight(points, tolerance);
    if (kept.length <= most) return kept;
  }
}

function withoutStraight(points: readonly Point[], tolerance: number): Point[] {
  const keeps = new Uint8Array(points.length);
  keeps[0] = 1;
  keeps[points.length - 1] = 1;
  const open: [from: number, to: number][] = [[0, points.length - 1]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span;
    let farthest = -1;
    let reach = tolerance;
    for (let i = from + 1; i < to; i++) {
      const distance = distanceToLine(points[i]!, points[from]!, points[to]!);
      if (distance > reach) [farthest, reach] = [i, distance];
    }
    if (farthest < 0) continue;
    keeps[farthest] = 1;
    open.push([from, farthest], [farthest, to]);
  }
  return points.filter((_, index) => keeps[index] === 1);
}
