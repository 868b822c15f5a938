/**
 * Workers that the first picture does not need wait for it, so that nothing of theirs is fetched or compiled before it. What is said to one
 * meanwhile is kept in order. Holds the real worker once it runs; `terminate` ends it.
 */

/** A source may have no picture: then they start all the same. In milliseconds. */
export const longestWaitMs = 15_000;

let due: Promise<void> = Promise.resolve();
let isDue: () => void = () => undefined;

/** From now on late workers wait, until `firstPictureIsThere` or for so long. Before this is called none ever waits. */
export function holdLateWorkers(): void {
  const { promise, resolve } = Promise.withResolvers<void>();
  due = promise;
  isDue = resolve;
  setTimeout(resolve, longestWaitMs);
}

/** In the page's own timeline, for the benchmark and for whoever wonders. */
const markName = 'rimlight.first-picture';

/** The picture stands: late workers start. Called again, it does nothing. */
export function firstPictureIsThere(): void {
  if (performance.getEntriesByName(markName).length > 0) return;
  performance.mark(markName);
  isDue();
}

/** When what the first picture does not need may be fetched: at once where nothing is held. */
export const afterFirstPicture = (): Promise<void> => due;

/** A worker like any other to who speaks to it. `start` is called when it is due, or never where it was ended before. */
export class LateWorker extends EventTarget implements Worker {
  onmessage: Worker['onmessage'] = null;
  onmessageerror: Worker['onmessageerror'] = null;
  onerror: Worker['onerror'] = null;
  #real: Worker | null = null;
  #isEnded = false;
  #waiting: [message: unknown, transfer: Transferable[]][] = [];

  constructor(start: () => Worker) {
    super();
    void afterFirstPicture().then(() => {
      if (!this.#isEnded) this.#begin(start());
    });
  }

  #begin(real: Worker): void {
    this.#real = real;
    real.addEventListener('message', ({ data, ports }) =>
      this.dispatchEvent(new MessageEvent('message', { data, ports: [...ports] })),
    );
    real.addEventListener('error', event => {
      const { message, filename, lineno, colno } = event;
      const again = new ErrorEvent('error', { message, filename, lineno, colno, cancelable: true });
      if (!this.dispatchEvent(again)) event.preventDefault();
    });
    for (const [message, transfer] of this.#waiting) real.postMessage(message, transfer);
    this.#waiting = [];
  }

  postMessage(message: unknown, options?: Transferable[] | StructuredSerializeOptions): void {
    const transfer = Array.isArray(options) ? options : (options?.transfer ?? []);
    if (this.#real) this.#real.postMessage(message, transfer);
    else if (!this.#isEnded) this.#waiting.push([message, transfer]);
  }

  terminate(): void {
    this.#isEnded = true;
    this.#waiting = [];
    this.#real?.terminate();
  }
}
