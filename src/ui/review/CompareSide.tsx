/** A beside the picture shown now: stands left of the viewport, in one row with it. */
import { words } from '#words/words.ts';
import { PinnedPicture } from './PinnedPicture.tsx';
import { PinnedWords, ScaleWords } from './PinnedWords.tsx';
import { useReview } from './review-room.ts';
import './compare.css';

export function CompareSide() {
  const pinned = useReview(state => state.pinned);
  const mode = useReview(state => state.compare);
  if (!pinned || mode !== 'side') return null;
  return (
    <section className="compare-side" aria-label={words('A, beside what is shown now')}>
      <PinnedPicture pinned={pinned} />
      <PinnedWords pinned={pinned} />
      <ScaleWords pinned={pinned} />
    </section>
  );
}
