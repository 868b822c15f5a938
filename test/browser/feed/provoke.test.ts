/** What goes wrong on purpose, as it leaves the feed worker. */
import { afterEach, expect, test } from 'vitest';
import type { Frame } from '#model/frame.ts';
import { type PhantomSpec, phantomSchema } from '#model/phantom.ts';
import sarcomaBed from '#seeds/phantoms/sarcoma-bed.json' with { type: 'json' };
import type { FeedApi, FeedNews } from '#workers/feed/api.ts';
import { createPhantomRenderer } from '#workers/feed/phantom/render.ts';
import type { FeedPortMessage } from '#workers/ports.ts';
import { proxy, type Remote, transfer, wrap } from '#workers/wire.ts';

const small: PhantomSpec = { ...phantomSchema.parse(sarcomaBed), widthPx: 160, heightPx: 120 };

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

type Reader = ReadableStreamDefaultReader<Frame>;

/** An open phantom; `streams` gets every stream that its port is sent. */
async function open(): Promise<{ feed: Remote<FeedApi>; streams: Reader[]; news: FeedNews[] }> {
  const worker = new Worker(new URL('../../../workers/feed/feed.worker.ts', import.meta.url), {
    type: 'module',
  });
  opened.push(() => worker.terminate());
  const feed = wrap<FeedApi>(worker);
  const news: FeedNews[] = [];
  await feed.subscribe(proxy(told => void news.push(told)));
  const { port1, port2 } = new MessageChannel();
  const streams: Reader[] = [];
  port2.onmessage = ({ data }: MessageEvent<FeedPortMessage>) => streams.push(data.stream.getReader());
  await feed.open({ kind: 'phantom', phantom: small }, transfer({ main: port1, second: null }, [port1]));
  await expect.poll(() => streams.length).toBe(1);
  return { feed, streams, news };
}

async function next(reader: Reader): Promise<VideoFrame> {
  const { value } = await reader.read();
  if (!(value instanceof VideoFrame)) throw new Error('The stream ended or gave no VideoFrame.');
  return value;
}

/** Frames that were on their way when something was asked for. */
async function pass(reader: Reader): Promise<void> {
  for (let i = 0; i < 3; i++) (await next(reader)).close();
}

test('a fault is in the frames while it lasts, and the frames after it are those of a phantom without', async () => {
  const { feed, streams } = await open();
  const reader = streams[0]!;
  await feed.provoke('black');
  await pass(reader);
  const black = await next(reader);
  const codes = new Uint8Array(black.allocationSize());
  await black.copyTo(codes);
  black.close();
  expect(codes.subarray(0, 320 * 120).every(code => code === 16)).toBe(true);
  await feed.provoke(null);
  await pass(reader);
  const frame = await next(reader);
  const bytes = new Uint8Array(frame.allocationSize());
  await frame.copyTo(bytes);
  const renderer = createPhantomRenderer(small);
  const expected = new Uint8Array(renderer.totalBytes);
  renderer.render(Math.round((frame.timestamp * small.fps) / 1_000_000), expected);
  frame.close();
  expect(bytes).toEqual(expected);
  await reader.cancel();
});

test('an unplugged camera ends its stream and says so; plugged in again it sends another and takes that back', async () => {
  const { feed, streams, news } = await open();
  const reader = streams[0]!;
  (await next(reader)).close();
  await feed.provoke('unplugged');
  for (let isOver = false; !isOver; ) {
    const { done, value } = await reader.read();
    if (value instanceof VideoFrame) value.close();
    isOver = done;
  }
  const lost = { type: 'problem', problem: expect.objectContaining({ id: 'camera-lost' }) };
  await expect.poll(() => news).toContainEqual({ ...lost, isOver: false });
  expect(streams).toHaveLength(1);
  await feed.provoke(null);
  await expect.poll(() => streams.length).toBe(2);
  await expect.poll(() => news).toContainEqual({ ...lost, isOver: true });
  (await next(streams[1]!)).close();
  await streams[1]!.cancel();
});

test('out of order, timestamps go back and forth; another size is delivered as such', async () => {
  const { feed, streams } = await open();
  const reader = streams[0]!;
  await feed.provoke('out-of-order');
  await pass(reader);
  const steps: number[] = [];
  for (let i = 0, before = 0; i < 8; i++) {
    const frame = await next(reader);
    steps.push(frame.timestamp - before);
    before = frame.timestamp;
    frame.close();
  }
  expect(steps.some(step => step < 0)).toBe(true);
  await feed.provoke('wrong-size');
  await pass(reader);
  const frame = await next(reader);
  expect([frame.codedWidth, frame.codedHeight]).toEqual([160, 60]);
  frame.close();
  await reader.cancel();
});
