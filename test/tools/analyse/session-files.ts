/** What is written of an analysed session. */
import { createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Exactness } from '#archive/format.ts';
import { madeWithOf } from '#model/made-with.ts';
import type { HazardSpan } from '#model/replay-index.ts';
import { type Row, rowsAsShown } from '#model/rows.ts';
import { rowsToCsv } from '#model/rows-csv.ts';
import { stabilityCsv } from '#model/stability/csv.ts';
import type { StabilityLog } from '#model/stability/row.ts';
import { notice } from '#model/still.ts';
import type { RemeasureSummary } from '#workers/quantify/api.ts';

/** `<session>.json`. */
export type AnalysisSummary = RemeasureSummary & {
  readonly notice: string;
  /** Viewer and build (`#model/made-with.ts`). */
  readonly madeWith: string;
  readonly sessionId: string;
  /** Every so many frames. */
  readonly every: number;
  readonly rows: number;
  /** Where no number was shown live, and why: frames, both included. Rows there are compared, and their numbers withheld. */
  readonly withheld: readonly Omit<HazardSpan, 'withholds'>[];
  readonly rowsWithheld: number;
  /** Nothing is unequal and nothing damaged. */
  readonly verified: boolean;
  /** `lossy`: recomputed values are approximate, and nothing can be compared. */
  readonly exactness: Exactness;
  readonly versions: { readonly rimlight: string; readonly browser: string; readonly node: string };
};

/** Writes both files into `folder`, and a third where the session kept a stability log; answers the summary. */
export async function writeAnalysis(
  folder: string,
  rows: readonly Row[],
  made: Pick<AnalysisSummary, 'sessionId' | 'every' | 'exactness' | 'versions'> & {
    summary: RemeasureSummary;
    stability: StabilityLog;
    hazards: readonly HazardSpan[];
  },
): Promise<AnalysisSummary> {
  const { summary, sessionId, every, exactness, versions } = made;
  const madeWith = madeWithOf(versions.rimlight);
  const source = { sessionId, madeWith, made: 'recomputed' } as const;
  const shown = rowsAsShown(rows, { hazards: made.hazards });
  await pipeline(rowsToCsv(shown, source), createWriteStream(join(folder, `${sessionId}.csv`)));
  const { rows: log, refused } = made.stability;
  if (log.length > 0 || refused > 0)
    writeFileSync(
      join(folder, `${sessionId}.stability.csv`),
      stabilityCsv(log, { sessionId, madeWith, refused }),
    );
  const written: AnalysisSummary = {
    notice,
    madeWith,
    sessionId,
    every,
    rows: rows.length,
    withheld: made.hazards
      .filter(({ withholds }) => withholds)
      .map(({ problemId, from, to, words }) => ({ problemId, from, to, words })),
    rowsWithheld: shown.filter((row, i) => row !== rows[i]).length,
    ...summary,
    verified: summary.unequal === 0 && summary.damaged === 0,
    exactness,
    versions,
  };
  writeFileSync(join(folder, `${sessionId}.json`), `${JSON.stringify(written, null, 2)}\n`);
  return written;
}
