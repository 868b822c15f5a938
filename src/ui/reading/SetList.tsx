/** Sets that are kept: who reads on, who begins, agreement, delete. */
import type { ReadingSummary } from '#conductor/reading-api.ts';
import { readingLimits } from '#model/reading.ts';
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
        Readers mark stills without numbers or labels, each in an order of their own. Answers lie apart from
        the stills, on this device only.
      </p>
      <div className="row">
        <button type="button" className="primary" onClick={onMake}>
          New set
        </button>
      </div>
      {sets.length === 0 && <p className="hint">No set was made on this device yet.</p>}
      <ul className="reading-sets">
        {sets.map(set => (
          <SetItem key={set.id} set={set} />
        ))}
      </ul>
      {unreadable.length > 0 && (
        <section className="reading-unreadable" aria-label="Damaged">
          <p className="caution">
            {unreadable.length === 1 ? 'One file is damaged' : `${unreadable.length} files are damaged`} and
            was left as it is.
          </p>
          {unreadable
            .filter(name => !name.includes('/'))
            .map(id => (
              <ConfirmButton
                key={id}
                label={`Delete the damaged set ${id.slice(0, 8)}`}
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
      <section aria-label={`Set of ${day}`}>
        <h3>{day}</h3>
        <p className="hint">
          {cases} {cases === 1 ? 'still' : 'stills'}
          {showings > cases && `, ${showings - cases} shown twice`} · {pictureWords[set.picture]} · {finished}{' '}
          {finished === 1 ? 'reader' : 'readers'} finished
        </p>
        <div className="row">
          {readers
            .filter(({ isFinished }) => !isFinished)
            .map(({ reader, answered }) => (
              <button key={reader} type="button" className="primary" onClick={() => void begin(id, reader)}>
                Go on as reader {reader} ({answered} of {showings})
              </button>
            ))}
          {free !== undefined && (
            <button type="button" onClick={() => void begin(id, free)}>
              Begin as reader {free}
            </button>
          )}
          <button type="button" disabled={finished < 2} onClick={() => void showAgreement(id)}>
            {finished < 2 ? 'Agreement after two readers' : 'Agreement'}
          </button>
          <ConfirmButton
            label="Delete"
            question={`Delete this set and the answers of ${readers.length} ${readers.length === 1 ? 'reader' : 'readers'} for good?`}
            onConfirm={() => void remove(id)}
          />
        </div>
      </section>
    </li>
  );
}
