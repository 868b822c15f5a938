/** What goes wrong with when frames come: which one is sent at a time, how late, and which of them bring new codes. Pure. */
import type { PhantomFault } from '#model/phantom.ts';
import { hash } from '../random.ts';

/** How late a frame of a congested link is, in seconds. */
const lateS = { from: 0.3, to: 0.45 };

/**
 * How long after its time a frame is sent, in seconds; 0: at once. While one is held up no other is taken, so that the picture also comes
 * that rarely: a congested link does both.
 */
export function delayOf(fault: PhantomFault | null, frameIndex: number): number {
  if (fault !== 'late-frames') return 0;
  return lateS.from + ((lateS.to - lateS.from) * (hash(1, frameIndex, 3) & 0xffff)) / 0xffff;
}

/** Which frame (and timestamp) is sent at the time of frame `frameIndex`: out of order, each pair comes with its later one first. */
export const sentIndex = (fault: PhantomFault | null, frameIndex: number): number =>
  fault === 'out-of-order' && frameIndex % 2 === 0 ? Math.max(0, frameIndex - 2) : frameIndex;

/**
 * How many rows (share of the height, from the top) of what is sent are new; the rest keeps what the frame sent before had there. `sent`
 * counts frames since the fault began: the first is always whole.
 */
export function newShare(fault: PhantomFault | null, sent: number): number {
  if (sent === 0) return 1;
  if (fault === 'frozen') return 0;
  // So many that a machine which draws only some of them still draws the same twice.
  if (fault === 'repeated-frames') return sent % 4 === 0 ? 1 : 0;
  // A buffer that is read while it is still being written; where, drifts.
  if (fault === 'torn-frames') return 0.3 + 0.5 * ((sent * 0.382) % 1);
  return 1;
}
