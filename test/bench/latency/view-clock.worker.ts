/** The app's own view worker, with a note of when each frame of a remote stream reached it. */
import { createViewer } from '#workers/view/viewer.ts';
import { expose } from '#workers/wire.ts';

/** Not yet in TypeScript's library: what the browser knows of a frame beside its samples. */
declare global {
  interface VideoFrame {
    metadata(): { readonly rtpTimestamp?: number };
  }
}

const clockS = () => (performance.timeOrigin + performance.now()) / 1000;
const viewer = createViewer(clockS);
const arrivals: { rtpTimestamp: number; atS: number }[] = [];

/** Passes frames on at once; a pipe of one adds no queue of its own. */
function noting(stream: ReadableStream<VideoFrame>): ReadableStream<VideoFrame> {
  const reader = stream.getReader();
  return new ReadableStream<VideoFrame>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        const { rtpTimestamp } = value.metadata();
        if (rtpTimestamp !== undefined) arrivals.push({ rtpTimestamp, atS: clockS() });
        controller.enqueue(value);
      },
      cancel: reason => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

const api = {
  ...viewer,
  openRemote: (main: ReadableStream<VideoFrame>) =>
    viewer.openFeed({ main: noting(main), second: null, isLive: true, nominalFps: 30 }),
  takeArrivals: () => arrivals.splice(0),
};

export type ClockedViewApi = typeof api;

expose(api);
