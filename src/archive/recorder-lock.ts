/** One recorder an origin: a lock of the browser's, which lets go of it when its holder dies. */

export type RecorderLock = {
  /** Takes the lock and answers how to let it go, or null when another holds it. */
  take(): Promise<(() => void) | null>;
  /** Whether somebody records: this window or another. */
  isHeld(): Promise<boolean>;
};

const name = 'rimlight-recorder';

/** The lock all windows of the viewer share, by Web Locks. */
export function recorderLock(locks: LockManager): RecorderLock {
  return {
    take: () =>
      new Promise((resolve, reject) => {
        const held = locks.request(name, { ifAvailable: true }, lock => {
          if (!lock) {
            resolve(null);
            return;
          }
          return new Promise<void>(release => resolve(release));
        });
        held.catch(reject);
      }),
    async isHeld() {
      const { held } = await locks.query();
      return held?.some(lock => lock.name === name) ?? false;
    },
  };
}
