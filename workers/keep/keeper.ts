/** The keep worker without its thread: what is done with sessions on the disk, one thing at a time. */
import type { LentHash } from '#archive/carry/sums.ts';
import { examineSession } from '#archive/examine.ts';
import { createFreeRoom } from '#archive/free-room.ts';
import { paceBesideLive } from '#archive/pace.ts';
import { sealSession, webHash } from '#archive/sealing.ts';
import { deleteSession, sessionsFolder } from '#archive/sessions.ts';
import { exactVideo, pacedVideo } from '#archive/video/exact-video.ts';
import type { KeepApi, KeepNews } from './api.ts';
import { createCarrier } from './carry/carrier.ts';
import { hashFor, hashThrough } from './carry/lent-hash.ts';
import { keeperLock } from './pack/keeper-lock.ts';
import { createPacker } from './pack/packer.ts';
import { createTurns } from './turns.ts';

export function createKeeper(): KeepApi {
  const listeners: ((news: KeepNews) => void)[] = [];
  const post = (news: KeepNews) => {
    for (const listen of listeners) listen(news);
  };
  const root = () => navigator.storage.getDirectory();
  const sessions = async () => sessionsFolder(await root());
  // Where that is not known it begins, and a disk that turns out to be full is told then.
  const freeRoom = createFreeRoom(navigator.storage, 'keeping');
  const freeBytes = async () => (await freeRoom()) ?? Number.POSITIVE_INFINITY;
  const wrote = () => post({ type: 'changed' });

  const packer = createPacker({
    sessions,
    codec: exactVideo,
    seal: (session, on) => sealSession(session, webHash, on),
    lock: keeperLock(navigator.locks),
    pace: paceBesideLive(),
    changed: () => post({ type: 'packing', packing: packer.state }),
    wrote,
    problem: (problem, isOver) => post({ type: 'problem', problem, isOver }),
  });
  const turns = createTurns(packer.run);
  let lent: LentHash | null = null;
  const hashHere: LentHash = async (buffer, sizeBytes) => ({
    buffer,
    hash: await webHash(new Uint8Array(buffer, 0, sizeBytes)),
  });
  const carrier = createCarrier({
    sessions,
    root,
    freeBytes,
    hash: (buffer, sizeBytes) => (lent ?? hashHere)(buffer, sizeBytes),
    newPace: paceBesideLive,
    notice: problem => post({ type: 'problem', problem, isOver: false }),
  });

  return {
    subscribe(listen) {
      listeners.push(listen);
      listen({ type: 'packing', packing: packer.state });
    },
    settle: turns.settle,
    thinWhite: bytes => turns.carry(signal => packer.thinWhite(bytes, signal)),
    deleteSession: id => turns.carry(async () => deleteSession(await root(), id)),
    examine: (id, tell) =>
      turns.carry(async signal => {
        const pace = paceBesideLive();
        const step = (settled?: () => Promise<void>) => pace.step(signal, settled);
        return examineSession(await (await sessions()).folder(id, false), {
          video: pacedVideo(step),
          tell,
          signal,
          pause: step,
        });
      }),
    exportSession: (id, order, tell) =>
      turns.carry(signal => carrier.exportSession(id, order, { signal, tell })),
    importSession: (file, passphrase, tell) =>
      turns.carry(async signal => {
        const id = await carrier.importSession(file, passphrase, { signal, tell });
        wrote();
        return id;
      }),
    hashFor,
    hashThrough([first, ...others]) {
      lent = first ? hashThrough([first, ...others]) : null;
    },
    cancel: () => turns.cancel(),
    emptyOutbox: () => carrier.emptyOutbox(),
  };
}
