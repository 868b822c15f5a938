/** Our chain in a worker of its own, so that kernels and twins share neither heap nor compiled code. Named `kernels` or `twins`. */
import { expose } from 'comlink';
import { createOurs } from './ours.ts';
import type { Contender, Opened } from './time-steps.ts';

const ours = createOurs(self.name === 'kernels');
let opened: Opened | null = null;

const theOpened = (): Opened => {
  if (!opened) throw new Error('Open a frame first.');
  return opened;
};

export type ChainWorker = {
  open(...frame: Parameters<Contender['open']>): void;
  check: Opened['check'];
  time: Opened['time'];
};

expose({
  open(frame, codes, key) {
    opened = ours.open(frame, codes, key);
  },
  check: () => theOpened().check(),
  time: repetitions => theOpened().time(repetitions),
} satisfies ChainWorker);
