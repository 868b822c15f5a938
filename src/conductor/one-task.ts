/** One thing at a time that the user waits for, with its progress on the screen: an export, an import, a check. */
import { type Problem, ProblemError } from '#model/problem.ts';
import type { TellShare } from '#workers/keep/api.ts';
import type { Problems } from './problems.ts';
import type { SessionsState } from './sessions-api.ts';

type Task = NonNullable<SessionsState['task']>;

export type OneTask = {
  /** Tells the user and answers true where one runs. */
  isBusy(): boolean;
  /** Runs `act`, and `after` whatever came of it; null where it failed, was stopped, or another runs. */
  run<T>(words: string, act: (tell: TellShare) => Promise<T>): Promise<T | null>;
};

/** A picture becomes live, or its source is closed, while it runs. */
const lookEveryMs = 2000;

export function createOneTask(parts: {
  show(task: Task | null): void;
  /** A picture is live, here or in another window: what runs is slow beside it. */
  isLive(): Promise<boolean>;
  readonly problems: Pick<Problems, 'report' | 'guard'>;
  after(): Promise<void>;
}): OneTask {
  const { show, problems } = parts;
  let isRunning = false;
  const isBusy = (): boolean => {
    if (isRunning) problems.report(otherTask);
    return isRunning;
  };
  return {
    isBusy,
    async run(words, act) {
      if (isBusy()) return null;
      isRunning = true;
      let isOver = false;
      let task: Task = { words, share: 0, givesWay: false };
      const change = (now: Partial<Task>): void => {
        if (isOver) return;
        task = { ...task, ...now };
        show(task);
      };
      const look = async (): Promise<void> => change({ givesWay: await parts.isLive() });
      change({});
      void look();
      const timer = setInterval(look, lookEveryMs);
      try {
        return await problems.guard('session-task', async () => {
          try {
            // It comes through a port of its own, and may be heard after the answer: then it must not begin the task anew.
            return await act(share => change({ share }));
          } catch (error) {
            if (isAbort(error)) return null;
            throw error;
          }
        });
      } finally {
        clearInterval(timer);
        isOver = true;
        isRunning = false;
        show(null);
        await parts.after();
      }
    },
  };
}

/** Comlink hands errors over by name. */
const isAbort = (error: unknown): boolean =>
  error instanceof Error && error.name === 'AbortError' && !(error instanceof ProblemError);

const otherTask: Problem = {
  id: 'session-task',
  severity: 'caution',
  text: 'Another recording is being exported, imported or checked.',
  tip: 'Wait for it, or stop it first.',
};
