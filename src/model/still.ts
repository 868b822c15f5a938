/** A still as it is kept: pictures beside one JSON that says everything about them. */

import { analysisSchema } from './analysis.ts';
import { annotationSchema, mostAnnotations } from './annotation.ts';
import { caseSchema } from './case-strip.ts';
import { displaySchema, viewSchema } from './display-schema.ts';
import { measurementSchema } from './event.ts';
import { inputsSchema } from './inputs.ts';
import { z } from './schema-rules.ts';

/** Seconds since the epoch that a calendar has a day for (ECMA-262 §21.4.1.1). */
const calendarS = z.number().min(-8.64e12).max(8.64e12);

/** Version 1 of `still.json`. Pictures lie beside it under the names in `files`. */
export const stillSchema = z.object({
  version: z.literal(1),
  id: z.string().regex(/^[a-z0-9-]{8,40}$/),
  /** Seconds since the epoch. */
  takenAtS: calendarS,
  /** Viewer and build that took it (`made-with.ts`); null: taken before that was written down. */
  madeWith: z.string().max(100).nullable().default(null),
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
  annotations: z.array(annotationSchema).max(mostAnnotations),
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

/**
 * As what a kept still can leave the viewer. `png`: the composite. `seen`: of the composite, the pane with the overlay. `nir-shown`: NIR as grey within
 * the display's window, 8 bits, for looking at. `tiff`, `nir-png`: linear NIR in 16 bits, with scale and units. `svg`: annotations.
 * `csv`: numbers. `sheet`: white light, NIR, what was seen, and the numbers as one picture.
 */
export type StillExportKind = 'png' | 'seen' | 'nir-shown' | 'tiff' | 'nir-png' | 'svg' | 'csv' | 'sheet';

/** The words on every picture and in every file that leaves the viewer. */
export const notice =
  'For research, training and review. Not a cleared device. Not to confirm absence of disease.';
