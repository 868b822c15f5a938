/** Which frames of the second camera a main frame may have been measured with: the view worker paired them, and the recording does not say how. */
import type { SessionReader } from '#archive/reader.ts';
import type { FrameEntry } from '#archive/scan.ts';

/** Of those that had arrived by then. */
const candidatesBefore = 4;

/**
 * The second stream's frames that may belong to `main`, the likeliest first: the newest that had arrived, the next one, then older ones. One
 * `null` where there is no second stream. Asked in order it is found without searching.
 */
export function createPairing({
  secondFrames,
}: Pick<SessionReader, 'secondFrames'>): (main: FrameEntry) => readonly (FrameEntry | null)[] {
  let at = 0;
  return ({ arrivedS }) => {
    if (secondFrames.length === 0) return [null];
    while (at > 0 && secondFrames[at - 1]!.arrivedS > arrivedS) at -= 1;
    while (at < secondFrames.length && secondFrames[at]!.arrivedS <= arrivedS) at += 1;
    const before = secondFrames.slice(Math.max(0, at - candidatesBefore), at).reverse();
    const later = secondFrames.slice(at, at + 1);
    return [...before.slice(0, 1), ...later, ...before.slice(1)];
  };
}
