/** What is kept stays: stills, recordings, the same numbers in replay, and nothing lost when the tab dies. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, expect, inject, test } from 'vitest';
import type { SessionManifest } from '#archive/format.ts';
import type { Measurement } from '#model/measurement.ts';
import { debugUrl, drawCircle, numbersShownOf, until, waitForState } from '../support/app-driver.ts';
import { openApp, startBrowser } from '../support/browser.ts';

const url = inject('appUrl');
let browser: Browser | undefined;
afterEach(async () => {
  await browser?.close();
  browser = undefined;
});

async function phantomWithRegions(): Promise<Page> {
  browser = await startBrowser();
  const { page } = await openApp(browser, { url: debugUrl(url) });
  await waitForState(page, 'live');
  await drawCircle(page, { role: 'tumour', centre: { x: 240, y: 180 }, radiusPx: 30 });
  await drawCircle(page, { role: 'background', tissue: 'muscle', centre: { x: 60, y: 60 }, radiusPx: 24 });
  return page;
}

const recordingOf = (page: Page): Promise<{ status: string; frames: number; dropped: number }> =>
  page.evaluate('rimlight.stores.recording.getState()');
const sessionsOf = (page: Page): Promise<readonly SessionManifest[]> =>
  page.evaluate(
    'rimlight.commands.refreshLibrary().then(() => rimlight.stores.sessions.getState().sessions)',
  );

/** What must be the same in replay: everything but when it arrived and how often settings were changed. */
const numbersOf = ({ arrivedS: _, inputsRevision: __, ...numbers }: Measurement) => JSON.stringify(numbers);

test('live and replayed measurements are equal bit for bit, frame by frame', async () => {
  const page = await phantomWithRegions();
  // Everything the page is shown while it records; ten a second at most.
  await page.evaluate(`
    globalThis.seen = new Map();
    rimlight.stores.readout.subscribe(({ measurement, measurementAgeS, liveness }) => {
      if (measurement && liveness.state === 'live' && measurementAgeS < 0.5) seen.set(measurement.frameNumber, measurement);
    });
  `);
  await page.keyboard.press('r');
  await until(page, "rimlight.stores.recording.getState().status === 'recording'");
  await page.evaluate('seen.clear()');
  await until(page, 'seen.size > 10');
  // A change while recording is an event, and holds from its frame on.
  for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowRight');
  await page.evaluate('seenBefore = seen.size');
  await until(page, 'seen.size > seenBefore + 10');
  await page.keyboard.press('r');
  await until(page, "rimlight.stores.recording.getState().status === 'idle'");
  const live: [number, Measurement][] = await page.evaluate('[...seen]');
  const [session] = await sessionsOf(page);
  expect(session?.frames).toBeGreaterThan(10);

  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Source:/ }).click();
  await page.getByRole('button', { name: 'Recorded', exact: true }).click();
  await page.getByRole('button', { name: 'Replay' }).first().click();
  await until(page, "rimlight.stores.feed.getState().description?.kind === 'replay'");
  await until(page, 'rimlight.stores.feed.getState().playhead?.frameCount > 10');
  await page.evaluate('rimlight.commands.pause()');
  await until(page, 'rimlight.stores.review.getState().index !== null');
  const numbers: number[] = await page.evaluate('[...rimlight.stores.review.getState().index.frameNumbers]');

  const liveByFrame = new Map(live);
  let compared = 0;
  for (const [index, number] of numbers.entries()) {
    const recorded = liveByFrame.get(number);
    if (!recorded) continue;
    await page.evaluate(`rimlight.commands.seek(${index})`);
    const shown = await numbersShownOf(page, number);
    expect(numbersOf(shown)).toBe(numbersOf(recorded));
    compared += 1;
  }
  expect(compared).toBeGreaterThan(8);
});

test('killing the tab while it records loses at most the last frame', async () => {
  const page = await phantomWithRegions();
  const context = page.context();
  await page.keyboard.press('r');
  await until(page, 'rimlight.stores.recording.getState().frames > 25', 60_000);
  const written = (await recordingOf(page)).frames;
  const client = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  void client.send('Page.crash').catch(() => undefined);
  await crashed;
  await page.close();

  const next = await context.newPage();
  await next.goto(debugUrl(url));
  await waitForState(next, 'live');
  const [session] = await sessionsOf(next);
  expect(session).toBeDefined();
  expect(session?.frames).toBeGreaterThanOrEqual(written - 1);

  await next.getByRole('button', { name: /^Source:/ }).click();
  await next.getByRole('button', { name: 'Recorded', exact: true }).click();
  await next.getByRole('dialog').getByRole('button', { name: 'Replay', exact: true }).first().click();
  await until(next, `rimlight.stores.feed.getState().playhead?.frameCount >= ${written - 1}`);
});

test('a still is kept by one key, with its files, and can be saved as a ZIP', async () => {
  const page = await phantomWithRegions();
  await until(page, "'value' in (rimlight.stores.readout.getState().measurement?.pairs[0]?.tbr ?? {})");
  await page.keyboard.press('s');
  await until(page, 'rimlight.stores.library.getState().stills.length === 1', 30_000);
  const still: { measurement: Measurement; files: Record<string, string | null> } = await page.evaluate(
    'rimlight.commands.openStill(rimlight.stores.library.getState().stills[0].id)',
  );
  expect(Object.values(still.files).every(Boolean)).toBe(true);
  expect(still.measurement.pairs[0]?.tbr).toHaveProperty('value');
  const zipBytes: number = await page.evaluate(
    'rimlight.commands.zipStills([rimlight.stores.library.getState().stills[0].id]).then(zip => zip.size)',
  );
  expect(zipBytes).toBeGreaterThan(10_000);
});
