/** What the page may ask of the feed worker: make frames from a phantom, a file or a session, and send them to a port. */

import type { SessionEvent } from '#model/event.ts';
import type { FeedDescription } from '#model/feed.ts';
import type { Layout } from '#model/layout.ts';
import type { PhantomFault, PhantomSpec, PhantomTarget } from '#model/phantom.ts';
import type { Problem } from '#model/problem.ts';
import type { HazardSpan, ReplayIndex } from '#model/replay-index.ts';
import type { StabilityLog } from '#model/stability/row.ts';

/** What to open. Files are read where they lie and leave the machine never. */
export type FeedSpec =
  | { readonly kind: 'phantom'; readonly phantom: PhantomSpec; readonly startS?: number }
  /** One file with a layout, or white light and NIR apart. Images or videos; the worker looks at the bytes, not the name. */
  | { readonly kind: 'file'; readonly main: File; readonly second: File | null }
  | { readonly kind: 'replay'; readonly sessionId: string };

/** Where replay or a file stands. Times in seconds from the first frame. */
export type Playhead = {
  readonly isPlaying: boolean;
  readonly frameIndex: number;
  readonly frameCount: number;
  readonly positionS: number;
  readonly durationS: number;
  /** −8 to 8; negative: backwards. */
  readonly speed: number;
  /** Played round and round, both ends included; null: from end to end. */
  readonly loop: FrameRange | null;
};

/** Frame indices, both ends included. */
export type FrameRange = { readonly from: number; readonly to: number };

export type FeedNews =
  | { readonly type: 'description'; readonly description: FeedDescription }
  | { readonly type: 'playhead'; readonly playhead: Playhead }
  /**
   * Replay only: those events that hold at the frame sent next and did not at the one before (seeking included). The frame
   * waits until the listener has put them in force: a number must never be read with the settings of another moment.
   */
  | { readonly type: 'events'; readonly events: readonly SessionEvent[] }
  /**
   * Replay only: because of these no number was shown at the frame sent next, when it was recorded; told where they differ from those of the
   * frame before. The frame waits, as for events.
   */
  | { readonly type: 'withheld'; readonly hazards: readonly HazardSpan[] }
  | { readonly type: 'problem'; readonly problem: Problem; readonly isOver: boolean };

export type FeedApi = {
  /** Opens and starts to play; streams go to the ports as `FeedPortMessage`. Throws a `ProblemError`. Closes the one before. */
  open(spec: FeedSpec, ports: { main: MessagePort; second: MessagePort | null }): Promise<FeedDescription>;
  close(): void;
  /** Files and replay only; the phantom ignores them. Speed 0.1 to 8, or as much backwards (replay only). */
  play(speed: number): void;
  pause(): void;
  /** Goes to the frame with this index (0 …), shows it, and stays paused or playing as before. */
  seek(frameIndex: number): void;
  /** Plays this range round and round; null ends that. */
  loop(range: FrameRange | null): void;
  /** Replay only: the session at a glance; null for other feeds. */
  index(): Promise<ReplayIndex | null>;
  /** Replay only: the stability log that was recorded; null for other feeds. */
  stability(): Promise<StabilityLog | null>;
  /**
   * Replay only: main frame `frameIndex` in small, its white light, or grey where there is none; the receiver closes it. Null where it
   * cannot be read, or the feed has none. Does not move the playhead.
   */
  thumbnail(frameIndex: number, heightPx: number): Promise<ImageBitmap | null>;
  /** Phantom only; the others ignore it. From the next frame on. */
  show(target: PhantomTarget): void;
  /** Phantom only; the others ignore it. What goes wrong from the next frame on; null: nothing. Another feed begins without. */
  provoke(fault: PhantomFault | null): void;
  /**
   * Makes a session of a plain video or of images in order, in a worker of this kind that serves no picture. `second`: NIR apart, frame by
   * frame. Every frame is kept, as decoded. Answers the session's id; rejects with a `ProblemError`, or an `AbortError` after `cancel`, and
   * then leaves nothing. `madeWith`: viewer and build, for its manifest.
   */
  importPictures(
    files: { readonly main: readonly File[]; readonly second: readonly File[] },
    how: { readonly layout: Layout; readonly madeWith: string },
    tell: (share: number) => void,
  ): Promise<string>;
  /** Stops the import under way. */
  cancelImport(): void;
  subscribe(listen: (news: FeedNews) => void | Promise<void>): void;
};
