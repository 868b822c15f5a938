/**
 * Starts the workers and speaks to them. The only place, besides the workers' own threads, that knows comlink.
 * Each handle owns its thread; whoever started it disposes of it.
 */

import type { CalibrateApi } from '#workers/calibrate/api.ts';
import calibrateUrl from '#workers/calibrate/calibrate.worker.ts?worker&url';
import type { EncodeApi } from '#workers/encode/api.ts';
import encodeUrl from '#workers/encode/encode.worker.ts?worker&url';
import type { ExportApi } from '#workers/export/api.ts';
import exportUrl from '#workers/export/export.worker.ts?worker&url';
import type { FeedApi } from '#workers/feed/api.ts';
import feedUrl from '#workers/feed/feed.worker.ts?worker&url';
import type { KeepApi } from '#workers/keep/api.ts';
import keepUrl from '#workers/keep/keep.worker.ts?worker&url';
import type { QuantifyApi } from '#workers/quantify/api.ts';
import quantifyUrl from '#workers/quantify/quantify.worker.ts?worker&url';
import type { TheatreApi } from '#workers/theatre/api.ts';
import theatreUrl from '#workers/theatre/theatre.worker.ts?worker&url';
import type { ViewApi } from '#workers/view/api.ts';
import viewUrl from '#workers/view/view.worker.ts?worker&url';
import { type ProxyMarked, proxy, type Remote, releaseProxy, transfer, wrap } from '#workers/wire.ts';
import { LateWorker } from './late-worker.ts';
import { randomId } from './opfs.ts';
import { trustedScript } from './trusted.ts';
import { answered, watchThread } from './worker-watch.ts';

export type WorkerHandle<Api> = {
  readonly api: Remote<Api>;
  /**
   * Called once when the thread ended or hung and was ended; it has to be started anew then. Calls that waited for it are rejected with a
   * `ProblemError`.
   */
  onBroken(listen: () => void): void;
  /** Ends a thread that lives but no longer does its work; `onBroken`'s listener is called when what it held is free. */
  end(): void;
  [Symbol.dispose](): void;
};

/**
 * Seconds without an answer after which a thread hangs. Those that draw, measure and write share their work out in frames; the others
 * read and compute at one go, and a false alarm would cost what they have done. What answers `promptly` holds no file either.
 */
const hungAfterS = { promptly: 4, withDisk: 8, atOneGo: 45 } as const;

/** What a picture on the screen needs. */
const isFirst = (url: string): boolean => url === viewUrl || url === feedUrl || url === theatreUrl;

function start<Api>(url: string, name: string, patience: keyof typeof hungAfterS): WorkerHandle<Api> {
  const thread = `${name}-${randomId()}`;
  const real = () => new Worker(trustedScript(url), { type: 'module', name: thread });
  const worker = isFirst(url) ? real() : new LateWorker(real);
  const remote = wrap<Api>(worker);
  const { api, giveUp } = answered(remote);
  let listen: () => void = () => undefined;
  const watch = watchThread(worker, thread, {
    hungAfterS: hungAfterS[patience],
    holdsFiles: patience !== 'promptly',
    gone() {
      giveUp();
      listen();
    },
  });
  return {
    api,
    onBroken(newListen) {
      listen = newListen;
    },
    end: watch.end,
    [Symbol.dispose]() {
      watch[Symbol.dispose]();
      remote[releaseProxy]();
      worker.terminate();
      giveUp();
    },
  };
}

export const startViewWorker = (): WorkerHandle<ViewApi> => start<ViewApi>(viewUrl, 'view', 'promptly');
/** `name`: of its thread. */
export const startQuantifyWorker = (name: 'quantify' | 'analyse' = 'quantify'): WorkerHandle<QuantifyApi> =>
  start<QuantifyApi>(quantifyUrl, name, 'promptly');
export const startCalibrateWorker = (): WorkerHandle<CalibrateApi> =>
  start<CalibrateApi>(calibrateUrl, 'calibrate', 'atOneGo');
export const startEncodeWorker = (): WorkerHandle<EncodeApi> =>
  start<EncodeApi>(encodeUrl, 'encode', 'withDisk');
export const startKeepWorker = (): WorkerHandle<KeepApi> => start<KeepApi>(keepUrl, 'keep', 'atOneGo');
export const startExportWorker = (): WorkerHandle<ExportApi> =>
  start<ExportApi>(exportUrl, 'export', 'atOneGo');
/** Opening a long recording is done at one go. */
export const startFeedWorker = (): WorkerHandle<FeedApi> => start<FeedApi>(feedUrl, 'feed', 'withDisk');

export const startTheatreWorker = (): WorkerHandle<TheatreApi> =>
  start<TheatreApi>(theatreUrl, 'theatre', 'promptly');

/** Marks `value` so that its listed parts move to the worker instead of being copied. */
export const moved = <T>(value: T, parts: Transferable[]): T => transfer(value, parts);

/** A function of the page that a worker may call. */
export const callable = <T extends (...args: never[]) => unknown>(listen: T): T & ProxyMarked =>
  proxy(listen);
