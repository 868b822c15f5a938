/** Every mark of the session as a button that goes there: the timeline's marks for keys and for reading. */

import { useMemo } from 'react';
import type { ReplayIndex } from '#model/replay-index.ts';
import { words } from '#words/words.ts';
import { useCommands } from '../house.ts';
import { spanInWords } from './hazard-bands.ts';
import { MarkStill } from './MarkStill.tsx';
import { markInWords, shownMarks } from './marks.ts';
import { useReview } from './review-room.ts';
import { momentInWords } from './times.ts';

/** More are not listed at once: nobody reads them, and the page must stay light. */
const mostListed = 300;

export function MarkList({
  index,
  frameIndex,
}: {
  readonly index: ReplayIndex;
  readonly frameIndex: number;
}) {
  const commands = useCommands();
  const marks = useMemo(() => shownMarks(index), [index]);
  const pinned = useReview(state => state.pinned);
  const pinnedHere = pinned?.sessionId === index.sessionId ? pinned.place : null;
  // Of very many those around the frame shown.
  const nearest = marks.findIndex(mark => mark.frameIndex >= frameIndex);
  const middle = nearest < 0 ? marks.length : nearest;
  const from = Math.max(0, Math.min(marks.length - mostListed, middle - mostListed / 2));
  const listed = marks.slice(from, from + mostListed);
  if (marks.length === 0 && !pinnedHere)
    return <p className="hint">{words('Nothing was marked in this session.')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
    <section className="mark-list" aria-label={words('Marks')} tabIndex={0}>
      {listed.length < marks.length && (
        <p className="hint">
          {words('{count} of {countB} marks, around this frame.', {
            count: listed.length,
            countB: marks.length,
          })}
        </p>
      )}
      <ul>
        {pinnedHere && (
          <li>
            <button type="button" onClick={() => commands.seek(pinnedHere.frameIndex)}>
              <span>{words('A, put aside')}</span>
              <span className="soft">{momentInWords(index, pinnedHere.frameIndex)}</span>
            </button>
          </li>
        )}
        {listed.map(mark => (
          <li key={mark.key}>
            <button
              type="button"
              aria-current={mark.frameIndex === frameIndex}
              onClick={() => commands.seek(mark.frameIndex)}
            >
              <span>
                {markInWords(mark)}
                {mark.span && <em className="mark-span">{spanInWords(mark.span, index)}</em>}
              </span>
              <span className="soft">{momentInWords(index, mark.frameIndex)}</span>
            </button>
            {mark.stillId !== null && (
              <MarkStill
                sessionId={index.sessionId}
                stillId={mark.stillId}
                moment={momentInWords(index, mark.frameIndex)}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
