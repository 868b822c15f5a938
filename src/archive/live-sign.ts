/**
 * The sign that a picture is live, for every window and worker of this origin: a lock of the browser's that any number may hold, and that goes
 * with its holder. What works in the background looks for it (`pace.ts`).
 */

export type LiveSign = {
  /** Puts the sign up; answers how to take it down. */
  show(): () => void;
  /** Whether somebody shows it; false where the browser does not say. */
  isShown(): Promise<boolean>;
};

const name = 'rimlight-live';

/** The sign that all windows of the viewer share, by Web Locks. */
export const liveSign = (locks: LockManager): LiveSign => ({
  show() {
    const { promise, resolve } = Promise.withResolvers<void>();
    // Without it the background works on as if nobody looked: slower pictures, no wrong ones.
    locks.request(name, { mode: 'shared' }, () => promise).catch(() => undefined);
    return resolve;
  },
  isShown: () =>
    locks.query().then(
      ({ held = [] }) => held.some(lock => lock.name === name),
      () => false,
    ),
});
