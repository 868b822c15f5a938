/** Opens a theatre display's window, on another screen where the browser tells of one. */

/** A screen as the Window Management API tells of it; Chromium only. */
type ScreenDetail = {
  readonly availLeft: number;
  readonly availTop: number;
  readonly availWidth: number;
  readonly availHeight: number;
};
type ScreenDetails = { readonly screens: readonly ScreenDetail[]; readonly currentScreen: ScreenDetail };

declare global {
  interface Window {
    getScreenDetails?: () => Promise<ScreenDetails>;
  }
}

/** Where the console does not stand; null: there is one screen, the browser does not say, or the user refused. */
async function otherScreen(): Promise<ScreenDetail | null> {
  try {
    const details = await window.getScreenDetails?.();
    return details?.screens.find(screen => screen !== details.currentScreen) ?? null;
  } catch {
    // Refused: the window opens here and is dragged over.
    return null;
  }
}

/**
 * `noopener` puts it into a process of its own: the console can neither stall it nor take it down. True: it was put on another screen; false: it
 * has to be dragged there. Call from a press of the user, or the browser blocks it.
 */
export async function openTheatre(address: string): Promise<boolean> {
  const screen = await otherScreen();
  const place = screen
    ? `left=${screen.availLeft},top=${screen.availTop},width=${screen.availWidth},height=${screen.availHeight}`
    : 'width=1280,height=720';
  window.open(address, '_blank', `popup,noopener,${place}`);
  return screen !== null;
}
