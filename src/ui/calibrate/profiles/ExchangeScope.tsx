/** The same tower behind another scope: its curve and dark stay, what went through the optics is lost. */

import { useState } from 'react';
import { words } from '#words/words.ts';
import { useCommands, useConductor } from '../../house.ts';

export function ExchangeScope() {
  const { calibrate } = useCommands();
  const transfer = useConductor('scene', scene => scene.profile.transfer.kind);
  const [scope, setScope] = useState('');
  const isGood = scope.trim() !== '';
  if (transfer === 'unknown') return null;
  return (
    <form
      className="stack tight"
      onSubmit={event => {
        event.preventDefault();
        if (!isGood) return;
        void calibrate.exchangeScope(scope.trim());
        setScope('');
      }}
    >
      <h3>{words('Exchange the scope')}</h3>
      <p className="hint">
        {words(
          'The curve and the dark stay. Flat field, registration and scale belong to the scope and are measured again.',
        )}
      </p>
      <div className="row">
        <input
          type="text"
          aria-label={words('Name of the new scope')}
          placeholder={words('Name of the new scope')}
          autoComplete="off"
          maxLength={100}
          value={scope}
          onChange={event => setScope(event.currentTarget.value)}
        />
        <button type="submit" disabled={!isGood}>
          {words('Exchange')}
        </button>
      </div>
    </form>
  );
}
