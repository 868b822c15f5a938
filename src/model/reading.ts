/**
 * A blinded reading: a set of stills that readers mark without numbers or labels, and each reader's answers, which lie apart from the
 * stills. Readers are numbers; nothing here names a person. Outlines are in pixels of the picture that was shown, integers at pixel centres.
 */

import { orderFits } from './reading-order.ts';
import { z } from './schema-rules.ts';

/** What is shown of a still: the bare picture as drawn, white light alone, or linear NIR without stretch. */
export const readingPictures = ['picture', 'whiteLight', 'nirLinear'] as const;
export type ReadingPicture = (typeof readingPictures)[number];

export const readingMarks = ['positive', 'negative', 'unsure'] as const;
export type ReadingMark = (typeof readingMarks)[number];

/** How much a set, an answer and a picture may hold; beyond it is refused. */
export const readingLimits = {
  cases: 500,
  readers: 20,
  outlines: 12,
  pointsAnOutline: 2000,
  picturePx: 16_384,
} as const;

const id = z.string().regex(/^[a-z0-9-]{8,40}$/);
const secondsSinceEpoch = z.number().min(0);
const readerNumber = z.number().int().min(1).max(readingLimits.readers);

export const readingSetSchema = z
  .strictObject({
    version: z.literal(1),
    id,
    madeAtS: secondsSinceEpoch,
    /** From which every reader's own order is drawn. */
    seed: z.number().int().min(0).max(0xffff_ffff),
    picture: z.enum(readingPictures),
    /** Ids of the stills; a case is a place in this list. */
    stillIds: z.array(id).min(1).max(readingLimits.cases).readonly(),
    /** Cases that every reader is shown twice. */
    repeats: z.array(z.number().int().min(0)).readonly(),
  })
  .refine(set => new Set(set.stillIds).size === set.stillIds.length, 'A still may be in a set only once.')
  .refine(
    set =>
      new Set(set.repeats).size === set.repeats.length &&
      set.repeats.every(index => index < set.stillIds.length),
    'Repeats must be cases of the set, each once.',
  );
/** What is kept in `readings/<id>/set.json`; it never changes once it is made. */
export type ReadingSet = z.infer<typeof readingSetSchema>;

const coordinate = z.number().min(-0.5).max(readingLimits.picturePx);
const outlineSchema = z
  .array(z.object({ x: coordinate, y: coordinate }))
  .min(3)
  .max(readingLimits.pointsAnOutline)
  .readonly();
/** Corners of a closed line; the last joins the first. */
export type Outline = z.infer<typeof outlineSchema>;

const sizePx = z.number().int().positive().max(readingLimits.picturePx);

const answerSchema = z.strictObject({
  mark: z.enum(readingMarks).nullable(),
  /** 1: a guess … 5: certain. */
  confidence: z.number().int().min(1).max(5).nullable(),
  outlines: z.array(outlineSchema).max(readingLimits.outlines).readonly(),
  /** Of the picture that was shown; null: not shown yet. */
  sizePx: z.object({ widthPx: sizePx, heightPx: sizePx }).nullable(),
  answeredAtS: secondsSinceEpoch.nullable(),
  /** The picture could not be read: the case is left out of every figure. */
  isMissing: z.boolean(),
});
export type ReadingAnswer = z.infer<typeof answerSchema>;

export const noAnswer: ReadingAnswer = {
  mark: null,
  confidence: null,
  outlines: [],
  sizePx: null,
  answeredAtS: null,
  isMissing: false,
};

/** Whether nothing more is needed of an answer. Outlines may always be left out. */
export const isAnswered = ({ mark, confidence, isMissing }: ReadingAnswer): boolean =>
  isMissing || (mark !== null && confidence !== null);

const showingSchema = z.strictObject({
  /** Place in the set's `stillIds`. */
  case: z.number().int().min(0),
  /** 2: the same picture again, for the agreement of a reader with himself. */
  showing: z.union([z.literal(1), z.literal(2)]),
});

export const readerFileSchema = z
  .strictObject({
    version: z.literal(1),
    setId: id,
    reader: readerNumber,
    /** Counts the times that it was saved, so that a second window is noticed. */
    revision: z.number().int().min(1),
    startedAtS: secondsSinceEpoch,
    /** Null: not finished. What is finished does not change. */
    finishedAtS: secondsSinceEpoch.nullable(),
    /** This reader's own order. */
    order: z
      .array(showingSchema)
      .max(2 * readingLimits.cases)
      .readonly(),
    /** One for each of `order`. */
    answers: z
      .array(answerSchema)
      .max(2 * readingLimits.cases)
      .readonly(),
  })
  .refine(file => file.answers.length === file.order.length, 'Every showing needs its answer.')
  .refine(
    file => file.finishedAtS === null || file.answers.every(isAnswered),
    'A finished reading has an answer to every picture.',
  );
/** What is kept in `readings/<id>/reader-<n>.json`. */
export type ReaderFile = z.infer<typeof readerFileSchema>;

/** Whether `file` is a reading of `set`: its order holds every showing once. */
export const isReadingOf = (file: ReaderFile, set: ReadingSet): boolean =>
  file.setId === set.id && orderFits(file.order, set);

/** A set with what its readers answered so far, by number. */
export type KeptReading = { readonly set: ReadingSet; readonly readers: readonly ReaderFile[] };

/** How many of a reader's showings are answered. */
export const answeredOf = ({ answers }: Pick<ReaderFile, 'answers'>): number =>
  answers.filter(isAnswered).length;
