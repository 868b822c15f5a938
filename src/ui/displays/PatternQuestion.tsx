/** Asks, while a display shows the test pattern, whether it could be read there. */
import { useState } from 'react';
import { words } from '#words/words.ts';
import { useHouse } from '../house.ts';

export function PatternQuestion() {
  const { displays } = useHouse().conductor.commands;
  const [note, setNote] = useState('');
  return (
    <section className="display-card" aria-label={words('Test pattern')}>
      <h3>{words('Can all of it be seen from where the surgeon stands?')}</h3>
      <p>
        {words(
          'All 18 grey steps apart, the 5 % and 95 % patches inside their fields, the colour bars smooth, the frame whole, the smallest text that is needed legible.',
        )}
      </p>
      <label className="field">
        <span>{words('Note')}</span>
        <input
          type="text"
          maxLength={200}
          value={note}
          onChange={event => setNote(event.currentTarget.value)}
        />
      </label>
      <div className="row">
        <button type="button" onClick={() => displays.answerPattern({ isReadable: true, note })}>
          {words('Yes, readable')}
        </button>
        <button type="button" onClick={() => displays.answerPattern({ isReadable: false, note })}>
          {words('No')}
        </button>
        <button type="button" onClick={() => displays.showPattern(null)}>
          {words('Take the pattern away')}
        </button>
      </div>
    </section>
  );
}
