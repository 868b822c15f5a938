/** Which packages are built into the app, and their licences: fetched when they are asked for, from the build itself. */
import { useState } from 'react';
import { readLicences } from '#platform/licences.ts';
import { words } from '#words/words.ts';

export function Licences() {
  const [text, setText] = useState<string | null>(null);
  const [isMissing, setMissing] = useState(false);
  const load = () =>
    void readLicences().then(
      read => {
        setText(read);
        setMissing(false);
      },
      () => setMissing(true),
    );
  return (
    <details className="licences" onToggle={({ currentTarget }) => currentTarget.open && !text && load()}>
      <summary>{words('Licences of what it is made of')}</summary>
      {text !== null && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must be able to.
        <section tabIndex={0} aria-label={words('Licences of what it is made of')}>
          <pre>{text}</pre>
        </section>
      )}
      {isMissing && (
        <p role="alert">
          {words('The licences could not be read. They lie beside the built app, as licences.txt.')}
        </p>
      )}
    </details>
  );
}
