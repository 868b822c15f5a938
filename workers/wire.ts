/**
 * The line between a worker and the page, the same at both ends: comlink, taught to carry a `ProblemError` whole. Comlink
 * alone keeps an error's message and loses what the user should do about it.
 */
import { expose as exposeOn, transferHandlers } from 'comlink';
import { type Problem, ProblemError } from '#model/problem.ts';
import { holdLifeline } from './lifeline.ts';

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
