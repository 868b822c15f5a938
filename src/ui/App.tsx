/** The screen. Everything it shows comes from the conductor's stores, everything it does goes to its commands. */
import '@fontsource-variable/inter';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Conductor } from '#conductor/api.ts';
import { languageNow, onLanguage } from '#words/words.ts';
import { Console } from './Console.tsx';
import { createHouse, HouseContext } from './house.ts';
import { fetchAllParts } from './lazy-part.tsx';
import { ReadingContext } from './reading/reading-context.ts';
import { ReviewContext } from './review/review-room.ts';
import type { Seeds } from './seeds.ts';
import { openByAddress } from './welcome/shortcuts.ts';
import './tokens.css';
import './controls/controls.css';

/** The picture has a moment for itself first. */
const partsAfterMs = 1000;

export function App({ conductor, seeds }: { readonly conductor: Conductor; readonly seeds: Seeds }) {
  const [house] = useState(() => createHouse(conductor, seeds));
  const [reading] = useState(() => ({
    store: conductor.stores.reading,
    commands: conductor.commands.reading,
  }));
  // Another language: everything below is rendered anew.
  useSyncExternalStore(onLanguage, languageNow);
  useEffect(() => house.picture.start(), [house]);
  useEffect(() => openByAddress(house), [house]);
  // What is not needed for the first picture comes after it, before anybody asks for it.
  useEffect(() => {
    const stop = house.picture.store.subscribe(({ state }) => {
      if (state !== 'live' && state !== 'still') return;
      stop();
      setTimeout(() => void fetchAllParts(), partsAfterMs);
    });
    return stop;
  }, [house]);
  return (
    <HouseContext value={house}>
      <ReadingContext value={reading}>
        <ReviewContext value={house.review}>
          <Console />
        </ReviewContext>
      </ReadingContext>
    </HouseContext>
  );
}
