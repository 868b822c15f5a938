/**
 * Notices a recorder that lives but writes nothing while frames come: a disk that does not answer, a frame that is never handed out. Holds one
 * timer; whoever created it disposes of it.
 */
import type { Problem } from '#model/problem.ts';
import type { Problems } from './problems.ts';
import type { Readable } from './readable.ts';
import type { RecordingState } from './sessions-api.ts';

const lookEveryMs = 1000;
/** A look that comes later than this was held up: then the page itself may be why nothing was heard. */
const onTimeMs = 1.8 * lookEveryMs;
/** Looks without a frame written: the user is told; the recorder is ended, and another goes on. */
const toldAfter = 3;
const endedAfter = 10;

/** Looks once a second at what `store` says was written. */
export function watchRecorder(parts: {
  readonly store: Readable<RecordingState>;
  readonly problems: Pick<Problems, 'report' | 'over'>;
  readonly newestFrame: () => number;
  /** There is a recorder: none is being started, and none goes on with what another left. */
  readonly isThere: () => boolean;
  /** Ends the recorder's thread. */
  readonly end: () => void;
}): Disposable {
  const { store, problems } = parts;
  let silentLooks = 0;
  let lastLookMs = performance.now();
  let last = { frames: -1, newest: -1 };

  const look = (): void => {
    const nowMs = performance.now();
    const isOnTime = nowMs - lastLookMs < onTimeMs;
    lastLookMs = nowMs;
    const { status, frames } = store.getState();
    const now = { frames, newest: parts.newestFrame() };
    const before = last;
    last = now;
    if (status !== 'recording' || now.frames !== before.frames) {
      silentLooks = 0;
      problems.over(notWriting.id);
      return;
    }
    if (now.newest === before.newest || !isOnTime || !parts.isThere()) return;
    silentLooks += 1;
    if (silentLooks >= toldAfter) problems.report(notWriting);
    if (silentLooks < endedAfter) return;
    silentLooks = 0;
    parts.end();
  };

  const timer = setInterval(look, lookEveryMs);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

const notWriting: Problem = {
  id: 'recorder-silent',
  severity: 'stop',
  text: 'The recorder writes nothing at present.',
  tip: 'It is started again by itself after ten seconds; what is missing is marked in the recording.',
};
