/**
 * What exporting a session costs: 256 MiB of records out of the private files and into one file of the outbox, every part hashed on
 * the way by two threads beside (`hashThrough`), against a plain copy of the same bytes, file by file, in the same run. Needs about 0.8 GB of room, and deletes it.
 */
import type { CarryCost } from './worker.ts';

/** A machine that is this late measures nothing. */
const patienceS = 300;

/** Runs in a page; rejects with the worker's words when it cannot measure. */
export function measureCarry(): Promise<CarryCost> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return new Promise<CarryCost>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<{ cost?: CarryCost; error?: string }>) =>
      data.cost ? resolve(data.cost) : reject(new Error(data.error));
    worker.onerror = event => reject(new Error(event.message));
    setTimeout(() => reject(new Error(`No answer in ${patienceS} s.`)), patienceS * 1000);
  }).finally(() => worker.terminate());
}
