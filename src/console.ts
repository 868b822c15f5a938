/** The console, as one piece: builds everything, opens the built-in phantom, renders the page. */
import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createConductor } from '#conductor/conductor.ts';
import { afterFirstPicture } from '#platform/late-worker.ts';
import { calibrations, layouts, phantoms, presets, protocols, targets } from '#study/seeds.ts';
import { App } from '#ui/App.tsx';
import { startLanguage } from '#ui/language/language.ts';

/** Renders into `root`; with `isDebug` the house has a name there, for the benchmark and for support. */
export async function openConsole(root: HTMLElement, isDebug: boolean): Promise<void> {
  await startLanguage();
  const conductor = createConductor({ phantoms, layouts, targets });
  if (isDebug) Object.assign(globalThis, { rimlight: conductor });

  createRoot(root).render(
    createElement(
      StrictMode,
      null,
      createElement(App, {
        conductor,
        seeds: { protocols, presets, layouts, phantoms, calibrations, targets },
      }),
    ),
  );

  // What a newcomer sees first; a page that was loaded again shows what it showed.
  if (!(await conductor.commands.openAgain())) void conductor.commands.openPhantom('sarcoma-bed');
  await afterFirstPicture();
  void conductor.commands.refreshLibrary();
}
