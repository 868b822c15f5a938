/** Everything at once, and the same thing again and again: the console picks itself up, or says what to do. */
import type { Browser } from 'playwright-core';
import { afterEach, expect, inject, test } from 'vitest';
import { debugUrl, until, waitForState } from '../support/app-driver.ts';
import { openApp, startBrowser } from '../support/browser.ts';
import {
  kill,
  type Part,
  record,
  replayed,
  stopAndExamine,
  threadsOf,
  untilLiveAgain,
  untilMeasured,
  untilRecorded,
  untilTold,
} from '../support/recovery-driver.ts';

const url = inject('appUrl');
let browser: Browser | undefined;
afterEach(async () => {
  await browser?.close();
  browser = undefined;
});

async function liveWithRegions() {
  browser = await startBrowser();
  const { page } = await openApp(browser, { url: debugUrl(url) });
  await waitForState(page, 'live');
  await page.evaluate(`
    for (const [role, tissue, centre, radiusPx] of [['tumour', null, { x: 240, y: 180 }, 30], ['background', 'muscle', { x: 60, y: 60 }, 24]])
      rimlight.commands.addRegion({ role, tissue, shape: { kind: 'circle', centre, radiusPx } });
  `);
  await untilMeasured(page);
  return page;
}

test('all threads end at once while it records: picture and numbers return, and the same session goes on', async () => {
  const page = await liveWithRegions();
  await record(page);
  const sessionId: string = await page.evaluate('rimlight.stores.recording.getState().sessionId');
  await Promise.all(page.workers().map(worker => worker.evaluate('self.close()').catch(() => undefined)));
  await untilTold(page, 'The part that draws the picture stopped and was started again.');
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

test.each([
  ['quantify', 'The part that measures keeps stopping.'],
  ['encode', 'The recorder keeps stopping: much is missing in the recording.'],
] as const)(
  '%s ends five times in a row: the user is told what to do, and it works again afterwards',
  async (part: Part, text) => {
    const page = await liveWithRegions();
    await record(page);
    for (let i = 0; i < 5; i++) {
      // Each time the one that follows, once it is there.
      await expect
        .poll(() =>
          kill(page, part).then(
            () => true,
            () => false,
          ),
        )
        .toBe(true);
      await until(
        page,
        `rimlight.stores.problems.getState().problems.some(({ text }) => ${i < 4 ? '/started again/' : JSON.stringify(text)}${i < 4 ? '.test(text)' : ' === text'})`,
      );
      if (i < 4)
        await page.evaluate(
          'rimlight.stores.problems.getState().problems.map(({ id }) => rimlight.commands.dismissProblem(id))',
        );
    }
    await page.getByText(text).first().waitFor();
    await untilMeasured(page);
    await untilRecorded(page, 10);
  },
);
