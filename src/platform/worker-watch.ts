/**
 * Notices that a thread ended or hangs, and answers those who wait for it. Holds one timer and one request for a lock for each thread;
 * whoever started the thread disposes of the watch.
 */
import { type Problem, ProblemError } from '#model/problem.ts';
import { type LifelineHello, type LifelineWord, lifelineLock } from '#workers/wire.ts';

const pingEveryMs = 500;
/** A timer of the page that comes later than this was held up: then its own thread may be the one that did not listen. */
const onTimeMs = 1.8 * pingEveryMs;
/** A script may have to be fetched and compiled first, on a machine that is busy starting all others. */
const startsWithinS = 30;
/**
 * A thread in an endless loop is ended by the browser some seconds after it was asked to; one that never held its lock cannot say when. One that
 * keeps nothing that the next would need is not waited for.
 */
const endsWithinMs = { holding: 10_000, otherwise: 1000, keepingNothing: 0 } as const;

/** What a call that waits for an answer gets when the thread ended. */
const threadEnded: Problem = {
  id: 'worker-ended',
  severity: 'caution',
  text: 'The part of the viewer that did this stopped.',
  tip: 'It is started again by itself. Do it once more.',
};

export type ThreadWatch = {
  /** Ends the thread as one that hangs: `gone` is called when what it held is free. */
  end(): void;
  [Symbol.dispose](): void;
};

/**
 * Calls `gone` once, when `worker` (named `thread`) has ended: by itself, by an error that nobody caught, or because it was ended here
 * after `hungAfterS` seconds without an answer while this page's own timers ran on time. What it held (files, locks) is free by then, if it
 * `holdsFiles`; if not, the thread itself may need some seconds more to end.
 */
export function watchThread(
  worker: Worker,
  thread: string,
  how: { readonly hungAfterS: number; readonly holdsFiles: boolean; gone(): void },
): ThreadWatch {
  const abort = new AbortController();
  let isOver = false;
  let hasSpoken = false;
  let isHolding = false;
  let silentPings = 0;
  let lastTickMs = performance.now();
  let ending: ReturnType<typeof setTimeout> | undefined;

  const stop = (): void => {
    isOver = true;
    clearInterval(timer);
    clearTimeout(ending);
    line.port1.close();
    abort.abort();
  };
  const gone = (): void => {
    if (isOver) return;
    stop();
    how.gone();
  };
  /** Granted only when the thread that holds it is no more. */
  const waitForLock = (): void => {
    navigator.locks.request(lifelineLock(thread), { signal: abort.signal }, gone).catch(() => undefined);
  };
  const end = (): void => {
    clearInterval(timer);
    worker.terminate();
    const held = isHolding ? endsWithinMs.holding : endsWithinMs.otherwise;
    ending ??= setTimeout(gone, how.holdsFiles ? held : endsWithinMs.keepingNothing);
  };

  const line = new MessageChannel();
  line.port1.onmessage = ({ data }: MessageEvent<LifelineWord>) => {
    if (isOver) return;
    hasSpoken = true;
    silentPings = 0;
    if (data !== 'held') return;
    isHolding = true;
    waitForLock();
  };
  worker.postMessage({ lifeline: thread, port: line.port2 } satisfies LifelineHello, [line.port2]);
  worker.addEventListener('error', event => {
    event.preventDefault();
    if (!isOver) end();
  });
  const timer = setInterval(() => {
    const nowMs = performance.now();
    if (nowMs - lastTickMs < onTimeMs) silentPings += 1;
    lastTickMs = nowMs;
    const limitS = hasSpoken ? how.hungAfterS : Math.max(startsWithinS, how.hungAfterS);
    if ((silentPings - 1) * pingEveryMs >= limitS * 1000) end();
    else line.port1.postMessage('ping');
  }, pingEveryMs);

  return {
    end() {
      if (!isOver) end();
    },
    [Symbol.dispose]: stop,
  };
}

/**
 * `remote` with calls that end when the thread does: `giveUp` rejects all that wait for an answer and all that come later with a
 * `ProblemError`. A call that nobody waits for is not an uncaught rejection then.
 */
export function answered<Api extends object>(remote: Api): { readonly api: Api; giveUp(): void } {
  const waiting = new Set<(error: ProblemError) => void>();
  let isGone = false;

  const call = (made: PromiseLike<unknown>): Promise<unknown> => {
    let quiet = (): void => undefined;
    const answer = new Promise<unknown>((resolve, reject) => {
      const giveUp = (error: ProblemError) => {
        quiet();
        reject(error);
      };
      waiting.add(giveUp);
      const done = () => waiting.delete(giveUp);
      made.then(
        value => {
          done();
          resolve(value);
        },
        (error: unknown) => {
          done();
          reject(error);
        },
      );
    });
    quiet = () => void answer.catch(() => undefined);
    if (isGone) for (const giveUp of waiting) giveUp(new ProblemError(threadEnded));
    return answer;
  };

  const api = new Proxy(remote, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof key === 'symbol' || typeof member !== 'function') return member;
      return (...parameters: unknown[]) => call(Reflect.apply(member, target, parameters));
    },
  });
  return {
    api,
    giveUp() {
      isGone = true;
      for (const giveUp of waiting) giveUp(new ProblemError(threadEnded));
      waiting.clear();
    },
  };
}
