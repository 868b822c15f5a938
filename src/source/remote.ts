/**
 * A remote stream by WHEP that looks after itself. Holds one WHEP session, its tap and a watchdog; when the picture stops
 * it lets go of all three and connects again, for as long as the feed is not disposed of.
 */
import { defaultLayout } from '#model/default-layout.ts';
import type { FeedDescription } from '#model/feed.ts';
import type { SizePx } from '#model/geometry.ts';
import { type Problem, problemOf } from '#model/problem.ts';
import { type FrameTap, tapFrames } from './frame-stream.ts';
import { createNewsBoard } from './news-board.ts';
import type { OpenFeed, RemoteChoice } from './open-feed.ts';
import { remoteProblem } from './remote-problems.ts';
import { createWatchdog } from './watchdog.ts';
import { checkAddress, openWhep } from './whep.ts';

/** Waits between attempts: doubling, so that a dead gateway is not hammered; bounded, so that a live one is found soon. */
const firstWaitMs = 500;
const longestWaitMs = 5000;

/** One negotiated connection. */
type Link = {
  readonly frames: FrameTap['frames'];
  framesAnew(): FrameTap['frames'];
  [Symbol.dispose](): void;
};

/**
 * Connects to a WHEP address. Throws a `ProblemError` when the gateway refuses; what happens later is told to
 * subscribers, `inlets` as soon as frames come again. Must be disposed of.
 */
export async function openRemote(choice: RemoteChoice): Promise<OpenFeed> {
  const board = createNewsBoard();
  const abort = new AbortController();
  const name = `Remote · ${checkAddress(choice.address).host}`;
  let waitMs = firstWaitMs;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let link: Link | null = null;
  let current: Problem | null = null;
  let description = describe(name, null);

  async function connect(isAgain: boolean): Promise<Link> {
    const session = await openWhep(choice, abort.signal);
    let tap = tapFrames(session.receiver.track);
    const made: Link = {
      frames: tap.frames,
      framesAnew() {
        tap[Symbol.dispose]();
        tap = tapFrames(session.receiver.track);
        return tap.frames;
      },
      [Symbol.dispose]() {
        watchdog[Symbol.dispose]();
        tap[Symbol.dispose]();
        session[Symbol.dispose]();
      },
    };
    const watchdog = createWatchdog(session, {
      onPicture(size) {
        waitMs = firstWaitMs;
        report(null);
        learnSize(size);
        if (isAgain) void board.tell({ type: 'inlets', main: made.frames, second: null });
      },
      onLost(reason) {
        made[Symbol.dispose]();
        link = null;
        report(remoteProblem(reason));
        connectLater();
      },
    });
    return made;
  }

  function connectLater(): void {
    timer = setTimeout(() => {
      connect(true).then(keep, (error: unknown) => {
        if (abort.signal.aborted) return;
        report(problemOf(error, remoteProblem('remote-unreachable')));
        connectLater();
      });
    }, waitMs);
    waitMs = Math.min(longestWaitMs, waitMs * 2);
  }

  function keep(made: Link): void {
    if (abort.signal.aborted) made[Symbol.dispose]();
    else link = made;
  }

  /** One reason at a time: a new one takes the old one's place. */
  function report(problem: Problem | null): void {
    if (current?.id === problem?.id) return;
    if (current) void board.tell({ type: 'problem', problem: current, isOver: true });
    if (problem) void board.tell({ type: 'problem', problem, isOver: false });
    current = problem;
  }

  function learnSize(size: SizePx | null): void {
    const learned = describe(name, size);
    if (learned.layout.id === description.layout.id) return;
    description = learned;
    void board.tell({ type: 'description', description });
  }

  const first = await connect(false);
  keep(first);
  return {
    description,
    main: first.frames,
    second: null,
    player: null,
    review: null,
    show: null,
    provoke: null,
    controls: null,
    renew() {
      if (link) void board.tell({ type: 'inlets', main: link.framesAnew(), second: null });
    },
    subscribe: board.subscribe,
    [Symbol.dispose]() {
      abort.abort();
      clearTimeout(timer);
      link?.[Symbol.dispose]();
      link = null;
      board[Symbol.dispose]();
    },
  };
}

const describe = (name: string, size: SizePx | null): FeedDescription => ({
  kind: 'remote',
  name,
  nominalFps: null,
  layout: defaultLayout(1, size),
  profile: null,
  live: true,
  streams: 1,
});
