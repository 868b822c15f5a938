/** Opens a phantom as a feed: rendered here, paced by this thread's clock, handed over and never queued. */
import type { PhantomSpec } from '#model/phantom.ts';
import { createHandOver } from '../hand-over.ts';
import type { Maker, Tell } from '../maker.ts';
import { describePhantom } from './description.ts';
import { createPhantomRenderer } from './render.ts';

/** Frame `k` belongs to the time k / fps since the phantom's beginning; a frame whose time has passed is never rendered. */
export async function openPhantom(
  { phantom, startS = 0 }: { phantom: PhantomSpec; startS?: number },
  _tell: Tell,
): Promise<Maker> {
  const renderer = createPhantomRenderer(phantom);
  const handOver = createHandOver();
  const bytes = new Uint8Array(renderer.totalBytes);
  const beganMs = performance.now() - startS * 1000;
  let timer: ReturnType<typeof setTimeout>;
  let lastIndex = -1;

  const tick = () => {
    const index = Math.floor(((performance.now() - beganMs) * phantom.fps) / 1000);
    if (index > lastIndex && handOver.isAwaited) {
      lastIndex = index;
      renderer.render(index, bytes);
      handOver.offer(
        new VideoFrame(bytes, {
          format: 'I420',
          codedWidth: renderer.widthPx,
          codedHeight: renderer.heightPx,
          timestamp: Math.round((index * 1_000_000) / phantom.fps),
          colorSpace: {
            fullRange: phantom.camera.range === 'full',
            matrix: 'smpte170m',
            primaries: 'bt709',
            transfer: 'bt709',
          },
        }),
      );
    }
    const nextMs = beganMs + ((index + 1) * 1000) / phantom.fps;
    timer = setTimeout(tick, Math.max(0, nextMs - performance.now()));
  };
  tick();

  return {
    description: describePhantom(phantom),
    main: handOver.stream,
    second: null,
    player: null,
    [Symbol.dispose]() {
      clearTimeout(timer);
      handOver[Symbol.dispose]();
    },
  };
}
