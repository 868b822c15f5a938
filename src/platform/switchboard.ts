/** A window's line to the switchboard. Holds one shared worker's port and a timer; whoever opened it disposes of it. */
import { helloEveryS } from '#model/window-hello.ts';
import type { SwitchboardHello, SwitchboardNews } from '#workers/switchboard/api.ts';
import switchboardUrl from '#workers/switchboard/switchboard.worker.ts?sharedworker&url';
import { trustedScript } from './trusted.ts';

/** An answer outstanding for so long means that the process which ran the switchboard died: a new one is started. */
const silentAfterMs = 2500;

/**
 * Says `hello` every second and hands on what comes back. False from `isThere`: the browser has no shared workers, and other windows cannot
 * be reached.
 */
export function openSwitchboard(
  hello: Extract<SwitchboardHello, { type: 'hello' }>,
  heard: (news: SwitchboardNews) => void,
): { readonly isThere: boolean; [Symbol.dispose](): void } {
  if (typeof SharedWorker === 'undefined') return { isThere: false, [Symbol.dispose]: () => undefined };
  let port: MessagePort;
  let answeredMs = performance.now();

  const connect = (): void => {
    const worker = new SharedWorker(trustedScript(switchboardUrl), { type: 'module', name: 'switchboard' });
    port = worker.port;
    answeredMs = performance.now();
    port.onmessage = ({ data }: MessageEvent<SwitchboardNews>) => {
      answeredMs = performance.now();
      if (data.type !== 'heard') heard(data);
    };
    port.postMessage(hello);
  };
  const say = (): void => {
    // A timer that was held up itself (a busy page) must not take the others' silence for death.
    if (performance.now() - answeredMs > silentAfterMs) connect();
    else port.postMessage(hello);
  };
  connect();
  const timer = setInterval(say, helloEveryS * 1000);
  const leave = (): void => port.postMessage({ type: 'bye' } satisfies SwitchboardHello);
  window.addEventListener('pagehide', leave);
  return {
    isThere: true,
    [Symbol.dispose]() {
      clearInterval(timer);
      window.removeEventListener('pagehide', leave);
      leave();
      port.close();
    },
  };
}
