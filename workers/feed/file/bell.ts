/** Lets one loop sleep until it is called. Holds at most one timer. */

export type Bell = {
  /** Wakes everybody who waits; the next to wait sleeps again. */
  ring(): void;
  /** Resolves after `ms`, or when the bell rings; without `ms` only when it rings. */
  wait(ms?: number): Promise<void>;
};

export function createBell(): Bell {
  const sleepers = new Set<() => void>();
  return {
    ring() {
      for (const wake of sleepers) wake();
    },
    wait: ms =>
      new Promise(resolve => {
        const wake = () => {
          clearTimeout(timer);
          sleepers.delete(wake);
          resolve();
        };
        const timer = ms === undefined ? undefined : setTimeout(wake, ms);
        sleepers.add(wake);
      }),
  };
}
