/** Which frames of the second camera a main frame may have been measured with: the view worker paired them, and recordings of before do not say how. */
import type { SessionReader } from './reader.ts';
import type { FrameEntry } from './scan.ts';

/** Of those that had arrived by then. */
const candidatesBefore = 4;

/**
 * The second stream's frames that may belong to `main`, the likeliest first: the newest that had arrived, the next one, then older ones. One
 * `null` where there is no second stream. Asked in order it is found without searching. `recordedNumber`: which one it was, where that is known.
 */
export function createPairing({
  secondFrames,
}: Pick<SessionReader, 'secondFrames'>): (
  main: FrameEntry,
  recordedNumber?: number,
) => readonly (FrameEntry | null)[] {
  let at = 0;
  const numbered = new Map<number, FrameEntry[]>();
  for (const entry of secondFrames) {
    const known = numbered.get(entry.number);
    if (known) known.push(entry);
    else numbered.set(entry.number, [entry]);
  }
  /** Numbers begin anew when a source was lost and came back: the one nearest in time is meant. */
  const nearest = (number: number, arrivedS: number): FrameEntry | undefined =>
    numbered
      .get(number)
      ?.reduce((best, one) =>
        Math.abs(one.arrivedS - arrivedS) < Math.abs(best.arrivedS - arrivedS) ? one : best,
      );
  return ({ arrivedS }, recordedNumber) => {
    if (secondFrames.length === 0) return [null];
    const recorded = recordedNumber === undefined ? undefined : nearest(recordedNumber, arrivedS);
    if (recorded) return [recorded];
    while (at > 0 && secondFrames[at - 1]!.arrivedS > arrivedS) at -= 1;
    while (at < secondFrames.length && secondFrames[at]!.arrivedS <= arrivedS) at += 1;
    const before = secondFrames.slice(Math.max(0, at - candidatesBefore), at).reverse();
    const later = secondFrames.slice(at, at + 1);
    return [...before.slice(0, 1), ...later, ...before.slice(1)];
  };
}
