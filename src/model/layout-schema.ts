/** A layout as it is kept. */
import { z } from './schema-rules.ts';

const share = z.number().min(0).max(1);

/** A rectangle as shares of the frame's width and height, so that it survives a change of size mid-stream. */
export const rectShareSchema = z
  .object({ x: share, y: share, width: share, height: share })
  .refine(r => r.width > 0 && r.height > 0, 'A rectangle must have an area.')
  .refine(
    r => r.x + r.width <= 1.000001 && r.y + r.height <= 1.000001,
    'A rectangle must lie inside the frame.',
  );

/** One channel: which stream carries it (`main`, or `second` of a two-camera feed) and which part of the frame it is. */
export const channelSchema = z.object({
  stream: z.enum(['main', 'second']),
  rect: rectShareSchema,
});

/**
 * `displayReferred`: the picture was coloured or blended before it reached us (a vendor's overlay); numbers from it are
 * labelled "relative, display-referred". At least one channel must be there; measurement needs `nir`.
 */
export const layoutSchema = z
  .object({
    id: z.string().min(1),
    name: z.string().min(1),
    white: channelSchema.nullable(),
    nir: channelSchema.nullable(),
    displayReferred: z.boolean(),
    /** Where this layout is known from, or how it was made. */
    source: z.string(),
  })
  .refine(l => l.white !== null || l.nir !== null, 'A layout needs a white-light or an NIR channel.');

export type RectShare = z.infer<typeof rectShareSchema>;
export type Channel = z.infer<typeof channelSchema>;
export type Layout = z.infer<typeof layoutSchema>;
