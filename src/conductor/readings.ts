/**
 * Takes readings from frames, one at a time: owns the calibrate worker, which is started with the first. Calibration and the check share
 * it; each tells in its own store what is under way and why its last one was refused; what is read is theirs.
 */
import { type Problem, problemOf } from '#model/problem.ts';
import { callable, moved, startCalibrateWorker, type WorkerHandle } from '#platform/workers.ts';
import type { CalibrateApi, Progress } from '#workers/calibrate/api.ts';
import type { ViewApi } from '#workers/view/api.ts';

/** The calibrate worker as the page speaks to it. */
export type RemoteCalibrate = WorkerHandle<CalibrateApi>['api'];

/** What a store shows of a reading. */
export type ReadingTold = {
  readonly busy?: { readonly words: string; readonly share: number } | null;
  readonly refused?: Problem | null;
};

export type Readings = {
  /** Null when it was refused (told), stopped, or overtaken by another. */
  read<T>(words: string, how: (api: RemoteCalibrate, progress: Progress) => Promise<T>): Promise<T | null>;
  /** Asks for something that takes no frames, beside what is under way; tells nothing. Null when it was not given. */
  ask<T>(how: (api: RemoteCalibrate) => Promise<T>): Promise<T | null>;
  /** The reading under way ends without a result. */
  stop(): void;
};

export type ReadingRoom = {
  /** Readings whose state goes to `tell`. One of another teller overtakes them. */
  toldTo(tell: (told: ReadingTold) => void): Readings;
  /** Frames come no more: what is under way ends, told, and the next reading takes them from the new view worker. */
  viewLost(): void;
  [Symbol.dispose](): void;
};

export function createReadingRoom(view: Pick<WorkerHandle<ViewApi>['api'], 'connectCalibrate'>): ReadingRoom {
  let worker: WorkerHandle<CalibrateApi> | null = null;
  /** Counts readings, so that one that was overtaken throws its result away. */
  let turn = 0;
  let tellNow: (told: ReadingTold) => void = () => undefined;

  const start = (): WorkerHandle<CalibrateApi> => {
    const started = startCalibrateWorker();
    const { port1, port2 } = new MessageChannel();
    void view.connectCalibrate(moved(port1, [port1]));
    void started.api.connectView(moved(port2, [port2]));
    started.onBroken(end);
    return started;
  };
  /** Another is started with the next reading. */
  const end = (): void => {
    if (!worker) return;
    worker[Symbol.dispose]();
    worker = null;
    turn += 1;
    tellNow({ busy: null, refused: workerBroken });
  };

  return {
    toldTo: tell => ({
      async read(words, how) {
        const mine = ++turn;
        if (tellNow !== tell) tellNow({ busy: null });
        tellNow = tell;
        const progress = callable((share: number) => {
          if (mine === turn) tell({ busy: { words, share } });
        });
        tell({ busy: { words, share: 0 }, refused: null });
        worker ??= start();
        try {
          const result = await how(worker.api, progress);
          return mine === turn ? result : null;
        } catch (error) {
          if (mine === turn) tell({ refused: problemOf(error, notRead) });
          return null;
        } finally {
          if (mine === turn) tell({ busy: null });
        }
      },
      // Without a worker there is nothing that could be asked about; what it refuses is the same to who asks.
      ask: async how => (worker ? how(worker.api).catch(() => null) : null),
      stop() {
        if (tellNow !== tell) return;
        turn += 1;
        void worker?.api.cancel();
        tell({ busy: null });
      },
    }),
    viewLost: end,
    [Symbol.dispose]() {
      turn += 1;
      worker?.[Symbol.dispose]();
    },
  };
}

const notRead = {
  id: 'calibrate-failed',
  severity: 'caution',
  tip: 'Nothing was changed. Read again; if it happens again, reload the page.',
} as const;

const workerBroken: Problem = {
  id: 'calibrate-broken',
  severity: 'caution',
  text: 'The part that takes readings stopped.',
  tip: 'Nothing was changed. Read again.',
};
