/** How long the free space would last, before anything records, and whether another window does. Looked at every few seconds. */
import type { StoreApi } from 'zustand/vanilla';
import type { RecorderLock } from '#archive/recorder-lock.ts';
import type { StreamFormats } from '#model/feed.ts';
import { packedPlanes } from '#model/frame.ts';
import type { RecordingState } from './sessions-api.ts';

const lookEveryMs = 5000;

/** Bytes that a second of the source takes as it is delivered. */
const bytesPerS = (formats: StreamFormats, fps: number): number =>
  [formats.main, formats.second].reduce((sum, one) => sum + (one ? packedPlanes(one).totalBytes : 0), 0) *
  fps;

/** Writes `secondsLeft` while nothing records, and `isElsewhere`. Disposed of by whoever created it. */
export function watchRecorderRoom(parts: {
  store: StoreApi<RecordingState>;
  lock: Pick<RecorderLock, 'isHeld'>;
  freeBytes: () => Promise<number | null>;
  /** Of the open source; null while none delivers. Replays are not recorded again. */
  delivered: () => { formats: StreamFormats; fps: number } | null;
}): Disposable {
  const { store, lock } = parts;
  const look = async (): Promise<void> => {
    const [isHeld, freeBytes] = await Promise.all([lock.isHeld(), parts.freeBytes()]);
    if (store.getState().status !== 'idle') return;
    const delivered = parts.delivered();
    const rate = delivered && bytesPerS(delivered.formats, delivered.fps);
    const secondsLeft = freeBytes !== null && rate ? freeBytes / rate : null;
    store.setState({ isElsewhere: isHeld, secondsLeft });
  };
  // What cannot be asked now is asked again; the recorder itself refuses where there is no room.
  const lookQuietly = () => void look().catch(() => undefined);
  const timer = setInterval(lookQuietly, lookEveryMs);
  lookQuietly();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
