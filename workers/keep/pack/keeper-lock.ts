/** One packer an origin: a lock of the browser's, which lets go of it when its holder dies. */

const name = 'rimlight-keeper';

/** Runs `act` while no other tab packs; false when one does. Rejects as `act` does. */
export type KeeperLock = (act: () => Promise<void>) => Promise<boolean>;

/** The lock that all windows of the viewer share, by Web Locks. */
export const keeperLock =
  (locks: LockManager): KeeperLock =>
  async act =>
    await locks.request(name, { ifAvailable: true }, async lock => {
      if (lock) await act();
      return lock !== null;
    });
