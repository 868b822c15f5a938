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
  /** Ten pieces of an eighth of a second. */
  const work = async () => {
    pace.begin();
    for (let piece = 0; piece < 10; piece++) {
      state.nowS += 0.125;
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
    expect([state.restedS, pace.spentS]).toEqual([0, 1.25]);
    state.isLive = true;
    state.nowS += 1;
    await work();
    expect(state.restedS).toBe(1.25 * restPerWork);
    expect(pace.spentS).toBe(2.5 + state.restedS);
  }
});

test('a rest is no longer than two seconds, and what other threads still do of a piece belongs to it', async () => {
  const { state, pace, signal } = world(2);
  state.isLive = true;
  pace.begin();
  state.nowS += 10;
  await pace.step(signal);
  expect(state.restedS).toBe(2);
  state.nowS += 1 / 16;
  await pace.step(signal, async () => {
    state.nowS += 1 / 16;
  });
  expect(state.restedS).toBe(2.5);
});

test('work that was stopped goes no further, neither before nor after a rest', async () => {
  const { state, pace } = world(2);
  const stopper = new AbortController();
  state.isLive = true;
  const rested = pace.step(stopper.signal, async () => stopper.abort());
  await expect(rested).rejects.toMatchObject({ name: 'AbortError' });
  await expect(pace.step(stopper.signal)).rejects.toMatchObject({ name: 'AbortError' });
});
