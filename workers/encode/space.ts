/** How long the disk lasts: what is written in a second of late, what packing gives back, and what is free. Pure. */

/** The rate is that of this much recording. */
const windowS = 20;
/** Before this much was recorded nothing is said. */
const leastS = 1;
/** What is packed still takes room, so no more than this share of what is written is believed to come back. */
const mostGivenBack = 0.9;

export type Space = {
  /** `bytes` were written in all when `recordedS` seconds were recorded; pauses do not count. Neither ever falls. */
  wrote(recordedS: number, bytes: number): void;
  /** So many may still be stored, when `bytes` were written in all; null where the browser does not say. */
  free(freeBytes: number | null, bytes: number): void;
  packs(bytesPerS: number): void;
  /** Seconds of recording until nothing is free; null while that is not known. Never negative. */
  secondsLeft(): number | null;
};

/** `bytes`: written before the recording that is watched began to be. */
export function createSpace(bytesBefore = 0): Space {
  /** Those of the window, and the one before it. */
  const written: { recordedS: number; bytes: number }[] = [{ recordedS: 0, bytes: bytesBefore }];
  let known: { freeBytes: number; bytes: number } | null = null;
  let packingBytesPerS = 0;
  return {
    wrote(recordedS, bytes) {
      written.push({ recordedS, bytes });
      while (written.length > 2 && written[1]!.recordedS <= recordedS - windowS) written.shift();
    },
    free(freeBytes, bytes) {
      known = freeBytes === null ? null : { freeBytes, bytes };
    },
    packs(bytesPerS) {
      packingBytesPerS = Number.isFinite(bytesPerS) ? Math.max(0, bytesPerS) : 0;
    },
    secondsLeft() {
      const [first, last] = [written[0]!, written.at(-1)!];
      const forS = last.recordedS - first.recordedS;
      if (!known || forS < leastS || last.bytes === first.bytes) return null;
      const bytesPerS = (last.bytes - first.bytes) / forS;
      const netBytesPerS = bytesPerS - Math.min(packingBytesPerS, mostGivenBack * bytesPerS);
      return Math.max(0, known.freeBytes - (last.bytes - known.bytes)) / netBytesPerS;
    },
  };
}
