/** A window's line to the switchboard. Holds one shared worker's port and a timer; whoever opened it disposes of it. */
import { helloEveryS } from '#model/window-hello.ts';
import type { SwitchboardHello, SwitchboardNews } from '#workers/switchboard/api.ts';
import switchboardUrl from '#workers/switchboard/switchboard.worker.ts?sharedworker&url';
import { trustedScript } from './trusted.ts';

/**
 * So many hellos in a row without an answer mean that the process which ran the switchboard died: a new one is started. Counted, not timed: a page
 * that was held up itself has said none meanwhile.
 */
const mostUnanswered = 3;

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
  let unanswered = 0;

  const connect = (): void => {
    const worker = new SharedWorker(trustedScript(switchboardUrl), { type: 'module', name: 'switchboard' });
    port = worker.port;
    unanswered = 0;
    port.onmessage = ({ data }: MessageEvent<SwitchboardNews>) => {
      unanswered = 0;
      if (data.type !== 'heard') heard(data);
    };
    port.postMessage(hello);
  };
  const say = (): void => {
    unanswered += 1;
    if (unanswered > mostUnanswered) connect();
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
