/** What is kept on this device: stills and sessions. */

import { useEffect, useState } from 'react';
import { words } from '#words/words.ts';
import { Sheet } from '../controls/Sheet.tsx';
import { useCommands, useConductor, useHouse } from '../house.ts';
import { inBytes } from '../replay/in-words.ts';
import { SessionList } from '../sessions/SessionList.tsx';
import { StillGrid } from './StillGrid.tsx';
import { StillView } from './StillView.tsx';
import './library.css';

export function LibrarySheet() {
  const { desk } = useHouse();
  const { refreshLibrary } = useCommands();
  const usedBytes = useConductor('library', library => library.usedBytes);
  const freeBytes = useConductor('library', library => library.freeBytes);
  const [shown, setShown] = useState<'stills' | 'sessions'>('stills');
  const [openId, setOpenId] = useState<string | null>(null);
  useEffect(() => void refreshLibrary(), [refreshLibrary]);
  return (
    <Sheet title={words('Library')} wide>
      <div className="stack">
        <div className="row library-head">
          <fieldset className="row">
            <legend className="visually-hidden">{words('What to list')}</legend>
            {(['stills', 'sessions'] as const).map(kind => (
              <button
                key={kind}
                type="button"
                aria-pressed={shown === kind}
                onClick={() => {
                  setShown(kind);
                  setOpenId(null);
                }}
              >
                {kind === 'stills' ? words('Stills') : words('Sessions')}
              </button>
            ))}
          </fieldset>
          <button type="button" onClick={() => desk.open('reading')}>
            {words('Blinded reading')}
          </button>
          <p className="hint">
            {words('{usedBytes} used, {freeBytes} free, on this device only', {
              usedBytes: inBytes(usedBytes),
              freeBytes: inBytes(freeBytes),
            })}
          </p>
        </div>
        {shown === 'sessions' ? (
          <SessionList />
        ) : openId ? (
          <StillView key={openId} id={openId} onClose={() => setOpenId(null)} />
        ) : (
          <StillGrid onOpen={setOpenId} />
        )}
      </div>
    </Sheet>
  );
}
