/** One thing at a time: what the user asked for in the order of asking, and the background only while nobody asks for anything. */

export type Turns = {
  /** Has the background run when there is nothing else; once more, if it is running. */
  settle(): void;
  /** Stops the background and runs `job` when its turn comes. Its signal aborts when `cancel` is called while it runs. */
  carry<T>(job: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Stops the job that is running. */
  cancel(): void;
};

/** `background` ends soon after its signal aborts, and is run again once the jobs are done. It never rejects. */
export function createTurns(background: (signal: AbortSignal) => Promise<void>): Turns {
  let turn: Promise<unknown> = Promise.resolve();
  let jobs = 0;
  let job: AbortController | null = null;
  let running: AbortController | null = null;
  let isAsked = false;

  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const mine = turn.then(act);
    turn = mine.catch(() => undefined);
    return mine;
  };

  const runBackground = async () => {
    if (!isAsked || jobs > 0) return;
    isAsked = false;
    running = new AbortController();
    await background(running.signal);
    running = null;
    if (isAsked) void inTurn(runBackground);
  };

  const settle = () => {
    const isQueued = isAsked;
    isAsked = true;
    if (!isQueued && !running && jobs === 0) void inTurn(runBackground);
  };

  return {
    settle,
    carry(act) {
      jobs += 1;
      running?.abort();
      return inTurn(async () => {
        job = new AbortController();
        try {
          return await act(job.signal);
        } finally {
          job = null;
          jobs -= 1;
          if (jobs === 0) {
            isAsked = true;
            void inTurn(runBackground);
          }
        }
      });
    },
    cancel: () => job?.abort(),
  };
}
