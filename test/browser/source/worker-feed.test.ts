import { expose, type Remote, wrap } from 'comlink';
import { afterEach, expect, test } from 'vitest';
import type { FeedDescription } from '#model/feed.ts';
import type { Frame } from '#model/frame.ts';
import { unknownProfile } from '#model/profile.ts';
import type { SourceNews } from '#source/open-feed.ts';
import { openWorkerFeed } from '#source/worker-feed.ts';
import type { FeedApi, FeedNews, FeedSpec } from '#workers/feed/api.ts';

const description: FeedDescription = {
  kind: 'file',
  name: 'A made feed',
  nominalFps: 25,
  layout: {
    id: 'nir-only',
    name: 'NIR only',
    white: null,
    nir: { stream: 'main', rect: { x: 0, y: 0, width: 1, height: 1 } },
    displayReferred: false,
    source: 'This test.',
  },
  profile: unknownProfile,
  live: false,
  streams: 1,
};
const spec: FeedSpec = { kind: 'file', main: new File(['a'], 'a'), second: null };

let closePort: (() => void) | null = null;
afterEach(() => {
  closePort?.();
  closePort = null;
});

/** A feed worker behind a real comlink boundary, whose streams count. */
function startWorker(streams: 1 | 2): {
  handle: Remote<FeedApi>;
  calls: string[];
  tell(news: FeedNews): void;
} {
  const calls: string[] = [];
  const listeners: ((news: FeedNews) => void)[] = [];
  const api: FeedApi = {
    async open(asked, { main, second }) {
      calls.push(`open ${asked.kind}`);
      for (const [port, code] of [
        [main, 11],
        [second, 22],
      ] as const) {
        const stream = new ReadableStream<Frame>({
          pull: controller => controller.enqueue(codesFrame(code)),
        });
        port?.postMessage({ type: 'stream', stream }, [stream]);
      }
      return { ...description, streams };
    },
    close: () => void calls.push('close'),
    play: speed => void calls.push(`play ${speed}`),
    pause: () => void calls.push('pause'),
    seek: frameIndex => void calls.push(`seek ${frameIndex}`),
    loop: () => undefined,
    stability: async () => null,
    index: async () => null,
    thumbnail: async () => null,
    importPictures: () => Promise.reject(new Error('Nothing is imported here.')),
    cancelImport: () => undefined,
    show: target => void calls.push(`show ${target.kind}`),
    provoke: fault => void calls.push(`provoke ${fault}`),
    subscribe: listen => void listeners.push(listen),
  };
  const { port1, port2 } = new MessageChannel();
  expose(api, port1);
  closePort = () => port1.close();
  return {
    handle: wrap<FeedApi>(port2),
    calls,
    tell: news => {
      for (const listen of listeners) listen(news);
    },
  };
}

const codesFrame = (code: number): Frame => ({
  kind: 'codes',
  timestampS: 0,
  format: {
    format: 'Y8',
    widthPx: 1,
    heightPx: 1,
    bitDepth: 8,
    colour: { fullRange: true, matrix: null, transfer: null, primaries: null },
  },
  planes: [{ samples: Uint8Array.of(code), widthPx: 1, heightPx: 1, strideSamples: 1, samplesPerPixel: 1 }],
});

/** The first code that comes out of an inlet's port, as the view worker would read it. */
async function firstCode(inlet: unknown): Promise<number | undefined> {
  if (!(inlet instanceof MessagePort)) throw new Error('A made feed sends its stream through a port.');
  const stream = await new Promise<ReadableStream<Frame>>(resolve => {
    inlet.onmessage = ({ data }) => resolve(data.stream);
  });
  const { value } = await stream.getReader().read();
  return value && 'kind' in value ? value.planes[0]?.samples[0] : undefined;
}

test('A feed made in a worker arrives through ports, one for each stream.', async () => {
  const worker = startWorker(2);
  using feed = await openWorkerFeed(worker.handle, spec);
  expect(feed.description).toEqual({ ...description, streams: 2 });
  expect(await firstCode(feed.main)).toBe(11);
  expect(await firstCode(feed.second)).toBe(22);
});

test('A feed of one stream has one inlet, is steered by its player, and closes with the feed.', async () => {
  const worker = startWorker(1);
  const feed = await openWorkerFeed(worker.handle, spec);
  expect(feed.second).toBeNull();
  feed.player?.play(2);
  feed.player?.seek(7);
  feed.player?.pause();
  feed[Symbol.dispose]();
  await expect.poll(() => worker.calls).toEqual(['open file', 'play 2', 'seek 7', 'pause', 'close']);
});

test('News of the worker reaches every subscriber until the feed is disposed of, even what came before subscribing.', async () => {
  const worker = startWorker(1);
  const feed = await openWorkerFeed(worker.handle, spec);
  const heard: SourceNews[] = [];
  const playhead = {
    isPlaying: true,
    frameIndex: 1,
    frameCount: 2,
    positionS: 0,
    durationS: 1,
    speed: 1,
    loop: null,
  };
  worker.tell({ type: 'playhead', playhead });
  await new Promise(resolve => setTimeout(resolve, 50));
  feed.subscribe(news => void heard.push(news));
  await expect.poll(() => heard).toEqual([{ type: 'playhead', playhead }]);
  worker.tell({ type: 'description', description });
  await expect.poll(() => heard).toHaveLength(2);
  feed[Symbol.dispose]();
  worker.tell({ type: 'description', description });
  await new Promise(resolve => setTimeout(resolve, 50));
  expect(heard).toHaveLength(2);
});

test('A feed that another overtook while it was opened closes nothing of the other when it is let go of.', async () => {
  const worker = startWorker(1);
  const opening = openWorkerFeed(worker.handle, spec);
  const feed = await openWorkerFeed(worker.handle, spec);
  const overtaken = await opening;
  overtaken[Symbol.dispose]();
  feed.player?.seek(7);
  await expect.poll(() => worker.calls).toEqual(['open file', 'open file', 'seek 7']);
  feed[Symbol.dispose]();
  await expect.poll(() => worker.calls.at(-1)).toBe('close');
});
