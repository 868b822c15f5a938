/** The view worker's end of the port to calibration: a copy of the next frame's planes for each request, nothing else. */
import type { FramePlanes } from '#model/frame.ts';
import type { SampleMessage, SampleRequest } from '../ports.ts';
import { buffersOf } from './plane-copy.ts';

export type SampleLink = {
  /** Whether the next frame is asked for. */
  isWanted(): boolean;
  /** Copies the planes into the answer; they stay the caller's. */
  answer(main: FramePlanes, second: FramePlanes | null): void;
  connect(port: MessagePort): void;
  [Symbol.dispose](): void;
};

/** `asked`: a frame is wanted; one that stands still brings no next. */
export function createSampleLink(asked: () => void): SampleLink {
  let port: MessagePort | null = null;
  let wanted = 0;
  return {
    isWanted: () => wanted > 0,
    answer(main, second) {
      if (!port || wanted === 0) return;
      wanted -= 1;
      const message: SampleMessage = structuredClone({ type: 'sampled', main, second });
      const buffers = [message.main, message.second].flatMap(planes => (planes ? buffersOf(planes) : []));
      port.postMessage(message, [...new Set(buffers)]);
    },
    connect(newPort) {
      port?.close();
      port = newPort;
      wanted = 0;
      port.onmessage = ({ data }: MessageEvent<SampleRequest>) => {
        if (data.type !== 'sample') return;
        wanted += 1;
        asked();
      };
    },
    [Symbol.dispose]() {
      port?.close();
      port = null;
    },
  };
}
