/** The carrier on a thread of its own, as in the keep worker, told by a test what to do. */

import { expose } from 'comlink';
import { opfsFolder } from '#archive/opfs.ts';
import { createSessionWriter } from '#archive/writer.ts';
import { type Problem, ProblemError } from '#model/problem.ts';
import { createRecordRoom } from '#workers/encode/record-room.ts';
import { createCarrier } from '#workers/keep/carry/carrier.ts';
import { grey, inputsEvent, manifestOf, writeSample } from '../../unit/archive/samples.ts';

const root = () => navigator.storage.getDirectory();
const sessions = async () =>
  opfsFolder(await (await root()).getDirectoryHandle('sessions', { create: true }));
const notices: Problem[] = [];
let freeBytes = 1e12;
const carrier = createCarrier({
  root,
  sessions,
  freeBytes: async () => freeBytes,
  notice: problem => notices.push(problem),
});
let stop = new AbortController();

/** A failure as plain data: its problem's id, or its name. */
async function answered<T>(act: () => Promise<T>): Promise<{ value: T | null; failed: string | null }> {
  try {
    return { value: await act(), failed: null };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { value: null, failed: error instanceof ProblemError ? error.problem.id : error.name };
  }
}

const api = {
  /** Records and ends a session of so many frames of 64 kB, in chunks of about 1 MB. */
  async record(id: string, frames: number): Promise<void> {
    const room = await createRecordRoom();
    const writer = await createSessionWriter(await sessions(), manifestOf(id), { room, chunkBytes: 2 ** 20 });
    await writer.writeEvent(inputsEvent(1, -1));
    for (let number = 0; number < frames; number++)
      await writeSample(writer, { number, format: grey(256, 256) });
    await writer.finish(1_700_000_100);
  },
  export(
    id: string,
    order: { passphrase: string | null; to: FileSystemFileHandle | null },
    tell: (share: number) => void,
  ) {
    stop = new AbortController();
    return answered(() => carrier.exportSession(id, order, { signal: stop.signal, tell }));
  },
  import(file: Blob, passphrase: string | null, tell: (share: number) => void) {
    stop = new AbortController();
    return answered(() => carrier.importSession(file, passphrase, { signal: stop.signal, tell }));
  },
  emptyOutbox: () => carrier.emptyOutbox(),
  cancel: () => stop.abort(),
  setFree(bytes: number) {
    freeBytes = bytes;
  },
  notices: () => notices.splice(0).map(problem => problem.id),
};

export type CarryTestApi = typeof api;
expose(api);
