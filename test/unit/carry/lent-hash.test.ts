/** Hashing on other threads: the same sums, in whatever order the helpers answer, and an end where one does not. */
import { afterEach, expect, test, vi } from 'vitest';
import { createConveyor } from '#archive/carry/sums.ts';
import { hashFor, hashThrough } from '#workers/keep/carry/lent-hash.ts';
import { createRandom } from '../../support/random.ts';
import { fileOf, sha256Of } from './carried.ts';

const open: MessagePort[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
  vi.useRealTimers();
});

function port(isAnswered = true): MessagePort {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  if (isAnswered) hashFor(port2);
  return port1;
}

test('parts of any length have the sums that they have on one thread', async () => {
  const random = createRandom(31);
  const conveyor = createConveyor({ hash: hashThrough([port(), port()]) });
  const sums: { expected: string; sum: Promise<string> }[] = [];
  for (const length of [0, 1, 70_000, 5, 300_000, 0, 64, 2_000_000, 3]) {
    const bytes = Uint8Array.from({ length }, () => random.integer(0, 255));
    const pieces: number[] = [];
    const span = { file: fileOf(bytes), atBytes: 0, sizeBytes: length };
    const { sum } = await conveyor.carry(span, piece => void pieces.push(piece.length));
    expect(pieces.reduce((a, b) => a + b, 0)).toBe(length);
    sums.push({ expected: sha256Of(bytes), sum });
  }
  for (const { expected, sum } of sums) expect(await sum).toBe(expected);
});

test('a helper that does not answer ends the waiting, and the next part has a room again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const conveyor = createConveyor({ hash: hashThrough([port(false)]) });
  const span = { file: fileOf(new Uint8Array(9)), atBytes: 0, sizeBytes: 9 };
  const first = await conveyor.carry(span, null);
  const second = await conveyor.carry(span, null);
  const third = conveyor.carry(span, null);
  vi.advanceTimersByTime(61_000);
  await expect(first.sum).rejects.toThrow('does not answer');
  await expect(second.sum).rejects.toThrow('does not answer');
  expect(await third).toHaveProperty('sum');
});
