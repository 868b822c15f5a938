/** The browser's half of `npm run analyse`: the viewer's own workers import a session and measure it again. */

import type { Exactness } from '#archive/format.ts';
import { sessionFacts } from '#archive/session-facts.ts';
import { deleteSession } from '#archive/sessions.ts';
import { stabilityLogOf } from '#archive/stability-log.ts';
import { ProblemError } from '#model/problem.ts';
import type { HazardSpan } from '#model/replay-index.ts';
import type { Row } from '#model/rows.ts';
import type { StabilityLog } from '#model/stability/row.ts';
import { callable, startKeepWorker, startQuantifyWorker } from '#platform/workers.ts';
import { hazardSpansOf } from '#workers/feed/replay/hazard-spans.ts';
import type { RemeasureSummary } from '#workers/quantify/api.ts';
import { openStoredSession } from '#workers/quantify/review/open-stored.ts';

export type PageAnswer =
  | {
      readonly sessionId: string;
      readonly exactness: Exactness;
      /** Its sums were in the file. */
      readonly summary: RemeasureSummary;
      readonly stability: StabilityLog;
      /** What was wrong for a while, as the viewer's own review reads it. */
      readonly hazards: readonly HazardSpan[];
    }
  /** In words for a person: what is wrong, and what to do. */
  | { readonly refused: string };

/** Told to Node while it works. */
export type PageNews =
  | { readonly step: 'import'; readonly share: number }
  | { readonly step: 'measure'; readonly share: number; readonly rows: readonly Row[] };

const deleteAttempts = 100;
const deleteEveryMs = 100;

/** Analyses the file in the page's input. What was imported is gone from the browser's storage afterwards. */
async function analyse(
  order: { readonly passphrase: string | null; readonly every: number },
  tell: (news: PageNews) => Promise<void>,
): Promise<PageAnswer> {
  const file = document.querySelector('input')?.files?.[0];
  if (!file) throw new Error('No file was chosen.');
  const keep = startKeepWorker();
  const quantify = startQuantifyWorker();
  const root = await navigator.storage.getDirectory();
  let sessionId: string | null = null;
  try {
    sessionId = await keep.api.importSession(
      file,
      order.passphrase,
      callable(share => void tell({ step: 'import', share })),
    );
    const { exactness } = await sessionFacts(root, sessionId);
    const { stability, hazards } = await readWhatHappened(sessionId);
    let told: Promise<void> = Promise.resolve();
    const summary = await quantify.api.remeasure(
      { sessionId, inputs: null, from: 0, to: Number.MAX_SAFE_INTEGER, every: order.every },
      callable((rows, share) => {
        told = told.then(() => tell({ step: 'measure', share, rows }));
      }),
    );
    await told;
    return { sessionId, exactness, summary, stability, hazards };
  } catch (error) {
    if (error instanceof ProblemError) return { refused: `${error.problem.text} ${error.problem.tip}` };
    throw error;
  } finally {
    keep[Symbol.dispose]();
    quantify[Symbol.dispose]();
    if (sessionId) await deleteSoon(root, sessionId);
  }
}

async function readWhatHappened(
  sessionId: string,
): Promise<{ stability: StabilityLog; hazards: readonly HazardSpan[] }> {
  using reader = await openStoredSession(sessionId);
  return { stability: await stabilityLogOf(reader), hazards: await hazardSpansOf(reader) };
}

/** Workers that were ended close their files some time later: until then the session cannot be deleted. What stays goes with the profile. */
async function deleteSoon(root: FileSystemDirectoryHandle, sessionId: string): Promise<void> {
  for (let left = deleteAttempts; left > 0; left--) {
    const isGone = await deleteSession(root, sessionId).then(
      () => true,
      () => false,
    );
    if (isGone) return;
    await new Promise(resolve => setTimeout(resolve, deleteEveryMs));
  }
}

Object.assign(globalThis, { analyse });
