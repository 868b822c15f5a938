/** What each kind of made feed gives the feed worker: streams, and a player where time can be steered. */
import type { FeedDescription } from '#model/feed.ts';
import type { Frame } from '#model/frame.ts';
import type { PhantomFault, PhantomTarget } from '#model/phantom.ts';
import type { ReplayIndex } from '#model/replay-index.ts';
import type { StabilityLog } from '#model/stability/row.ts';
import type { FeedNews, FrameRange } from './api.ts';

export type Maker = {
  readonly description: FeedDescription;
  /** Frames paced by the maker's own clock; a stream that is not read drops frames and never queues them. */
  readonly main: ReadableStream<Frame>;
  readonly second: ReadableStream<Frame> | null;
  readonly player: {
    play(speed: number): void;
    pause(): void;
    seek(frameIndex: number): void;
    loop?(range: FrameRange | null): void;
  } | null;
  /** Replay only. */
  index?(): Promise<ReplayIndex>;
  /** Replay only. */
  stability?(): Promise<StabilityLog>;
  /** Replay only. */
  thumbnail?(frameIndex: number, heightPx: number): Promise<ImageBitmap | null>;
  /** Phantom only. */
  show?(target: PhantomTarget): void;
  /** Phantom only. */
  provoke?(fault: PhantomFault | null): void;
  /** Phantom only: `send` is given another main stream whenever the one before ended and the source came back. */
  onRenewed?(send: (main: ReadableStream<Frame>) => void): void;
  [Symbol.dispose](): void;
};

/** How a maker reports playhead, events and problems. Resolves when the page has done with the news what it does. */
export type Tell = (news: FeedNews) => void | Promise<void>;
