/** Keeps the screen from going dark. The browser lets go whenever the window is hidden; it is taken again when it is seen. */

/** Until disposed of. Where the browser has no wake lock or refuses it, the screen follows the computer's own settings. */
export function stayAwake(): Disposable {
  let lock: WakeLockSentinel | null = null;
  let isOver = false;
  const take = async (): Promise<void> => {
    if (isOver || document.visibilityState !== 'visible' || (lock && !lock.released)) return;
    try {
      lock = await navigator.wakeLock?.request('screen');
      if (isOver) await lock?.release();
    } catch {
      // Refused (battery saver): tried again when the window is next seen.
    }
  };
  const seen = () => void take();
  document.addEventListener('visibilitychange', seen);
  void take();
  return {
    [Symbol.dispose]() {
      isOver = true;
      document.removeEventListener('visibilitychange', seen);
      void lock?.release().catch(() => undefined);
    },
  };
}
