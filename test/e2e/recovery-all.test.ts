/** Everything at once, and the same thing again and again: the console picks itself up, or says what to do. */
import type { Page, Worker } from 'playwright-core';
import { expect, test } from 'vitest';
import {
  dismissAll,
  endThread,
  isReported,
  type Part,
  record,
  replayed,
  stageOfEachTest,
  stopAndExamine,
  threadsOf,
  untilLiveAgain,
  untilMeasured,
  untilRecorded,
  untilReported,
  untilTold,
} from '../support/recovery-driver.ts';

const stage = stageOfEachTest();

test('all threads end at once while it records: picture and numbers return, and the same session goes on', async () => {
  const page = await stage.measuring();
  await record(page);
  const sessionId: string = await page.evaluate('rimlight.stores.recording.getState().sessionId');
  await Promise.all(page.workers().map(endThread));
  await untilReported(page, 'The part that draws the picture stopped and was started again.');
  await untilReported(page, 'The recorder stopped and was started again.');
  await untilLiveAgain(page);
  await untilMeasured(page);
  await untilRecorded(page, 10);
  const { session, findings } = await stopAndExamine(page);
  expect(session.id).toBe(sessionId);
  expect(findings.filter(({ kind }) => kind !== 'not-sealed')).toEqual([]);
  expect((await replayed(page, session.id)).frames).toBe(session.frames);
  for (const part of ['view', 'feed', 'encode'] as const)
    await expect.poll(() => threadsOf(page, part).length).toBe(1);
});

/**
 * Ends every thread of `part` that comes, until `text` is reported. A thread that ended is listed for a while: those of `ended` are not taken for
 * the one that follows.
 */
async function endUntilReported(page: Page, part: Part, text: string, ended: Set<Worker>): Promise<void> {
  for (const endMs = Date.now() + 60_000; Date.now() < endMs; ) {
    if (await page.evaluate(isReported(text))) return;
    for (const thread of threadsOf(page, part)) {
      if (ended.has(thread)) continue;
      ended.add(thread);
      await endThread(thread);
    }
    await new Promise(resolve => setTimeout(resolve, 40));
  }
  throw new Error(`It never was reported, though ${part} ended: ${text}`);
}

test.each([
  [
    'quantify',
    'The part that measures stopped and was started again.',
    'The part that measures keeps stopping.',
  ],
  [
    'encode',
    'The recorder stopped and was started again.',
    'The recorder keeps stopping: much is missing in the recording.',
  ],
] as const)(
  '%s ends five times in a row: the user is told what to do, and it works again afterwards',
  async (part, once, often) => {
    const page = await stage.measuring();
    await record(page);
    const ended = new Set<Worker>();
    for (let i = 0; i < 4; i++) {
      await dismissAll(page);
      await endUntilReported(page, part, once, ended);
    }
    await endUntilReported(page, part, often, ended);
    await untilTold(page, often);
    await untilMeasured(page);
    await untilRecorded(page, 10);
  },
);
