/**
 * How the page knows that a thread is alive: the thread holds a lock for as long as it lives, which the browser lets go of however it
 * ended, and it answers a ping, which it does not while it hangs. Travels beside comlink, which ignores both.
 */

/** Page → thread. */
export type LifelinePing = { readonly lifeline: 'ping' };
/** Thread → page. `held`: once, when the lock is the thread's; `alive`: to each ping. */
export type LifelineWord = { readonly lifeline: 'held' | 'alive' };

/** `thread`: the name that its page gave it, no other thread's. */
export const lifelineLock = (thread: string): string => `rimlight-thread-${thread}`;

/** Whether a message is one of these, whatever else goes through the same port. */
export const isLifeline = (data: unknown): data is LifelinePing | LifelineWord =>
  typeof data === 'object' && data !== null && 'lifeline' in data;

/** Names given by `watchThread` end like this; threads that nobody watches are left alone. */
const watchedName = /-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** In a thread: begins to hold its lock and to answer. */
export function holdLifeline(): void {
  const { name } = self;
  if (!watchedName.test(name)) return;
  const say = (lifeline: LifelineWord['lifeline']) => self.postMessage({ lifeline } satisfies LifelineWord);
  self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isLifeline(data) && data.lifeline === 'ping') say('alive');
  });
  void navigator.locks?.request(lifelineLock(name), () => {
    say('held');
    return new Promise<void>(() => undefined);
  });
}
