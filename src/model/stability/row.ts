/**
 * One interval of the stability log: how the picture came and what the camera did in it, as far as a browser sees that. What was not readable is
 * null, never 0. A recording keeps each as an event; `definitions.ts` says what a field means to a person.
 */
import { z } from '../schema-rules.ts';
import { lastStep } from './ages.ts';

/** Thirty days: nothing was watched for longer without a break. */
const mostS = 2_592_000;
/** Rounding of what was added up. */
const slackS = 0.01;

const seconds = z.number().min(0).max(mostS);
const frames = z.number().int().min(0).max(1e9);
const ageMs = z
  .number()
  .min(0)
  .max(mostS * 1000);

const percentilesSchema = z
  .object({ p50: ageMs, p95: ageMs, p99: ageMs, max: ageMs })
  .refine(({ p50, p95, p99, max }) => p50 <= p95 && p95 <= p99 && p99 <= max, 'percentiles must not fall');

const countsSchema = z
  .array(z.tuple([z.number().int().min(0).max(lastStep), z.number().int().min(1).max(1e9)]))
  .max(lastStep + 1)
  .refine(counts => counts.every(([step], i) => i === 0 || step > counts[i - 1]![0]), 'steps must rise');

/** A problem that stood for a while: from and to, seconds from the beginning of the row. */
const hazardSchema = z
  .object({ problemId: z.string().max(80), text: z.string().max(300), fromS: seconds, toS: seconds })
  .refine(({ fromS, toS }) => fromS <= toS, 'a hazard must not end before it begins');

export const stabilityRowSchema = z
  .object({
    /** Seconds since the epoch. */
    fromS: z.number().min(0).max(1e11),
    lastsS: z.number().positive().max(mostS),
    /** Frames that came; were drawn; came and were replaced by newer ones; never came, as timestamps tell; were not drawn because the user held the picture. */
    delivered: frames,
    drawn: frames,
    dropped: frames,
    missing: frames,
    held: frames,
    /** From arrival in the browser to drawn by the GPU. Null: nothing was drawn. */
    ageMs: percentilesSchema.nullable(),
    /** Of `drawn` frames (`ages.ts`). */
    ageCounts: countsSchema,
    /** The longest time without a new picture that ended in the row or was still going on at its end, counted from where it began. Null: the user held the picture. */
    longestGapS: seconds.nullable(),
    /** All NIR light, times what it was when the log began, as jumps were told. Null: it could not be told in this row. */
    gain: z.number().positive().max(1e9).nullable(),
    /** Of the row: a change of gain could not have been told. */
    gainUnseenS: seconds,
    /** What the darkest fiftieth of the NIR picture does not exceed, camera codes: ambient light and dark together. Median over the row. Null: not read. */
    ambientCodes: z.number().min(-1).max(65_536).nullable(),
    /** Dark of the profile in force, camera codes. Null: none was measured. */
    darkCodes: z.number().min(-1).max(65_536).nullable(),
    /** No number could be shown. */
    withheldS: seconds,
    /** The user held the picture. */
    heldS: seconds,
    /** As the camera's track says. Null: it does not. */
    exposureMs: z.number().min(0).max(1e9).nullable(),
    iso: z.number().min(0).max(1e9).nullable(),
    hazards: z.array(hazardSchema).max(128),
  })
  .refine(({ drawn, ageCounts }) => ageCounts.reduce((sum, [, count]) => sum + count, 0) === drawn, {
    path: ['ageCounts'],
    message: 'must count every drawn frame',
  })
  .refine(({ drawn, ageMs: given }) => drawn > 0 === (given !== null), {
    path: ['ageMs'],
    message: 'must be there where frames were drawn, and nowhere else',
  })
  .refine(
    ({ lastsS, hazards, ...row }) =>
      [row.gainUnseenS, row.withheldS, row.heldS, ...hazards.map(({ toS }) => toS)].every(
        partS => partS <= lastsS + slackS,
      ),
    { path: ['lastsS'], message: 'must be as long as what happened in it' },
  );

export type StabilityRow = z.infer<typeof stabilityRowSchema>;

/** What a session kept. `refused`: rows whose bytes or numbers were no row's, and are left out. */
export type StabilityLog = { readonly rows: readonly StabilityRow[]; readonly refused: number };
