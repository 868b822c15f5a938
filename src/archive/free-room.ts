/**
 * How much more may be stored. Browsers know it and some no longer say: from version 138 on Chrome answers what is used plus 10 GiB (or the size of a
 * smaller disk in whole GiB), whatever is free, so that nobody is recognised by it (chromestatus.com, "Predictable reported storage quota"). What it
 * enforces is the truth, so a file is made long and short again: nothing is written, and it takes less than a millisecond. Not so in a private window,
 * whose files lie in memory, all of it zeros: there nothing is tried.
 */
import { opfsFolder } from './opfs.ts';

const gib = 2 ** 30;
const mostSaid = 10 * gib;

/** Bytes free by what the browser says; null where it says nothing, or what it says to everybody. */
export function saidFree({ usage, quota }: StorageEstimate): number | null {
  if (usage === undefined || quota === undefined) return null;
  const free = quota - usage;
  return free > 0 && free <= mostSaid && free % gib === 0 ? null : Math.max(0, free);
}

/** What is tried: from 64 MiB on each a tenth more, up to a quarter of a TiB, days of recording on small pictures and hours on large ones. */
const steps: readonly number[] = Array.from({ length: 88 }, (_, i) => Math.round(2 ** 26 * 1.1 ** i));

/** The largest of the steps that fits; 0: none. Below it all fit. */
export function largestThatFits(fits: (bytes: number) => boolean): number {
  let [known, refused] = [-1, steps.length];
  while (refused - known > 1) {
    const middle = (known + refused) >> 1;
    if (fits(steps[middle]!)) known = middle;
    else refused = middle;
  }
  return steps[known] ?? 0;
}

/** Bytes that may still be stored, at least; null where that cannot be known now. */
export type FreeRoom = () => Promise<number | null>;

/** In a worker only. `asker` names the file that is tried with, for one asker at a time; nothing of it stays. */
export function createFreeRoom(storage: StorageManager, asker: string): FreeRoom {
  const name = `room-for-${asker}`;
  let triesAgainMs = 0;

  const tried = async (): Promise<number | null> => {
    const root = opfsFolder(await storage.getDirectory());
    const file = await root.openToWrite(name);
    try {
      // Without a pause in between: nobody else on this thread meets a disk that is only full for a moment.
      if (isOnDisk(file)) return largestThatFits(bytes => fitsIn(file, bytes));
      triesAgainMs = performance.now() + memoryRestMs;
      return null;
    } finally {
      file.close();
      await root.remove(name);
    }
  };

  return async () => {
    const said = saidFree(await storage.estimate());
    if (said !== null || performance.now() < triesAgainMs) return said;
    // Another window asks at this moment, or there is no such storage: it is asked again.
    return tried().catch(() => null);
  };
}

/** A file of this length takes a fraction of a millisecond on a disk, and in memory as long as it takes to fill it. */
const triedBytes = 2 ** 26;
const inMemoryFromMs = 4;
/** Where files seem to lie in memory, trying is not for free. */
const memoryRestMs = 120_000;

/** By the best of three: a busy machine may hold up one. */
function isOnDisk(file: { cut(sizeBytes: number): void }): boolean {
  const tookMs = [0, 1, 2].map(() => {
    const begunMs = performance.now();
    fitsIn(file, triedBytes);
    return performance.now() - begunMs;
  });
  return Math.min(...tookMs) < inMemoryFromMs;
}

function fitsIn(file: { cut(sizeBytes: number): void }, bytes: number): boolean {
  try {
    file.cut(bytes);
    return true;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'QuotaExceededError') return false;
    throw error;
  } finally {
    file.cut(0);
  }
}
