/** The screens as the browser tells of them (Window Management, Chromium), where that was allowed already. Nobody is asked: a display has no dialogs. */
import { type HomeScreen, homeAfter } from './home-screen.ts';

export type ScreenPlace = {
  /** Name of the screen that the window stands on; empty: the browser does not say. */
  readonly label: () => string;
  readonly [Symbol.dispose]: () => void;
};

type OneScreen = {
  readonly label: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

const nowhere: OneScreen = { label: '', left: 0, top: 0, width: 0, height: 0 };

const read = (from: unknown, name: string): unknown =>
  typeof from === 'object' && from !== null && name in from ? Reflect.get(from, name) : undefined;
const numberIn = (from: unknown, name: string): number => Number(read(from, name) ?? 0);

const screenIn = (from: unknown): OneScreen => ({
  label: String(read(from, 'label') ?? ''),
  left: numberIn(from, 'availLeft'),
  top: numberIn(from, 'availTop'),
  width: numberIn(from, 'availWidth'),
  height: numberIn(from, 'availHeight'),
});

/** The browser's own list, which changes in place; null: there is none, or nobody allowed it. */
async function allowedDetails(): Promise<EventTarget | null> {
  try {
    const name: string = 'window-management';
    const query: unknown = Reflect.get(navigator.permissions, 'query');
    if (typeof query !== 'function') return null;
    const permission: unknown = await Reflect.apply(query, navigator.permissions, [{ name }]);
    const details: unknown = Reflect.get(window, 'getScreenDetails');
    if (read(permission, 'state') !== 'granted' || typeof details !== 'function') return null;
    const found: unknown = await Reflect.apply(details, window, []);
    return found instanceof EventTarget ? found : null;
  } catch {
    // This browser does not know the permission: it has no screens to tell of.
    return null;
  }
}

/** `changed`: the window stands on another screen. `wentBack`: it moved itself back to its own. */
export function createScreenPlace(on: { changed: () => void; wentBack: () => void }): ScreenPlace {
  const ending = new AbortController();
  let current = nowhere;
  let home: HomeScreen = { home: '', isAway: false };

  const follow = (details: EventTarget): void => {
    const list: unknown = Reflect.get(details, 'screens');
    const screens = Array.isArray(list) ? list.map(screenIn) : [];
    current = screenIn(Reflect.get(details, 'currentScreen'));
    const before = home.home === '' ? { home: current.label, isAway: false } : home;
    const { next, goesBack } = homeAfter(before, {
      screens: screens.map(({ label }) => label),
      current: current.label,
    });
    home = next;
    const target = screens.find(({ label }) => label === next.home);
    if (goesBack && target) {
      window.moveTo(target.left, target.top);
      window.resizeTo(target.width, target.height);
      on.wentBack();
    }
    on.changed();
  };

  void allowedDetails().then(details => {
    if (!details || ending.signal.aborted) return;
    const { signal } = ending;
    details.addEventListener('screenschange', () => follow(details), { signal });
    details.addEventListener('currentscreenchange', () => follow(details), { signal });
    follow(details);
  });
  return { label: () => current.label, [Symbol.dispose]: () => ending.abort() };
}
