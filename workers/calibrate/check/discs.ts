/** Bright discs in a picture, of any size, on any background. */
import type { Point, SizePx } from '#model/geometry.ts';
import { boxMean, type Plane } from '../fields/planes.ts';
import { componentsAbove } from './components.ts';
import type { HeldPicture } from './picture.ts';
import { valueAt } from './sampling.ts';

export type Disc = {
  readonly centre: Point;
  readonly radiusPx: number;
  /** Standard uncertainty of the centre each way, from how the places of its edge scatter. */
  readonly sdPx: number;
};
type Circle = Omit<Disc, 'sdPx'>;

/** Discs are looked for in a picture made smaller to this. */
const workingPx = 640;
const levels = 40;
/** Threshold above the background, in SD of the smoothed noise, from which on a disc may be noticed. */
const leastSd = 5;
const leastRadius = 3;
/** Where the threshold must lie between background and inside for a shape to be the disc's own. */
const between = { low: 0.3, high: 0.7 };
const rays = 72;

type Candidate = Circle & { readonly offHalf: number };

/**
 * Discs at half of their own height, whatever it is: shapes above 40 levels (evenly in the logarithm) that are round and stand out from
 * the ring about them, then a circle through where 72 rays pass half height. Brightest levels first; one place gives one disc.
 */
export function findDiscs(held: HeldPicture): readonly Disc[] {
  const factor = Math.max(1, Math.ceil(Math.max(held.widthPx, held.heightPx) / workingPx));
  const small = smaller(held, factor);
  const smooth = boxMean(boxMean(small.plane, small, 1), small, 1);
  const candidates = candidatesIn(smooth, small);
  const kept: Candidate[] = [];
  for (const candidate of candidates.sort((a, b) => a.offHalf - b.offHalf))
    if (
      kept.every(
        other =>
          distance(other.centre, candidate.centre) > 0.7 * Math.max(other.radiusPx, candidate.radiusPx),
      )
    )
      kept.push(candidate);
  const fine = boxMean(held.plane, held, 1);
  return kept.flatMap(({ centre, radiusPx }) => {
    const coarse = {
      centre: { x: (centre.x + 0.5) * factor - 0.5, y: (centre.y + 0.5) * factor - 0.5 },
      radiusPx: radiusPx * factor,
    };
    return refined(fine, held, coarse) ?? [];
  });
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** Means of `factor` × `factor` pixels; what does not fill a square at the right and lower edge is left out. */
function smaller({ plane, widthPx, heightPx }: HeldPicture, factor: number): SizePx & { plane: Plane } {
  if (factor === 1) return { plane, widthPx, heightPx };
  const size = { widthPx: Math.floor(widthPx / factor), heightPx: Math.floor(heightPx / factor) };
  const means = new Float32Array(size.widthPx * size.heightPx);
  for (let y = 0; y < size.heightPx * factor; y++)
    for (let x = 0; x < size.widthPx * factor; x++)
      means[Math.floor(y / factor) * size.widthPx + Math.floor(x / factor)]! += plane[y * widthPx + x]!;
  return { plane: means.map(sum => sum / factor ** 2), ...size };
}

function candidatesIn(smooth: Plane, size: SizePx): Candidate[] {
  const sorted = smooth.toSorted();
  const background = sorted[Math.floor(0.25 * (sorted.length - 1))]!;
  const highest = sorted.at(-1)!;
  const least = leastSd * noiseOf(smooth, size) + 1e-9 * Math.abs(highest);
  const range = highest - background;
  if (!(range > least)) return [];
  return Array.from(
    { length: levels },
    (_, k) => background + least * (range / least) ** (k / levels),
  ).flatMap(level =>
    componentsAbove(smooth, size, level).flatMap(shape => discAt(smooth, size, { shape, level }) ?? []),
  );
}

/** SD of what differs between pixels four apart: smooth structure hardly does. By the median, so that edges do not count. */
function noiseOf(smooth: Plane, { widthPx, heightPx }: SizePx): number {
  const differences: number[] = [];
  const step = Math.max(1, Math.floor(smooth.length / 40_000));
  for (let i = 0; i < smooth.length - 4; i += step)
    if ((i % widthPx) + 4 < widthPx && i < widthPx * heightPx)
      differences.push(Math.abs(smooth[i + 4]! - smooth[i]!));
  differences.sort((a, b) => a - b);
  return (1.4826 * (differences[differences.length >> 1] ?? 0)) / Math.SQRT2;
}

type Shape = ReturnType<typeof componentsAbove>[number];

/** A disc of radius r has second moments r²/4 each way and the area π·r². */
function discAt(
  smooth: Plane,
  size: SizePx,
  { shape, level }: { shape: Shape; level: number },
): Candidate | null {
  const { area, x, y, xx, xy, yy, touchesEdge } = shape;
  const radiusPx = Math.sqrt(area / Math.PI);
  if (touchesEdge || radiusPx < leastRadius) return null;
  const middle = (xx + yy) / 2;
  const apart = Math.hypot((xx - yy) / 2, xy);
  const isRound = middle - apart > 0.6 * (middle + apart);
  const fills = area / (4 * Math.PI * Math.sqrt(Math.max(1e-9, xx * yy - xy * xy)));
  if (!isRound || fills < 0.93 || fills > 1.08) return null;
  const around = (share: number) =>
    Array.from({ length: 24 }, (_, i) => {
      const angle = (2 * Math.PI * i) / 24;
      const at = { x: x + share * radiusPx * Math.cos(angle), y: y + share * radiusPx * Math.sin(angle) };
      return valueAt(smooth, size, at);
    })
      .filter(value => value !== null)
      .sort((a, b) => a - b);
  const inner = around(0.4);
  const outer = around(1.35);
  if (outer.length < 12) return null;
  const inside = inner[inner.length >> 1]!;
  const outside = outer[outer.length >> 2]!;
  const height = (level - outside) / (inside - outside);
  if (!(height >= between.low && height <= between.high)) return null;
  return { centre: { x, y }, radiusPx, offHalf: Math.abs(height - 0.5) };
}

/** A circle through the places where rays pass half height; null where too few of them do. */
function refined(plane: Plane, size: SizePx, start: Circle): Disc | null {
  let disc: Disc = { ...start, sdPx: 0 };
  for (let round = 0; round < 3; round++) {
    const next = circleThrough(edgesOf(plane, size, disc));
    // A circle that ran away was never this disc's.
    if (!next || distance(next.centre, start.centre) > 0.4 * start.radiusPx) return null;
    if (Math.abs(next.radiusPx / start.radiusPx - 1) > 0.4) return null;
    disc = next;
  }
  return disc;
}

function edgesOf(plane: Plane, size: SizePx, { centre, radiusPx }: Circle): Point[] {
  const step = Math.max(0.2, radiusPx / 80);
  const edges: Point[] = [];
  for (let ray = 0; ray < rays; ray++) {
    const angle = (2 * Math.PI * ray) / rays;
    const direction = { x: Math.cos(angle), y: Math.sin(angle) };
    const along: number[] = [];
    const from = 0.4 * radiusPx;
    for (let r = from; r <= 1.4 * radiusPx; r += step) {
      const value = valueAt(plane, size, { x: centre.x + r * direction.x, y: centre.y + r * direction.y });
      if (value === null) break;
      along.push(value);
    }
    const at = (share: number) => Math.floor((share * radiusPx - from) / step);
    const part = (low: number, high: number) => along.slice(at(low), at(high)).sort((a, b) => a - b);
    const inner = part(0.4, 0.75);
    // The lowest there: a neighbour's edge may come in further out.
    const outer = part(1.15, 1.4);
    if (inner.length < 3 || outer.length < 3) continue;
    const half = (inner[inner.length >> 1]! + outer[outer.length >> 2]!) / 2;
    let best = Number.NaN;
    for (let i = 1; i < along.length; i++) {
      if (!(along[i - 1]! >= half && along[i]! < half)) continue;
      const r = from + step * (i - 1 + (along[i - 1]! - half) / (along[i - 1]! - along[i]!));
      if (!(Math.abs(r - radiusPx) >= Math.abs(best - radiusPx))) best = r;
    }
    if (Number.isFinite(best))
      edges.push({ x: centre.x + best * direction.x, y: centre.y + best * direction.y });
  }
  return edges;
}

/** Least squares of x² + y² + a·x + b·y + c (I. Kåsa, IEEE Trans Instrum Meas 1976;25:8), once more without what lies off. */
function circleThrough(points: readonly Point[]): Disc | null {
  const first = kasa(points);
  if (!first) return null;
  const off = points.map(p => Math.abs(distance(p, first.centre) - first.radiusPx));
  const limit = 3 * 1.4826 * off.toSorted((a, b) => a - b)[off.length >> 1]! + 0.02 * first.radiusPx;
  const kept = points.filter((_, i) => off[i]! <= limit);
  const circle = kasa(kept);
  if (!circle) return null;
  const squares = kept.reduce((sum, p) => sum + (distance(p, circle.centre) - circle.radiusPx) ** 2, 0);
  // Each edge tells of its own direction only: half of them of x, half of y.
  return { ...circle, sdPx: Math.sqrt((2 * squares) / kept.length / kept.length) };
}

function kasa(points: readonly Point[]): Circle | null {
  const n = points.length;
  if (n < rays / 2) return null;
  const mx = points.reduce((sum, p) => sum + p.x, 0) / n;
  const my = points.reduce((sum, p) => sum + p.y, 0) / n;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  let xz = 0;
  let yz = 0;
  let z = 0;
  for (const p of points) {
    const x = p.x - mx;
    const y = p.y - my;
    const square = x * x + y * y;
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xz += x * square;
    yz += y * square;
    z += square;
  }
  const det = 2 * (xx * yy - xy * xy);
  if (!(det > 1e-9 * z * z)) return null;
  const x = (xz * yy - yz * xy) / det;
  const y = (yz * xx - xz * xy) / det;
  return { centre: { x: mx + x, y: my + y }, radiusPx: Math.sqrt(z / n + x * x + y * y) };
}
