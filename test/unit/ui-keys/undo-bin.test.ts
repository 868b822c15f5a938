import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createUndoBin, undoForS } from '#ui/hands/undo-bin.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const still = (id: string) => ({ hidden: [`still ${id}`], said: `Deleted ${id}.`, mark: '' });

function binWithDisk() {
  const disk = new Set(['a', 'b']);
  const bin = createUndoBin();
  const remove = (id: string) => bin.remove(still(id), async () => void disk.delete(id));
  const hidden = () => bin.store.getState().waiting.flatMap(each => each.hidden);
  return { disk, bin, remove, hidden };
}

test('what is deleted leaves the lists at once and the disk ten seconds later', async () => {
  const { disk, remove, hidden } = binWithDisk();
  remove('a');
  expect(hidden()).toEqual(['still a']);
  await vi.advanceTimersByTimeAsync(1000 * undoForS - 100);
  expect([...disk]).toEqual(['a', 'b']);
  await vi.advanceTimersByTimeAsync(200);
  expect([...disk]).toEqual(['b']);
  expect(hidden()).toEqual([]);
});

test('undo takes the newest back, then the one before, then nothing', async () => {
  const { disk, bin, remove, hidden } = binWithDisk();
  remove('a');
  remove('b');
  expect(bin.undo()).toBe(true);
  expect(hidden()).toEqual(['still a']);
  expect(bin.undo()).toBe(true);
  expect(bin.undo()).toBe(false);
  await vi.advanceTimersByTimeAsync(60_000);
  expect([...disk]).toEqual(['a', 'b']);
});

test('a page that goes has deleted nothing', async () => {
  const { disk, bin, remove } = binWithDisk();
  remove('a');
  bin[Symbol.dispose]();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([...disk]).toEqual(['a', 'b']);
});

test('settling deletes at once, once', async () => {
  const { disk, bin, remove, hidden } = binWithDisk();
  remove('a');
  await bin.settle();
  expect([...disk]).toEqual(['b']);
  expect(hidden()).toEqual([]);
  expect(bin.undo()).toBe(false);
});
