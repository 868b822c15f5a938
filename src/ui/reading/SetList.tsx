/** Sets that are kept: who reads on, who begins, agreement, delete. */

import type { ReadingSummary } from '#conductor/reading-api.ts';
import { readingLimits } from '#model/reading.ts';
import { words } from '#words/words.ts';
import { ConfirmButton } from '../controls/ConfirmButton.tsx';
import { inDay } from '../replay/in-words.ts';
import { Empty } from '../welcome/Empty.tsx';
import { useReading, useReadingCommands } from './reading-context.ts';
import { pictureWords } from './words.ts';

export function SetList({ onMake }: { readonly onMake: () => void }) {
  const { remove } = useReadingCommands();
  const sets = useReading(state => state.sets);
  const unreadable = useReading(state => state.unreadable);
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
              <ConfirmButton
                key={id}
                label={words('Delete the damaged set {id}', { id: id.slice(0, 8) })}
                question={words('Delete this set with all its answers for good?')}
                onConfirm={() => void remove(id)}
              />
            ))}
        </section>
      )}
    </div>
  );
}

function SetItem({ set }: { readonly set: ReadingSummary }) {
  const { begin, remove, showAgreement } = useReadingCommands();
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
          <ConfirmButton
            label={words('Delete')}
            question={words(
              readers.length === 1
                ? 'Delete this set and the answers of {count} reader for good?'
                : 'Delete this set and the answers of {count} readers for good?',
              { count: readers.length },
            )}
            onConfirm={() => void remove(id)}
          />
        </div>
      </section>
    </li>
  );
}
