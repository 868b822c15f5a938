/** Files dropped anywhere on the window open; two are white light and NIR, a `.json` is a profile to keep. */

import { useEffect, useState } from 'react';
import { words } from '#words/words.ts';
import { useHouse } from '../house.ts';
import './feeds.css';

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

export function FileDrop() {
  const { conductor, desk } = useHouse();
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const listening = new AbortController();
    const options = { signal: listening.signal };
    window.addEventListener(
      'dragover',
      event => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        setOver(true);
      },
      options,
    );
    window.addEventListener(
      'dragleave',
      event => {
        if (event.relatedTarget === null) setOver(false);
      },
      options,
    );
    window.addEventListener(
      'drop',
      event => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        setOver(false);
        const [main, second] = event.dataTransfer?.files ?? [];
        if (!main) return;
        if (main.name.endsWith('.json')) return void conductor.commands.calibrate.importProfile(main);
        desk.close();
        void conductor.commands.openFiles(main, second ?? null);
      },
      options,
    );
    return () => listening.abort();
  }, [conductor, desk]);
  if (!isOver) return null;
  return (
    <div className="drop">
      <p>
        <strong>{words('Let go to open.')}</strong> {words('Two files: white light first, NIR second.')}
      </p>
    </div>
  );
}
