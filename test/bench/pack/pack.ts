/**
 * What packing a second of recording costs, in seconds: a chunk of the phantom's frames (I420, 30 a second, white light and NIR side by side, with
 * the noise of both cameras) from raw records on the disk to exact video, read back and proved, the raw records removed. Below 1 it is
 * faster than recording. Writes 0.2 GB, at most 0.1 GB of it at a time, and deletes it.
 */
import type { PackingCost } from './worker.ts';

/** Runs in a page, at the size of a whole frame; rejects with the worker's words when it cannot measure. */
export function measurePacking(widthPx: number, heightPx: number): Promise<PackingCost> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return new Promise<PackingCost>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<{ cost?: PackingCost; error?: string }>) =>
      data.cost ? resolve(data.cost) : reject(new Error(data.error));
    worker.onerror = event => reject(new Error(event.message));
    worker.postMessage({ widthPx, heightPx });
  }).finally(() => worker.terminate());
}
