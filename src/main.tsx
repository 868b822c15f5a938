/** The page's beginning: the console, or, where the address names a display, that display's page alone. */
const address = new URLSearchParams(location.search);
const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');

/** Neither page loads the other's code. */
const theatreId = address.get('theatre');
if (theatreId) {
  const { openTheatrePage } = await import('#ui/theatre/theatre-page.ts');
  openTheatrePage(root, { theatreId, consoleId: address.get('console') ?? '' });
} else {
  const { openConsole } = await import('./console.ts');
  await openConsole(root, address.has('debug'));
}

export {};
