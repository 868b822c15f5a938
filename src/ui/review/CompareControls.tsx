/** Puts the moment shown aside as A, and says how A stands beside what is shown now. */

import type { CompareMode } from '#conductor/review-api.ts';
import { words } from '#words/words.ts';
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
    desk.say((await review.pin()) ? words('Put aside as A.') : words('There is no picture to put aside.'));
  };
  return (
    <fieldset className="timeline-group">
      <legend className="visually-hidden">{words('Compare')}</legend>
      <button
        type="button"
        title={
          pinned
            ? words('A is {pinned}. Shift+A puts this moment in its place', { pinned: pinnedWords(pinned) })
            : 'Shift+A'
        }
        onClick={() => void pin()}
      >
        {pinned ? words('New A') : words('Keep as A')}
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
              {words(word)}
            </button>
          ))}
          <button type="button" title={words('Put A away')} onClick={() => review.unpin()}>
            {words('No A')}
          </button>
        </>
      )}
    </fieldset>
  );
}
