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
import { trustedScript } from './trusted.ts';

export type WorkerHandle<Api> = {
  readonly api: Remote<Api>;
  /** Called once when the thread broke; it has to be started anew then. */
  onBroken(listen: () => void): void;
  [Symbol.dispose](): void;
};

function start<Api>(url: string, name: string): WorkerHandle<Api> {
  const worker = new Worker(trustedScript(url), { type: 'module', name });
  const api = wrap<Api>(worker);
  let listen: () => void = () => undefined;
  worker.onerror = event => {
    event.preventDefault();
    listen();
  };
  return {
    api,
    onBroken(newListen) {
      listen = newListen;
    },
    [Symbol.dispose]() {
      api[releaseProxy]();
      worker.terminate();
    },
  };
}

export const startViewWorker = (): WorkerHandle<ViewApi> => start<ViewApi>(viewUrl, 'view');
export const startQuantifyWorker = (): WorkerHandle<QuantifyApi> =>
  start<QuantifyApi>(quantifyUrl, 'quantify');
export const startCalibrateWorker = (): WorkerHandle<CalibrateApi> =>
  start<CalibrateApi>(calibrateUrl, 'calibrate');
export const startEncodeWorker = (): WorkerHandle<EncodeApi> => start<EncodeApi>(encodeUrl, 'encode');
export const startKeepWorker = (): WorkerHandle<KeepApi> => start<KeepApi>(keepUrl, 'keep');
export const startExportWorker = (): WorkerHandle<ExportApi> => start<ExportApi>(exportUrl, 'export');
export const startFeedWorker = (): WorkerHandle<FeedApi> => start<FeedApi>(feedUrl, 'feed');

export const startTheatreWorker = (): WorkerHandle<TheatreApi> => start<TheatreApi>(theatreUrl, 'theatre');

/** Marks `value` so that its listed parts move to the worker instead of being copied. */
export const moved = <T>(value: T, parts: Transferable[]): T => transfer(value, parts);

/** A function of the page that a worker may call. */
export const callable = <T extends (...args: never[]) => unknown>(listen: T): T & ProxyMarked =>
  proxy(listen);
