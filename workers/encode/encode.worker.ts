/** The encode worker's thread: its storage, its lock, its clock and its line to the page. The rest is in `encoder.ts`. */
import { createFreeRoom } from '#archive/free-room.ts';
import { recorderLock } from '#archive/recorder-lock.ts';
import { sessionsFolder } from '#archive/sessions.ts';
import { expose } from '../wire.ts';
import { createEncoder } from './encoder.ts';

const { storage, locks } = navigator;
const encoder = createEncoder({
  sessions: async () => sessionsFolder(await storage.getDirectory()),
  lock: recorderLock(locks),
  freeBytes: createFreeRoom(storage, 'recording'),
  clockS: () => (performance.timeOrigin + performance.now()) / 1000,
});
expose(encoder);
