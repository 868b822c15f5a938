/** The sign that a picture is live, by the browser's own locks. */
import { expect, test } from 'vitest';
import { liveSign } from '#archive/live-sign.ts';

test('the sign is there while any window shows it', async () => {
  const [one, other] = [liveSign(navigator.locks), liveSign(navigator.locks)];
  expect(await one.isShown()).toBe(false);
  const hide = one.show();
  const hideOther = other.show();
  await expect.poll(one.isShown).toBe(true);
  hide();
  // The other's is a lock of its own.
  await navigator.locks.request('after', () => undefined);
  expect(await one.isShown()).toBe(true);
  hideOther();
  await expect.poll(one.isShown).toBe(false);
});
