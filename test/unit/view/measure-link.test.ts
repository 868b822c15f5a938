/** What is drawn from numbers belongs to the feed that is shown. */
import { afterEach, expect, test } from 'vitest';
import { createMeasureLink, type ShownPlanes } from '#workers/view/measure-link.ts';
import { formatOf, frameOf } from '../quantify/frames.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

const planes = (number: number): ShownPlanes => ({
  main: frameOf(formatOf('Y8', { widthPx: 8, heightPx: 8 }), () => 50, number),
  second: null,
});

test('the background of the feed before is gone with it, and one that is measured late is not heard', async () => {
  const link = createMeasureLink(
    () => 5,
    () => undefined,
  );
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  const turns: unknown[] = [];
  let answer = (): void => undefined;
  port2.onmessage = ({ data }) => {
    turns.push(data.turn);
    answer = () =>
      port2.postMessage({
        ...data,
        type: 'measured',
        frameNumber: data.main.number,
        backgroundLinear: data.turn / 10,
      });
  };
  link.connect(port1);
  const asked = async (number: number) => {
    expect(link.offer(planes(number))).toBe(true);
    await expect.poll(() => turns.length).toBe(number);
  };

  link.begin(1);
  await asked(1);
  answer();
  await link.idle();
  expect(link.background()).toEqual({ linear: 0.1, atS: 5 });

  await asked(2);
  link.begin(2);
  expect(link.background().linear).toBe(null);
  answer();
  await link.idle();
  expect(link.background().linear).toBe(null);

  await asked(3);
  answer();
  await link.idle();
  expect(link.background().linear).toBe(0.2);
  expect(turns).toEqual([1, 1, 2]);
});
