/** The outline of a drawn edge as points that lie evenly along it, and whether it can be an edge at all. */
import type { Point } from '#model/geometry.ts';
import type { Shape } from '#model/region.ts';

/** About one scene pixel apart; farther on outlines that are longer than this. */
const samplesAtMost = 2000;
const samplesAtLeast = 16;
/** An ellipse's length is summed over this many pieces. */
const ellipsePieces = 4096;

export type EdgeOutline = {
  /** x, y, x, y … in scene pixels, evenly along the outline, which is closed. */
  readonly points: Float64Array<ArrayBuffer>;
  readonly count: number;
  /** Between neighbours, along the outline. */
  readonly stepPx: number;
  readonly lengthPx: number;
};

/** `shape` as samples. Length 0 for one that is drawn on one spot. */
export function edgeOutline(shape: Shape): EdgeOutline {
  const corners = 'points' in shape ? shape.points : roundCorners(shape);
  const ends = new Float64Array(corners.length + 1);
  for (let i = 0; i < corners.length; i++) {
    const a = corners[i]!;
    const b = corners[(i + 1) % corners.length]!;
    ends[i + 1] = ends[i]! + Math.hypot(b.x - a.x, b.y - a.y);
  }
  const lengthPx = ends[corners.length]!;
  const count = Math.max(samplesAtLeast, Math.min(samplesAtMost, Math.ceil(lengthPx)));
  const stepPx = lengthPx / count;
  const points = new Float64Array(2 * count);
  let piece = 0;
  for (let i = 0; i < count; i++) {
    const at = i * stepPx;
    while (piece < corners.length - 1 && ends[piece + 1]! <= at) piece++;
    const a = corners[piece]!;
    const b = corners[(piece + 1) % corners.length]!;
    const along = ends[piece + 1]! - ends[piece]!;
    const share = along === 0 ? 0 : (at - ends[piece]!) / along;
    points[2 * i] = a.x + share * (b.x - a.x);
    points[2 * i + 1] = a.y + share * (b.y - a.y);
  }
  return { points, count, stepPx, lengthPx };
}

function roundCorners(shape: Extract<Shape, { centre: Point }>): Point[] {
  const [rx, ry, angle] =
    shape.kind === 'circle'
      ? [shape.radiusPx, shape.radiusPx, 0]
      : [shape.radiusXPx, shape.radiusYPx, shape.angleRad];
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  return Array.from({ length: ellipsePieces }, (_, i) => {
    const turn = (2 * Math.PI * i) / ellipsePieces;
    const u = rx * Math.cos(turn);
    const v = ry * Math.sin(turn);
    return { x: shape.centre.x + c * u - s * v, y: shape.centre.y + s * u + c * v };
  });
}

type Piece = { readonly a: Point; readonly b: Point; readonly index: number };

/** Whether two pieces of a polygon's outline that are no neighbours meet. Corners that follow each other on one spot count once. */
export function crossesItself(shape: Shape): boolean {
  if (!('points' in shape)) return false;
  const corners = shape.points.filter((p, i, all) => {
    const before = all[(i + all.length - 1) % all.length]!;
    return p.x !== before.x || p.y !== before.y;
  });
  const count = corners.length;
  if (count < 4) return false;
  const pieces: Piece[] = corners.map((a, index) => ({ a, b: corners[(index + 1) % count]!, index }));
  const left = ({ a, b }: Piece) => Math.min(a.x, b.x);
  const right = ({ a, b }: Piece) => Math.max(a.x, b.x);
  pieces.sort((p, q) => left(p) - left(q));
  for (let i = 0; i < count; i++) {
    const piece = pieces[i]!;
    const end = right(piece);
    for (let j = i + 1; j < count && left(pieces[j]!) <= end; j++) {
      const other = pieces[j]!;
      const apart = Math.abs(piece.index - other.index);
      if (apart !== 1 && apart !== count - 1 && meet(piece, other)) return true;
    }
  }
  return false;
}

const side = (a: Point, b: Point, p: Point): number =>
  Math.sign((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x));

const isWithin = (a: Point, b: Point, p: Point): boolean =>
  Math.min(a.x, b.x) <= p.x &&
  p.x <= Math.max(a.x, b.x) &&
  Math.min(a.y, b.y) <= p.y &&
  p.y <= Math.max(a.y, b.y);

/** Crossing or touching: Cormen et al., Introduction to Algorithms, §33.1. */
function meet(p: Piece, q: Piece): boolean {
  const [a, b, c, d] = [side(q.a, q.b, p.a), side(q.a, q.b, p.b), side(p.a, p.b, q.a), side(p.a, p.b, q.b)];
  if (a * b < 0 && c * d < 0) return true;
  return (
    (a === 0 && isWithin(q.a, q.b, p.a)) ||
    (b === 0 && isWithin(q.a, q.b, p.b)) ||
    (c === 0 && isWithin(p.a, p.b, q.a)) ||
    (d === 0 && isWithin(p.a, p.b, q.b))
  );
}
