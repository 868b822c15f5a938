/** Puts the moment shown aside as A, and says how A stands beside what is shown now. */
import type { CompareMode } from '#conductor/review-api.ts';
import { useCommands, useHouse } from '../house.ts';
import { pinnedWords } from './compare.ts';
import { useReview, useReviewCommands } from './review-room.ts';

const modes: readonly (readonly [CompareMode, string])[] = [
  ['side', 'Beside'],
  ['wipe', 'Wipe'],
];

export function CompareControls() {
  const { desk } = useHouse();
  const commands = useCommands();
  const review = useReviewCommands();
  const pinned = useReview(state => state.pinned);
  const compare = useReview(state => state.compare);
  const pin = async () => {
    commands.pause();
    desk.say((await review.pin()) ? 'Put aside as A.' : 'There is no picture to put aside.');
  };
  return (
    <fieldset className="timeline-group">
      <legend className="visually-hidden">Compare</legend>
      <button
        type="button"
        title={pinned ? `A is ${pinnedWords(pinned)}. Shift+A puts this moment in its place` : 'Shift+A'}
        onClick={() => void pin()}
      >
        {pinned ? 'New A' : 'Keep as A'}
      </button>
      {pinned && (
        <>
          {modes.map(([mode, word]) => (
            <button
              key={mode}
              type="button"
              aria-pressed={compare === mode}
              onClick={() => review.setCompare(compare === mode ? 'off' : mode)}
            >
              {word}
            </button>
          ))}
          <button type="button" title="Put A away" onClick={() => review.unpin()}>
            No A
          </button>
        </>
      )}
    </fieldset>
  );
}
