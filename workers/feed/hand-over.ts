/**
 * A stream of frames for another thread that drops and never queues. Holds at most four open frames of its own; the maker
 * that created it disposes of it.
 *
 * A `VideoFrame` that goes through a transferred stream is serialised: the reader gets a frame of its own and the original
 * stays ours. It may be closed only after the pipe behind the transfer has posted it, which shows when the pipe asks for
 * more; two further frames are kept all the same, because when exactly a browser reads ahead is its own affair.
 */
import type { Frame } from '#model/frame.ts';
import { closeFrame } from '../frame-codes.ts';

/** How long a reader that was left may take to fetch its last frame before that is closed under it. */
const patienceS = 2;

/** Frames that stay open behind the newest one handed over. */
const keptFrames = 2;

export type HandOver = {
  /** To be transferred. Read on the same thread, a frame stays open only until three later ones were read. */
  readonly stream: ReadableStream<Frame>;
  /** True while the reader waits for a frame: a maker may save itself the work of one that would be dropped. */
  readonly isAwaited: boolean;
  /** Frames closed because the reader was behind. */
  readonly dropped: number;
  /** Takes `frame`. False: the reader was behind or is gone, and the frame is closed and counted as dropped. */
  offer(frame: Frame): boolean;
  /** Takes `frame` and waits until the reader has room for it, so that none is lost and their order is kept. False: the stream is over. */
  write(frame: Frame): Promise<boolean>;
  /** Ends the stream once everything handed over has left. */
  end(): void;
  /** Called when the reader went away; never after `[Symbol.dispose]`. */
  onCancel: (() => void) | null;
  /** Ends the stream at the reader's next read; closes what is held, the frame in the pipe at the latest after two seconds. */
  [Symbol.dispose](): void;
};

/** A new stream and the hand that feeds it. */
export function createHandOver(): HandOver {
  const kept: Frame[] = [];
  const waiting: { frame: Frame; settle: (isTaken: boolean) => void }[] = [];
  let isAwaited = false;
  let state: 'open' | 'ending' | 'over' = 'open';
  let dropped = 0;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let controller!: ReadableStreamDefaultController<Frame>;

  const stream = new ReadableStream<Frame>(
    {
      start(c) {
        controller = c;
      },
      // With a high-water mark of 0 this means: a read is pending, so everything before has left.
      pull() {
        isAwaited = true;
        const next = waiting.shift();
        if (next) {
          pass(next.frame);
          next.settle(true);
        } else if (state === 'ending') finish(() => controller.close());
      },
      cancel() {
        finish(() => handOver.onCancel?.());
      },
    },
    { highWaterMark: 0 },
  );

  function pass(frame: Frame): void {
    isAwaited = false;
    kept.push(frame);
    while (kept.length > keptFrames + 1) closeFrame(kept.shift()!);
    controller.enqueue(frame);
  }

  function refuseWaiting(): void {
    for (const { frame, settle } of waiting.splice(0)) {
      closeFrame(frame);
      settle(false);
    }
  }

  function finish(last: () => void): void {
    if (state === 'over') return;
    state = 'over';
    isAwaited = false;
    clearTimeout(patience);
    refuseWaiting();
    for (const frame of kept.splice(0)) closeFrame(frame);
    last();
  }

  const handOver: HandOver = {
    stream,
    onCancel: null,
    get isAwaited() {
      return isAwaited;
    },
    get dropped() {
      return dropped;
    },
    offer(frame) {
      if (isAwaited && state === 'open') {
        pass(frame);
        return true;
      }
      closeFrame(frame);
      dropped++;
      return false;
    },
    write(frame) {
      if (state !== 'open') {
        closeFrame(frame);
        return Promise.resolve(false);
      }
      if (isAwaited) {
        pass(frame);
        return Promise.resolve(true);
      }
      return new Promise(settle => waiting.push({ frame, settle }));
    },
    end() {
      if (state !== 'open') return;
      state = 'ending';
      if (isAwaited) finish(() => controller.close());
    },
    [Symbol.dispose]() {
      refuseWaiting();
      handOver.end();
      if (state === 'over') return;
      // A frame closed before the pipe has posted it would break the stream instead of ending it.
      for (const frame of kept.splice(0, kept.length - 1)) closeFrame(frame);
      patience = setTimeout(() => finish(() => controller.close()), patienceS * 1000);
    },
  };
  return handOver;
}
