/** Thresholds that somebody has published. There is no accepted cut-off: all of them are shipped off, none is validated here. */
import { z } from '#model/schema-rules.ts';

const text = z.string().min(1).max(400);
const percent = z.number().min(0).max(100).nullable();

/** How a published rule did against pathology, in per cent; null where the source gives no figure. */
const accuracySchema = z.strictObject({
  /** What the figures are about, where one source has several: "background muscle". */
  subject: text.nullable(),
  sensitivityPercent: percent,
  specificityPercent: percent,
  ppvPercent: percent,
  npvPercent: percent,
});

/** Strict: a misspelt field is an error. */
export const presetSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  /** As a menu shows it: "TBR ≥ 2.7". */
  name: z.string().min(1).max(60),
  /** `percent-of-maximum`: of the specimen's. `sigma`: µ_B + value · σ_B. `distance`: in millimetres. */
  kind: z.enum(['tbr', 'cnr', 'percent-of-maximum', 'sigma', 'distance']),
  /** A ratio, per cent, a multiple of σ or millimetres, as `kind` says. */
  value: z.number().positive(),
  comparison: z.enum(['>=', '<=', '<']),
  /** What the rule calls a value that meets it, in the words of its field: "positive margin". */
  meaning: text,
  study: text,
  dye: text.nullable(),
  dose: text.nullable(),
  timing: text.nullable(),
  /** The tissue that the ratio refers to. */
  background: text.nullable(),
  /** The published result in our words. */
  published: text,
  accuracy: z.array(accuracySchema),
  /** Without the resolver's address: "10.1002/jso.23946". */
  doi: z
    .string()
    .regex(/^10\.\d{4,9}\/\S+$/)
    .nullable(),
  source: text,
  validation: z.literal('not validated here'),
  /** No preset is on before somebody turns it on. */
  isOn: z.literal(false),
});

/** One published threshold, as parsed from `seeds/presets`. */
export type Preset = z.infer<typeof presetSchema>;
