/**
 * The start-of-day check: what a fluorescence target says of a camera. Nothing here passes or fails: there is no accepted limit, and a
 * camera is compared with its own history. Results are data and can be sent and kept; the maths is in `check/`, the reading of frames in
 * `workers/calibrate/check`. Positions are pixels of the NIR channel, integers at pixel centres. Definitions: `check/definitions.ts`.
 */

import type { Picture } from './calibration.ts';
import { z } from './schema-rules.ts';

// ── Why something is not given ──────────────────────────────────────────────────────────────────

export const checkReasons = [
  'no-wells',
  'wells-unclear',
  'no-control',
  'no-spread',
  'too-few-points',
  'no-signal',
  'no-decay',
  'clipped',
  'outside',
  'no-groups',
  'none-resolved',
  'all-resolved',
  'too-few-frames',
  'too-short',
  'not-dark',
  'frozen',
] as const;
export type CheckReason = (typeof checkReasons)[number];

const withheldSchema = z.object({ withheld: z.enum(checkReasons), detail: z.string() });
/** `detail` for a person: what is missing and what to do. */
export type CheckWithheld = z.infer<typeof withheldSchema>;

const orWithheld = <T extends z.ZodType>(result: T) => z.union([withheldSchema, result]);

export const checkWithheld = (withheld: CheckReason, detail: string): CheckWithheld => ({ withheld, detail });

/** Whether a result was given. */
export const isChecked = <T extends object>(result: T | CheckWithheld | null): result is T =>
  result !== null && !('withheld' in result);

/** A value with one standard uncertainty. */
const withSdSchema = z.object({ value: z.number(), sd: z.number().min(0) });
export type CheckValue = z.infer<typeof withSdSchema>;

// ── The target ──────────────────────────────────────────────────────────────────────────────────

const text = z.string().min(1).max(400);

/** Strict: a misspelt field is an error. */
export const checkTargetSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]{1,40}$/),
    name: z.string().min(1).max(80),
    /** What `values` are: a concentration in `unit`, or a depth in mm. */
    kind: z.enum(['concentration', 'depth']),
    unit: z.string().min(1).max(12),
    rows: z.number().int().min(1).max(12),
    columns: z.number().int().min(1).max(12),
    /** Row by row. `control`: a well without dye. Null: no well there. */
    values: z.array(z.union([z.number().min(0), z.literal('control'), z.null()])).readonly(),
    /** From row to row over from column to column. */
    pitchRatio: z.number().min(0.2).max(5),
    source: text,
  })
  .refine(t => t.values.length === t.rows * t.columns, 'A target needs a value for every place of its grid.')
  .refine(t => t.kind !== 'depth' || t.unit === 'mm', 'Depths are in mm.')
  .refine(
    t => t.kind !== 'concentration' || t.values.every(v => typeof v !== 'number' || v > 0),
    'A concentration of nothing is a control.',
  );
export type CheckTarget = z.infer<typeof checkTargetSchema>;

const pointSchema = z.object({ x: z.number(), y: z.number() });

const placedWellSchema = z.object({
  /** Place in the target's `values`. */
  index: z.number().int().min(0),
  centre: pointSchema,
  radiusPx: z.number().positive(),
  /** `grid`: not seen, reckoned from the others. */
  from: z.enum(['found', 'grid', 'hand']),
});
/** Where a well lies: data, which a hand may correct before statistics are made again. */
export type PlacedWell = z.infer<typeof placedWellSchema>;

const wellSchema = placedWellSchema.extend({
  value: z.union([z.number(), z.literal('control')]),
  /** Pixels in the centred disc of half the well's diameter; 0: it does not lie inside the picture whole, and the rest is null. */
  n: z.number().int().min(0),
  mean: z.number().nullable(),
  /** Population SD. */
  sd: z.number().nullable(),
  /** Share of those pixels that were clipped in some frame. */
  clippedShare: z.number().min(0).max(1).nullable(),
});
export type CheckWell = z.infer<typeof wellSchema>;

// ── What the worker reads ───────────────────────────────────────────────────────────────────────

const conditionsSchema = z.object({
  frames: z.number().int().min(1),
  /** `linear`: 1 is the light that gives white. `codes`: the curve is not known, codes were averaged as they are. */
  unit: z.enum(['linear', 'codes']),
  /** Whether the profile's dark was taken off, and its flat field divided by. */
  isDarkSubtracted: z.boolean(),
  isFlatFielded: z.boolean(),
});
/** How an average was made; figures made otherwise are not compared with it. */
export type CheckConditions = z.infer<typeof conditionsSchema>;

/** The average of some frames. The worker holds its pixels until the next one; this is what the page gets. */
export type CheckPicture = {
  readonly conditions: CheckConditions;
  /** Of the NIR channel. */
  readonly widthPx: number;
  readonly heightPx: number;
  /**
   * Grey by the root of light, from the 0.5th percentile to the maximum, so that weak wells show. Smaller by the whole factor
   * ⌈widthPx / picture.widthPx⌉ where the channel is longer than 1,280 pixels.
   */
  readonly picture: Picture;
  /** Share of pixels that were clipped in some frame. */
  readonly clippedShare: number;
  /** Share of the pixels that are lit evenly; clipped pictures are withheld. */
  readonly uniformity: UniformityResult | CheckWithheld;
};

/** Wells in the held picture with their statistics, in the target's order. */
export type CheckWells = { readonly wells: readonly CheckWell[] };

/** A line across the bars of one group, from outside the first bar to outside the last. */
export type BarMark = {
  /** "G2 E3", or as typed. */
  readonly name: string;
  readonly linePairsPerMm: number;
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
  /** Bright bars that the line crosses: 3 of a USAF element. At least 2. */
  readonly bars: number;
};

/** Mean across the bars' length at equal steps along the mark. */
export type BarProfile = {
  readonly mark: BarMark;
  readonly stepPx: number;
  /** Empty: the mark does not lie inside the picture. */
  readonly values: Float32Array<ArrayBuffer>;
  /** Standard uncertainty of each value from how the pixels across differ. */
  readonly sd: number;
  readonly isClipped: boolean;
};

/** The mean of a place in one frame. */
export type StabilitySample = { readonly timestampS: number; readonly mean: number };

// ── Results ─────────────────────────────────────────────────────────────────────────────────────

const pointOfSeriesSchema = z.object({
  /** Concentration or depth. */
  value: z.number(),
  mean: z.number(),
  sd: z.number(),
  /** Mean above the control's mean. */
  net: z.number(),
  /** `net` over the control's SD; null where that is 0. */
  cnr: z.number().nullable(),
  clippedShare: z.number(),
  /** Whether the fit rests on it. */
  isFitted: z.boolean(),
});
export type SeriesPoint = z.infer<typeof pointOfSeriesSchema>;

const controlSchema = z.object({ mean: z.number(), sd: z.number() });

const concentrationSchema = z.object({
  targetId: z.string(),
  unit: z.string(),
  control: controlSchema,
  /** Strongest first. */
  points: z.array(pointOfSeriesSchema).readonly(),
  /** net = factor · concentration^exponent. Linear: exponent 1. */
  fit: orWithheld(
    z.object({
      exponent: withSdSchema,
      factor: z.number(),
      /** Of ln net on ln concentration. */
      rSquared: z.number(),
      n: z.number().int(),
    }),
  ),
  /** The lowest concentration with CNR ≥ 3, all above it also being so. */
  limit: orWithheld(z.object({ value: z.number(), cnr: z.number() })),
});
export type ConcentrationResult = z.infer<typeof concentrationSchema>;

const depthSchema = z.object({
  targetId: z.string(),
  control: controlSchema,
  /** Shallowest first. */
  points: z.array(pointOfSeriesSchema).readonly(),
  /** net = surface · exp(−attenuation · depth). */
  fit: orWithheld(
    z.object({
      attenuationPerMm: withSdSchema,
      surface: z.number(),
      rSquared: z.number(),
      n: z.number().int(),
    }),
  ),
  /** Depth at which the fit's CNR is 3. `isBeyond`: deeper than the deepest well, or shallower than the shallowest. */
  limitMm: orWithheld(withSdSchema.extend({ isBeyond: z.boolean() })),
});
export type DepthResult = z.infer<typeof depthSchema>;

const share = z.number().min(0).max(1);
const uniformitySchema = z.object({ above60: share, above80: share, above90: share, above95: share });
export type UniformityResult = z.infer<typeof uniformitySchema>;

const barGroupSchema = z.object({
  name: z.string(),
  linePairsPerMm: z.number().positive(),
  contrast: orWithheld(
    z.object({
      /** 100 · (peak − trough) / (peak + trough), with what noise leaves in it. */
      percent: withSdSchema,
      peak: z.number(),
      trough: z.number(),
    }),
  ),
});
export type BarGroup = z.infer<typeof barGroupSchema>;

const resolutionSchema = z.object({
  /** Coarsest first. */
  groups: z.array(barGroupSchema).readonly(),
  /** The last before the first that does not reach 26.4 %. */
  finest: orWithheld(z.object({ name: z.string(), linePairsPerMm: z.number() })),
  /** Where contrast passes 26.4 %, between two groups, straight in ln(lp/mm). */
  limitLinePairsPerMm: orWithheld(withSdSchema),
});
export type ResolutionResult = z.infer<typeof resolutionSchema>;

const darkSchema = z.object({
  frames: z.number().int(),
  bitDepth: z.number().int(),
  /** In codes of the delivered depth. */
  meanCodes: withSdSchema,
  /** SD of one pixel from frame to frame, over all pixels. */
  temporalSdCodes: z.number(),
  /** SD over the pixels of what stays from frame to frame. */
  fixedPatternSdCodes: z.number(),
});
export type DarkResult = z.infer<typeof darkSchema>;

const periodSchema = z.object({
  periodS: withSdSchema,
  /** Half of peak to peak, in per cent of the mean. */
  amplitudePercent: withSdSchema,
  /** Probability that noise alone makes a peak as high anywhere. */
  falseAlarm: z.number(),
});
export type Period = z.infer<typeof periodSchema>;

const stabilitySchema = z.object({
  samples: z.number().int(),
  durationS: z.number(),
  /** Of the place that was read, in the conditions' unit. */
  mean: z.number(),
  /** From sample to sample, in per cent of the mean, without drift and periods that are slower. */
  noisePercent: z.number(),
  driftPercentPerMinute: withSdSchema,
  /** Those that are no accident (false alarm < 0.0001), strongest first. Periods below two frames appear longer than they are. */
  periods: z.array(periodSchema).max(3).readonly(),
  /** Shortest and longest period that this series could have shown. */
  searchedS: z.object({ from: z.number(), to: z.number() }),
  /** The largest change between the means of a stretch before and after one moment. */
  largestStep: z.object({
    atS: z.number(),
    percent: z.number(),
    stretchS: z.number(),
    /** Whether it stands out from what the rest of the series does. */
    standsOut: z.boolean(),
  }),
  /** At most 600 means of equal stretches, for the plot: seconds since the first, per cent of the mean. */
  plot: z
    .array(z.object({ atS: z.number(), percent: z.number() }))
    .max(600)
    .readonly(),
});
export type StabilityResult = z.infer<typeof stabilitySchema>;

// ── The report ──────────────────────────────────────────────────────────────────────────────────

/** Null: not done. `conditions` null: the part does not rest on a picture. */
const part = <T extends z.ZodType>(result: T) =>
  z
    .object({
      /** Seconds since the epoch. */
      madeAtS: z.number(),
      conditions: conditionsSchema.nullable(),
      result: orWithheld(result),
    })
    .nullable()
    .default(null);

export const checkPartNames = [
  'concentration',
  'depth',
  'uniformity',
  'resolution',
  'dark',
  'stability',
] as const;
export type CheckPartName = (typeof checkPartNames)[number];

export const checkVersion = 1;

/** What is kept in `checks/<id>.json`. */
export const checkReportSchema = z.object({
  version: z.literal(checkVersion),
  id: z.string().regex(/^[a-z0-9-]{1,60}$/),
  /** Seconds since the epoch. */
  madeAtS: z.number().min(0),
  /** Viewer and build that measured it (`made-with.ts`); null: measured before that was written down. */
  madeWith: z.string().max(100).nullable().default(null),
  /** As the source names itself, and the optics as typed: together, whose history it belongs to. */
  device: z.string().max(200),
  scope: z.string().max(100),
  profileHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** How far numbers under that profile could be trusted (`calibrationOf`). */
  calibration: z.string().max(100),
  note: z.string().max(1000),
  parts: z.object({
    concentration: part(concentrationSchema),
    depth: part(depthSchema),
    uniformity: part(uniformitySchema),
    resolution: part(resolutionSchema),
    dark: part(darkSchema),
    stability: part(stabilitySchema),
  }),
});
export type CheckReport = z.infer<typeof checkReportSchema>;
export type CheckParts = CheckReport['parts'];

export const noCheckParts: CheckParts = {
  concentration: null,
  depth: null,
  uniformity: null,
  resolution: null,
  dark: null,
  stability: null,
};

/** One number of a report that has a history. */
export type CheckFigure = {
  /** Stable, for history and tests: "concentration.exponent". */
  readonly id: string;
  readonly part: CheckPartName;
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  /** Null: the figure has no ± of its own. */
  readonly sd: number | null;
  /** Only figures with the same text here were made the same way and are compared: target, frames, unit. */
  readonly madeHow: string;
  readonly definition: string;
};

/** A figure beside the camera's own last ones. */
export type ComparedFigure = CheckFigure & {
  /** Null: fewer than three earlier reports of this camera made this figure the same way; `earlier` says how many did. */
  readonly usual: { readonly median: number; readonly mad: number } | null;
  readonly earlier: number;
  /** value − median. */
  readonly difference: number | null;
};

/** One point of a trend plot. */
export type TrendPoint = { readonly madeAtS: number; readonly value: number; readonly sd: number | null };
