/** A whole stability log in a few numbers. Pure. */
import { type AgePercentiles, addCounts, percentilesOfCounts } from './ages.ts';
import type { StabilityRow } from './row.ts';

type Range = { readonly low: number; readonly high: number };

export type StabilitySummary = {
  /** Seconds that the rows cover; pauses of a recording are not in it. */
  readonly lastsS: number;
  readonly delivered: number;
  readonly drawn: number;
  readonly dropped: number;
  readonly missing: number;
  readonly held: number;
  /** Over all drawn frames, within 2.5 %; `max` is exact. Null: none was drawn. */
  readonly ageMs: AgePercentiles | null;
  readonly longestGapS: number | null;
  readonly gain: Range | null;
  readonly ambientCodes: Range | null;
  /** Of the time. */
  readonly withheldShare: number;
  readonly heldS: number;
  /** How long each problem stood, longest first; `text` as it was worded first. */
  readonly hazards: readonly { readonly problemId: string; readonly text: string; readonly lastsS: number }[];
};

function rangeOf(values: readonly (number | null)[]): Range | null {
  const given = values.filter(value => value !== null);
  return given.length === 0
    ? null
    : { low: given.reduce((a, b) => Math.min(a, b)), high: given.reduce((a, b) => Math.max(a, b)) };
}

const sumOf = (rows: readonly StabilityRow[], of: (row: StabilityRow) => number): number =>
  rows.reduce((sum, row) => sum + of(row), 0);

/** Null: there is no row. */
export function summaryOf(rows: readonly StabilityRow[]): StabilitySummary | null {
  if (rows.length === 0) return null;
  const lastsS = sumOf(rows, row => row.lastsS);
  const oldestMs = rangeOf(rows.map(row => row.ageMs?.max ?? null))?.high ?? 0;
  const hazards = new Map<string, { problemId: string; text: string; lastsS: number }>();
  for (const { problemId, text, fromS, toS } of rows.flatMap(row => row.hazards)) {
    const known = hazards.get(problemId) ?? { problemId, text, lastsS: 0 };
    known.lastsS += toS - fromS;
    hazards.set(problemId, known);
  }
  return {
    lastsS,
    delivered: sumOf(rows, row => row.delivered),
    drawn: sumOf(rows, row => row.drawn),
    dropped: sumOf(rows, row => row.dropped),
    missing: sumOf(rows, row => row.missing),
    held: sumOf(rows, row => row.held),
    ageMs: percentilesOfCounts(addCounts(rows.map(row => row.ageCounts)), oldestMs),
    longestGapS: rangeOf(rows.map(row => row.longestGapS))?.high ?? null,
    gain: rangeOf(rows.map(row => row.gain)),
    ambientCodes: rangeOf(rows.map(row => row.ambientCodes)),
    withheldShare: Math.min(1, sumOf(rows, row => row.withheldS) / lastsS),
    heldS: sumOf(rows, row => row.heldS),
    hazards: [...hazards.values()].sort((a, b) => b.lastsS - a.lastsS),
  };
}
