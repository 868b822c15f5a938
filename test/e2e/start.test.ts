/** What a newcomer meets: the built app, its phantom, its keys, nothing from anywhere else. */
import { decode } from 'fast-png';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { debugUrl, livenessOf, until, waitForState } from '../support/app-driver.ts';
import { axeFindings } from '../support/axe.ts';
import { openApp, startBrowser } from '../support/browser.ts';

const url = inject('appUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

test('the first page shows a living picture from the phantom, under the policy, and asks nobody else for anything', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  const strangers: string[] = [];
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', error => complaints.push(String(error)));
  page.on('request', request => {
    if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) strangers.push(request.url());
  });
  const response = await page.goto(debugUrl(url));
  const policy = response?.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe-inline');
  expect(policy).not.toContain("'unsafe-eval'");
  await waitForState(page, 'live');
  expect(await page.evaluate('crossOriginIsolated')).toBe(true);
  const first = await livenessOf(page);
  await until(page, `rimlight.stores.readout.getState().liveness.frameNumber > ${first.frameNumber + 10}`);
  await expect(page.getByText('simulated camera', { exact: false }).first().isVisible()).resolves.toBe(true);
  await expect(page.getByText('Not a cleared device', { exact: false }).first().isVisible()).resolves.toBe(
    true,
  );
  expect(strangers).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});

test('the picture on the screen is tissue, not a flat colour', async () => {
  const { page, context } = await openApp(browser, { url: debugUrl(url) });
  await waitForState(page, 'live');
  const box = await page.getByRole('application').boundingBox();
  const { data, channels } = decode(await page.screenshot({ clip: box! }));
  let [low, high] = [255, 0];
  for (let i = 0; i < data.length; i += channels * 7) {
    low = Math.min(low, data[i]!);
    high = Math.max(high, data[i]!);
  }
  const spread = high - low;
  expect(spread).toBeGreaterThan(60);
  await context.close();
});

test('the picture goes on while the page is blocked', async () => {
  const { page, context } = await openApp(browser, { url: debugUrl(url) });
  await waitForState(page, 'live');
  const before = await livenessOf(page);
  await page.evaluate('{ const until = performance.now() + 1500; while (performance.now() < until); }');
  // What the worker said meanwhile waits in the page's queue; its window of two seconds covers the whole stall.
  await until(page, `rimlight.stores.readout.getState().liveness.frameNumber > ${before.frameNumber + 5}`);
  const after = await livenessOf(page);
  // A picture that waits for the page would have drawn nothing for as long as it was blocked.
  expect(after.longestGapS).not.toBeNull();
  expect(after.longestGapS!).toBeLessThan(1);
  await context.close();
});

test('axe finds no violation on the start page, in big numbers and in every sheet', async () => {
  const { page, context } = await openApp(browser, { url: debugUrl(url) });
  await waitForState(page, 'live');
  const all = [...(await axeFindings(page, 'start'))];
  for (const key of ['g', '?']) {
    await page.keyboard.press(key);
    all.push(...(await axeFindings(page, `key ${key}`)));
    await page.keyboard.press(key === '?' ? 'Escape' : key);
  }
  expect(all).toEqual([]);
  await context.close();
});

test.each([
  ['phantom', null],
  ['camera', 'Source'],
  ['library', 'Library'],
  ['anything-else', null],
])('the shortcut %s of the app’s icon leads where it says, once', async (name, sheet) => {
  const { page, context, complaints } = await openApp(browser, { url: `${debugUrl(url)}&open=${name}` });
  await waitForState(page, 'live');
  const doors = page.locator('.door');
  expect(await doors.count()).toBe(name === 'anything-else' ? 3 : 0);
  const dialog = page.getByRole('dialog');
  if (sheet) {
    await dialog.getByRole('heading', { name: sheet }).first().waitFor();
    if (name === 'camera')
      await dialog.getByRole('button', { name: 'Camera', exact: true, pressed: true }).waitFor();
  } else expect(await dialog.count()).toBe(0);
  expect(new URL(page.url()).searchParams.has('open')).toBe(false);
  expect(new URL(page.url()).searchParams.has('debug')).toBe(true);
  await page.reload();
  await waitForState(page, 'live');
  expect(await dialog.count()).toBe(0);
  expect(complaints.texts).toEqual([]);
  await context.close();
});
