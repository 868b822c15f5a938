/**
 * The line between a worker and the page, the same at both ends: comlink, taught to carry a `ProblemError` whole. Comlink
 * alone keeps an error's message and loses what the user should do about it.
 */
import { expose as exposeOn, transferHandlers } from 'comlink';
import { type Problem, ProblemError } from '#model/problem.ts';

type Thrown = { readonly problem: Problem | null; readonly name: string; readonly message: string };

/** Comlink marks what was thrown by wrapping it in an object with a symbol of its own; the wrapper reaches us as `value`. */
const original = transferHandlers.get('throw');

if (original) {
  transferHandlers.set('throw', {
    canHandle: original.canHandle,
    serialize(wrapped: { value: unknown }): [Thrown, Transferable[]] {
      const { value } = wrapped;
      const problem = value instanceof ProblemError ? value.problem : null;
      const name = value instanceof Error ? value.name : 'Error';
      const message = value instanceof Error ? value.message : String(value);
      return [{ problem, name, message }, []];
    },
    deserialize({ problem, name, message }: Thrown): never {
      if (problem) throw new ProblemError(problem);
      throw Object.assign(new Error(message), { name });
    },
  });
}

// How the page knows that a thread is alive: the thread holds a lock for as long as it lives, which the browser lets go of however it ended,
// and it answers a ping, which it does not while it hangs. Both travel beside comlink, which ignores them.

/** Page → thread, once: the thread's name, which no other has, and where to answer. */
export type LifelineHello = { readonly lifeline: string; readonly port: MessagePort };
/** Thread → page, on that port. `held`: once, when the lock is the thread's; `alive`: to whatever comes. */
export type LifelineWord = 'held' | 'alive';

export const lifelineLock = (thread: string): string => `rimlight-thread-${thread}`;

const isHello = (data: unknown): data is LifelineHello =>
  typeof data === 'object' && data !== null && 'lifeline' in data;

/** In a thread: holds its lock and answers, once its page asked for it. */
function holdLifeline(): void {
  globalThis.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (!isHello(data)) return;
    const { lifeline, port } = data;
    const say = (word: LifelineWord) => port.postMessage(word);
    port.onmessage = () => say('alive');
    void navigator.locks?.request(lifelineLock(lifeline), () => {
      say('held');
      return new Promise<void>(() => undefined);
    });
  });
}

/** Offers `api` on a port, or as this thread's own to its page, which from then on also knows that the thread lives. */
export function expose(api: unknown, port?: MessagePort): void {
  if (port) {
    exposeOn(api, port);
    return;
  }
  exposeOn(api);
  holdLifeline();
}

export { type ProxyMarked, proxy, type Remote, releaseProxy, transfer, wrap } from 'comlink';
