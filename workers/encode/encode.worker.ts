/** The encode worker's thread: its storage, its lock, its clock and its line to the page. The rest is in `encoder.ts`. */
import { recorderLock } from '#archive/recorder-lock.ts';
import { sessionsFolder } from '#archive/sessions.ts';
import { expose } from '../wire.ts';
import { createEncoder } from './encoder.ts';

const { storage, locks } = navigator;
const encoder = createEncoder({
  sessions: async () => sessionsFolder(await storage.getDirectory()),
  lock: recorderLock(locks),
  async freeBytes() {
    const { quota, usage } = await storage.estimate();
    return quota === undefined || usage === undefined ? null : quota - usage;
  },
  clockS: () => (performance.timeOrigin + performance.now()) / 1000,
});
expose(encoder);
