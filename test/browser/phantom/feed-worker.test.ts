import { afterEach, expect, test } from 'vitest';
import type { FeedDescription } from '#model/feed.ts';
import type { Frame } from '#model/frame.ts';
import { type PhantomSpec, type PhantomTarget, phantomSchema } from '#model/phantom.ts';
import linearCheck from '#seeds/phantoms/linear-check.json' with { type: 'json' };
import sarcomaBed from '#seeds/phantoms/sarcoma-bed.json' with { type: 'json' };
import type { FeedApi } from '#workers/feed/api.ts';
import { openPhantom } from '#workers/feed/phantom/open-phantom.ts';
import { createPhantomRenderer } from '#workers/feed/phantom/render.ts';
import type { FeedPortMessage } from '#workers/ports.ts';
import { type Remote, transfer, wrap } from '#workers/wire.ts';

const small: PhantomSpec = { ...phantomSchema.parse(sarcomaBed), widthPx: 160, heightPx: 120 };
const check = phantomSchema.parse(linearCheck);

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

function startWorker(): Remote<FeedApi> {
  const worker = new Worker(new URL('../../../workers/feed/feed.worker.ts', import.meta.url), {
    type: 'module',
  });
  opened.push(() => worker.terminate());
  return wrap<FeedApi>(worker);
}

/** Opens a phantom as the page does, and takes the view worker's end. */
async function open(
  feed: Remote<FeedApi>,
  spec: { phantom: PhantomSpec; startS?: number },
): Promise<{ description: FeedDescription; reader: ReadableStreamDefaultReader<Frame> }> {
  const { port1, port2 } = new MessageChannel();
  const stream = new Promise<ReadableStream<Frame>>(resolve => {
    port2.onmessage = ({ data }: MessageEvent<FeedPortMessage>) => resolve(data.stream);
  });
  const description = await feed.open(
    { kind: 'phantom', ...spec },
    transfer({ main: port1, second: null }, [port1]),
  );
  return { description, reader: (await stream).getReader() };
}

async function nextFrame(reader: ReadableStreamDefaultReader<Frame>): Promise<VideoFrame> {
  const { value } = await reader.read();
  if (!(value instanceof VideoFrame)) throw new Error('The stream ended or gave no VideoFrame.');
  return value;
}

test('the worker delivers I420 frames with the bytes of their index, paced by their timestamps', async () => {
  const feed = startWorker();
  const { description, reader } = await open(feed, { phantom: small, startS: 100 });
  expect(description).toMatchObject({ kind: 'phantom', name: 'Sarcoma bed', nominalFps: 30, streams: 1 });
  const renderer = createPhantomRenderer(small);
  const expected = new Uint8Array(renderer.totalBytes);
  const indices: number[] = [];
  for (let i = 0; i < 8; i++) {
    const frame = await nextFrame(reader);
    expect([frame.format, frame.codedWidth, frame.codedHeight]).toEqual(['I420', 320, 120]);
    expect(frame.colorSpace.toJSON()).toEqual({
      fullRange: false,
      matrix: 'bt709',
      primaries: 'bt709',
      transfer: 'bt709',
    });
    const index = Math.round((frame.timestamp * small.fps) / 1_000_000);
    expect(frame.timestamp).toBe(Math.round((index * 1_000_000) / small.fps));
    const bytes = new Uint8Array(frame.allocationSize());
    await frame.copyTo(bytes);
    frame.close();
    renderer.render(index, expected);
    expect(bytes).toEqual(expected);
    indices.push(index);
  }
  expect(indices[0]).toBeGreaterThanOrEqual(100 * small.fps);
  for (let i = 1; i < indices.length; i++) expect(indices[i]!).toBeGreaterThan(indices[i - 1]!);
  await reader.cancel();
});

test('a target is before the camera from the next frame on, and the tissue comes back on the same clock', async () => {
  const feed = startWorker();
  const { reader } = await open(feed, { phantom: small });
  const renderer = createPhantomRenderer(small);
  const expected = new Uint8Array(renderer.totalBytes);
  const targets: PhantomTarget[] = [
    { kind: 'cap' },
    { kind: 'uniform', radiance: 0.4 },
    { kind: 'chart' },
    { kind: 'tissue' },
  ];
  let lastIndex = -1;
  for (const target of targets) {
    await feed.show(target);
    // One frame may have been on its way already.
    (await nextFrame(reader)).close();
    (await nextFrame(reader)).close();
    const frame = await nextFrame(reader);
    const index = Math.round((frame.timestamp * small.fps) / 1_000_000);
    const bytes = new Uint8Array(frame.allocationSize());
    await frame.copyTo(bytes);
    frame.close();
    renderer.render(index, expected, target);
    expect(bytes).toEqual(expected);
    expect(index).toBeGreaterThan(lastIndex);
    lastIndex = index;
  }
  await reader.cancel();
});

test('opening another phantom ends the stream of the first, closing ends the second', async () => {
  const feed = startWorker();
  const first = await open(feed, { phantom: check });
  (await nextFrame(first.reader)).close();
  const second = await open(feed, { phantom: { ...check, id: 'other', title: 'Another' } });
  expect(second.description.name).toBe('Another');
  await endOf(first.reader);
  (await nextFrame(second.reader)).close();
  await feed.close();
  await endOf(second.reader);
});

/** Reads to the end; a frame or two may still be under way. */
async function endOf(reader: ReadableStreamDefaultReader<Frame>): Promise<void> {
  for (let i = 0; i < 4; i++) {
    const { done, value } = await reader.read();
    if (done) return;
    if (value instanceof VideoFrame) value.close();
  }
  throw new Error('The stream went on after it was closed.');
}

test('a full-range phantom says so on every frame', async () => {
  const { reader } = await open(startWorker(), { phantom: check });
  const frame = await nextFrame(reader);
  expect(frame.colorSpace.fullRange).toBe(true);
  frame.close();
  await reader.cancel();
});

test('every frame the phantom makes is closed when it is done', async () => {
  const made: VideoFrame[] = [];
  const Original = globalThis.VideoFrame;
  globalThis.VideoFrame = new Proxy(Original, {
    construct(target, [source, init]) {
      const frame = Reflect.construct(target, [source, init]);
      made.push(frame);
      return frame;
    },
  });
  try {
    const maker = await openPhantom({ phantom: check });
    const worker = new Worker(URL.createObjectURL(new Blob([readAll], { type: 'text/javascript' })));
    const counted = new Promise<number>(resolve => {
      worker.onmessage = ({ data }) => resolve(data);
    });
    worker.postMessage(maker.main, [maker.main]);
    await expect.poll(() => made.length).toBeGreaterThan(3);
    maker[Symbol.dispose]();
    expect(await counted).toBe(made.length);
    worker.terminate();
  } finally {
    globalThis.VideoFrame = Original;
  }
  expect(made.every(frame => frame.format === null)).toBe(true);
});

const readAll = `onmessage = async ({ data }) => {
  const reader = data.getReader();
  let count = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    value.close();
    count++;
  }
  postMessage(count);
};`;
