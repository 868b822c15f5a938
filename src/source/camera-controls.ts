/**
 * Settings of an open camera: read, locked, and watched, because the camera, its own buttons and other programs change them,
 * too. While a camera is followed this holds a timer and a clone of its track; both go with `follow(null)` and disposal.
 */
import type { CameraControl, ControlId } from '#model/camera-controls.ts';
import { type Problem, ProblemError } from '#model/problem.ts';
import { controlsOf, lockConstraints } from './camera-settings.ts';
import type { Controls } from './open-feed.ts';

/** How often settings are read: cameras seldom tell when they change. */
const lookMs = 1000;
/** How long a camera may take to show a setting that it accepted. */
const settleMs = 1000;
const settleStepMs = 100;

const refused = (isLocked: boolean, cause?: unknown): ProblemError => {
  const problem: Problem = {
    id: 'camera-control-refused',
    severity: 'caution',
    text: isLocked ? 'The camera did not lock this setting.' : 'The camera did not let go of this setting.',
    tip: isLocked ? 'Lock it on the device itself.' : 'Set it to automatic on the device itself.',
  };
  return new ProblemError(problem, cause);
};

/** The settings of whichever track is followed. */
type CameraControls = Controls & {
  /** Another track, after the camera came back; null: it is away. */
  follow(track: MediaStreamTrack | null): void;
  [Symbol.dispose](): void;
};

/** Settings of a camera that exposes some; null where it does not. `whose` as in `controlsOf`. */
export function createCameraControls(first: MediaStreamTrack, whose: string): CameraControls | null {
  let known = readTrack(first, whose);
  if (known.length === 0) return null;
  let track: MediaStreamTrack | null = null;
  let probe: MediaStreamTrack | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;
  let listen: (controls: readonly CameraControl[]) => void = () => undefined;

  /**
   * Chromium asks the device when a track is made or constrained, and then never again: what somebody else has changed shows
   * in a fresh clone only, some moments later. Cloned from the last one, it never says something older.
   */
  function probeAgain(from: MediaStreamTrack): void {
    const next = from.clone();
    probe?.stop();
    probe = next;
  }

  function tell(now: readonly CameraControl[]): void {
    if (isSame(now, known)) return;
    known = now;
    listen(known);
  }

  function lookAt(from: MediaStreamTrack | null): void {
    // A track that has ended has no settings; that it ended is told elsewhere.
    if (from?.readyState !== 'live') return;
    tell(readTrack(from, whose));
    probeAgain(from);
  }
  const look = () => lookAt(probe);
  const lookAtTrack = () => lookAt(track);

  /** Some cameras, asked for what they cannot do, say yes and do nothing: only what they show then counts. */
  async function shows(id: ControlId, mode: CameraControl['mode']): Promise<boolean> {
    for (let waitedMs = 0; waitedMs <= settleMs; waitedMs += settleStepMs) {
      if (probe) tell(readTrack(probe, whose));
      if (known.some(control => control.id === id && control.mode === mode)) return true;
      await new Promise(resolve => setTimeout(resolve, settleStepMs));
    }
    return false;
  }

  const controls: CameraControls = {
    read: () => known,
    async set(id, isLocked) {
      if (!track || !probe || !known.some(control => control.id === id && control.canLock))
        throw refused(isLocked);
      const constraints = lockConstraints({ id, isLocked }, probe.getCapabilities(), probe.getSettings());
      try {
        await track.applyConstraints(constraints);
      } catch (error) {
        throw refused(isLocked, error);
      }
      lookAtTrack();
      if (!(await shows(id, isLocked ? 'locked' : 'automatic'))) throw refused(isLocked);
    },
    subscribe(newListen) {
      listen = newListen;
    },
    follow(next) {
      clearInterval(timer);
      track?.removeEventListener('configurationchange', lookAtTrack);
      probe?.stop();
      probe = null;
      track = next;
      if (!track) return;
      track.addEventListener('configurationchange', lookAtTrack);
      timer = setInterval(look, lookMs);
      lookAtTrack();
    },
    [Symbol.dispose]() {
      controls.follow(null);
    },
  };
  controls.follow(first);
  return controls;
}

function readTrack(track: MediaStreamTrack, whose: string): readonly CameraControl[] {
  // Firefox came to `getCapabilities` late, whatever the types say.
  const capabilities: unknown = 'getCapabilities' in track ? track.getCapabilities() : {};
  return controlsOf(capabilities, track.getSettings(), whose);
}

function isSame(one: readonly CameraControl[], other: readonly CameraControl[]): boolean {
  return (
    one.length === other.length &&
    one.every((control, i) => {
      const { id, mode, canLock, value } = other[i]!;
      return (
        control.id === id && control.mode === mode && control.canLock === canLock && control.value === value
      );
    })
  );
}
