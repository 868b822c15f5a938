/** A recorder that lives and writes nothing: when the user is told, when it is ended, and when neither. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { createProblems } from '#conductor/problems.ts';
import { watchRecorder } from '#conductor/recorder-watch.ts';
import type { RecordingState } from '#conductor/sessions-api.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const recording: RecordingState = {
  status: 'recording',
  frames: 10,
  bytes: 0,
  dropped: 0,
  sessionId: 'one',
  startedAtS: 0,
  secondsLeft: null,
  marks: [],
  isElsewhere: false,
  blanks: [],
};

function rig() {
  const store = createStore<RecordingState>(() => recording);
  const problems = createProblems();
  const now = { newest: 0, isThere: true, ends: 0 };
  const watch = watchRecorder({
    store,
    problems,
    newestFrame: () => now.newest,
    isThere: () => now.isThere,
    end: () => {
      now.ends += 1;
    },
  });
  /** Seconds in which frames come, and some of them are written or none. */
  const pass = (seconds: number, written: number, arrived = 30) => {
    for (let second = 0; second < seconds; second++) {
      now.newest += arrived;
      store.setState({ frames: store.getState().frames + written });
      vi.advanceTimersByTime(1000);
    }
  };
  const isTold = () => problems.store.getState().problems.some(({ id }) => id === 'recorder-silent');
  return { store, now, watch, pass, isTold };
}

describe('a recorder', () => {
  test('that writes is left alone, however slowly', () => {
    const { pass, isTold, now } = rig();
    pass(60, 1);
    expect([isTold(), now.ends]).toEqual([false, 0]);
  });

  test('that writes nothing while frames come is told of after three seconds and ended after ten', () => {
    const { pass, isTold, now } = rig();
    pass(1, 1);
    pass(2, 0);
    expect(isTold()).toBe(false);
    pass(1, 0);
    expect([isTold(), now.ends]).toEqual([true, 0]);
    pass(7, 0);
    expect(now.ends).toBe(1);
    pass(1, 30);
    expect(isTold()).toBe(false);
  });

  test('is not blamed where no frame comes, in a pause, or while another one is being started', () => {
    const { pass, now, store, isTold } = rig();
    pass(30, 0, 0);
    store.setState({ status: 'paused' });
    pass(30, 0);
    store.setState({ status: 'recording' });
    now.isThere = false;
    pass(30, 0);
    expect([isTold(), now.ends]).toEqual([false, 0]);
  });
});
