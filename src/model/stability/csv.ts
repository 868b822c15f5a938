/** The stability log as a file that explains itself. */
import { type CsvCell, csvCell, csvComment } from '../csv.ts';
import { madeWithLine } from '../made-with.ts';
import { notice } from '../still.ts';
import { notReadable, stabilityColumns } from './definitions.ts';
import type { StabilityRow } from './row.ts';
import { type StabilitySummary, summaryOf } from './summary.ts';

/** Where the rows come from. */
export type StabilitySource = {
  /** Null: of a live picture, not of a recording. */
  readonly sessionId: string | null;
  /** Viewer and build that make the file (`made-with.ts`). */
  readonly madeWith: string;
  /** Rows that could not be read and are left out. */
  readonly refused: number;
};

type Column = keyof typeof stabilityColumns;

const inSeconds = (seconds: number): string => `${Number(seconds.toFixed(1))} s`;

/** One entry a problem, however often it came. */
function problemsOf({ hazards }: StabilityRow): string {
  const lasts = new Map<string, number>();
  for (const { problemId, fromS, toS } of hazards)
    lasts.set(problemId, (lasts.get(problemId) ?? 0) + toS - fromS);
  return [...lasts].map(([id, seconds]) => `${id} ${inSeconds(seconds)}`).join('; ');
}

const cellsOf = (row: StabilityRow, firstS: number): Readonly<Record<Column, CsvCell>> => ({
  at_s: Math.round((row.fromS - firstS) * 1000) / 1000,
  lasts_s: row.lastsS,
  frames_delivered: row.delivered,
  frames_drawn: row.drawn,
  frames_dropped: row.dropped,
  frames_missing: row.missing,
  frames_held: row.held,
  age_p50_ms: row.ageMs?.p50 ?? null,
  age_p95_ms: row.ageMs?.p95 ?? null,
  age_p99_ms: row.ageMs?.p99 ?? null,
  age_max_ms: row.ageMs?.max ?? null,
  longest_gap_s: row.longestGapS,
  gain_relative: row.gain,
  gain_unseen_s: row.gainUnseenS,
  nir_floor_codes: row.ambientCodes,
  dark_codes: row.darkCodes,
  withheld_s: row.withheldS,
  held_s: row.heldS,
  exposure_ms: row.exposureMs,
  iso: row.iso,
  problems: problemsOf(row),
});

/** The whole log in lines for a person. */
function wholeInWords(whole: StabilitySummary): readonly string[] {
  const { ageMs, delivered, drawn, dropped, missing, held } = whole;
  const ages = ageMs
    ? `frame age median ${inDigits(ageMs.p50)}, 95th percentile ${inDigits(ageMs.p95)}, 99th ${inDigits(ageMs.p99)} ms (within 2.5 %), oldest ${ageMs.max} ms`
    : 'no frame drawn';
  return [
    `Whole: ${inSeconds(whole.lastsS)}; ${ages}`,
    `Whole: frames delivered ${delivered}, drawn ${drawn}, dropped ${dropped}, missing ${missing}, held ${held}`,
    `Whole: numbers withheld ${inDigits(100 * whole.withheldShare)} % of the time`,
  ];
}

const inDigits = (value: number): string => String(Number(value.toPrecision(3)));

/**
 * UTF-8 text, lines ended by CRLF (RFC 4180): comments that begin with "#" and say what columns mean and what cannot be known, a line of headings, a
 * line a row. What was not readable is an empty cell. No date and no time of day: they would tell whose operation it was.
 */
export function stabilityCsv(rows: readonly StabilityRow[], source: StabilitySource): string {
  const whole = summaryOf(rows);
  const { sessionId, madeWith, refused } = source;
  const comments = [
    `Stability log. ${notice}`,
    madeWithLine(madeWith),
    sessionId === null ? 'Of a live picture.' : `Session: ${sessionId}.`,
    ...(refused > 0 ? [`Rows that could not be read and are left out: ${refused}`] : []),
    ...(whole ? wholeInWords(whole) : ['No rows: nothing live was watched.']),
    ...notReadable.map(words => `A browser cannot read: ${words}`),
    ...Object.entries(stabilityColumns).map(([name, words]) => `Column: ${name}: ${words}`),
  ];
  const firstS = rows[0]?.fromS ?? 0;
  const lines = [
    ...comments.map(csvComment),
    Object.keys(stabilityColumns).join(','),
    ...rows.map(row => Object.values(cellsOf(row, firstS)).map(csvCell).join(',')),
  ];
  return `${lines.join('\r\n')}\r\n`;
}
