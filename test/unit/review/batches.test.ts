/** Rows that are told to another thread: the answer must not overtake them. */
import { expect, test } from 'vitest';
import { createBatches } from '#workers/quantify/review/batches.ts';

test('what is left is told, and heard before the work is said to be done', async () => {
  let hear: () => void = () => undefined;
  const shares: number[] = [];
  const batches = createBatches(
    (_, share) => {
      shares.push(share);
      return new Promise(resolve => {
        hear = resolve;
      });
    },
    () => 0,
  );
  batches.add(null, 0.5);
  let isDone = false;
  const done = batches.finish().then(() => {
    isDone = true;
  });
  await new Promise(resolve => setTimeout(resolve, 0));
  expect(shares).toEqual([1]);
  expect(isDone).toBe(false);
  hear();
  await done;
});
