/** Puts the moment shown aside as A, and says how A stands beside what is shown now. */

import type { CompareMode } from '#conductor/review-api.ts';
import { words } from '#words/words.ts';
import { useTitle } from '../hands/use-keys-in-words.ts';
import { useCommands, useHouse } from '../house.ts';
import { pinnedWords } from './compare.ts';
import { useReview, useReviewCommands } from './review-room.ts';

const modes: readonly (readonly [CompareMode, string])[] = [
  ['side', 'Beside'],
  ['wipe', 'Wipe'],
];

export function CompareControls() {
  const title = useTitle();
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
            ? title(
                words('A is {pinned}. Put this moment in its place', { pinned: pinnedWords(pinned) }),
                'replay.compare',
              )
            : title(words('Keep as A'), 'replay.compare')
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
