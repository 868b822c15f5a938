/** Which screen the display belongs on, and whether it must go back there. Pure: screens are named by their labels. */

/** `home`: the screen somebody put it on. `isAway`: that screen is unplugged, and the system moved the window. */
export type HomeScreen = { readonly home: string; readonly isAway: boolean };

/**
 * After the screens or the window's place changed. While home is there the window is where somebody wants it, which is home from now on;
 * while it is gone, wherever the system put it is not. `goesBack`: home came back and the window does not stand on it.
 */
export function homeAfter(
  before: HomeScreen,
  now: { readonly screens: readonly string[]; readonly current: string },
): { readonly next: HomeScreen; readonly goesBack: boolean } {
  const isThere = now.screens.includes(before.home);
  if (!isThere) return { next: { home: before.home, isAway: before.home !== '' }, goesBack: false };
  if (before.isAway)
    return { next: { home: before.home, isAway: false }, goesBack: now.current !== before.home };
  return { next: { home: now.current, isAway: false }, goesBack: false };
}
