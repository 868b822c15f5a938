/** The one contract of every source: what it opened, how to steer it, what it has to say. */

import type { CameraControl, ControlId } from '#model/camera-controls.ts';
import type { SessionEvent } from '#model/event.ts';
import type { FeedDescription } from '#model/feed.ts';
import type { PhantomFault, PhantomTarget } from '#model/phantom.ts';
import type { Problem } from '#model/problem.ts';
import type { HazardSpan, ReplayIndex } from '#model/replay-index.ts';
import type { StabilityLog } from '#model/stability/row.ts';
import type { FrameRange, Playhead } from '#workers/feed/api.ts';
import type { Inlet } from '#workers/view/api.ts';

export type SourceNews =
  | { readonly type: 'problem'; readonly problem: Problem; readonly isOver: boolean }
  | { readonly type: 'description'; readonly description: FeedDescription }
  /** The source came back after it was lost: the view worker must be given these instead of the old ones. */
  | { readonly type: 'inlets'; readonly main: Inlet; readonly second: Inlet | null }
  | { readonly type: 'playhead'; readonly playhead: Playhead }
  | { readonly type: 'events'; readonly events: readonly SessionEvent[] }
  /** Replay only: why no number was shown at the frame that comes next, when it was recorded (`FeedNews`). */
  | { readonly type: 'withheld'; readonly hazards: readonly HazardSpan[] };

/** Steering of files and replay. */
export type Player = {
  play(speed: number): void;
  pause(): void;
  seek(frameIndex: number): void;
  loop(range: FrameRange | null): void;
};

/** What a replay tells besides its frames (`FeedApi`). */
export type Review = {
  index(): Promise<ReplayIndex | null>;
  stability(): Promise<StabilityLog | null>;
  thumbnail(frameIndex: number, heightPx: number): Promise<ImageBitmap | null>;
};

/** Settings of an open camera. `set` rejects with a `ProblemError` where the device refuses. */
export type Controls = {
  read(): readonly CameraControl[];
  set(id: ControlId, isLocked: boolean): Promise<void>;
  /** Called whenever a setting differs from what `read` gave before, whoever changed it. */
  subscribe(listen: (controls: readonly CameraControl[]) => void): void;
};

/** An opened feed. The caller hands the inlets to the view worker (transferred) and disposes of the feed. */
export type OpenFeed = {
  readonly description: FeedDescription;
  readonly main: Inlet;
  readonly second: Inlet | null;
  readonly player: Player | null;
  /** Phantom only: what is put before its camera. */
  readonly show: ((target: PhantomTarget) => void) | null;
  /** Phantom only: what goes wrong on purpose; null: nothing. */
  readonly provoke: ((fault: PhantomFault | null) => void) | null;
  /** The camera's settings, where it exposes any. */
  readonly controls: Controls | null;
  /** Live sources: tells inlets anew from what is open, because whoever read the old ones is gone. Null: open the feed again. */
  readonly renew: (() => void) | null;
  /** Replay only. */
  readonly review: Review | null;
  /** Events of a replay are in force when what `listen` returns has resolved. */
  subscribe(listen: (news: SourceNews) => void | Promise<void>): void;
  [Symbol.dispose](): void;
};

/** A camera as `enumerateDevices` names it. Names are empty until the user allowed a camera once. */
export type CameraDevice = { readonly deviceId: string; readonly name: string };

export type CameraChoice = {
  readonly deviceId: string;
  /** The NIR camera of a two-camera system; the first is white light then. */
  readonly secondDeviceId: string | null;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly fps: number;
};

export type RemoteChoice = {
  /** WHEP endpoint. */
  readonly address: string;
  /** Sent as `Authorization: Bearer`; kept in memory only. */
  readonly token: string | null;
};
