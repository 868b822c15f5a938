/** A worker that is started anew: how soon, how often, and what the user is told. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keepAlive, restarted } from '#conductor/keeping-alive.ts';
import { createProblems } from '#conductor/problems.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Threads that end when they are told to. */
function rig() {
  const ends: (() => void)[] = [];
  const disposed: number[] = [];
  const told: string[] = [];
  const problems = createProblems();
  const kept = keepAlive<object>(
    () => {
      const thread = ends.length;
      let listen = () => undefined;
      ends.push(() => listen());
      return {
        api: { thread },
        onBroken(newListen: () => undefined) {
          listen = newListen;
        },
        end: () => listen(),
        [Symbol.dispose]: () => disposed.push(thread),
      } as never;
    },
    { problems, problem: restarted.view, restarted: () => told.push('restarted') },
  );
  const texts = () => problems.store.getState().problems.map(({ text }) => text);
  return { kept, disposed, texts, threads: () => ends.length, endNow: () => ends.at(-1)?.() };
}

const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);

describe('a worker that is kept alive', () => {
  test('is there again at once, and the one before is put away', () => {
    const { threads, endNow, disposed, texts } = rig();
    endNow();
    expect(threads()).toBe(2);
    expect(disposed).toEqual([0]);
    expect(texts()).toEqual([restarted.view.once.text]);
  });

  test('that ends again and again waits longer each time, up to half a minute, and says what to do from the fifth on', () => {
    const { threads, endNow, texts } = rig();
    const waits: number[] = [];
    for (let end = 1; end <= 10; end++) {
      const before = threads();
      endNow();
      let waitedS = 0;
      while (threads() === before && waitedS < 100) {
        pass(0.25);
        waitedS += 0.25;
      }
      waits.push(waitedS);
      expect(texts()).toEqual([end < 5 ? restarted.view.once.text : restarted.view.often.text]);
    }
    expect(waits).toEqual([0, 0.5, 1, 2, 4, 8, 16, 30, 30, 30]);
  });

  test('that lives for a minute is forgiven: what was said of the ends before goes, and the next restart is at once', () => {
    const { threads, endNow, texts } = rig();
    for (let end = 0; end < 5; end++) {
      endNow();
      pass(30);
    }
    expect(texts()).toEqual([restarted.view.often.text]);
    pass(60);
    expect(texts()).toEqual([]);
    const before = threads();
    endNow();
    expect(threads()).toBe(before + 1);
  });

  test('that is put away while it waits is not started', () => {
    const { kept, threads, endNow } = rig();
    endNow();
    endNow();
    kept[Symbol.dispose]();
    pass(100);
    expect(threads()).toBe(2);
  });
});
