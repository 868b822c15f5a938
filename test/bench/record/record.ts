/**
 * What recording a frame costs: 1920×1080 I420 from `VideoFrame` to the disk, by the recorder's own code, against one
 * `Uint8Array.set` of the same planes. Writes 0.9 GB, at most 0.5 GB of it at a time, and deletes it. The browser must keep its private files on
 * the disk as users' do: an incognito context (Playwright's default) keeps them in another process, ten times slower.
 */
import type { RecordingCost } from './worker.ts';

/** Runs in a page; rejects with the worker's words when it cannot measure. */
export function measureRecording(): Promise<RecordingCost> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return new Promise<RecordingCost>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<{ cost?: RecordingCost; error?: string }>) =>
      data.cost ? resolve(data.cost) : reject(new Error(data.error));
    worker.onerror = event => reject(new Error(event.message));
  }).finally(() => worker.terminate());
}
