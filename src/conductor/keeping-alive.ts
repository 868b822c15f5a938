/**
 * A worker that is started anew whenever its thread ended or hung. Holds the thread that is there now and a timer;
 * whoever created it disposes of it.
 */
import type { Problem } from '#model/problem.ts';
import type { WorkerHandle } from '#platform/workers.ts';
import type { Problems } from './problems.ts';

/** The first restart is at once; those that follow soon wait, each twice as long: what stops it may come again at once. */
const firstWaitMs = 250;
const longestWaitMs = 30_000;
/** A thread that lived so long stopped for a reason of its own: counting begins anew. */
const steadyAfterMs = 60_000;
/** So many ends in a row are no accident: somebody has to do something. */
const often = 5;

export type KeptWorker<Api> = {
  /** Speaks to whichever thread is there; calls between two are rejected with a `ProblemError`. */
  readonly api: WorkerHandle<Api>['api'];
  /** Ends the thread that is there, because it no longer does its work: another follows once what it held is free. */
  end(): void;
  [Symbol.dispose](): void;
};

/** What the user is told: each time, and when it keeps happening. One problem with two texts. */
type RestartProblems = { readonly once: Problem; readonly often: Problem };

export function keepAlive<Api>(
  start: () => WorkerHandle<Api>,
  parts: {
    readonly problems: Pick<Problems, 'report' | 'over'>;
    readonly problem: RestartProblems;
    /** The thread is gone. */
    lost?(): void;
    /** There is a new one, which knows nothing yet. */
    restarted(): void;
  },
): KeptWorker<Api> {
  let handle = start();
  let endsInARow = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const steady = (): void => {
    if (endsInARow >= often) parts.problems.over(parts.problem.often.id);
    endsInARow = 0;
  };
  const restart = (): void => {
    handle = start();
    handle.onBroken(broke);
    timer = setTimeout(steady, steadyAfterMs);
    parts.restarted();
  };
  const broke = (): void => {
    clearTimeout(timer);
    const waitMs = endsInARow === 0 ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** endsInARow);
    endsInARow += 1;
    handle[Symbol.dispose]();
    parts.lost?.();
    parts.problems.report(endsInARow < often ? parts.problem.once : parts.problem.often);
    if (waitMs === 0) restart();
    else timer = setTimeout(restart, waitMs);
  };
  handle.onBroken(broke);

  return {
    api: new Proxy(handle.api, { get: (_first, key) => Reflect.get(handle.api, key) }),
    end: () => handle.end(),
    [Symbol.dispose]() {
      clearTimeout(timer);
      handle[Symbol.dispose]();
    },
  };
}

/** What the user reads when a worker was started anew, and when it had to be again and again. */
export const restarted = {
  view: {
    once: {
      id: 'view-restarted',
      severity: 'caution',
      text: 'The part that draws the picture stopped and was started again.',
      tip: 'The picture returns by itself. A recording goes on; what is missing is marked in it.',
    },
    often: {
      id: 'view-restarted',
      severity: 'stop',
      text: 'The part that draws the picture keeps stopping.',
      tip: 'It is tried again at least every 30 s. If that does not help, reload the page, or restart the computer.',
    },
  },
  quantify: {
    once: {
      id: 'quantify-restarted',
      severity: 'caution',
      text: 'The part that measures stopped and was started again.',
      tip: 'Numbers return with the next frame, with the same regions.',
    },
    often: {
      id: 'quantify-restarted',
      severity: 'stop',
      text: 'The part that measures keeps stopping.',
      tip: 'It is tried again at least every 30 s. Remove the region drawn last, or reload the page.',
    },
  },
  encode: {
    once: {
      id: 'recorder-restarted',
      severity: 'caution',
      text: 'The recorder stopped and was started again.',
      tip: 'A recording goes on in the same session; what is missing is marked in it.',
    },
    often: {
      id: 'recorder-restarted',
      severity: 'stop',
      text: 'The recorder keeps stopping: much is missing in the recording.',
      tip: 'It is tried again at least every 30 s. End the recording and reload the page; what was recorded is kept.',
    },
  },
  feed: {
    once: {
      id: 'feed-restarted',
      severity: 'caution',
      text: 'The source stopped and was started again.',
      tip: 'It goes on where it was.',
    },
    often: {
      id: 'feed-restarted',
      severity: 'stop',
      text: 'The source keeps stopping.',
      tip: 'It is tried again at least every 30 s. Choose another source, or another file or recording.',
    },
  },
  export: {
    once: {
      id: 'export-restarted',
      severity: 'caution',
      text: 'The part that writes stills stopped and was started again.',
      tip: 'What was kept is still there. Do again what failed.',
    },
    often: {
      id: 'export-restarted',
      severity: 'stop',
      text: 'The part that writes stills keeps stopping.',
      tip: 'What was kept is still there. Reload the page, then do again what failed.',
    },
  },
} as const satisfies Record<string, RestartProblems>;
