/** Calibration profiles that ship as examples: a profile and where it is known from. */

import { profileSchema } from '#model/profile-schema.ts';
import { z } from '#model/schema-rules.ts';

/** A `Profile` with the place it is from, as parsed from `seeds/calibrations`. */
export const calibrationSchema = z.object({ ...profileSchema.shape, source: z.string().min(1) });

/** One example profile; usable wherever a `Profile` is. */
export type CalibrationSeed = z.infer<typeof calibrationSchema>;
