/** In the feed worker: the clock is drawn into every frame that the phantom has rendered, at the moment it becomes a frame. */

import { epochMs } from './thread-notes.ts';
import { clockCode, stampI420 } from './time-code.ts';

export function stampPhantom(): void {
  globalThis.VideoFrame = new Proxy(globalThis.VideoFrame, {
    construct(made, given: unknown[]) {
      const [bytes, init] = given;
      if (bytes instanceof Uint8Array && isI420(init)) {
        stampI420(bytes, { widthPx: init.codedWidth, heightPx: init.codedHeight }, clockCode(epochMs()));
      }
      return Reflect.construct(made, given);
    },
  });
}

const isI420 = (init: unknown): init is { codedWidth: number; codedHeight: number } =>
  typeof init === 'object' && init !== null && 'format' in init && init.format === 'I420';
