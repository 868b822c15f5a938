/** Opens a phantom as a feed: rendered here, paced by this thread's clock, handed over and never queued. */
import type { PhantomFault, PhantomSpec, PhantomTarget } from '#model/phantom.ts';
import type { Problem } from '#model/problem.ts';
import { createHandOver } from '../hand-over.ts';
import type { Maker, Tell } from '../maker.ts';
import { describePhantom } from './description.ts';
import { createFaultyCamera, type FaultyCamera } from './faults/faulty-camera.ts';
import { delayOf, sentIndex } from './faults/timing.ts';
import { createPhantomRenderer } from './render.ts';

/** Said as of a camera: what is practised is what will be seen. */
const lost: Problem = {
  id: 'camera-lost',
  severity: 'stop',
  text: 'The camera is gone.',
  tip: 'Check cable and power; the picture returns by itself.',
};

/**
 * Frame k belongs to the time k / fps after the phantom's beginning, `startS` of which have passed when it opens. A frame
 * whose time has passed, or that nobody waits for, is never rendered. Painting the tissue takes a few tenths of a second first.
 */
export async function openPhantom(
  { phantom, startS = 0 }: { phantom: PhantomSpec; startS?: number },
  tell: Tell = () => undefined,
): Promise<Maker> {
  const renderer = createPhantomRenderer(phantom);
  let handOver = createHandOver();
  const bytes = new Uint8Array(renderer.totalBytes);
  const beganMs = performance.now() - startS * 1000;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastIndex = -1;
  let target: PhantomTarget = { kind: 'tissue' };
  let fault: PhantomFault | null = null;
  let faulty: FaultyCamera | null = null;
  /** A frame that is held up on its way. */
  let late: VideoFrame | null = null;
  let renew: ((stream: Maker['main']) => void) | null = null;

  const codesOf = (index: number) => {
    if (faulty) return faulty.render(index, target);
    renderer.render(index, bytes, target);
    return { bytes, widthPx: renderer.widthPx, heightPx: renderer.heightPx };
  };

  const frame = (index: number): VideoFrame => {
    const codes = codesOf(index);
    return new VideoFrame(codes.bytes, {
      format: 'I420',
      codedWidth: codes.widthPx,
      codedHeight: codes.heightPx,
      timestamp: Math.round((index * 1_000_000) / phantom.fps),
      colorSpace: {
        fullRange: phantom.camera.range === 'full',
        matrix: 'bt709',
        primaries: 'bt709',
        transfer: 'bt709',
      },
    });
  };

  // Each wait is reckoned from the beginning, so that late timers do not add up.
  const tick = (): void => {
    if (late) handOver.offer(late);
    late = null;
    const index = Math.floor(((performance.now() - beganMs) * phantom.fps) / 1000);
    let nextMs = beganMs + ((index + 1) * 1000) / phantom.fps;
    if (index > lastIndex && handOver.isAwaited) {
      lastIndex = index;
      const next = frame(sentIndex(fault, index));
      const delayMs = 1000 * delayOf(fault, index);
      if (delayMs > 0) {
        late = next;
        nextMs = performance.now() + delayMs;
      } else handOver.offer(next);
    }
    timer = setTimeout(tick, Math.max(0, nextMs - performance.now()));
  };

  /** Nothing more is sent: the camera was unplugged, or nobody looks any more. */
  const stop = (): void => {
    clearTimeout(timer);
    late?.close();
    late = null;
  };

  const plugIn = (): void => {
    handOver = createHandOver();
    handOver.onCancel = stop;
    renew?.(handOver.stream);
    tick();
  };

  handOver.onCancel = stop;
  tick();

  return {
    description: describePhantom(phantom),
    main: handOver.stream,
    second: null,
    player: null,
    show(next) {
      target = next;
    },
    provoke(next) {
      const before = fault;
      fault = next;
      faulty = next && next !== 'unplugged' ? createFaultyCamera(phantom, renderer, next) : null;
      if ((next === 'unplugged') === (before === 'unplugged')) return;
      void tell({ type: 'problem', problem: lost, isOver: next !== 'unplugged' });
      if (next !== 'unplugged') return plugIn();
      stop();
      handOver[Symbol.dispose]();
    },
    onRenewed(send) {
      renew = send;
    },
    [Symbol.dispose]() {
      stop();
      handOver[Symbol.dispose]();
    },
  };
}
