/** The schema of `MeasurementInputs`, for what is read back from disk. */

import { analysisSettingsSchema, noAnalysis } from './analysis.ts';
import { blanksSchema } from './blank-schema.ts';
import { layoutSchema } from './layout-schema.ts';
import type { MeasurementInputs } from './measurement.ts';
import { motionModels } from './motion.ts';
import { partNames } from './profile.ts';
import { profileSchema } from './profile-schema.ts';
import { regionSchema } from './region.ts';
import { z } from './schema-rules.ts';

export const inputsSchema = z.object({
  revision: z.number().int().min(0),
  layout: layoutSchema,
  profile: profileSchema,
  faults: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.enum(['other-device', 'other-size', 'other-depth']) }),
        z.object({ kind: z.literal('expired'), part: z.enum(partNames) }),
      ]),
    )
    .readonly()
    .default([]),
  regions: z.array(regionSchema).max(64).readonly(),
  referenceId: z.string().nullable(),
  keyFrame: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable()
    .default(null),
  motionModel: z.enum(motionModels).optional(),
  specular: z
    .object({ limitShare: z.number().min(0.5).max(1), growPx: z.number().int().min(0).max(50) })
    .nullable()
    .default(null),
  analysis: analysisSettingsSchema.default(noAnalysis),
  blanks: blanksSchema.optional(),
}) satisfies z.ZodType<MeasurementInputs>;
