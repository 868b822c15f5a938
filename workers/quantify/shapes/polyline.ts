/** Lengths, areas and fewer points of polylines, in plain TypeScript; in the unit of their points. */
import type { Polyline } from '#model/analysis.ts';

/** The length of the line, in a closed one back to its first point. 0 for fewer than two points. */
export function lengthOf({ points, isClosed }: Polyline): number {
  const count = points.length >> 1;
  let length = 0;
  for (let i = isClosed ? 0 : 1; i < count; i++) {
    const before = i === 0 ? count - 1 : i - 1;
    length += Math.hypot(points[2 * i]! - points[2 * before]!, points[2 * i + 1]! - points[2 * before + 1]!);
  }
  return length;
}

/**
 * The enclosed area by the shoelace formula: above 0 when the line goes clockwise on the screen, as lines about signal do, below 0 about a
 * hole. An open line is taken as closed by a straight piece. 0 for fewer than three points.
 */
export function signedAreaOf({ points }: Polyline): number {
  const count = points.length >> 1;
  if (count < 3) return 0;
  const x0 = points[0]!;
  const y0 = points[1]!;
  let twice = 0;
  for (let i = 2; i < count; i++) {
    const ax = points[2 * i - 2]! - x0;
    const ay = points[2 * i - 1]! - y0;
    twice += ax * (points[2 * i + 1]! - y0) - (points[2 * i]! - x0) * ay;
  }
  return twice / 2;
}

/**
 * Douglas–Peucker: the fewest of its points, by that rule, from which every point left out is at most `tolerancePx` away. A closed line is split at its
 * first point and the farthest from it, and keeps at least three points. A tolerance of 0, less or NaN leaves the line as it is.
 */
export function simplified(line: Polyline, tolerancePx: number): Polyline {
  const { points, isClosed } = line;
  const count = points.length >> 1;
  if (!(tolerancePx > 0) || count < 3) return line;
  const xy = isClosed ? closedUp(points) : points;
  const kept = new Uint8Array(count + 1);
  kept[0] = 1;
  const tolerance2 = tolerancePx * tolerancePx;
  if (isClosed) keepLoop(xy, tolerance2, kept);
  else {
    kept[count - 1] = 1;
    keepWithin(xy, { first: 0, last: count - 1 }, tolerance2, kept);
  }
  const left: number[] = [];
  for (let i = 0; i < count; i++) if (kept[i]) left.push(points[2 * i]!, points[2 * i + 1]!);
  return { points: Float32Array.from(left), isClosed };
}

type Points = Float32Array<ArrayBuffer>;
type Piece = { readonly first: number; readonly last: number };
/** `reach`: its squared distance to the piece, times `scale`, the piece's squared length (1 for a piece without length). */
type Farthest = { readonly index: number; readonly reach: number; readonly scale: number };

function closedUp(points: Points): Points {
  const xy = new Float32Array(points.length + 2);
  xy.set(points);
  xy.set(points.subarray(0, 2), points.length);
  return xy;
}

function keepLoop(xy: Points, tolerance2: number, kept: Uint8Array<ArrayBuffer>): void {
  const count = (xy.length >> 1) - 1;
  let middle = 1;
  let most = -1;
  for (let i = 1; i < count; i++) {
    const dx = xy[2 * i]! - xy[0]!;
    const dy = xy[2 * i + 1]! - xy[1]!;
    const far = dx * dx + dy * dy;
    if (far > most) {
      most = far;
      middle = i;
    }
  }
  kept[middle] = 1;
  const halves = [
    { first: 0, last: middle },
    { first: middle, last: count },
  ] as const;
  const [first, second] = [farthest(xy, halves[0]), farthest(xy, halves[1])];
  if (Math.max(first.reach, second.reach) <= tolerance2 * second.scale) {
    const third = first.reach >= second.reach ? first : second;
    if (third.index >= 0) kept[third.index] = 1;
    return;
  }
  for (const half of halves) keepWithin(xy, half, tolerance2, kept);
}

function keepWithin(xy: Points, piece: Piece, tolerance2: number, kept: Uint8Array<ArrayBuffer>): void {
  const waiting = [piece];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { index, reach, scale } = farthest(xy, next);
    if (index < 0 || reach <= tolerance2 * scale) continue;
    kept[index] = 1;
    waiting.push({ first: next.first, last: index }, { first: index, last: next.last });
  }
}

/** The point between the piece's ends that is farthest from it, the first of equals; -1 when there is none. */
function farthest(xy: Points, { first, last }: Piece): Farthest {
  const ax = xy[2 * first]!;
  const ay = xy[2 * first + 1]!;
  const ex = xy[2 * last]!;
  const ey = xy[2 * last + 1]!;
  const vx = ex - ax;
  const vy = ey - ay;
  const length2 = vx * vx + vy * vy;
  const scale = length2 > 0 ? length2 : 1;
  let index = -1;
  let reach = -1;
  for (let i = first + 1; i < last; i++) {
    const ux = xy[2 * i]! - ax;
    const uy = xy[2 * i + 1]! - ay;
    const along = ux * vx + uy * vy;
    let far: number;
    if (along <= 0) far = (ux * ux + uy * uy) * scale;
    else if (along >= length2) {
      const wx = xy[2 * i]! - ex;
      const wy = xy[2 * i + 1]! - ey;
      far = (wx * wx + wy * wy) * scale;
    } else {
      const across = ux * vy - uy * vx;
      far = across * across;
    }
    if (far > reach) {
      reach = far;
      index = i;
    }
  }
  return { index, reach, scale };
}
