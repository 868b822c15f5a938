/** The page's side of the chain's benchmark: our kernels and our twins in a worker each, OpenCV's WebAssembly build here. */
import { wrap } from 'comlink';
import type { ChainWorker } from './chain.worker.ts';
import { createOpenCvChain } from './open-cv-js.ts';
import type { ChainFrame, Checks, Times } from './order.ts';
import type { Contender, Opened } from './time-steps.ts';

export type PageContender = 'kernels' | 'twins' | 'OpenCV.js';

type Here = {
  open(...frame: Parameters<Contender['open']>): Promise<void>;
  check(): Promise<Checks>;
  time(repetitions: number): Promise<Times>;
};

/** Rejects when the worker does not start or breaks, instead of waiting for its answer. */
function inWorker(name: 'kernels' | 'twins'): Here {
  const worker = new Worker(new URL('./chain.worker.ts', import.meta.url), { type: 'module', name });
  const remote = wrap<ChainWorker>(worker);
  const broken = new Promise<never>((_, reject) => {
    worker.onerror = ({ message }) => reject(new Error(`${name}: ${message || 'the worker did not start'}`));
  });
  broken.catch(() => undefined);
  return {
    open: (...frame) => Promise.race([remote.open(...frame), broken]),
    check: () => Promise.race([remote.check(), broken]),
    time: repetitions => Promise.race([remote.time(repetitions), broken]),
  };
}

async function onPage(): Promise<Here> {
  const contender = await createOpenCvChain();
  let opened: Opened | null = null;
  const theOpened = () => {
    if (!opened) throw new Error('Open a frame first.');
    return opened;
  };
  return {
    async open(frame, codes, key) {
      opened = contender.open(frame, codes, key);
    },
    check: () => theOpened().check(),
    time: async repetitions => theOpened().time(repetitions),
  };
}

async function planeFrom(url: string, { topCode }: ChainFrame) {
  const buffer = await (await fetch(url)).arrayBuffer();
  return topCode > 255 ? new Uint16Array(buffer) : new Uint8Array(buffer);
}

/** Opens every contender. Frames are fetched from where the caller serves them. */
export async function openChain() {
  const contenders: Record<PageContender, Here> = {
    kernels: inWorker('kernels'),
    twins: inWorker('twins'),
    'OpenCV.js': await onPage(),
  };
  return {
    async open(frame: ChainFrame): Promise<void> {
      const codes = await planeFrom('/bench-chain/codes', frame);
      const key = await planeFrom('/bench-chain/key', frame);
      for (const contender of Object.values(contenders)) await contender.open(frame, codes, key);
    },
    check: async (name: PageContender): Promise<Checks> => contenders[name].check(),
    time: async (name: PageContender, repetitions: number): Promise<Times> =>
      contenders[name].time(repetitions),
  };
}
