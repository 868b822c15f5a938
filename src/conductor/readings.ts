/**
 * Takes readings for a calibration, one at a time: owns the calibrate worker, which is started with the first. Tells what is
 * under way and why the last one was refused; what is read is the caller's.
 */
import { type Problem, problemOf } from '#model/problem.ts';
import { callable, moved, startCalibrateWorker, type WorkerHandle } from '#platform/workers.ts';
import type { CalibrateApi, Progress } from '#workers/calibrate/api.ts';
import type { ViewApi } from '#workers/view/api.ts';
import type { CalibratingState } from './api.ts';

type CalibrateWorker = WorkerHandle<CalibrateApi>;

export type Readings = {
  /** Null when it was refused (told), stopped, or overtaken by another. */
  read<T>(
    words: string,
    how: (api: CalibrateWorker['api'], progress: Progress) => Promise<T>,
  ): Promise<T | null>;
  /** The reading under way ends without a result. */
  stop(): void;
  [Symbol.dispose](): void;
};

export function createReadings(parts: {
  view: Pick<WorkerHandle<ViewApi>['api'], 'connectCalibrate'>;
  tell(state: Partial<Pick<CalibratingState, 'busy' | 'refused'>>): void;
}): Readings {
  const { view, tell } = parts;
  let worker: CalibrateWorker | null = null;
  /** Counts readings, so that one that was overtaken throws its result away. */
  let turn = 0;

  const start = (): CalibrateWorker => {
    const started = startCalibrateWorker();
    const { port1, port2 } = new MessageChannel();
    void view.connectCalibrate(moved(port1, [port1]));
    void started.api.connectView(moved(port2, [port2]));
    started.onBroken(() => {
      started[Symbol.dispose]();
      worker = null;
      turn += 1;
      tell({ busy: null, refused: workerBroken });
    });
    return started;
  };

  return {
    async read(words, how) {
      const mine = ++turn;
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
    stop() {
      turn += 1;
      void worker?.api.cancel();
      tell({ busy: null });
    },
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
  text: 'The part that reads calibrations stopped.',
  tip: 'Nothing was changed. Read again.',
};
