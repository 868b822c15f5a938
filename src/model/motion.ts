/**
 * How tissue moved and swelled since a key frame, in scene pixels. Regions are kept as they lay in the key frame; where they lie
 * now follows from the motion. A key frame is data and has a name of its own, so that a recording can be replayed with it.
 */

import type { Point } from './geometry.ts';
import type { Shape } from './region.ts';
import { z } from './schema-rules.ts';

/**
 * What registration may say. `rigid`: shift and turn, as every recording of before there was a scale; `similarity`: the scale,
 * too, as tissue swells or comes nearer.
 */
export const motionModels = ['rigid', 'similarity'] as const;
export type MotionModel = (typeof motionModels)[number];

/**
 * p ↦ centre + scale · R(angle) · (p − centre) + shift: turned about `centre` (clockwise on the screen, y points down) and scaled,
 * then shifted.
 */
export const motionSchema = z.object({
  angleRad: z.number(),
  dxPx: z.number(),
  dyPx: z.number(),
  /** Above 1: larger than in the key frame. Absent: 1. Registration gives 0.97 … 1.03. */
  scale: z.number().min(0.5).max(2).optional(),
  centre: z.object({ x: z.number(), y: z.number() }),
});
export type Motion = z.infer<typeof motionSchema>;

/** What registration says of one frame: a function of the key frame and of this frame's codes alone, never of the frames between. */
export const motionReadingSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('followed'),
    motion: motionSchema,
    /** 0 … 1: share of the picture that moved as the motion says; the rest is instruments, light, other tissue. */
    agreement: z.number(),
  }),
  /** `detail` for a person: "only 31 % of the picture agrees". */
  z.object({ kind: z.literal('lost'), detail: z.string() }),
]);
export type MotionReading = z.infer<typeof motionReadingSchema>;

/** The picture that later frames are registered to: luma of the stream that carries white light (NIR where there is none), reduced. */
export type KeyFrame = {
  /** SHA-256 of sizes and samples, hexadecimal. */
  readonly hash: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Size of the scene it was made from, in scene pixels. */
  readonly sceneWidthPx: number;
  readonly sceneHeightPx: number;
  /** Row by row, 8 bits. */
  readonly samples: Uint8Array<ArrayBuffer>;
};

/** A key frame in a session's log: `samples` in base64. */
export const keyFrameJsonSchema = z.object({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  widthPx: z.number().int().min(8).max(1024),
  heightPx: z.number().int().min(8).max(1024),
  sceneWidthPx: z.number().int().min(1).max(16384),
  sceneHeightPx: z.number().int().min(1).max(16384),
  samples: z.string().max(2_000_000),
});
export type KeyFrameJson = z.infer<typeof keyFrameJsonSchema>;

/** Key frame to now. */
export function moved({ angleRad, dxPx, dyPx, scale = 1, centre }: Motion, p: Point): Point {
  const c = scale * Math.cos(angleRad);
  const s = scale * Math.sin(angleRad);
  const x = p.x - centre.x;
  const y = p.y - centre.y;
  return { x: centre.x + c * x - s * y + dxPx, y: centre.y + s * x + c * y + dyPx };
}

/** Now to key frame. */
export function movedBack({ angleRad, dxPx, dyPx, scale = 1, centre }: Motion, p: Point): Point {
  const c = Math.cos(angleRad) / scale;
  const s = Math.sin(angleRad) / scale;
  const x = p.x - dxPx - centre.x;
  const y = p.y - dyPx - centre.y;
  return { x: centre.x + c * x + s * y, y: centre.y - s * x + c * y };
}

/** A shape of the key frame where it lies now; with `back`, the other way. Null motion: as it is, the same object. */
export function movedShape(shape: Shape, motion: Motion | null, back = false): Shape {
  if (!motion) return shape;
  const { angleRad, scale = 1 } = motion;
  const move = (p: Point) => (back ? movedBack(motion, p) : moved(motion, p));
  const grow = (lengthPx: number) => (back ? lengthPx / scale : lengthPx * scale);
  switch (shape.kind) {
    case 'circle':
      return { ...shape, centre: move(shape.centre), radiusPx: grow(shape.radiusPx) };
    case 'ellipse':
      return {
        ...shape,
        centre: move(shape.centre),
        radiusXPx: grow(shape.radiusXPx),
        radiusYPx: grow(shape.radiusYPx),
        angleRad: shape.angleRad + (back ? -angleRad : angleRad),
      };
    case 'polygon':
    case 'freehand':
      return { ...shape, points: shape.points.map(move) };
  }
}
