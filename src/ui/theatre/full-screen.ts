/** Full screen by a click or any key: all that the display's page lets anybody do. */

/** Also where the window itself fills the screen (F11, a kiosk). */
export const isFullScreen = (): boolean =>
  document.fullscreenElement !== null || matchMedia('(display-mode: fullscreen)').matches;

/** Keys that belong to the browser or do nothing by themselves. */
const isOthers = ({ key, ctrlKey, altKey, metaKey, repeat }: KeyboardEvent): boolean =>
  repeat ||
  ctrlKey ||
  altKey ||
  metaKey ||
  /^(F\d+|Shift|Control|Alt|AltGraph|Meta|CapsLock|NumLock|Tab|Dead)$/.test(key);

/** Fills the screen; false where the browser wants a click of the user first. */
export async function fillScreen(): Promise<boolean> {
  try {
    await document.documentElement.requestFullscreen({ navigationUI: 'hide' });
    return true;
  } catch {
    // The line that asks for a click stands there again.
    return false;
  }
}

const toggle = (): void => {
  if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
  else void fillScreen();
};

/** `changed`: it fills the screen now, or no longer. */
export function followFullScreen(changed: () => void): Disposable {
  const ending = new AbortController();
  const { signal } = ending;
  document.addEventListener('click', toggle, { signal });
  document.addEventListener('contextmenu', event => event.preventDefault(), { signal });
  document.addEventListener('keydown', event => isOthers(event) || toggle(), { signal });
  document.addEventListener('fullscreenchange', changed, { signal });
  matchMedia('(display-mode: fullscreen)').addEventListener('change', changed, { signal });
  return { [Symbol.dispose]: () => ending.abort() };
}
