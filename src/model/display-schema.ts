/** How the picture is shown, as it is kept and checked. */
import { colourMaps, modes, opacityLimit } from './display.ts';
import { z } from './schema-rules.ts';

export const displaySchema = z.object({
  mode: z.enum(modes),
  colourMap: z.enum(colourMaps),
  /** Linear light shown as the colour map's ends. */
  windowLow: z.number().min(-1).max(1),
  windowHigh: z.number().min(0).max(2),
  curve: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('linear') }),
    z.object({ kind: z.literal('log') }),
    z.object({ kind: z.literal('gamma'), gamma: z.number().min(0.2).max(5) }),
  ]),
  /** Windowed value (0 … 1) under which the overlay is transparent. */
  thresholdShare: z.number().min(0).max(1),
  opacity: z.number().min(0).max(opacityLimit),
  saturationMark: z.boolean(),
  /** Show fluorescence below background too: the map's middle is the background. */
  signed: z.boolean(),
  /** TBR values at which iso-lines are drawn, ascending, at most four. Empty: off, as shipped. */
  thresholds: z.array(z.number().positive().max(1000)).max(4),
  /** Ids of the published thresholds that were switched on; their values are among `thresholds`. A line of the user's own is none. */
  presetIds: z.array(z.string().max(40)).max(8).optional(),
  /** The user accepted margins from numbers that are only relative. */
  acceptsRelative: z.boolean(),
  /** False while everything that is not tissue is hidden. */
  overlayVisible: z.boolean(),
});

/** The canvas's view of the scene. Never part of a measurement. */
export const viewSchema = z.object({
  /** 1: the scene just fits its pane. */
  zoom: z.number().min(1).max(32),
  /** The scene point at the pane's centre, as shares of the scene's size. */
  centreX: z.number().min(0).max(1),
  centreY: z.number().min(0).max(1),
  flipX: z.boolean(),
  /** Quarter turns, clockwise. */
  quarterTurns: z.number().int().min(0).max(3),
});

export type Display = z.infer<typeof displaySchema>;
export type View = z.infer<typeof viewSchema>;
