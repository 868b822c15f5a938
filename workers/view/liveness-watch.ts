/** Watches the picture's age by the worker's own clock, so that a stalled page or a silent source cannot hide it. */
import type { FrameTally } from '#model/frame-tally.ts';
import { type Liveness, type PictureState, pictureState } from '#model/liveness.ts';
import type { Streams } from './streams.ts';

/** How often state is looked at and told, in milliseconds: ten times a second. */
const watchMs = 100;

type ShownFrame = {
  readonly number: number;
  readonly fingerprint: number;
  readonly pairSkewS: number | null;
  readonly arrivedS: number;
};

type Newest = ShownFrame & { readonly sameSinceS: number; readonly atS: number };

export type LivenessWatch = {
  open(isLive: boolean): void;
  follow(streams: Streams): void;
  close(): void;
  /** A frame is on the canvas. `arrivedS`: when it came; the older one's of two that are shown together. */
  shown(frame: ShownFrame): void;
  freeze(isFrozen: boolean): void;
  graphics(state: 'working' | 'lost'): void;
  isLive(): boolean;
  state(): PictureState;
  /** The state once `frame` is on the canvas: what it is to be drawn with. */
  stateWith(frame: ShownFrame): PictureState;
  [Symbol.dispose](): void;
};

export function createLivenessWatch(
  clockS: () => number,
  on: {
    /** The picture's state is another one: draw it. */
    changed(): void;
    /** `frames`: what became of those of a live feed since the time before; null of others. */
    tell(liveness: Liveness, frames: FrameTally | null): void;
  },
): LivenessWatch {
  let streams: Streams | null = null;
  let isLive = true;
  let isFrozen = false;
  let graphics: 'working' | 'lost' = 'working';
  let newest: Newest | null = null;
  let told: PictureState = 'waiting';

  /** Age of the picture on the canvas, not of what may have come since. */
  const ageOf = (frame: Newest | null): number => (frame ? clockS() - frame.arrivedS : 0);

  const stateOf = (frame: Newest | null): PictureState =>
    pictureState({
      hasFrame: frame !== null,
      isLive,
      isFrozen,
      ageS: ageOf(frame),
      identicalForS: frame ? frame.atS - frame.sameSinceS : 0,
    });

  const withNext = (frame: ShownFrame): Newest => {
    const atS = clockS();
    const isSame = newest !== null && newest.fingerprint === frame.fingerprint;
    return { ...frame, atS, sameSinceS: isSame && newest ? newest.sameSinceS : atS };
  };

  const look = () => {
    const nowS = clockS();
    const current = stateOf(newest);
    if (current !== told) {
      told = current;
      on.changed();
    }
    const counts = streams?.clock.read(nowS);
    const frames = streams?.tally(nowS) ?? null;
    const liveness: Liveness = {
      state: current,
      frameNumber: newest?.number ?? -1,
      ageS: ageOf(newest),
      arrivedFps: counts?.arrivedFps ?? 0,
      drawnFps: counts?.drawnFps ?? 0,
      dropped: counts?.dropped ?? 0,
      delayS: counts?.delayS ?? null,
      submitDelayS: counts?.submitDelayS ?? null,
      longestGapS: counts?.longestGapS ?? null,
      pairSkewS: newest?.pairSkewS ?? null,
      graphics,
    };
    on.tell(liveness, isLive ? frames : null);
  };

  const timer = setInterval(look, watchMs);

  return {
    open(live) {
      isLive = live;
      isFrozen = false;
      newest = null;
    },
    follow(opened) {
      streams = opened;
    },
    close() {
      streams = null;
      newest = null;
      isFrozen = false;
    },
    shown(frame) {
      newest = withNext(frame);
    },
    freeze(frozen) {
      isFrozen = frozen;
      // When it is let go the next frame is on its way: told with the next look, not as a signal lost.
      if (frozen) look();
    },
    graphics(now) {
      graphics = now;
    },
    isLive: () => isLive,
    state: () => stateOf(newest),
    stateWith: frame => stateOf(withNext(frame)),
    [Symbol.dispose]() {
      clearInterval(timer);
    },
  };
}
