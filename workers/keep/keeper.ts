/** The keep worker without its thread: what is done with sessions on the disk, one thing at a time. */
import type { KeepApi } from './api.ts';

const notYet = () => Promise.reject(new Error('Not built yet.'));

export function createKeeper(): KeepApi {
  return {
    subscribe: () => undefined,
    settle: () => undefined,
    thinWhite: notYet,
    examine: notYet,
    exportSession: notYet,
    importSession: notYet,
    cancel: () => undefined,
    emptyOutbox: notYet,
  };
}
