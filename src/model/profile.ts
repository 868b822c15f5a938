/** How codes become linear light: everything that calibration knows of one camera path. */
import { z } from 'zod';

/** `unknown` reads codes as if they were linear and labels every number "relative, uncalibrated". */
export const transferSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unknown') }),
  z.object({ kind: z.literal('linear') }),
  z.object({ kind: z.literal('srgb') }),
  z.object({ kind: z.literal('bt709') }),
  z.object({ kind: z.literal('power'), gamma: z.number().min(0.2).max(5) }),
]);

export const profileSchema = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  /** Limited: black 16, white 235 of 255 (scaled for more bits). Full: 0 to the largest code. */
  range: z.enum(['as-delivered', 'limited', 'full']),
  matrix: z.enum(['as-delivered', 'bt601', 'bt709']),
  /** The curve the camera applied to NIR. Linear light = its inverse. */
  transfer: transferSchema,
  /** The mean code with the light off, in codes of the delivered depth. 0 in full range means none was measured. */
  darkCodes: z.number().min(0).nullable(),
  /** Codes at and above this are clipped; null: the top of the range. */
  clipCodes: z.number().positive().nullable(),
  /** A background whose mean lies less than this above dark, in codes, is under the noise floor. */
  noiseFloorCodes: z.number().min(0),
  /** Above this share of clipped pixels a region's numbers are withheld. */
  clippedLimitShare: z.number().min(0).max(1),
  /** Scene to scene, column-major; identity where NIR and white light share an axis. */
  registration: z
    .tuple([
      z.number(),
      z.number(),
      z.number(),
      z.number(),
      z.number(),
      z.number(),
      z.number(),
      z.number(),
      z.number(),
    ])
    .readonly(),
});

export type Transfer = z.infer<typeof transferSchema>;
export type Profile = z.infer<typeof profileSchema>;

/** What is assumed before anything is known: nothing, and it says so. */
export const unknownProfile: Profile = {
  id: 'unknown',
  name: 'No calibration',
  range: 'as-delivered',
  matrix: 'as-delivered',
  transfer: { kind: 'unknown' },
  darkCodes: null,
  clipCodes: null,
  noiseFloorCodes: 1,
  clippedLimitShare: 0.01,
  registration: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};

/** How far numbers under a profile can be trusted; shown beside every one of them. */
export type Calibration = 'calibrated' | 'relative, uncalibrated' | 'relative, display-referred';

/** `calibrated` needs a known curve and a measured dark, and a picture that nobody coloured before us. */
export function calibrationOf(profile: Profile, displayReferred: boolean): Calibration {
  if (displayReferred) return 'relative, display-referred';
  return profile.transfer.kind !== 'unknown' && profile.darkCodes !== null
    ? 'calibrated'
    : 'relative, uncalibrated';
}
