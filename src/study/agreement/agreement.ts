/**
 * Agreement of a blinded reading's finished readers. Between readers the first showings count; second showings are held against the same
 * reader's first. A picture that could not be shown to one of them is left out of what compares them.
 */
import {
  type KeptReading,
  type ReaderFile,
  type ReadingAnswer,
  type ReadingMark,
  readingMarks,
} from '#model/reading.ts';
import { type BlandAltman, blandAltman } from './bland-altman.ts';
import { type Figure, type NotEstimable, notEstimable } from './estimate.ts';
import { intraclassCorrelation } from './intraclass.ts';
import { cohenKappa, type FleissKappa, fleissKappa, shareAgreed } from './kappa.ts';
import { areaOf, diceOf, type Outlined, outlinedPixels } from './outlined.ts';

/** Of the cases that two compared readings outlined. */
export type Overlap = {
  readonly mean: number;
  readonly smallest: number;
  readonly largest: number;
  readonly n: number;
};

/** Two readings of the same cases: of two readers, or of one reader the first time and again. */
export type Comparison = {
  readonly first: { readonly reader: number; readonly showing: 1 | 2 };
  readonly second: { readonly reader: number; readonly showing: 1 | 2 };
  readonly agreed: Figure;
  readonly kappa: Figure;
  /** Areas in pixels of the picture shown. */
  readonly areas: BlandAltman;
  readonly dice: Overlap | NotEstimable;
  /** Cases of which an area is not known: positive or unsure without an outline, not shown, or shown at another size. */
  readonly notOutlined: number;
};

export type Agreement = {
  /** Those that finished, rising. */
  readonly readers: readonly number[];
  readonly cases: number;
  /** Of all of them together; Cohen's κ of two, Fleiss' κ of more. */
  readonly kappa:
    | { readonly kind: 'cohen'; readonly figure: Figure }
    | { readonly kind: 'fleiss'; readonly figure: FleissKappa | NotEstimable };
  /** Mean share of pairs that agree. */
  readonly agreed: Figure;
  /** ICC(2,1) of areas. */
  readonly icc: Figure;
  /** Cases that every reader marked, and those of them whose area is not known of every reader. */
  readonly marked: number;
  readonly notOutlined: number;
  readonly pairs: readonly Comparison[];
  /** One for each reader, where cases were shown twice. */
  readonly repeats: readonly Comparison[];
};

/** What a reader outlined of a case. A negative without an outline is an area of 0. */
type Outlining = { readonly pixels: Outlined; readonly area: number; readonly size: string };

/** One reader's answers to every case at one showing; null: not shown then, or it could not be. */
type Row = {
  readonly reader: number;
  readonly showing: 1 | 2;
  readonly marks: readonly (ReadingMark | null)[];
  /** Null: not known. */
  readonly outlinings: readonly (Outlining | null)[];
};

const nobody = 'Fewer than two readers have finished.';

/** Every figure that the set's finished readings give; what they do not give is said with its reason. */
export function agreementOf({ set, readers }: KeptReading): Agreement {
  const finished = readers
    .filter(({ finishedAtS }) => finishedAtS !== null)
    .toSorted((a, b) => a.reader - b.reader);
  const cases = set.stillIds.length;
  const rows = finished.map(file => rowOf(file, 1, cases));
  const pairs = rows.flatMap((first, i) => rows.slice(i + 1).map(second => compare(first, second)));
  const marked = casesWhere(cases, index => rows.length > 1 && rows.every(row => row.marks[index] !== null));
  const outlined = marked.filter(index => areKnown(rows, index));
  const shared = {
    readers: finished.map(({ reader }) => reader),
    cases,
    marked: marked.length,
    notOutlined: marked.length - outlined.length,
    pairs,
    repeats:
      set.repeats.length > 0 ? finished.map((file, i) => compare(rows[i]!, rowOf(file, 2, cases))) : [],
  };
  const [pair, ...others] = pairs;
  if (!pair) {
    const none = notEstimable(nobody);
    return { ...shared, kappa: { kind: 'cohen', figure: none }, agreed: none, icc: none };
  }
  const icc = intraclassCorrelation(
    outlined
      .map(index => rows.map(row => row.outlinings[index]!.area))
      .filter(areas => areas.some(area => area > 0)),
  );
  if (others.length === 0)
    return { ...shared, kappa: { kind: 'cohen', figure: pair.kappa }, agreed: pair.agreed, icc };
  const figure = fleissKappa(
    marked.map(index => readingMarks.map(mark => rows.filter(row => row.marks[index] === mark).length)),
  );
  return { ...shared, kappa: { kind: 'fleiss', figure }, agreed: meanAgreed(rows, marked), icc };
}

const casesWhere = (cases: number, holds: (index: number) => boolean): number[] =>
  Array.from({ length: cases }, (_, index) => index).filter(holds);

function rowOf(file: ReaderFile, showing: 1 | 2, cases: number): Row {
  const answers = new Map<number, ReadingAnswer>();
  for (const [at, shown] of file.order.entries())
    if (shown.showing === showing) answers.set(shown.case, file.answers[at]!);
  const each = Array.from({ length: cases }, (_, index) => answers.get(index) ?? null);
  return {
    reader: file.reader,
    showing,
    marks: each.map(answer => (answer && !answer.isMissing ? answer.mark : null)),
    outlinings: each.map(answer => answer && outliningOf(answer)),
  };
}

function outliningOf({ mark, outlines, sizePx, isMissing }: ReadingAnswer): Outlining | null {
  if (isMissing || !sizePx || (outlines.length === 0 && mark !== 'negative')) return null;
  const pixels = outlinedPixels(outlines, sizePx);
  return { pixels, area: areaOf(pixels), size: `${sizePx.widthPx}×${sizePx.heightPx}` };
}

/** Whether every row outlined case `index` on a picture of the same size. */
const areKnown = (rows: readonly Row[], index: number): boolean =>
  rows.every(row => {
    const outlining = row.outlinings[index];
    return outlining && outlining.size === rows[0]?.outlinings[index]?.size;
  });

function compare(first: Row, second: Row): Comparison {
  const cases = first.marks.length;
  const rows = [first, second];
  const marked = casesWhere(cases, index => first.marks[index] !== null && second.marks[index] !== null);
  const table = readingMarks.map(rowMark =>
    readingMarks.map(
      columnMark =>
        marked.filter(index => first.marks[index] === rowMark && second.marks[index] === columnMark).length,
    ),
  );
  const outlined = marked.filter(index => areKnown(rows, index));
  const shapes = outlined.map(index => [first.outlinings[index]!, second.outlinings[index]!] as const);
  const seen = shapes.filter(([a, b]) => a.area + b.area > 0);
  return {
    first: { reader: first.reader, showing: first.showing },
    second: { reader: second.reader, showing: second.showing },
    agreed: shareAgreed(
      marked.filter(index => first.marks[index] === second.marks[index]).length,
      marked.length,
    ),
    kappa: cohenKappa(table),
    areas: blandAltman(seen.map(([a, b]) => [a.area, b.area])),
    dice: overlapOf(seen.flatMap(([a, b]) => diceOf(a.pixels, b.pixels) ?? [])),
    notOutlined: marked.length - outlined.length,
  };
}

function overlapOf(overlaps: readonly number[]): Overlap | NotEstimable {
  const n = overlaps.length;
  if (n === 0) return notEstimable('No picture was outlined by one and known of the other.');
  return {
    mean: overlaps.reduce((sum, dice) => sum + dice, 0) / n,
    smallest: Math.min(...overlaps),
    largest: Math.max(...overlaps),
    n,
  };
}

/** Over all pairs of more than two readers; pairs share cases, so that no simple interval holds. */
function meanAgreed(rows: readonly Row[], marked: readonly number[]): Figure {
  const pairs = rows.flatMap((first, i) => rows.slice(i + 1).map(second => [first, second] as const));
  if (marked.length === 0) return notEstimable('No picture was marked by every reader.');
  const agreed = pairs.reduce(
    (sum, [a, b]) => sum + marked.filter(index => a.marks[index] === b.marks[index]).length,
    0,
  );
  return {
    value: agreed / (pairs.length * marked.length),
    n: marked.length,
    interval: notEstimable('Pairs of more than two readers share their pictures: no interval is given.'),
  };
}
