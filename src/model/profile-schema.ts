/** A calibration profile as it is kept. */
import { curveSegments } from './curve-table.ts';
import { profileVersion } from './profile.ts';
import { z } from './schema-rules.ts';

/** `unknown` reads codes as if they were linear and labels every number "relative, uncalibrated". */
export const transferSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unknown') }),
  z.object({ kind: z.literal('linear') }),
  z.object({ kind: z.literal('srgb') }),
  z.object({ kind: z.literal('bt709') }),
  z.object({ kind: z.literal('power'), gamma: z.number().min(0.2).max(5) }),
  z.object({
    kind: z.literal('table'),
    /** Linear light at the signals 0, 1/64, 2/64 … 1; straight between them. From 0 to 1, strictly rising. */
    linear: z
      .array(z.number())
      .length(curveSegments + 1)
      .readonly()
      .refine(isCurve, 'A curve must rise from 0 to 1.'),
  }),
]);

function isCurve(linear: readonly number[]): boolean {
  return linear[0] === 0 && linear.at(-1) === 1 && linear.every((l, i) => i === 0 || l > linear[i - 1]!);
}

/** A value for each pixel of the NIR channel, kept apart from the profile (`field.ts`) and named by its content. */
export const fieldRefSchema = z.object({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  widthPx: z.number().int().min(1).max(16384),
  heightPx: z.number().int().min(1).max(16384),
});

const partSchema = z.object({
  /** Seconds since the epoch. */
  madeAtS: z.number().min(0),
  /** After this the part is not trusted any more; seconds since the epoch. */
  validUntilS: z.number().min(0),
  /** What was left over, for a person: "rms 0.42 px, largest 0.8 px at the left edge". */
  residual: z.string().max(300),
});
const part = partSchema.nullable().default(null);

const sizeSchema = z.object({ widthPx: z.number().int().min(1), heightPx: z.number().int().min(1) });
const sd = z.number().min(0).nullable();

export const profileSchema = z.object({
  /** 1 had no parts, fields, scale or uncertainty; it reads as one that never measured them. */
  version: z.union([z.literal(1), z.literal(profileVersion)]).default(1),
  id: z.string().min(1).max(100),
  name: z.string().min(1).max(200),
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
  /** Dark by pixel: linear light to subtract besides that of `darkCodes`. Null: the same everywhere. */
  darkField: fieldRefSchema.nullable().default(null),
  /** Flat field by pixel: linear light above dark of a uniform target over its mean; divides. Null: not corrected. */
  flatField: fieldRefSchema.nullable().default(null),
  /** Scene to scene pixels, column-major; identity where NIR and white light share an axis. */
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
  /** Radial distortion of the scene, undone before `registration` (`mapping.ts`); null: none. */
  distortion: z
    .object({ k1: z.number().min(-1).max(1), k2: z.number().min(-1).max(1) })
    .nullable()
    .default(null),
  /**
   * One standard uncertainty of where NIR lies on white light after `registration`, in scene pixels: the rms of its pairs. Left out: not known;
   * so that a profile from before it was kept has the hash that it had.
   */
  registrationSdPx: z.number().min(0).max(1000).optional(),
  /** Millimetres a scene pixel at the working distance, with its standard uncertainty. */
  scale: z
    .object({ mmPerPx: z.number().positive(), sdMmPerPx: z.number().min(0) })
    .nullable()
    .default(null),
  /** Distance of the tissue at which registration and scale were measured; noted by the user. */
  workingDistanceMm: z.number().positive().max(10_000).nullable().default(null),
  /** One standard uncertainty of each step; null: not known. */
  uncertainty: z
    .object({
      /** Residual of the curve, in codes; acts on each region's mean on its own. */
      curveCodes: sd.default(null),
      /** Of the exponent of a `power` curve. */
      gamma: sd.default(null),
      /** Of `darkCodes`. */
      darkCodes: sd.default(null),
      /** Relative, of the flat field between two places of the picture. */
      flatShare: sd.default(null),
    })
    .default({ curveCodes: null, gamma: null, darkCodes: null, flatShare: null }),
  /** What it was measured with; null: not tied to anything (a seed, or typed by hand). */
  madeFor: z
    .object({
      /** As the source names itself (`FeedDescription.name`). */
      device: z.string().max(200),
      /** The optics: whatever is exchanged between cases. May be empty. */
      scope: z.string().max(100),
      nir: sizeSchema,
      scene: sizeSchema,
      bitDepth: z.number().int().min(8).max(16),
    })
    .nullable()
    .default(null),
  parts: z
    .object({ path: part, dark: part, flat: part, registration: part, scale: part })
    .default({ path: null, dark: null, flat: null, registration: null, scale: null }),
});

export type Transfer = z.infer<typeof transferSchema>;
export type FieldRef = z.infer<typeof fieldRefSchema>;
export type Profile = z.infer<typeof profileSchema>;
