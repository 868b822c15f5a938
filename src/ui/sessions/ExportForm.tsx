/** One session as a file, with a passphrase or without. */

import { useState } from 'react';
import type { SessionSummary } from '#conductor/sessions-api.ts';
import { words } from '#words/words.ts';
import { download } from '../capture/download.ts';
import { useCommands, useConductor } from '../house.ts';

/** Shorter ones are guessed too soon, whatever is done with them. */
const leastCharacters = 8;

export function ExportForm({
  session,
  onDone,
}: {
  readonly session: SessionSummary;
  readonly onDone: () => void;
}) {
  const { exportSession } = useCommands();
  const isBusy = useConductor('sessions', state => state.task !== null);
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const isShort = passphrase !== '' && passphrase.length < leastCharacters;
  const differs = passphrase !== again;
  const save = async () => {
    const file = await exportSession(session.id, passphrase === '' ? null : passphrase);
    if (file === null) return;
    if (file !== 'saved') download(file, file.name);
    onDone();
  };
  return (
    <form
      className="stack session-form"
      aria-label={words('Export')}
      onSubmit={event => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="columns">
        <label className="field">
          <span>{words('Passphrase, to seal the file')}</span>
          <input
            type="password"
            autoComplete="new-password"
            value={passphrase}
            aria-invalid={isShort}
            onChange={event => setPassphrase(event.currentTarget.value)}
          />
        </label>
        <label className="field">
          <span>{words('The same again')}</span>
          <input
            type="password"
            autoComplete="new-password"
            value={again}
            aria-invalid={differs && again !== ''}
            onChange={event => setAgain(event.currentTarget.value)}
          />
        </label>
      </div>
      <p className="hint">
        {isShort
          ? words('At least {leastCharacters} characters.', { leastCharacters })
          : passphrase === ''
            ? words(
                'Without a passphrase anybody who has the file can open it. It carries the case label, no name.',
              )
            : words('Without the passphrase nobody opens the file again, you neither. It is kept nowhere.')}
      </p>
      <div className="row">
        <button type="submit" className="primary" disabled={isBusy || isShort || differs}>
          {words('Save the file')}
        </button>
        <button type="button" onClick={onDone}>
          {words('Cancel')}
        </button>
      </div>
    </form>
  );
}
