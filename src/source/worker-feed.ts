/** Phantom, files and replay: made in the feed worker, whose streams go straight to the view worker. */
import type { FeedDescription } from '#model/feed.ts';
import type { PhantomFault, PhantomTarget } from '#model/phantom.ts';
import type { ReplayIndex } from '#model/replay-index.ts';
import type { StabilityLog } from '#model/stability/row.ts';
import { callable, moved } from '#platform/workers.ts';
import type { FeedNews, FeedSpec, FrameRange } from '#workers/feed/api.ts';
import { createNewsBoard } from './news-board.ts';
import type { OpenFeed } from './open-feed.ts';

/** The feed worker as the page sees it (comlink's `Remote<FeedApi>`). */
export type FeedWorkerHandle = {
  open(spec: FeedSpec, ports: { main: MessagePort; second: MessagePort | null }): Promise<FeedDescription>;
  close(): Promise<void>;
  play(speed: number): Promise<void>;
  pause(): Promise<void>;
  seek(frameIndex: number): Promise<void>;
  loop(range: FrameRange | null): Promise<void>;
  index(): Promise<ReplayIndex | null>;
  stability(): Promise<StabilityLog | null>;
  thumbnail(frameIndex: number, heightPx: number): Promise<ImageBitmap | null>;
  show(target: PhantomTarget): Promise<void>;
  provoke(fault: PhantomFault | null): Promise<void>;
  subscribe(listen: (news: FeedNews) => void | Promise<void>): Promise<void>;
};

/** The opening that each worker made last. */
const newest = new WeakMap<FeedWorkerHandle, object>();

/**
 * Opens `spec` in `feedWorker`, which stays the caller's and makes one feed at a time: dispose of the feed before opening
 * the next. One that is opened meanwhile overtakes it, and the end of the one before closes nothing any more. Throws a `ProblemError`. A call
 * that the worker cannot answer any more becomes a problem told to subscribers.
 */
export async function openWorkerFeed(feedWorker: FeedWorkerHandle, spec: FeedSpec): Promise<OpenFeed> {
  const mine = {};
  newest.set(feedWorker, mine);
  const board = createNewsBoard();
  const main = new MessageChannel();
  const second = new MessageChannel();

  const send = (call: Promise<void>): void => {
    call.catch(
      () =>
        void board.tell({
          type: 'problem',
          problem: {
            id: 'feed-silent',
            severity: 'stop',
            text: 'The picture’s source does not answer.',
            tip: 'Press Retry to open it again.',
          },
          isOver: false,
        }),
    );
  };

  let description: FeedDescription;
  try {
    await feedWorker.subscribe(callable(news => board.tell(news)));
    description = await feedWorker.open(
      spec,
      moved({ main: main.port1, second: second.port1 }, [main.port1, second.port1]),
    );
  } catch (error) {
    board[Symbol.dispose]();
    throw error;
  }
  return {
    description,
    main: main.port2,
    second: description.streams === 2 ? second.port2 : null,
    player:
      description.kind === 'phantom'
        ? null
        : {
            play: speed => send(feedWorker.play(speed)),
            pause: () => send(feedWorker.pause()),
            seek: frameIndex => send(feedWorker.seek(frameIndex)),
            loop: range => send(feedWorker.loop(range)),
          },
    show: description.kind === 'phantom' ? target => send(feedWorker.show(target)) : null,
    provoke: description.kind === 'phantom' ? fault => send(feedWorker.provoke(fault)) : null,
    controls: null,
    renew: null,
    review:
      description.kind === 'replay'
        ? {
            index: () => feedWorker.index(),
            stability: () => feedWorker.stability(),
            thumbnail: (frameIndex, heightPx) => feedWorker.thumbnail(frameIndex, heightPx),
          }
        : null,
    subscribe: board.subscribe,
    [Symbol.dispose]() {
      board[Symbol.dispose]();
      if (newest.get(feedWorker) === mine) send(feedWorker.close());
    },
  };
}
