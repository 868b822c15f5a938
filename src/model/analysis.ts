/**
 * What is made of a frame besides the statistics of its regions: signal and its outline, margins, rim, peaks, residual. Settings
 * are inputs (they can change a number); figures are kept with every measurement; shapes are for drawing and for files.
 * Points are scene pixels of the frame that was analysed. Definitions: `clinical.md` §4 in words of `analysis-definitions.ts`.
 */

import type { Point } from './geometry.ts';
import { z } from './schema-rules.ts';

// ── Settings ────────────────────────────────────────────────────────────────────────────────────

/** From which light on a pixel is signal. */
export const signalRuleSchema = z.discriminatedUnion('by', [
  /** `times` the mean of the first background that can be trusted. */
  z.object({ by: z.literal('tbr'), times: z.number().positive().max(1000) }),
  /** µ_B + k · σ_B of that background. */
  z.object({ by: z.literal('background-sd'), k: z.number().min(0).max(100) }),
  /** Otsu's threshold over the smoothed light inside the edge (of the whole NIR channel without one). */
  z.object({ by: z.literal('otsu') }),
  /** Per cent of the specimen's maximum: the largest mean over 3 × 3 pixels inside the edge. */
  z.object({ by: z.literal('specimen-percent'), percent: z.number().positive().max(100) }),
]);
export type SignalRule = z.infer<typeof signalRuleSchema>;

export const analysisSettingsSchema = z.object({
  /** Null: nothing is segmented, and what needs signal says so. */
  signal: z
    .object({
      rule: signalRuleSchema,
      /** Hysteresis: a component counts when it somewhere reaches this many times the threshold. 1: off. */
      reach: z.number().min(1).max(100),
      /** Components smaller than this are left out; NIR pixels. */
      smallestPx: z.number().int().min(1).max(1_000_000),
      fillsHoles: z.boolean(),
    })
    .nullable(),
  /** TBR values whose iso-lines are traced, ascending. */
  levels: z.array(z.number().positive().max(1000)).max(4).readonly(),
  /** Signal and lines also from numbers that are only relative: the user accepted that. */
  acceptsRelative: z.boolean(),
  /** Distance from the edge to the signal. */
  margin: z.boolean(),
  /** Distances whose share of the edge is given, ascending; and the bands drawn outward from the signal. */
  limitsMm: z.array(z.number().positive().max(100)).min(1).max(4).readonly(),
  /** The tumour region whose rim is read; null: off. */
  rimOf: z.string().max(10).nullable(),
  /** The three highest peaks inside the edge, at least this far apart; null: off. */
  peaksApartMm: z.number().positive().max(100).nullable(),
  /** Diameter of the applicator whose best place in the cavity is looked for; null: no residual map. */
  applicatorMm: z.number().positive().max(200).nullable(),
});
export type AnalysisSettings = z.infer<typeof analysisSettingsSchema>;

export const noAnalysis: AnalysisSettings = {
  signal: null,
  levels: [],
  acceptsRelative: false,
  margin: false,
  limitsMm: [1, 5],
  rimOf: null,
  peaksApartMm: null,
  applicatorMm: null,
};

/** Whether anything is asked for at all. */
export const asksAnalysis = (settings: AnalysisSettings): boolean =>
  settings.signal !== null || settings.levels.length > 0 || settings.peaksApartMm !== null;

// ── Figures ─────────────────────────────────────────────────────────────────────────────────────

const unasked = [
  'no-signal-rule',
  'no-background',
  'no-edge',
  'edge-crosses-itself',
  'edge-outside',
  'no-cavity',
  'no-tumour',
  'no-signal',
  'no-ring',
  'no-pixels',
  'no-scale',
  'no-field',
  'tracking-lost',
  'clipped',
  'relative',
] as const;
/** Why something asked for is not given. */
export type AnalysisReason = (typeof unasked)[number];

/** `detail` for a person: "no edge: draw it". */
const withheldSchema = z.object({ withheld: z.enum(unasked), detail: z.string() });
export type NotGiven = z.infer<typeof withheldSchema>;

/** Null: not asked for. */
const asked = <T extends z.ZodType>(figures: T) => z.union([withheldSchema, figures]).nullable();
export type Asked<T> = T | NotGiven | null;

const pointSchema = z.object({ x: z.number(), y: z.number() });

/** With its standard uncertainty. */
const withSd = z.object({ value: z.number(), sd: z.number() });

/** In scene pixels, with the standard uncertainty of where it begins and ends; in millimetres too where there is a scale. */
const lengthSchema = z.object({ px: z.number(), sdPx: z.number(), mm: withSd.nullable() });
export type Length = z.infer<typeof lengthSchema>;

/** In NIR pixels; mm² where there is a scale (its uncertainty is the scale's alone). */
const areaSchema = z.object({ px: z.number(), mm2: withSd.nullable() });
export type Area = z.infer<typeof areaSchema>;

/** A connected piece of signal (8 neighbours), holes filled where that is asked for. */
const componentSchema = z.object({
  /** 1 is the largest. */
  number: z.number().int(),
  area: areaSchema,
  /** Of its valid pixels, in linear light above dark; null: all clipped. */
  mean: z.number().nullable(),
  /** The largest mean over 3 × 3 pixels. */
  peak: z.number().nullable(),
  centroid: pointSchema,
});
export type Component = z.infer<typeof componentSchema>;

export const componentsKept = 64;

const signalSchema = z.object({
  /** Linear light from which on a pixel of the smoothed picture is signal. */
  thresholdLinear: z.number(),
  /** Of all components. */
  area: areaSchema,
  /** All that are large enough; the table has the largest `componentsKept`. */
  count: z.number().int(),
  components: z.array(componentSchema).max(componentsKept).readonly(),
});
export type SignalFigures = z.infer<typeof signalSchema>;

/** One iso-line: all its loops together. */
const lineSchema = z.object({
  threshold: z.number(),
  loops: z.number().int(),
  length: lengthSchema,
  /** Enclosed, holes taken off. */
  area: areaSchema,
});
export type LineFigures = z.infer<typeof lineSchema>;

const marginSchema = z.object({
  edgeId: z.string(),
  smallest: lengthSchema,
  /** Signal reaches the edge or crosses it: the smallest distance is 0. */
  reachesEdge: z.boolean(),
  /** Where on the edge, and the nearest signal. */
  at: pointSchema,
  signalAt: pointSchema,
  edgeLength: lengthSchema,
  /** Share of the edge's length that is nearer than each limit. Empty without a scale. */
  under: z.array(z.object({ limitMm: z.number(), share: z.number() })).readonly(),
});
export type MarginFigures = z.infer<typeof marginSchema>;

const rimSchema = z.object({
  regionId: z.string(),
  centre: pointSchema,
  /** Share of the 360 directions whose radial maximum reaches the threshold. */
  completeness: z.number(),
  /** Largest first. `fromDegrees`: where it begins, clockwise from the right. */
  gaps: z
    .array(z.object({ fromDegrees: z.number(), degrees: z.number(), length: lengthSchema }))
    .max(180)
    .readonly(),
  /** Full width at half maximum of the radial profile, and the radius of its maximum; medians over the directions that reach. */
  width: lengthSchema,
  radius: lengthSchema,
});
export type RimFigures = z.infer<typeof rimSchema>;

const peaksSchema = z.object({
  /** Null: looked for in the whole NIR channel. */
  edgeId: z.string().nullable(),
  /** Highest first; up to three. `light`: mean over 3 × 3 pixels. */
  peaks: z
    .array(z.object({ number: z.number().int(), at: pointSchema, light: z.number(), percent: z.number() }))
    .max(3)
    .readonly(),
});
export type PeakFigures = z.infer<typeof peaksSchema>;

const residualSchema = z.object({
  cavityId: z.string(),
  /** Signal inside the cavity's outline. */
  area: areaSchema,
  share: z.number(),
  /** The applicator's best place: where it covers the most signal. Withheld without a scale. */
  disc: z.union([
    withheldSchema,
    z.object({ centre: pointSchema, diameterMm: z.number(), radiusPx: z.number(), covers: z.number() }),
  ]),
});
export type ResidualFigures = z.infer<typeof residualSchema>;

export const analysisSchema = z.object({
  frameNumber: z.number().int(),
  timestampS: z.number(),
  arrivedS: z.number(),
  inputsRevision: z.number().int(),
  /** 2: made from every second pixel each way, because the machine was late. Statistics of regions never are. */
  stepPx: z.union([z.literal(1), z.literal(2)]),
  signal: asked(signalSchema),
  lines: z.union([withheldSchema, z.array(lineSchema).readonly()]).nullable(),
  margin: asked(marginSchema),
  rim: asked(rimSchema),
  peaks: asked(peaksSchema),
  residual: asked(residualSchema),
});
export type Analysis = z.infer<typeof analysisSchema>;

// ── Shapes ──────────────────────────────────────────────────────────────────────────────────────

/** `points`: x, y, x, y … in scene pixels. A closed one does not repeat its first point. */
export type Polyline = { readonly points: Float32Array<ArrayBuffer>; readonly isClosed: boolean };

/** The distance to the signal along the edge. */
export type EdgeProfile = {
  /** x, y of each sample, scene pixels, evenly along the outline. */
  readonly points: Float32Array<ArrayBuffer>;
  /** Scene pixels from sample to signal; 0 where signal reaches it. */
  readonly distancesPx: Float32Array<ArrayBuffer>;
  /** Between neighbouring samples. */
  readonly stepPx: number;
  /** Null: no scale. */
  readonly mmPerPx: number | null;
};

/** By degree, clockwise from the right, about the rim's centre. */
export type PolarProfile = {
  /** Largest light along each direction. */
  readonly maxima: Float32Array<ArrayBuffer>;
  /** Its radius in scene pixels. */
  readonly radiiPx: Float32Array<ArrayBuffer>;
  /** Linear light that a direction must reach. */
  readonly thresholdLinear: number;
};

/** What belongs to an `Analysis` and is too large to keep with every frame. */
export type AnalysisShapes = {
  /** Outline of the signal as it was segmented. */
  readonly signal: readonly Polyline[];
  readonly lines: readonly { readonly threshold: number; readonly loops: readonly Polyline[] }[];
  readonly edge: EdgeProfile | null;
  readonly rim: PolarProfile | null;
};

export const noShapes: AnalysisShapes = { signal: [], lines: [], edge: null, rim: null };

/** Shorthand for what is not given. */
export const notGiven = (withheld: AnalysisReason, detail: string): NotGiven => ({ withheld, detail });

/** Whether figures were given. */
export const isGiven = <T extends object>(figures: Asked<T>): figures is T =>
  figures !== null && !('withheld' in figures);

/** x, y, x, y … as points. */
export const pointsOf = ({ points }: Polyline): Point[] =>
  Array.from({ length: points.length / 2 }, (_, i) => ({ x: points[2 * i]!, y: points[2 * i + 1]! }));
