/** Background work gives way to a live picture, wherever it is shown, and to nothing else. */
import { expect, test } from 'vitest';
import { createPace } from '#archive/pace.ts';

/** A clock that only work and rests move. */
function world(cores: number) {
  const state = { nowS: 0, restedS: 0, isLive: false };
  const pace = createPace({
    clockS: () => state.nowS,
    async rest(seconds) {
      state.restedS += seconds;
      state.nowS += seconds;
    },
    isLive: async () => state.isLive,
    cores,
  });
  const { signal } = new AbortController();
  /** Pieces of a 256th of a second, which is short; half a second of them. */
  const work = async () => {
    pace.begin();
    for (let piece = 0; piece < 128; piece++) {
      state.nowS += 1 / 256;
      await pace.step(signal);
    }
  };
  return { state, pace, signal, work };
}

test('beside a live picture two cores rest four times as long as they work, eight as long, sixteen half as long; without one none rests', async () => {
  for (const [cores, restPerWork] of [
    [2, 4],
    [8, 1],
    [16, 0.5],
  ] as const) {
    const { state, pace, work } = world(cores);
    await work();
    expect([state.restedS, pace.spentS]).toEqual([0, 0.5]);
    state.isLive = true;
    state.nowS += 1;
    await work();
    expect(state.restedS).toBe(0.5 * restPerWork);
    expect(pace.spentS).toBe(1 + state.restedS);
  }
});

test('a long piece rests longer than as many short ones, though no longer than two seconds; what other threads still do of it belongs to it', async () => {
  const { state, pace, signal } = world(2);
  const restAfter = async (workedS: number, elsewhereS = 0) => {
    const before = state.restedS;
    pace.begin();
    state.nowS += workedS;
    await pace.step(signal, async () => {
      state.nowS += elsewhereS;
    });
    return state.restedS - before;
  };
  state.isLive = true;
  expect(await restAfter(0.005)).toBeCloseTo(4 * 0.005);
  expect(await restAfter(0.02)).toBeCloseTo(4 * 0.02 * 4);
  expect(await restAfter(0.005, 0.015)).toBeCloseTo(4 * 0.02 * 4);
  expect(await restAfter(10)).toBeCloseTo(2);
});

test('work that was stopped goes no further, neither before nor after a rest', async () => {
  const { state, pace } = world(2);
  const stopper = new AbortController();
  state.isLive = true;
  const rested = pace.step(stopper.signal, async () => stopper.abort());
  await expect(rested).rejects.toMatchObject({ name: 'AbortError' });
  await expect(pace.step(stopper.signal)).rejects.toMatchObject({ name: 'AbortError' });
});
