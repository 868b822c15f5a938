/** The newcomer's path in the built app: doors under a living picture, and a tour that ends with a still on the disk. */
import type { Browser, Page } from 'playwright-core';
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

const atStep = async (page: Page, number: number) =>
  until(page, `document.querySelector('.tour-title')?.textContent.startsWith('${number}/')`);
const press = (page: Page, name: string) => page.locator('.tour').getByRole('button', { name }).click();
const stillsOf = (page: Page): Promise<number> =>
  page.evaluate('rimlight.stores.library.getState().stills.length');

test('the doors stand under a picture that goes on, are reached by Tab, and do not come back when the page is loaded again', async () => {
  const { page, context, complaints } = await openApp(browser, { url: debugUrl(url) });
  await waitForState(page, 'live');
  const doors = page.locator('.door');
  expect(await doors.count()).toBe(3);
  const picture = await page.getByRole('application').boundingBox();
  expect(picture!.height).toBeGreaterThan(180);
  const first = await livenessOf(page);
  await until(page, `rimlight.stores.readout.getState().liveness.frameNumber > ${first.frameNumber + 10}`);
  expect(await axeFindings(page, 'start page')).toEqual([]);
  await page.evaluate("document.querySelector('.stage').focus()");
  const reached: string[] = [];
  for (let presses = 0; presses < 12 && reached.length < 3; presses += 1) {
    await page.keyboard.press('Tab');
    const name: string = await page.evaluate(
      "document.activeElement.closest('.door')?.querySelector('strong').textContent ?? ''",
    );
    if (name) reached.push(name);
  }
  expect(reached).toEqual(['Look at the phantom', 'Connect a camera', 'Open a recording']);
  await page.reload();
  await waitForState(page, 'live');
  expect(await doors.count()).toBe(0);
  expect(complaints.texts).toEqual([]);
  await context.close();
});

test('the tour ends with a still on the disk, which is there when the page is loaded again', async () => {
  const { page, context } = await openApp(browser, { url: debugUrl(url) });
  await waitForState(page, 'live');
  await page.keyboard.press('Shift+Digit1');
  await atStep(page, 1);
  expect(await axeFindings(page, 'tour')).toEqual([]);
  await press(page, 'Next');
  await atStep(page, 2);
  await page.keyboard.down(' ');
  await until(page, '!rimlight.stores.scene.getState().display.overlayVisible');
  await page.keyboard.up(' ');
  await atStep(page, 3);
  await press(page, 'Show me');
  await atStep(page, 4);
  await press(page, 'Show me');
  await atStep(page, 5);
  await until(page, "'value' in (rimlight.stores.readout.getState().measurement?.pairs[0]?.tbr ?? {})");
  for (const [key, next] of [
    ['d', 6],
    ['Shift+U', 7],
  ] as const) {
    await page.keyboard.press(key);
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('Escape');
    await atStep(page, next);
  }
  await press(page, 'Show me');
  await atStep(page, 8);
  await press(page, 'Cover the lens');
  await atStep(page, 9);
  // The number is gone, and the reason stands where it stood.
  await until(page, "document.querySelector('.numbers .tbr')?.dataset.withheld === 'true'");
  await press(page, 'End practice');
  await atStep(page, 10);
  await until(page, "'value' in (rimlight.stores.readout.getState().measurement?.pairs[0]?.tbr ?? {})");
  await page.keyboard.press('s');
  await atStep(page, 11);
  expect(await stillsOf(page)).toBe(1);
  await page.keyboard.press('i');
  await page.locator('dialog[open]').waitFor();
  await page.keyboard.press('Escape');
  await until(page, "document.querySelector('.tour-title')?.textContent === 'That was the tour.'");
  await page.keyboard.press('Escape');
  await until(page, "document.querySelector('.tour') === null");
  await page.reload();
  await waitForState(page, 'live');
  await until(page, 'rimlight.stores.library.getState().stills.length === 1');
  expect(await page.locator('.welcome').count()).toBe(0);
  await context.close();
});
