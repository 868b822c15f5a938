/** Long work in a worker that still hears what it is told, and gives way to a live picture. */
import type { Pace } from '#archive/pace.ts';

/** Between two of these the worker is deaf for this long at most, one frame's work aside. */
const deafS = 0.03;

/** Lets messages through when it was deaf long enough, then rejects with an `AbortError` where one of them stopped the work. */
export type TakeTurn = () => Promise<void>;

/** Without `pace` it never rests. */
export function createTurns(signal: AbortSignal, clockS: () => number, pace?: Pace): TakeTurn {
  let heardS = clockS();
  return async () => {
    if (clockS() - heardS >= deafS) {
      await nextTask();
      heardS = clockS();
    }
    await pace?.step(signal);
    signal.throwIfAborted();
  };
}

/** By a message, not a timer: browsers make nested timers wait four milliseconds. */
const nextTask = () =>
  new Promise<void>(resolve => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
