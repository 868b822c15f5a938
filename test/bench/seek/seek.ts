/**
 * How soon a frame asked for is there: a session in the feed worker against a plain `<video>` of the same pictures, the same random frames,
 * in turns. README.md says what is counted. Writes 0.5 GB and deletes it.
 */
import { deleteSession } from '#archive/sessions.ts';
import type { Frame } from '#model/frame.ts';
import { callable, moved, startFeedWorker, startQuantifyWorker } from '#platform/workers.ts';
import type { FeedPortMessage } from '#workers/ports.ts';
import kernel from '#workers/quantify/kernels/region-histogram.as.ts?kernel';
import { createMeasureCache, measureFrame } from '#workers/quantify/measure-frame.ts';
import { createKernelHistogram } from '#workers/quantify/region-histogram.ts';
import { createRandom } from '../../support/random.ts';
import { benchInputs, fps, type Made, pictureOf, sessionIds } from './made.ts';

const seeks = 80;
const passes = 3;

const median = (values: readonly number[], share = 0.5): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

type Seek = (frameIndex: number) => Promise<number>;
type Sought = { readonly seek: Seek; [Symbol.dispose](): void };

export async function measureSeeking(): Promise<Record<string, number>> {
  const root = await navigator.storage.getDirectory();
  try {
    const { video: bytes, frameCount } = await makeSessions();
    const callbackMs: number[] = [];
    using raw = await openSession(sessionIds.raw);
    using packed = await openSession(sessionIds.packed);
    using video = await openVideo(bytes, ms => callbackMs.push(ms));
    const ms: Record<'raw' | 'packed' | 'video', number[]> = { raw: [], packed: [], video: [] };
    const random = createRandom(5);
    // One after the other and in turns, so that whatever else the machine does meets all of them alike.
    for (let i = 0; i < seeks; i++) {
      const frameIndex = random.integer(0, frameCount - 1);
      ms.raw.push(await raw.seek(frameIndex));
      ms.packed.push(await packed.seek(frameIndex));
      ms.video.push(await video.seek(frameIndex));
    }
    const passFigures = await measurePasses(frameCount);
    return {
      packedPerVideo: median(ms.packed) / median(ms.video),
      rawPerVideo: median(ms.raw) / median(ms.video),
      packedMs: median(ms.packed),
      packedWorstTenthMs: median(ms.packed, 0.9),
      rawMs: median(ms.raw),
      videoMs: median(ms.video),
      videoWorstTenthMs: median(ms.video, 0.9),
      videoCallbackMs: median(callbackMs),
      ...passFigures,
    };
  } finally {
    for (const id of Object.values(sessionIds)) await deleteSession(root, id).catch(() => undefined);
  }
}

function makeSessions(): Promise<Made> {
  const worker = new Worker(new URL('./session-maker.ts', import.meta.url), { type: 'module' });
  return new Promise<Made>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<{ made?: Made; error?: string }>) =>
      data.made ? resolve(data.made) : reject(new Error(data.error));
    worker.onerror = event => reject(new Error(event.message));
  }).finally(() => worker.terminate());
}

/** The session in a feed worker, read as the view worker reads it: always. */
async function openSession(sessionId: string): Promise<Sought> {
  const worker = startFeedWorker();
  const { port1, port2 } = new MessageChannel();
  const arrived = new Promise<ReadableStream<Frame>>(resolve => {
    port1.onmessage = ({ data }: MessageEvent<FeedPortMessage>) => {
      if (data.type === 'stream') resolve(data.stream);
    };
  });
  await worker.api.open({ kind: 'replay', sessionId }, moved({ main: port2, second: null }, [port2]));
  worker.api.pause();
  const awaited = new Map<number, () => void>();
  const read = async () => {
    for await (const frame of await arrived) if ('kind' in frame) awaited.get(frame.number ?? -1)?.();
  };
  // It ends with the worker.
  read().catch(() => undefined);
  return {
    async seek(number) {
      awaited.clear();
      const met = new Promise<void>(resolve => awaited.set(number, resolve));
      const beganMs = performance.now();
      void worker.api.seek(number);
      await met;
      return performance.now() - beganMs;
    },
    [Symbol.dispose]: worker[Symbol.dispose],
  };
}

async function openVideo(bytes: ArrayBuffer, calledBack: (ms: number) => void): Promise<Sought> {
  const video = document.createElement('video');
  video.muted = true;
  video.width = 640;
  document.body.append(video);
  const url = URL.createObjectURL(new Blob([bytes], { type: 'video/webm' }));
  const ready = new Promise((resolve, reject) => {
    video.oncanplaythrough = resolve;
    video.onerror = () => reject(new Error(`The video does not play: ${video.error?.message}`));
  });
  video.src = url;
  await ready;
  let last = -1;
  return {
    async seek(frameIndex) {
      // A <video> that is where it should be says nothing more.
      if (frameIndex === last) video.currentTime = 0;
      last = frameIndex;
      const seeked = new Promise(resolve => {
        video.onseeked = resolve;
      });
      const shown = new Promise<void>(resolve => {
        const timer = setTimeout(resolve, 1000);
        video.requestVideoFrameCallback(() => {
          clearTimeout(timer);
          calledBack(performance.now() - beganMs);
          resolve();
        });
      });
      const beganMs = performance.now();
      video.currentTime = (frameIndex + 0.5) / fps;
      await seeked;
      const tookMs = performance.now() - beganMs;
      await shown;
      return tookMs;
    },
    [Symbol.dispose]() {
      video.remove();
      URL.revokeObjectURL(url);
    },
  };
}

/** Measuring the session again, frame by frame, against measuring a frame that is there already. */
async function measurePasses(frameCount: number): Promise<Record<string, number>> {
  using worker = startQuantifyWorker();
  const passMs = async (sessionId: string, inputs: typeof benchInputs | null) => {
    const beganMs = performance.now();
    const order = { sessionId, inputs, from: 0, to: frameCount - 1, every: 1 };
    const { frames, equal } = await worker.api.remeasure(
      order,
      callable(() => undefined),
    );
    if (frames !== frameCount || (!inputs && equal !== frameCount))
      throw new Error('The pass was not whole.');
    return (performance.now() - beganMs) / frames;
  };
  const ms: Record<'alone' | 'raw' | 'otherInputs' | 'packed', number[]> = {
    alone: [],
    raw: [],
    otherInputs: [],
    packed: [],
  };
  for (let i = 0; i < passes; i++) {
    ms.alone.push(measureAloneMs(frameCount));
    ms.raw.push(await passMs(sessionIds.raw, null));
    ms.otherInputs.push(await passMs(sessionIds.raw, benchInputs));
    ms.packed.push(await passMs(sessionIds.packed, null));
  }
  const alone = median(ms.alone);
  return {
    aloneMsPerFrame: alone,
    rawPassPerAlone: median(ms.raw) / alone,
    otherInputsPassPerAlone: median(ms.otherInputs) / alone,
    packedPassPerAlone: median(ms.packed) / alone,
  };
}

/** Milliseconds of one measurement by the worker's own code, of frames in memory. */
function measureAloneMs(count: number): number {
  const cache = createMeasureCache(createKernelHistogram(kernel));
  const frames = Array.from({ length: 8 }, (_, index) => pictureOf(index));
  const measure = (index: number) =>
    measureFrame({ main: frames[index % frames.length]!, second: null }, benchInputs, cache);
  for (let index = 0; index < 20; index++) measure(index);
  const beganMs = performance.now();
  for (let index = 0; index < count; index++) measure(index);
  return (performance.now() - beganMs) / count;
}
