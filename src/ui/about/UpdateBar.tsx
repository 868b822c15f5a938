/** A new build lies on this device: said only while nothing is going on, taken only when the user says so. */
import { useState } from 'react';
import { words } from '#words/words.ts';
import { useCommands, useConductor } from '../house.ts';
import './about.css';

export function UpdateBar() {
  const { takeUpdate } = useCommands().updates;
  const { ready, inUse, isRefused } = useConductor('updates', updates => updates);
  const [refusedBuild, setRefusedBuild] = useState<string | null>(null);
  if (ready === null || inUse !== null || ready === refusedBuild) return null;
  return (
    <section className="update" aria-label={words('New version')}>
      <p role="status">
        <strong>{words('A new version is ready.')}</strong>{' '}
        {isRefused
          ? words('Another window is in use. It is taken when none is.')
          : words('Taking it loads every window of this app anew.')}
      </p>
      <button type="button" className="primary" onClick={() => void takeUpdate()}>
        {words('Take it now')}
      </button>
      <button type="button" onClick={() => setRefusedBuild(ready)}>
        {words('Not today')}
      </button>
    </section>
  );
}
