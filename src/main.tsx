/** The composition root: builds the house, opens the built-in phantom, renders the page; or, where the address names a display, that display's page alone. */
const address = new URLSearchParams(location.search);
const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');

/** Neither page loads the other's code. */
const theatreId = address.get('theatre');
if (theatreId) await openTheatre(root, { theatreId, consoleId: address.get('console') ?? '' });
else await openConsole(root);

async function openTheatre(
  root: HTMLElement,
  ids: { readonly theatreId: string; readonly consoleId: string },
): Promise<void> {
  const { openTheatrePage } = await import('#ui/theatre/theatre-page.ts');
  openTheatrePage(root, ids);
}

async function openConsole(root: HTMLElement): Promise<void> {
  const [
    { createElement, StrictMode },
    { createRoot },
    { createConductor },
    { afterFirstPicture },
    { App },
    seeds,
  ] = await Promise.all([
    import('react'),
    import('react-dom/client'),
    import('#conductor/conductor.ts'),
    import('#platform/late-worker.ts'),
    import('#ui/App.tsx'),
    import('#study/seeds.ts'),
    import('#ui/language/language.ts').then(({ startLanguage }) => startLanguage()),
  ]);
  const { calibrations, layouts, phantoms, presets, protocols, targets } = seeds;
  const conductor = createConductor({ phantoms, layouts, targets });

  // For the benchmark and for support: the house by name, only when the address asks for it.
  if (address.has('debug')) Object.assign(globalThis, { rimlight: conductor });

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

export {};
