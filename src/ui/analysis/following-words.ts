/** How it goes with following the tissue, in words. Pure. */
import type { MotionReading } from '#model/motion.ts';
import { words } from '#words/words.ts';

/** Null: nothing to say, because nothing is followed. */
export function followingInWords(
  isFollowing: boolean,
  motion: MotionReading | null,
): { readonly words: string; readonly isLost: boolean } | null {
  if (!isFollowing) return null;
  if (!motion) return { words: words('Following begins with the next frame.'), isLost: false };
  if (motion.kind === 'lost')
    return {
      words: words('Tracking lost: {reason}. Regions stay where they were.', {
        reason: words(motion.detail),
      }),
      isLost: true,
    };
  return {
    words: words('Followed; {percent} % of the picture agrees.', {
      percent: Math.round(100 * motion.agreement),
    }),
    isLost: false,
  };
}
