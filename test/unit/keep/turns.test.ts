/** One thing at a time in the keep worker. */
import { expect, test } from 'vitest';
import { createTurns } from '#workers/keep/turns.ts';

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }));
const settled = () => new Promise(resolve => setTimeout(resolve, 0));

test('what the user asks for stops the background, runs in order, and the background comes back', async () => {
  const log: string[] = [];
  const turns = createTurns(async signal => {
    log.push('background');
    if (log.filter(word => word === 'background').length === 1) await untilAborted(signal);
    log.push(signal.aborted ? 'stopped' : 'done');
  });
  turns.settle();
  await settled();
  const jobs = ['export', 'import'].map(name =>
    turns.carry(async () => {
      log.push(`${name} begins`);
      await settled();
      log.push(`${name} ends`);
      return name;
    }),
  );
  turns.settle();
  expect(await Promise.all(jobs)).toEqual(['export', 'import']);
  await settled();
  expect(log).toEqual([
    ...['background', 'stopped'],
    ...['export begins', 'export ends', 'import begins', 'import ends'],
    ...['background', 'done'],
  ]);
});

test('asked often, the background runs once more and not once for each', async () => {
  let runs = 0;
  let release = () => {};
  const turns = createTurns(() => {
    runs += 1;
    return new Promise<void>(resolve => {
      release = resolve;
    });
  });
  turns.settle();
  await settled();
  for (let i = 0; i < 5; i++) turns.settle();
  release();
  await settled();
  expect(runs).toBe(2);
  release();
  await settled();
  expect(runs).toBe(2);
});

test('cancel stops the job that runs, not those that wait, and a job that failed does not hold up the next', async () => {
  const turns = createTurns(async () => undefined);
  const cancelled = turns.carry(async signal => {
    await untilAborted(signal);
    signal.throwIfAborted();
  });
  const next = turns.carry(async signal => signal.aborted);
  await settled();
  turns.cancel();
  await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
  expect(await next).toBe(false);
  turns.cancel();
});
