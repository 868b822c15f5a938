/** The composition root: builds the house, opens the built-in phantom, renders the page. */
import '#model/schema-rules.ts';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createConductor } from '#conductor/conductor.ts';
import { calibrations, layouts, phantoms, presets, protocols, targets } from '#study/seeds.ts';
import { App } from '#ui/App.tsx';

const conductor = createConductor({ phantoms, layouts, targets });

// For the benchmark and for support: the house by name, only when the address asks for it.
if (new URLSearchParams(location.search).has('debug')) Object.assign(globalThis, { rimlight: conductor });

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');
createRoot(root).render(
  <StrictMode>
    <App conductor={conductor} seeds={{ protocols, presets, layouts, phantoms, calibrations, targets }} />
  </StrictMode>,
);

// What a newcomer sees first.
void conductor.commands.openPhantom('sarcoma-bed');
void conductor.commands.refreshLibrary();
