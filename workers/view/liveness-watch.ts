/** Watches the picture's age by the worker's own clock, so that a stalled page or a silent source cannot hide it. */
import { type Liveness, type PictureState, pictureState } from '#model/liveness.ts';
import type { Streams } from './streams.ts';

/** How often state is looked at and told, in milliseconds: ten times a second. */
const watchMs = 100;

export type LivenessWatch = {
  open(isLive: boolean): void;
  follow(streams: Streams): void;
  close(): void;
  /** A frame went to the canvas. */
  shown(frame: { number: number; fingerprint: number; pairSkewS: number | null }): void;
  freeze(isFrozen: boolean): void;
  graphics(state: 'working' | 'lost'): void;
  isLive(): boolean;
  state(): PictureState;
  [Symbol.dispose](): void;
};

export function createLivenessWatch(
  clockS: () => number,
  on: {
    /** The picture's state is another one: draw it. */
    changed(): void;
    tell(liveness: Liveness): void;
  },
): LivenessWatch {
  let streams: Streams | null = null;
  let isLive = true;
  let isFrozen = false;
  let graphics: 'working' | 'lost' = 'working';
  let newest: {
    number: number;
    fingerprint: number;
    pairSkewS: number | null;
    sameSinceS: number;
    atS: number;
  } | null = null;
  let told: PictureState = 'waiting';

  const state = (): PictureState =>
    pictureState({
      hasFrame: newest !== null,
      isLive,
      isFrozen,
      ageS: streams?.ageS(clockS()) ?? Number.POSITIVE_INFINITY,
      identicalForS: newest ? newest.atS - newest.sameSinceS : 0,
    });

  const look = () => {
    const nowS = clockS();
    const current = state();
    if (current !== told) {
      told = current;
      on.changed();
    }
    const counts = streams?.clock.read(nowS);
    on.tell({
      state: current,
      frameNumber: newest?.number ?? -1,
      ageS: streams?.ageS(nowS) ?? 0,
      arrivedFps: counts?.arrivedFps ?? 0,
      drawnFps: counts?.drawnFps ?? 0,
      dropped: counts?.dropped ?? 0,
      delayS: counts?.delayS ?? null,
      submitDelayS: counts?.submitDelayS ?? null,
      longestGapS: counts?.longestGapS ?? null,
      pairSkewS: newest?.pairSkewS ?? null,
      graphics,
    });
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
      const atS = clockS();
      const isSame = newest !== null && newest.fingerprint === frame.fingerprint;
      newest = { ...frame, atS, sameSinceS: isSame && newest ? newest.sameSinceS : atS };
    },
    freeze(frozen) {
      isFrozen = frozen;
      look();
    },
    graphics(now) {
      graphics = now;
    },
    isLive: () => isLive,
    state,
    [Symbol.dispose]() {
      clearInterval(timer);
    },
  };
}
