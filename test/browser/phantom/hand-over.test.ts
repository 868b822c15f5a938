import { expect, test } from 'vitest';
import type { Frame } from '#model/frame.ts';
import { createHandOver } from '#workers/feed/hand-over.ts';

const size = 16;

function videoFrame(number: number): VideoFrame {
  const bytes = new Uint8Array((size * size * 3) / 2).fill(number);
  return new VideoFrame(bytes, {
    format: 'I420',
    codedWidth: size,
    codedHeight: size,
    timestamp: number * 1000,
  });
}

/** A real other thread that reads a stream: it answers the first luma code of each frame, on demand. */
function createReader(): {
  worker: Worker;
  give(stream: ReadableStream<Frame>): void;
  read(count: number): Promise<number[]>;
  cancel(): void;
} {
  const source = `
    let reader;
    onmessage = async ({ data }) => {
      if (data.stream) { reader = data.stream.getReader(); return; }
      if (data.cancel) { await reader.cancel(); return; }
      const codes = [];
      for (let i = 0; i < data.count; i++) {
        const { done, value } = await reader.read();
        if (done) { codes.push(-1); break; }
        const bytes = new Uint8Array(value.allocationSize());
        await value.copyTo(bytes);
        codes.push(bytes[0]);
        value.close();
      }
      postMessage(codes);
    };`;
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  return {
    worker,
    give: stream => worker.postMessage({ stream }, [stream]),
    read: count =>
      new Promise(resolve => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.postMessage({ count });
      }),
    cancel: () => worker.postMessage({ cancel: true }),
  };
}

const isClosed = (frame: VideoFrame): boolean => frame.format === null;
const turn = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 20));

test('every frame written arrives, in order, with its codes, and all originals are closed at the end', async () => {
  const reader = createReader();
  const handOver = createHandOver();
  reader.give(handOver.stream);
  const frames: VideoFrame[] = [];
  const answered = reader.read(41);
  for (let i = 0; i < 40; i++) {
    const frame = videoFrame(i);
    frames.push(frame);
    expect(await handOver.write(frame)).toBe(true);
    expect(frames.filter(f => !isClosed(f)).length).toBeLessThanOrEqual(4);
  }
  handOver.end();
  expect(await answered).toEqual([...Array.from({ length: 40 }, (_, i) => i), -1]);
  expect(frames.every(isClosed)).toBe(true);
  expect(handOver.dropped).toBe(0);
  reader.worker.terminate();
});

test('a reader that does not read costs nothing but dropped frames', async () => {
  const reader = createReader();
  const handOver = createHandOver();
  reader.give(handOver.stream);
  await turn();
  const frames = Array.from({ length: 30 }, (_, i) => videoFrame(i));
  const taken: number[] = [];
  for (const [i, frame] of frames.entries()) {
    if (handOver.offer(frame)) taken.push(i);
    await turn();
  }
  expect(taken.length).toBeLessThanOrEqual(2);
  expect(handOver.dropped).toBe(30 - taken.length);
  expect(frames.filter(f => !isClosed(f)).length).toBeLessThanOrEqual(taken.length);
  handOver[Symbol.dispose]();
  expect(await reader.read(taken.length + 1)).toEqual([...taken, -1]);
  expect(frames.every(isClosed)).toBe(true);
  reader.worker.terminate();
});

test('a reader that goes away closes everything and says so once', async () => {
  const reader = createReader();
  const handOver = createHandOver();
  let cancelled = 0;
  handOver.onCancel = () => cancelled++;
  reader.give(handOver.stream);
  const frames = [videoFrame(1), videoFrame(2), videoFrame(3)];
  const answered = reader.read(1);
  await handOver.write(frames[0]!);
  await answered;
  const last = [handOver.write(frames[1]!), handOver.write(frames[2]!)];
  reader.cancel();
  await Promise.all(last);
  await expect.poll(() => cancelled).toBe(1);
  await turn();
  expect(cancelled).toBe(1);
  expect(frames.every(isClosed)).toBe(true);
  const late = videoFrame(4);
  expect(handOver.offer(late)).toBe(false);
  expect(isClosed(late)).toBe(true);
  expect(await handOver.write(videoFrame(5))).toBe(false);
  reader.worker.terminate();
});

test('a stream disposed of under a slow reader ends, and does not break', async () => {
  const reader = createReader();
  const handOver = createHandOver();
  reader.give(handOver.stream);
  await turn();
  for (let i = 0; i < 5; i++) {
    handOver.offer(videoFrame(i));
    await turn();
  }
  handOver[Symbol.dispose]();
  await turn();
  const codes = await reader.read(4);
  expect(codes.at(-1)).toBe(-1);
  reader.worker.terminate();
});

test('frames of plain codes go through as well', async () => {
  const handOver = createHandOver();
  const reader = handOver.stream.getReader();
  const frame: Frame = {
    kind: 'codes',
    timestampS: 0,
    format: {
      format: 'Y16',
      widthPx: 1,
      heightPx: 1,
      bitDepth: 16,
      colour: { fullRange: true, matrix: null, transfer: null, primaries: null },
    },
    planes: [{ samples: Uint16Array.of(513), widthPx: 1, heightPx: 1, strideSamples: 1, samplesPerPixel: 1 }],
  };
  const read = reader.read();
  await handOver.write(frame);
  expect((await read).value).toBe(frame);
});
