/** A recorder that a test can kill: the encode worker's own parts, told by plain messages what to record. */
import { opfsFolder } from '#archive/opfs.ts';
import { recorderLock } from '#archive/recorder-lock.ts';
import { createSessionWriter } from '#archive/writer.ts';
import { createRecordRoom } from '#workers/encode/record-room.ts';
import { manifestOf, writeSample } from '../../unit/archive/samples.ts';

/** Records frames without end and posts the number of each once its write has returned. */
async function recordForever(sessions: FileSystemDirectoryHandle, id: string): Promise<never> {
  if (!(await recorderLock(navigator.locks).take())) throw new Error('Somebody else records.');
  const room = await createRecordRoom();
  const writer = await createSessionWriter(opfsFolder(sessions), manifestOf(id), {
    room,
    chunkBytes: 200_000,
  });
  for (let number = 0; ; number++) {
    await writeSample(writer, { number });
    postMessage(number);
  }
}

addEventListener('message', ({ data }: MessageEvent<{ sessions: FileSystemDirectoryHandle; id: string }>) => {
  recordForever(data.sessions, data.id).catch((error: unknown) => postMessage(String(error)));
});
