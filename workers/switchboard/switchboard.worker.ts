/** The switchboard's thread: a shared worker, one for all windows of this origin. */
import { createSwitchboard } from './switchboard.ts';

const switchboard = createSwitchboard(() => performance.now() / 1000);

self.addEventListener('connect', event => {
  const [port] = event instanceof MessageEvent ? event.ports : [];
  if (port) switchboard.connect(port);
});
