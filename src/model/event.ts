/**
 * Everything that happens in a session besides frames. Whatever can change a pixel or a number is an event; a recording
 * is frames, calibration and events, and replay feeds them into the same loop.
 */

import { analysisSchema } from './analysis.ts';
import { blanksSchema } from './blank-schema.ts';
import { caseSchema } from './case-strip.ts';
import { displaySchema, viewSchema } from './display-schema.ts';
import { fieldJsonSchema } from './field.ts';
import { inputsSchema } from './inputs.ts';
import { type Measurement, withheldReasons } from './measurement.ts';
import { keyFrameJsonSchema, motionReadingSchema } from './motion.ts';
import { calibrations } from './profile.ts';
import { roles, tissues } from './region.ts';
import { z } from './schema-rules.ts';
import { stabilityRowSchema } from './stability/row.ts';

const figure = z.union([
  z.object({ value: z.number() }),
  z.object({
    withheld: z.enum(withheldReasons),
    detail: z.string(),
  }),
]);

const statistic = z.number().nullable();

export const measurementSchema = z.object({
  frameNumber: z.number().int(),
  secondNumber: z.number().int().optional(),
  timestampS: z.number(),
  arrivedS: z.number(),
  inputsRevision: z.number().int(),
  profileId: z.string(),
  profileHash: z.string().default(''),
  calibration: z.enum(calibrations),
  motion: motionReadingSchema.nullable().default(null),
  regions: z
    .array(
      z.object({
        id: z.string(),
        role: z.enum(roles),
        tissue: z.enum(tissues).nullable(),
        n: z.number().int(),
        mean: statistic,
        sd: statistic,
        median: statistic,
        p5: statistic,
        p95: statistic,
        min: statistic,
        max: statistic,
        clippedShare: z.number(),
        crushedShare: z.number(),
        outsideShare: z.number(),
        meanCodes: statistic,
        specularShare: z.number().default(0),
        peak: statistic.default(null),
        effectiveN: statistic.default(null),
        meanSd: statistic.default(null),
      }),
    )
    .readonly(),
  pairs: z
    .array(
      z.object({
        tumourId: z.string(),
        backgroundId: z.string(),
        tbr: figure,
        tbrProfileSd: statistic.default(null),
        tbrSd: statistic.default(null),
        cnr: figure,
        cnrSd: statistic.default(null),
        cnrTwoSigma: figure,
        snr: figure,
        weber: figure,
        michelson: figure,
      }),
    )
    .readonly(),
  references: z
    .array(
      z.object({
        id: z.string(),
        percent: figure,
        ofSpecimen: figure.default({ withheld: 'no-reference', detail: 'not measured' }),
      }),
    )
    .readonly(),
  backgroundLinear: statistic,
  fieldClippedShare: z.number(),
  fieldHistogram: z.array(z.number()).readonly(),
}) satisfies z.ZodType<Measurement>;

/** What a timed mark may be. IORT: intraoperative radiotherapy. */
export const markKinds = ['note', 'resection-start', 'resection-end', 'iort-start', 'iort-end'] as const;
export type MarkKind = (typeof markKinds)[number];

/** `atS`: seconds since the epoch. `frameNumber`: the newest frame when it happened; the event holds from the next on. */
const happened = { atS: z.number(), frameNumber: z.number().int() };

export const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('inputs'), ...happened, inputs: inputsSchema }),
  z.object({ type: z.literal('display'), ...happened, display: displaySchema, view: viewSchema }),
  z.object({ type: z.literal('case'), ...happened, case: caseSchema }),
  z.object({ type: z.literal('measurement'), ...happened, measurement: measurementSchema }),
  z.object({ type: z.literal('analysis'), ...happened, analysis: analysisSchema }),
  /** The picture that the `keyFrame` of later `inputs` names; before the first of those. */
  z.object({ type: z.literal('key-frame'), ...happened, keyFrame: keyFrameJsonSchema }),
  z.object({ type: z.literal('still'), ...happened, stillId: z.string() }),
  /** A moment that somebody marked. `text` says more, or all of a note. */
  z.object({
    type: z.literal('mark'),
    ...happened,
    kind: z.enum(markKinds).default('note'),
    doseGy: z.number().positive().max(100).nullable().default(null),
    text: z.string().max(200),
  }),
  /** No frame is recorded from here on, by choice, until `resume`. */
  z.object({ type: z.literal('pause'), ...happened }),
  z.object({ type: z.literal('resume'), ...happened }),
  /** From here on these places are black in what is recorded. Which they are is known, what was there is not. */
  z.object({ type: z.literal('blank'), ...happened, blanks: blanksSchema }),
  z.object({
    type: z.literal('dropped'),
    ...happened,
    count: z.number().int(),
    where: z.enum(['feed', 'recorder']),
  }),
  /** The per-pixel data that the profiles of later `inputs` refer to; before the first of those. */
  z.object({ type: z.literal('fields'), ...happened, fields: z.array(fieldJsonSchema).max(2) }),
  /** The whole picture became this many times as bright. `isStep`: at once; otherwise it may have been dye. */
  z.object({
    type: z.literal('gain-jump'),
    ...happened,
    ratio: z.number(),
    isStep: z.boolean().default(true),
  }),
  /** A setting of the camera changed; `text` says which and how. */
  z.object({ type: z.literal('camera'), ...happened, text: z.string().max(300) }),
  /** How steadily the picture came since the row before, or since the recording began or went on. */
  z.object({ type: z.literal('stability'), ...happened, row: stabilityRowSchema }),
  /** Something went wrong, or (`isOver`) what went wrong before is over. `withholds`: while it lasted no number was shown. */
  z.object({
    type: z.literal('problem'),
    ...happened,
    problemId: z.string(),
    text: z.string(),
    isOver: z.boolean().optional(),
    withholds: z.literal('numbers').optional(),
  }),
]);

export type SessionEvent = z.infer<typeof eventSchema>;
export type SessionEventType = SessionEvent['type'];
