/**
 * The open feed inside the view worker: one stream, or two paired in time. Gives the newest thing to show and closes
 * everything else. Owns every frame that was not taken.
 */
import type { FrameTally } from '#model/frame-tally.ts';
import type { Layout } from '#model/layout.ts';
import { cloneFrame, closeFrame, timestampOf } from '../frame-codes.ts';
import type { Inlet } from './api.ts';
import { createFrameClock, type FrameClock } from './frame-clock.ts';
import { createInOrder } from './in-order.ts';
import { type Arrival, createIntake } from './intake.ts';
import { ownCopy } from './own-copy.ts';
import { createPairing } from './pairing.ts';

/** What is to be shown together. The taker owns `main.frame`; `second.frame` stays with the streams (clone to keep). */
export type Due = {
  readonly main: Arrival;
  readonly second: Arrival | null;
  readonly pairSkewS: number | null;
};

export type Streams = {
  /** The newest frame or pair, once; null when there is nothing new. The taker closes both frames. */
  take(): Due | null;
  /** Which stream sets the pace and is measured: the one that carries NIR. */
  setLayout(layout: Layout): void;
  readonly clock: FrameClock;
  /** What became of the frames of that stream since this was asked before. */
  tally(untilS: number): FrameTally;
  /** Whether frames of a live feed keep coming in the wrong order. */
  isOutOfOrder(): boolean;
  [Symbol.dispose](): void;
};

type StreamName = 'main' | 'second';

export function createStreams(
  feed: {
    main: Inlet;
    second: Inlet | null;
    nominalFps: number | null;
    firstNumber?: number;
    isLive?: boolean;
    isCoded?: boolean;
  },
  clockS: () => number,
  on: {
    /** Sees every frame first, may clone it, must not keep it. */
    arrived(stream: StreamName, arrival: Arrival): void;
    /** Something is due. */
    due(): void;
    ended(error: unknown): void;
  },
): Streams {
  const hasTwo = feed.second !== null;
  const clocks = { main: createFrameClock(feed.nominalFps), second: createFrameClock(null) };
  // A replay goes back when the user does. A live stream that comes coded was put in order by the browser before it was decoded, and its
  // timestamps are not the source's: Chromium's tell when it meant to show the frame, and step back whenever it corrects that.
  const inOrder = feed.isLive && !feed.isCoded ? { main: createInOrder(), second: createInOrder() } : null;
  const pairing = createPairing<Arrival>();
  let driver: StreamName = 'main';
  let newest: Arrival | null = null;
  /** The companion that is copied next. */
  let toCopy: Arrival | null = null;
  let isCopying = false;
  let isDisposed = false;

  const close = (arrival: Arrival) => closeFrame(arrival.frame);

  const offerCompanion = (arrival: Arrival): void => {
    pairing.offerCompanion(arrival, timestampOf(arrival.frame), arrival.arrivedS).forEach(close);
    // An image pair has one frame a stream: whichever comes last completes the pair.
    if (newest) on.due();
  };

  /** Several wait for the driver's frames, as copies: a camera whose own frames wait here would have none left to fill. */
  const copyCompanions = async (stream: StreamName): Promise<void> => {
    isCopying = true;
    try {
      for (let arrival = toCopy; arrival; arrival = toCopy) {
        toCopy = null;
        const frame = await ownCopy(arrival.frame);
        if (!isDisposed && stream !== driver) offerCompanion({ ...arrival, frame });
      }
    } catch (error) {
      if (!isDisposed) on.ended(error);
    } finally {
      isCopying = false;
    }
  };

  const companionArrived = (stream: StreamName, arrival: Arrival): void => {
    if (!feed.isLive) {
      offerCompanion(arrival);
      return;
    }
    if (toCopy) {
      close(toCopy);
      clocks[stream].skipped();
    }
    toCopy = arrival;
    if (!isCopying) void copyCompanions(stream);
  };

  const arrived = (stream: StreamName) => (arrival: Arrival) => {
    if (inOrder && !inOrder[stream].accepts(timestampOf(arrival.frame), arrival.arrivedS)) {
      close(arrival);
      clocks[stream].skipped();
      return;
    }
    clocks[stream].arrived(timestampOf(arrival.frame), arrival.arrivedS);
    on.arrived(stream, arrival);
    if (hasTwo && stream !== driver) {
      companionArrived(stream, arrival);
      return;
    }
    if (newest) {
      close(newest);
      clocks[driver].skipped();
    }
    newest = arrival;
    on.due();
  };

  const intakes = [
    createIntake(feed.main, clockS, { take: arrived('main'), ended: on.ended }, feed.firstNumber),
    ...(feed.second
      ? [createIntake(feed.second, clockS, { take: arrived('second'), ended: on.ended }, feed.firstNumber)]
      : []),
  ];

  return {
    get clock() {
      return clocks[driver];
    },
    tally(untilS) {
      // Of both, so that a stream that comes to set the pace does not tell what was before.
      const all = { main: clocks.main.tally(untilS), second: clocks.second.tally(untilS) };
      return all[driver];
    },
    isOutOfOrder: () =>
      inOrder !== null && (inOrder.main.isHappening(clockS()) || inOrder.second.isHappening(clockS())),
    take() {
      const arrival = newest;
      if (!arrival) return null;
      if (!hasTwo) {
        newest = null;
        return { main: arrival, second: null, pairSkewS: null };
      }
      const paired = pairing.pair(arrival, timestampOf(arrival.frame), arrival.arrivedS);
      if (!paired) return null;
      newest = null;
      const companion = { ...paired.companion, frame: cloneFrame(paired.companion.frame) };
      return driver === 'main'
        ? { main: arrival, second: companion, pairSkewS: paired.skewS }
        : { main: companion, second: arrival, pairSkewS: paired.skewS };
    },
    setLayout(layout) {
      const wanted: StreamName = hasTwo && layout.nir?.stream === 'second' ? 'second' : 'main';
      if (wanted === driver) return;
      driver = wanted;
      pairing.clear().forEach(close);
      if (newest) close(newest);
      newest = null;
    },
    [Symbol.dispose]() {
      isDisposed = true;
      if (toCopy) close(toCopy);
      toCopy = null;
      for (const intake of intakes) intake[Symbol.dispose]();
      pairing.clear().forEach(close);
      if (newest) close(newest);
      newest = null;
    },
  };
}
