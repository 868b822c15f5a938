/** How it goes with following the tissue, in words. Pure. */
import type { MotionReading } from '#model/motion.ts';

/** Null: nothing to say, because nothing is followed. */
export function followingInWords(
  isFollowing: boolean,
  motion: MotionReading | null,
): { readonly words: string; readonly isLost: boolean } | null {
  if (!isFollowing) return null;
  if (!motion) return { words: 'Following begins with the next frame.', isLost: false };
  if (motion.kind === 'lost')
    return { words: `Tracking lost: ${motion.detail}. Regions stay where they were.`, isLost: true };
  return { words: `Followed; ${Math.round(100 * motion.agreement)} % of the picture agrees.`, isLost: false };
}
