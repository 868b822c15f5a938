/** Recordings that lose nothing: pauses, marks and black places, a killed browser, a full disk, two windows. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterEach, expect, inject, test } from 'vitest';
import { debugUrl, drawCircle, inTemporaryFolder, until, waitForState } from '../support/app-driver.ts';
import { openApp, startBrowser } from '../support/browser.ts';
import { chromiumFlags, findChromium } from '../support/chromium.ts';

const url = inject('appUrl');
let browser: Browser | undefined;
afterEach(async () => {
  await browser?.close();
  browser = undefined;
});

async function livePhantom(): Promise<Page> {
  browser = await startBrowser();
  const { page } = await openApp(browser, { url: debugUrl(url) });
  await waitForState(page, 'live');
  return page;
}

const isRecording = "rimlight.stores.recording.getState().status === 'recording'";
const isIdle = "rimlight.stores.recording.getState().status === 'idle'";
const framesOver = (count: number) => `rimlight.stores.recording.getState().frames > ${count}`;
const newestSession = 'rimlight.stores.sessions.getState().sessions[0]';

async function replayNewest(page: Page): Promise<void> {
  await page.evaluate(
    `rimlight.commands.refreshLibrary().then(() => rimlight.commands.openSession(${newestSession}.id))`,
  );
  await until(page, 'rimlight.stores.feed.getState().playhead?.frameCount > 5');
}

test('a recording that was paused and marked is one session, and its replay leaves the pause out', async () => {
  const page = await livePhantom();
  await page.keyboard.press('r');
  await until(page, framesOver(12));
  await page.keyboard.press('Shift+R');
  await until(page, "rimlight.stores.recording.getState().status === 'paused'");
  const inPause: number = await page.evaluate('rimlight.stores.recording.getState().frames');
  await page.waitForTimeout(4000);
  expect(await page.evaluate('rimlight.stores.recording.getState().frames')).toBeLessThanOrEqual(inPause + 8);
  await page.keyboard.press('Shift+R');
  await page.keyboard.press('Shift+N');
  await page.getByLabel('Dose of radiotherapy, Gy').fill('15');
  await page.getByRole('button', { name: 'IORT start' }).click();
  await page.keyboard.press('Escape');
  await until(page, framesOver(inPause + 12));
  await page.keyboard.press('r');
  await until(page, isIdle);

  await replayNewest(page);
  const { durationS }: { durationS: number } = await page.evaluate(
    'rimlight.stores.feed.getState().playhead',
  );
  const session: { startedAtS: number; endedAtS: number } = await page.evaluate(newestSession);
  expect(session.endedAtS - session.startedAtS).toBeGreaterThan(4);
  expect(durationS).toBeLessThan(session.endedAtS - session.startedAtS - 3.5);
  const marks: readonly string[] = await page.evaluate(
    'rimlight.stores.review.getState().index.marks.map(({ words }) => words)',
  );
  expect(marks.some(words => words.includes('IORT start') && words.includes('15 Gy'))).toBe(true);
});

test('a black place is black in what is drawn, kept as a still, and recorded', async () => {
  const page = await livePhantom();
  await page.keyboard.press('n');
  await page.getByRole('button', { name: /^Black places/ }).click();
  await page.getByRole('button', { name: 'Add a place' }).click();
  await page.getByLabel('wide %').fill('25');
  await page.getByLabel('high %').fill('50');
  await page.getByRole('button', { name: 'Use', exact: true }).click();
  await until(page, 'rimlight.stores.recording.getState().blanks.length === 1');
  await page.keyboard.press('r');
  await until(page, framesOver(12));
  await page.keyboard.press('r');
  await until(page, isIdle);
  // The place is the device's own: a recording shows what it holds without it.
  await page.evaluate('rimlight.commands.setBlanks([])');
  await replayNewest(page);
  await page.evaluate('rimlight.commands.pause()');
  const stillId: string = await page.evaluate('rimlight.commands.takeStill([])');
  const brightest: { inside: number; outside: number } = await page.evaluate(`(async () => {
    const url = await rimlight.commands.stillPicture(${JSON.stringify(stillId)}, 'whiteLight');
    const picture = Object.assign(new Image(), { src: url });
    await picture.decode();
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext('2d');
    context.drawImage(picture, 0, 0);
    const max = (x, y, w, h) => context.getImageData(x, y, w, h).data.reduce((m, v, i) => i % 4 === 3 ? m : Math.max(m, v), 0);
    // A quarter of the frame is half of its white light.
    const { width, height } = picture;
    return { inside: max(0, 0, width / 2 - 2, height / 2 - 2), outside: max(width / 2 + 2, 0, width / 2 - 2, height) };
  })()`);
  expect(brightest.inside).toBeLessThan(8);
  expect(brightest.outside).toBeGreaterThan(60);
});

test('a browser that is killed loses at most the last frame, and the next start offers the rest', async () => {
  await inTemporaryFolder(async folder => {
    const start = async (): Promise<BrowserContext> =>
      chromium.launchPersistentContext(folder, {
        executablePath: await findChromium(),
        args: [...chromiumFlags],
        headless: true,
        viewport: { width: 1280, height: 720 },
      });
    const context = await start();
    const page = await context.newPage();
    await page.goto(debugUrl(url));
    await waitForState(page, 'live');
    await page.keyboard.press('r');
    await until(page, framesOver(25));
    const written: number = await page.evaluate('rimlight.stores.recording.getState().frames');
    const session = await context.browser()!.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    process.kill(processInfo.find(({ type }) => type === 'browser')!.id, 'SIGKILL');
    await new Promise(resolve => context.once('close', resolve));

    const again = await start();
    try {
      const next = await again.newPage();
      await next.goto(debugUrl(url));
      await waitForState(next, 'live');
      const offer = next.getByLabel('Recovered recording');
      await offer.waitFor();
      const frames: number = await next.evaluate(`${newestSession}.frames`);
      expect(frames).toBeGreaterThanOrEqual(written - 1);
      await offer.getByRole('button', { name: 'Replay it' }).click();
      await until(next, `rimlight.stores.feed.getState().playhead?.frameCount >= ${written - 1}`);
      expect(await offer.count()).toBe(0);
    } finally {
      await again.close();
    }
  });
});

test('a disk that fills up ends the recording with a word about it, and what was written replays', async () => {
  const page = await livePhantom();
  const client = await page.context().newCDPSession(page);
  await page.keyboard.press('r');
  await until(page, framesOver(5));
  const used: number = await page.evaluate('navigator.storage.estimate().then(({ usage }) => usage)');
  await client.send('Storage.overrideQuotaForOrigin', {
    origin: new URL(url).origin,
    quotaSize: used + 12 * 2 ** 20,
  });
  await page.getByText('the storage is full').first().waitFor({ timeout: 60_000 });
  await until(page, isIdle);
  await client.send('Storage.overrideQuotaForOrigin', { origin: new URL(url).origin });
  await replayNewest(page);
  const frames: number = await page.evaluate(`${newestSession}.frames`);
  expect(frames).toBeGreaterThan(5);
  expect(await page.evaluate('rimlight.stores.feed.getState().playhead.frameCount')).toBe(frames);
});

test('a second window is told that the first records, and can record when that has ended', async () => {
  const page = await livePhantom();
  await page.keyboard.press('r');
  await until(page, isRecording);
  const second = await page.context().newPage();
  await second.goto(debugUrl(url));
  await waitForState(second, 'live');
  await second.getByText('Another window records').waitFor();
  expect(await second.getByRole('button', { name: 'Record', exact: true }).isDisabled()).toBe(true);
  await second.keyboard.press('r');
  await second.getByText('Another window of this viewer is recording.').waitFor();
  await page.keyboard.press('r');
  await until(page, isIdle);
  await second.getByText('Another window records').waitFor({ state: 'hidden', timeout: 20_000 });
  await second.keyboard.press('r');
  await until(second, isRecording);
  // One key never toggles faster than contacts bounce.
  await second.waitForTimeout(400);
  await second.keyboard.press('r');
  await until(second, isIdle);
});

/** How many of the numbers that were measured live come out of the replayed session again to the last bit; all of them must. */
async function provedNumbers(page: Page): Promise<number> {
  await page.evaluate('rimlight.commands.pause()');
  await until(page, 'rimlight.stores.review.getState().index !== null');
  const proof: { equal: number; unequal: number; damaged: number } = await page.evaluate(
    "rimlight.commands.review.remeasure({ what: 'whole', every: 1, settings: 'recorded' })",
  );
  expect(proof).toMatchObject({ unequal: 0, damaged: 0 });
  return proof.equal;
}

test('a session that is packed, exported, deleted and imported again gives the same numbers to the last bit', async () => {
  const page = await livePhantom();
  await drawCircle(page, { role: 'tumour', centre: { x: 240, y: 180 }, radiusPx: 30 });
  await drawCircle(page, { role: 'background', tissue: 'muscle', centre: { x: 60, y: 60 }, radiusPx: 24 });
  await page.keyboard.press('r');
  await until(page, framesOver(20));
  await page.keyboard.press('r');
  await until(page, isIdle);
  await page.evaluate('rimlight.commands.refreshLibrary()');
  await replayNewest(page);
  const proved = await provedNumbers(page);
  expect(proved).toBeGreaterThan(8);

  // While it is replayed its raw records are open; they go when it is closed.
  await page.evaluate('rimlight.commands.closeFeed()');
  await until(
    page,
    `${newestSession}.isSealed && ${newestSession}.onDiskBytes < 0.9 * ${newestSession}.bytes`,
    90_000,
  );
  await replayNewest(page);
  expect(await provedNumbers(page)).toBe(proved);

  await page.getByRole('button', { name: /^Library/ }).click();
  await page.getByRole('button', { name: 'Sessions', exact: true }).click();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByLabel('Passphrase, to seal the file').fill('between us and the theatre');
  await page.getByLabel('The same again').fill('between us and the theatre');
  const saving = page.waitForEvent('download', { timeout: 60_000 });
  await page.getByRole('button', { name: 'Save the file' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toMatch(/^session-[0-9a-f]{8}\.rimlight\.sealed$/);
  await page.evaluate('rimlight.commands.closeFeed()');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await until(page, 'rimlight.stores.sessions.getState().sessions.length === 0');

  await dialog.getByRole('button', { name: 'Import', exact: true }).first().click();
  const form = page.getByRole('form', { name: 'Import a session' });
  await form.getByLabel('A session’s file').setInputFiles(await saved.path());
  await form.getByLabel('Its passphrase').fill('between us and the theater');
  await form.getByRole('button', { name: 'Import' }).click();
  await page
    .getByText(/passphrase/i)
    .last()
    .waitFor();
  await until(
    page,
    'rimlight.stores.problems.getState().problems.some(({ text }) => /passphrase/i.test(text))',
  );
  expect(await page.evaluate('rimlight.stores.sessions.getState().sessions.length')).toBe(0);
  await form.getByLabel('Its passphrase').fill('between us and the theatre');
  await form.getByRole('button', { name: 'Import' }).click();
  await until(page, 'rimlight.stores.sessions.getState().sessions.length === 1', 60_000);
  await dialog.getByRole('button', { name: 'Check every byte' }).click();
  await dialog.getByText('Every byte is as it was written.').waitFor({ timeout: 60_000 });
  await page.keyboard.press('Escape');
  await replayNewest(page);
  expect(await provedNumbers(page)).toBe(proved);
});
