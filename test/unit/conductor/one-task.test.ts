/** One task at a time, and its progress only while it runs. */
import { expect, test } from 'vitest';
import { createOneTask } from '#conductor/one-task.ts';
import { createProblems } from '#conductor/problems.ts';
import type { TellShare } from '#workers/keep/api.ts';

function house() {
  const shown: (number | null)[] = [];
  let givesWay = false;
  let isLive = false;
  const problems = createProblems();
  let refreshed = 0;
  const task = createOneTask({
    show: now => {
      if (shown.at(-1) !== (now?.share ?? null)) shown.push(now?.share ?? null);
      givesWay = now?.givesWay ?? false;
    },
    isLive: async () => isLive,
    problems,
    after: async () => {
      refreshed += 1;
    },
  });
  return {
    shown,
    problems,
    task,
    refreshed: () => refreshed,
    givesWay: () => givesWay,
    live: () => {
      isLive = true;
    },
  };
}

test('a share that is heard after the answer does not begin the task anew, and the next one runs', async () => {
  const { shown, problems, task, refreshed } = house();
  let late: TellShare = () => undefined;
  const answer = await task.run('Exporting', async tell => {
    tell(0.5);
    late = tell;
    return 'file';
  });
  late(1);
  expect([answer, shown, refreshed()]).toEqual(['file', [0, 0.5, null], 1]);
  expect(await task.run('Exporting', async () => 'again')).toBe('again');
  expect(problems.store.getState().problems).toEqual([]);
});

test('beside a live picture it says that it gives way', async () => {
  const { task, live, givesWay } = house();
  const looked = () => new Promise(resolve => setTimeout(resolve));
  await task.run('Checking', async () => {
    await looked();
    expect(givesWay()).toBe(false);
  });
  live();
  await task.run('Checking', async tell => {
    await looked();
    tell(0.5);
    expect(givesWay()).toBe(true);
  });
  expect(givesWay()).toBe(false);
});

test('while one runs another is refused in words, and one that was stopped is no problem', async () => {
  const { problems, task } = house();
  let stop: (reason: unknown) => void = () => undefined;
  const first = task.run(
    'Importing',
    () =>
      new Promise((_resolve, reject) => {
        stop = reject;
      }),
  );
  expect(await task.run('Exporting', async () => 'file')).toBeNull();
  expect(problems.store.getState().problems.map(({ text }) => text)).toEqual([
    'Another recording is being exported, imported or checked.',
  ]);
  stop(new DOMException('Stopped.', 'AbortError'));
  expect(await first).toBeNull();
  expect(problems.store.getState().problems).toEqual([]);
});
