/**
 * A worker that is started anew whenever its thread ended or hung. Holds the thread that is there now and, between two, a timer;
 * whoever created it disposes of it.
 */
import type { Problem } from '#model/problem.ts';
import type { WorkerHandle } from '#platform/workers.ts';
import type { Problems } from './problems.ts';

/** The first restart is at once; those that follow soon wait, each twice as long: what stops it may come again at once. */
const firstWaitMs = 250;
const longestWaitMs = 30_000;
/** Restarts longer ago than this are forgotten. */
const forgottenAfterMs = 60_000;

export type KeptWorker<Api> = {
  /** Speaks to whichever thread is there; calls between two are rejected with a `ProblemError`. */
  readonly api: WorkerHandle<Api>['api'];
  [Symbol.dispose](): void;
};

export function keepAlive<Api>(
  start: () => WorkerHandle<Api>,
  parts: {
    readonly problems: Pick<Problems, 'report'>;
    /** What the user is told each time. */
    readonly problem: Problem;
    /** The thread is gone. */
    lost?(): void;
    /** There is a new one, which knows nothing yet. */
    restarted(): void;
  },
): KeptWorker<Api> {
  let handle = start();
  let restartsAtMs: readonly number[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const restart = (): void => {
    handle = start();
    handle.onBroken(broke);
    parts.restarted();
  };
  const broke = (): void => {
    const nowMs = performance.now();
    restartsAtMs = restartsAtMs.filter(atMs => nowMs - atMs < forgottenAfterMs);
    const waitMs =
      restartsAtMs.length === 0 ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** restartsAtMs.length);
    restartsAtMs = [...restartsAtMs, nowMs];
    handle[Symbol.dispose]();
    parts.lost?.();
    parts.problems.report(parts.problem);
    if (waitMs === 0) restart();
    else timer = setTimeout(restart, waitMs);
  };
  handle.onBroken(broke);

  return {
    api: new Proxy(handle.api, { get: (_first, key) => Reflect.get(handle.api, key) }),
    [Symbol.dispose]() {
      clearTimeout(timer);
      handle[Symbol.dispose]();
    },
  };
}

/** What the user reads when a worker was started anew. */
export const restarted = {
  view: {
    id: 'view-restarted',
    severity: 'caution',
    text: 'The part that draws the picture stopped and was started again.',
    tip: 'The picture returns by itself. A recording goes on; what is missing is marked in it.',
  },
  quantify: {
    id: 'quantify-restarted',
    severity: 'caution',
    text: 'The part that measures stopped and was started again.',
    tip: 'Numbers return with the next frame, with the same regions.',
  },
  encode: {
    id: 'recorder-restarted',
    severity: 'caution',
    text: 'The recorder stopped and was started again.',
    tip: 'A recording goes on in the same session; what is missing is marked in it.',
  },
  feed: {
    id: 'feed-restarted',
    severity: 'caution',
    text: 'The source stopped and was started again.',
    tip: 'It goes on where it was.',
  },
  export: {
    id: 'export-restarted',
    severity: 'caution',
    text: 'The part that writes stills stopped and was started again.',
    tip: 'What was kept is still there. Do again what failed.',
  },
} as const satisfies Record<string, Problem>;
