/** Opens a phantom as a feed: rendered here, paced by this thread's clock, handed over and never queued. */
import type { PhantomSpec, PhantomTarget } from '#model/phantom.ts';
import { createHandOver } from '../hand-over.ts';
import type { Maker } from '../maker.ts';
import { describePhantom } from './description.ts';
import { createPhantomRenderer } from './render.ts';

/**
 * Frame k belongs to the time k / fps after the phantom's beginning, `startS` of which have passed when it opens. A frame
 * whose time has passed, or that nobody waits for, is never rendered. Painting the tissue takes a few tenths of a second first.
 */
export async function openPhantom({
  phantom,
  startS = 0,
}: {
  phantom: PhantomSpec;
  startS?: number;
}): Promise<Maker> {
  const renderer = createPhantomRenderer(phantom);
  const handOver = createHandOver();
  const bytes = new Uint8Array(renderer.totalBytes);
  const beganMs = performance.now() - startS * 1000;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastIndex = -1;
  let target: PhantomTarget = { kind: 'tissue' };

  const frame = (index: number): VideoFrame => {
    renderer.render(index, bytes, target);
    return new VideoFrame(bytes, {
      format: 'I420',
      codedWidth: renderer.widthPx,
      codedHeight: renderer.heightPx,
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
    const index = Math.floor(((performance.now() - beganMs) * phantom.fps) / 1000);
    if (index > lastIndex && handOver.isAwaited) {
      lastIndex = index;
      handOver.offer(frame(index));
    }
    const nextMs = beganMs + ((index + 1) * 1000) / phantom.fps;
    timer = setTimeout(tick, Math.max(0, nextMs - performance.now()));
  };

  handOver.onCancel = () => clearTimeout(timer);
  tick();

  return {
    description: describePhantom(phantom),
    main: handOver.stream,
    second: null,
    player: null,
    show(next) {
      target = next;
    },
    [Symbol.dispose]() {
      clearTimeout(timer);
      handOver[Symbol.dispose]();
    },
  };
}
