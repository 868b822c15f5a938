/** Sets that are kept: who reads on, who begins, agreement, delete. */

import type { ReadingSummary } from '#conductor/reading-api.ts';
import { readingLimits } from '#model/reading.ts';
import { words } from '#words/words.ts';
import { deleteWithUndo, useHidden } from '../hands/undo.ts';
import { useHouse } from '../house.ts';
import { inDay } from '../replay/in-words.ts';
import { Empty } from '../welcome/Empty.tsx';
import { useReading, useReadingCommands } from './reading-context.ts';
import { pictureWords } from './words.ts';

export function SetList({ onMake }: { readonly onMake: () => void }) {
  const isHidden = useHidden();
  const remove = useRemove();
  const sets = useReading(state => state.sets).filter(({ id }) => !isHidden(hiddenName(id)));
  const unreadable = useReading(state => state.unreadable).filter(id => !isHidden(hiddenName(id)));
  const newSet = (
    <button type="button" className="primary" onClick={onMake}>
      {words('New set')}
    </button>
  );
  return (
    <div className="stack">
      <p>
        {words(
          'Readers mark stills without numbers or labels, each in an order of their own. Answers lie apart from the stills, on this device only.',
        )}
      </p>
      {sets.length === 0 ? (
        <Empty
          drawing="reading"
          says={words('No set was made on this device yet.')}
          next={words(
            'Choose stills; then two readers or more mark each without seeing the other’s answers.',
          )}
        >
          {newSet}
        </Empty>
      ) : (
        <div className="row">{newSet}</div>
      )}
      <ul className="reading-sets">
        {sets.map(set => (
          <SetItem key={set.id} set={set} />
        ))}
      </ul>
      {unreadable.length > 0 && (
        <section className="reading-unreadable" aria-label={words('Damaged')}>
          <p className="caution">
            {words(
              unreadable.length === 1
                ? 'One file is damaged and was left as it is.'
                : '{count} files are damaged and were left as they are.',
              { count: unreadable.length },
            )}
          </p>
          {unreadable
            .filter(name => !name.includes('/'))
            .map(id => (
              <button key={id} type="button" onClick={() => remove(id, words('Deleted the damaged set.'))}>
                {words('Delete the damaged set {id}', { id: id.slice(0, 8) })}
              </button>
            ))}
        </section>
      )}
    </div>
  );
}

const hiddenName = (id: string): string => `reading ${id}`;

/** Deletes a set with its answers, to be taken back for a moment. */
function useRemove(): (id: string, said: string) => void {
  const house = useHouse();
  const { remove } = useReadingCommands();
  return (id, said) => deleteWithUndo(house, [hiddenName(id)], { said, doIt: () => remove(id) });
}

function SetItem({ set }: { readonly set: ReadingSummary }) {
  const { begin, showAgreement } = useReadingCommands();
  const remove = useRemove();
  const { id, readers, cases, showings } = set;
  const finished = readers.filter(({ isFinished }) => isFinished).length;
  const numbers = new Set(readers.map(({ reader }) => reader));
  const free = Array.from({ length: readingLimits.readers }, (_, i) => i + 1).find(n => !numbers.has(n));
  const day = inDay(set.madeAtS);
  return (
    <li>
      <section aria-label={words('Set of {day}', { day })}>
        <h3>{day}</h3>
        <p className="hint">
          {words(cases === 1 ? '{count} still' : '{count} stills', { count: cases })}
          {showings > cases && words(', {showings} shown twice', { showings: showings - cases })} ·{' '}
          {words(pictureWords[set.picture])} ·{' '}
          {words(finished === 1 ? '{count} reader finished' : '{count} readers finished', {
            count: finished,
          })}
        </p>
        <div className="row">
          {readers
            .filter(({ isFinished }) => !isFinished)
            .map(({ reader, answered }) => (
              <button key={reader} type="button" className="primary" onClick={() => void begin(id, reader)}>
                {words('Go on as reader {reader} ({answered} of {showings})', { reader, answered, showings })}
              </button>
            ))}
          {free !== undefined && (
            <button type="button" onClick={() => void begin(id, free)}>
              {words('Begin as reader {free}', { free })}
            </button>
          )}
          <button type="button" disabled={finished < 2} onClick={() => void showAgreement(id)}>
            {finished < 2 ? words('Agreement after two readers') : words('Agreement')}
          </button>
          <button
            type="button"
            aria-label={words('Delete the set of {day}', { day })}
            onClick={() =>
              remove(
                id,
                words(
                  readers.length === 1
                    ? 'Deleted the set of {day} and the answers of {count} reader.'
                    : 'Deleted the set of {day} and the answers of {count} readers.',
                  { day, count: readers.length },
                ),
              )
            }
          >
            {words('Delete')}
          </button>
        </div>
      </section>
    </li>
  );
}
