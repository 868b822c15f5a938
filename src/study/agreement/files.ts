/** A reading as files that explain themselves: every answer with the still it belongs to, and every figure of agreement. */
import { type CsvCell, csvCell, csvComment } from '#model/csv.ts';
import { madeWithLine } from '#model/made-with.ts';
import { isAnswered, type KeptReading } from '#model/reading.ts';
import { notice } from '#model/still.ts';
import { type Agreement, agreementOf, type Comparison } from './agreement.ts';
import { agreementDefinitions } from './definitions.ts';
import { type Figure, isEstimated, type NotEstimable } from './estimate.ts';
import { areaOf, outlinedPixels } from './outlined.ts';

/** Only what was finished leaves: half a reading is the reader's own. */
const finishedOf = ({ set, readers }: KeptReading): KeptReading => ({
  set,
  readers: readers.filter(({ finishedAtS }) => finishedAtS !== null),
});

/** JSON, UTF-8: set, finished readings with their outlines, agreement, definitions. `madeWith`: as `madeWithOf` says it. */
export function readingJson(kept: KeptReading, madeWith: string): string {
  const { set, readers } = finishedOf(kept);
  const file = {
    version: 1,
    notice,
    madeWith,
    set,
    readers,
    agreement: agreementOf({ set, readers }),
    definitions: agreementDefinitions,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

const line = (cells: readonly CsvCell[]): string => cells.map(csvCell).join(',');

/**
 * UTF-8 text, lines ended by CRLF (RFC 4180); comment lines begin with "#", an empty line parts the two tables: one line an answer, one
 * line a figure. What is not estimable is an empty cell, with its reason in the last column.
 */
export function readingCsv(kept: KeptReading, madeWith: string): string {
  const { set, readers } = finishedOf(kept);
  const lines = [
    `# Blinded reading. ${notice}`,
    csvComment(madeWithLine(madeWith)),
    `# Set: ${set.id}. Picture shown: ${set.picture}. Seed of the orders: ${set.seed}`,
    ...Object.entries(agreementDefinitions).map(([key, words]) => `# Definition: ${key}: ${words}`),
    '# Table: answers',
    'reader,place,still,showing,mark,confidence (1–5),outlines,area (picture pixels),width (px),height (px),answered (s since epoch),note',
    ...readers.flatMap(file =>
      file.order.map((shown, at) => {
        const { mark, confidence, outlines, sizePx, answeredAtS, isMissing } = file.answers[at]!;
        const area = sizePx && !isMissing ? areaOf(outlinedPixels(outlines, sizePx)) : null;
        return line([
          file.reader,
          at + 1,
          set.stillIds[shown.case]!,
          shown.showing,
          mark,
          confidence,
          outlines.length,
          area,
          sizePx?.widthPx ?? null,
          sizePx?.heightPx ?? null,
          answeredAtS,
          isMissing
            ? 'The picture could not be shown.'
            : isAnswered(file.answers[at]!)
              ? null
              : 'Not answered.',
        ]);
      }),
    ),
    '',
    '# Table: agreement',
    'figure,first,second,value,low (95 %),high (95 %),n,note',
    ...figuresOf(agreementOf({ set, readers })).map(line),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function figuresOf({ readers, kappa, agreed, icc, pairs, repeats }: Agreement): CsvCell[][] {
  const all = [readers.join(' '), null] as const;
  return [
    ['agreed', ...all, ...cellsOf(agreed)],
    [kappa.kind, ...all, ...cellsOf(kappa.figure)],
    ...(kappa.kind === 'fleiss' && isEstimated(kappa.figure)
      ? [
          [
            'fleiss variance by chance',
            ...all,
            kappa.figure.varianceByChance,
            null,
            null,
            kappa.figure.n,
            null,
          ],
        ]
      : []),
    ['icc', ...all, ...cellsOf(icc)],
    ...[...pairs, ...repeats].flatMap(comparedCells),
  ];
}

function comparedCells({ first, second, agreed, kappa, areas, dice }: Comparison): CsvCell[][] {
  const who = [first, second].map(({ reader, showing }) => (showing === 1 ? `${reader}` : `${reader} again`));
  const { limits } = areas;
  const parts = isEstimated(limits) ? limits : { bias: limits, lower: limits, upper: limits };
  return [
    ['agreed', ...who, ...cellsOf(agreed)],
    ['cohen', ...who, ...cellsOf(kappa)],
    ['area difference', ...who, ...cellsOf(parts.bias)],
    ['area lower limit', ...who, ...cellsOf(parts.lower)],
    ['area upper limit', ...who, ...cellsOf(parts.upper)],
    isEstimated(dice)
      ? ['dice', ...who, dice.mean, null, null, dice.n, `from ${dice.smallest} to ${dice.largest}`]
      : ['dice', ...who, null, null, null, null, dice.notEstimable],
  ];
}

/** Value, low, high, n, note. */
function cellsOf(figure: Figure | NotEstimable): CsvCell[] {
  if (!isEstimated(figure)) return [null, null, null, null, figure.notEstimable];
  const { value, n, interval } = figure;
  return isEstimated(interval)
    ? [value, interval.low, interval.high, n, null]
    : [value, null, null, n, interval.notEstimable];
}
