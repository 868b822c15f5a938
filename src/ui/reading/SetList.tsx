/** Sets that are kept: who reads on, who begins, agreement, delete. */

import type { ReadingSummary } from '#conductor/reading-api.ts';
import { readingLimits } from '#model/reading.ts';
import { words } from '#words/words.ts';
import { ConfirmButton } from '../controls/ConfirmButton.tsx';
import { inDay } from '../replay/in-words.ts';
import { useReading, useReadingCommands } from './reading-context.ts';
import { pictureWords } from './words.ts';

export function SetList({ onMake }: { readonly onMake: () => void }) {
  const { remove } = useReadingCommands();
  const sets = useReading(state => state.sets);
  const unreadable = useReading(state => state.unreadable);
  return (
    <div className="stack">
      <p>
        {words(
          'Readers mark stills without numbers or labels, each in an order of their own. Answers lie apart from the stills, on this device only.',
        )}
      </p>
      <div className="row">
        <button type="button" className="primary" onClick={onMake}>
          {words('New set')}
        </button>
      </div>
      {sets.length === 0 && <p className="hint">{words('No set was made on this device yet.')}</p>}
      <ul className="reading-sets">
        {sets.map(set => (
          <SetItem key={set.id} set={set} />
        ))}
      </ul>
      {unreadable.length > 0 && (
        <section className="reading-unreadable" aria-label={words('Damaged')}>
          <p className="caution">
            {words('{count} and was left as it is.', {
              count:
                unreadable.length === 1
                  ? words('One file is damaged')
                  : words('{count} files are damaged', { count: unreadable.length }),
            })}
          </p>
          {unreadable
            .filter(name => !name.includes('/'))
            .map(id => (
              <ConfirmButton
                key={id}
                label={words('Delete the damaged set {id}', { id: id.slice(0, 8) })}
                question="Delete this set with all its answers for good?"
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
          {cases} {cases === 1 ? words('still') : words('stills')}
          {showings > cases && words(', {showings} shown twice', { showings: showings - cases })} ·{' '}
          {pictureWords[set.picture]} · {finished} {finished === 1 ? words('reader') : words('readers')}{' '}
          {words('finished')}
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
            question={`Delete this set and the answers of ${readers.length} ${readers.length === 1 ? 'reader' : 'readers'} for good?`}
            onConfirm={() => void remove(id)}
          />
        </div>
      </section>
    </li>
  );
}
