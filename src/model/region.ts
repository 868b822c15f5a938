/** Regions drawn on the picture, in scene pixels, and which pixels belong to them. */

import type { Point, Rect } from './geometry.ts';
import { z } from './schema-rules.ts';

const coordinate = z.number().min(-100_000).max(100_000);
const point = z.object({ x: coordinate, y: coordinate });
const radius = z.number().positive().max(100_000);

export const shapeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('circle'), centre: point, radiusPx: radius }),
  z.object({
    kind: z.literal('ellipse'),
    centre: point,
    radiusXPx: radius,
    radiusYPx: radius,
    angleRad: z.number(),
  }),
  /** Straight edges between clicked corners. */
  z.object({ kind: z.literal('polygon'), points: z.array(point).min(3).max(10_000) }),
  /** A traced outline: a polygon with many corners, closed by itself. */
  z.object({ kind: z.literal('freehand'), points: z.array(point).min(3).max(10_000) }),
]);

export const tissues = [
  'muscle',
  'skin',
  'fat',
  'liver parenchyma',
  'bone',
  'adjacent normal',
  'other',
] as const;

/**
 * `leak` is excluded from every other region. `edge`: outline of a specimen or of what is to be resected; signal outside it is not
 * looked at. `cavity`: outline of the bed whose residual signal is mapped.
 */
export const roles = ['tumour', 'background', 'leak', 'edge', 'cavity'] as const;

export const regionSchema = z
  .object({
    /** T1, T2 … B1 … L1 … E1 … C1 …; unique within a session. */
    id: z.string().regex(/^[TBLEC]\d{1,3}$/),
    role: z.enum(roles),
    /** Mandatory for a background: TBR means nothing without it. */
    tissue: z.enum(tissues).nullable(),
    shape: shapeSchema,
  })
  .refine(r => r.role !== 'background' || r.tissue !== null, 'A background needs a tissue label.');

export type Shape = z.infer<typeof shapeSchema>;
export type Region = z.infer<typeof regionSchema>;
export type RegionRole = (typeof roles)[number];
export type Tissue = (typeof tissues)[number];

/**
 * Whether scene point `p` lies in `shape`. The inclusion rule of the whole project: **a pixel belongs to a region when its
 * centre does**, the boundary of circles and ellipses included (√((x−cx)² + (y−cy)²) ≤ r); polygons by even-odd crossing,
 * the edge above and left included, so that two polygons that share an edge share no pixel.
 */
export function isInside(shape: Shape, p: Point): boolean {
  switch (shape.kind) {
    case 'circle': {
      const dx = p.x - shape.centre.x;
      const dy = p.y - shape.centre.y;
      return Math.sqrt(dx * dx + dy * dy) <= shape.radiusPx;
    }
    case 'ellipse': {
      const dx = p.x - shape.centre.x;
      const dy = p.y - shape.centre.y;
      const c = Math.cos(shape.angleRad);
      const s = Math.sin(shape.angleRad);
      const u = (c * dx + s * dy) / shape.radiusXPx;
      const v = (c * dy - s * dx) / shape.radiusYPx;
      return u * u + v * v <= 1;
    }
    case 'polygon':
    case 'freehand': {
      let inside = false;
      const { points } = shape;
      for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
        if (isLeftOfEdge(points[i]!, points[j]!, p)) inside = !inside;
      }
      return inside;
    }
  }
}

/**
 * Whether the edge a–b crosses the row of `p` to the right of `p`: one step of even-odd crossing. The edge is always reckoned from
 * its upper end, so that two polygons which share it, one each way round, agree to the last bit.
 */
export function isLeftOfEdge(a: Point, b: Point, p: Point): boolean {
  if (a.y > p.y === b.y > p.y) return false;
  const [upper, lower] = a.y < b.y ? [a, b] : [b, a];
  return p.x < ((lower.x - upper.x) * (p.y - upper.y)) / (lower.y - upper.y) + upper.x;
}

/** The smallest upright rectangle about `shape`, in scene pixels. */
export function boundsOf(shape: Shape): Rect {
  if (shape.kind === 'circle') {
    const { centre, radiusPx: r } = shape;
    return { x: centre.x - r, y: centre.y - r, width: 2 * r, height: 2 * r };
  }
  if (shape.kind === 'ellipse') {
    const { centre, radiusXPx, radiusYPx, angleRad } = shape;
    const halfX = Math.hypot(radiusXPx * Math.cos(angleRad), radiusYPx * Math.sin(angleRad));
    const halfY = Math.hypot(radiusXPx * Math.sin(angleRad), radiusYPx * Math.cos(angleRad));
    return { x: centre.x - halfX, y: centre.y - halfY, width: 2 * halfX, height: 2 * halfY };
  }
  const xs = shape.points.map(p => p.x);
  const ys = shape.points.map(p => p.y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** `shape` moved by `dx`, `dy` scene pixels. */
export function movedBy(shape: Shape, dx: number, dy: number): Shape {
  const move = (p: Point) => ({ x: p.x + dx, y: p.y + dy });
  return 'centre' in shape
    ? { ...shape, centre: move(shape.centre) }
    : { ...shape, points: shape.points.map(move) };
}

const letters = { tumour: 'T', background: 'B', leak: 'L', edge: 'E', cavity: 'C' } as const satisfies Record<
  RegionRole,
  string
>;

/** The next free identifier of a role: T1, T2 …, B1 …, L1 …, E1 …, C1 …. */
export function nextRegionId(regions: readonly Region[], role: RegionRole): string {
  const letter = letters[role];
  const used = regions.filter(r => r.id.startsWith(letter)).map(r => Number(r.id.slice(1)));
  return `${letter}${Math.max(0, ...used) + 1}`;
}
