/**
 * What a study's registry record asks of the viewer. Facts only, in our own words; `null` always means that the record
 * does not say, never that the answer is no.
 */

import { routes, stations } from '#model/case-strip.ts';
import { z } from '#model/schema-rules.ts';

const text = z.string().min(1).max(400);
const id = z.string().regex(/^[a-z0-9-]{1,40}$/, 'Use small letters, digits and dashes.');
const day = z.iso.date();

/** Two ends of a span; equal where the record names one value. */
const span = z
  .strictObject({ from: z.number().min(0), to: z.number().min(0) })
  .refine(s => s.from <= s.to, 'A span must not end before it begins.');

/** One way to give the dye. `amount` is in `unit`; both null where the record names no dose. */
const doseSchema = z
  .strictObject({
    id,
    /** As the case strip shows it: "2 mg/kg". Null together with `amount`. */
    label: z.string().min(1).max(40).nullable(),
    amount: z.number().positive().nullable(),
    unit: z.enum(['mg/kg', 'mg per patient']).nullable(),
    route: z.enum(routes).nullable(),
    /** How long before surgery the dye is given, in hours. */
    hoursBeforeSurgery: span.nullable(),
    infusionMin: z.number().positive().nullable(),
    diluent: z.strictObject({ name: text, volumeMl: z.number().positive() }).nullable(),
    isLightProtected: z.boolean().nullable(),
  })
  .refine(
    d => (d.amount === null) === (d.unit === null) && (d.amount === null) === (d.label === null),
    'A dose needs its amount, its unit and its label, or none of them.',
  );

const radiotherapySchema = z.strictObject({
  id,
  name: text,
  timing: z.enum(['before surgery', 'during surgery', 'after surgery']),
  doseGy: span.nullable(),
  fractions: z.number().int().positive().nullable(),
  durationMin: span.nullable(),
  overWeeks: z.number().positive().nullable(),
});

/** One arm or cohort; `doseIds` and `radiotherapyIds` point into the same protocol. */
const armSchema = z.strictObject({
  id,
  name: text,
  role: z.enum(['experimental', 'comparator', 'single']),
  doseIds: z.array(id),
  radiotherapyIds: z.array(id),
});

/** Strict: a misspelt field is an error, and so is an arm that points to a dose or radiotherapy that is not there. */
export const protocolSchema = z
  .strictObject({
    /** The registry's own number. */
    id: z.string().regex(/^(NCT\d{8}|NL\d{4,5})$/),
    title: z.string().min(1).max(80),
    condition: text,
    design: z.strictObject({
      kind: z.enum(['interventional', 'observational']),
      phase: z.string().min(1).max(20).nullable(),
      allocation: z.enum(['randomised', 'single group']).nullable(),
      masking: z.enum(['open label', 'masked']).nullable(),
      summary: text,
    }),
    enrolment: z.number().int().positive().nullable(),
    /** Whether the record speaks of fluorescence at all; where it does not, the note says so and dye and doses are empty. */
    fluorescence: z.strictObject({ isInRecord: z.boolean(), note: text }),
    dye: z.string().min(1).max(60).nullable(),
    doses: z.array(doseSchema),
    radiotherapy: z.array(radiotherapySchema),
    arms: z.array(armSchema).min(1),
    strata: z.array(z.strictObject({ id, name: text })),
    /** Scan stations that the record names; null: none named, all of the viewer's are offered. */
    stations: z.array(z.enum(stations)).min(1).nullable(),
    /** When the record counts a resection as radical: distance of tumour to the cut edge. */
    marginRule: z
      .strictObject({ comparison: z.enum(['>', '>=']), distanceMm: z.number().positive(), note: text })
      .nullable(),
    endpoints: z.array(
      z.strictObject({
        name: text,
        rank: z.enum(['primary', 'secondary']).nullable(),
        timeFrame: z.string().min(1).max(120).nullable(),
      }),
    ),
    /** Reasons in the record not to give the dye, or not to include, that matter when fluorescence is planned. */
    contraindications: z.array(text),
    /** Treatment before surgery, after which tumour may stay dark. */
    neoadjuvant: z.strictObject({ who: z.enum(['every patient', 'some patients']), note: text }).nullable(),
    /** Moments worth a key during the case. `isInRecord: false`: the viewer's own suggestion. */
    timedEvents: z.array(z.strictObject({ id, name: text, isInRecord: z.boolean() })),
    /** What the study asks of this viewer, in our words; not part of the record. */
    viewerNotes: z.array(text),
    source: z.strictObject({
      registry: text,
      url: z.url(),
      /** Where the words were read, when not on the registry's own page. */
      readFrom: text,
      /** The record's own date, as far as the text that was read gives one. */
      recordDate: day.nullable(),
      readOn: day,
    }),
  })
  .superRefine((protocol, context) => {
    const doseIds = new Set(protocol.doses.map(d => d.id));
    const radiotherapyIds = new Set(protocol.radiotherapy.map(r => r.id));
    protocol.arms.forEach((arm, i) => {
      for (const doseId of arm.doseIds.filter(d => !doseIds.has(d)))
        context.addIssue({
          code: 'custom',
          path: ['arms', i, 'doseIds'],
          message: `There is no dose ${doseId}.`,
        });
      for (const treatmentId of arm.radiotherapyIds.filter(r => !radiotherapyIds.has(r)))
        context.addIssue({
          code: 'custom',
          path: ['arms', i, 'radiotherapyIds'],
          message: `There is no radiotherapy ${treatmentId}.`,
        });
    });
    if (!protocol.fluorescence.isInRecord && (protocol.dye !== null || protocol.doses.length > 0))
      context.addIssue({
        code: 'custom',
        path: ['dye'],
        message: 'A record without fluorescence cannot name a dye or a dose.',
      });
  });

/** One study, as parsed from `seeds/protocols`. */
export type Protocol = z.infer<typeof protocolSchema>;
