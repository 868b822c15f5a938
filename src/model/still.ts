/** A still as it is kept: pictures beside one JSON that says everything about them. */
import { z } from 'zod';
import { analysisSchema } from './analysis.ts';
import { annotationSchema } from './annotation.ts';
import { caseSchema } from './case-strip.ts';
import { displaySchema, viewSchema } from './display.ts';
import { measurementSchema } from './event.ts';
import { inputsSchema } from './inputs.ts';

/** Version 1 of `still.json`. Pictures lie beside it under the names in `files`. */
export const stillSchema = z.object({
  version: z.literal(1),
  id: z.string().regex(/^[a-z0-9-]{8,40}$/),
  /** Seconds since the epoch. */
  takenAtS: z.number(),
  /** Where the frame came from; never a path or a person. */
  feed: z.object({ kind: z.string(), name: z.string() }),
  frame: z.object({ number: z.number().int(), timestampS: z.number(), arrivedS: z.number() }),
  case: caseSchema,
  inputs: inputsSchema,
  display: displaySchema,
  view: viewSchema,
  /** Of this very frame, computed from its codes when the still was taken. */
  measurement: measurementSchema,
  /** Signal, lines, margins, rim, peaks and residual of this frame; null: not asked for. */
  analysis: analysisSchema.nullable().default(null),
  /** Formula and source of every figure in `measurement`, in words. */
  definitions: z.record(z.string(), z.string()),
  annotations: z.array(annotationSchema).max(50),
  files: z.object({
    composite: z.string(),
    whiteLight: z.string().nullable(),
    nirLinear: z.string().nullable(),
    nirCodes: z.string().nullable(),
  }),
  /** Linear light of code 0 and 65,535 in `nirLinear`; values outside were cut, and how many. */
  nirLinearScale: z.object({ low: z.number(), high: z.number(), cutPx: z.number().int() }).nullable(),
  notice: z.string(),
});

export type Still = z.infer<typeof stillSchema>;

/** The words on every picture and in every file that leaves the viewer. */
export const notice =
  'For research, training and review. Not a cleared device. Not to confirm absence of disease.';
