/**
 * Foot pedals on the built app: learnt by pressing, held, stuck, pulled out, two at once. The devices are made (see `fake-pedals.ts`): no real one
 * can be had here, so that what a real one's driver does is not proved by this.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { debugUrl, until } from '../support/app-driver.ts';
import { startBrowser } from '../support/browser.ts';
import { isOpen, pad, padId, pedalId, report, unplug, withPedals } from '../support/fake-pedals.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

type Keys = Readonly<Record<string, readonly string[]>>;

async function open(allowed: number, keys: Keys = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  await withPedals(context, allowed);
  const pedals = [pedalId(1), pedalId(2), padId];
  const own = { format: 'rimlight-keys', version: 1, keys, pedals };
  if (Object.keys(keys).length > 0)
    await context.addInitScript(
      `localStorage.setItem('rimlight.keys', ${JSON.stringify(JSON.stringify(own))})`,
    );
  const page = await context.newPage();
  await page.goto(debugUrl(inject('appUrl')));
  await until(page, 'globalThis.rimlight?.stores.readout.getState().liveness.drawnFps > 0');
  return page;
}

const isHidden = '!rimlight.stores.scene.getState().display.overlayVisible';
const isShown = 'rimlight.stores.scene.getState().display.overlayVisible';
const says = (text: string) =>
  `document.querySelector('.pedal-news')?.textContent.includes(${JSON.stringify(text)})`;
const hides = (...inputs: readonly string[]): Keys => ({ 'picture.hide-overlay': ['Space', ...inputs] });
/** Longer than a contact is given to come to rest. */
const settled = (page: Page) => page.waitForTimeout(200);

test('A pedal is allowed, learnt by pressing, hides the overlay only while it is held, and is known after a reload', async () => {
  const page = await open(0);
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('button', { name: 'Add a pedal', exact: true }).click();
  await sheet.getByText('Now press Change and the pedal.').waitFor();
  await sheet.getByRole('button', { name: 'Add a key: Hide everything that is not tissue' }).click();
  await until(page, 'document.querySelector(\'[data-waiting="true"]\')');
  await report(page, 1, 0b010);
  await settled(page);
  // Learnt when it is let go, and what is learnt does nothing yet.
  expect(await page.evaluate(isShown)).toBe(true);
  await report(page, 1, 0);
  await sheet.getByText('Pedal 1 · button 2').waitFor();
  await sheet.getByRole('button', { name: 'Close', exact: true }).click();

  await report(page, 1, 0b010);
  await until(page, isHidden);
  await until(page, "document.querySelector('.overlay-hidden')");
  await report(page, 1, 0);
  await until(page, isShown);
  // Another button of it is nobody's.
  await report(page, 1, 0b101);
  await settled(page);
  expect(await page.evaluate(isShown)).toBe(true);
  const kept = await page.evaluate<string>("localStorage.getItem('rimlight.keys')");
  expect(JSON.parse(kept)).toMatchObject({ pedals: [pedalId(1)] });
});

test('A stuck pedal does no harm: told again and again it hides once, other keys go on, and pulled out it gives the overlay back', async () => {
  const page = await open(1, {
    ...hides(`pedal:${pedalId(1)}:1`),
    'picture.mirror': [`pedal:${pedalId(1)}:2`],
  });
  await until(page, isOpen(1));
  await report(page, 1, 0b001, 500);
  await until(page, isHidden);
  await page.keyboard.press('4');
  await until(page, "rimlight.stores.scene.getState().display.mode === 'monochrome'");
  // A contact that bounces mirrors once, not twice and back.
  for (let i = 0; i < 3; i++) {
    await report(page, 1, 0b011);
    await report(page, 1, 0b001);
  }
  await until(page, 'rimlight.stores.scene.getState().view.flipX');
  await settled(page);
  expect(await page.evaluate('rimlight.stores.scene.getState().view.flipX')).toBe(true);
  expect(await page.evaluate(isHidden)).toBe(true);
  await unplug(page, 1);
  await until(page, isShown);
  await until(page, says('Pedal 1 disconnected.'));
});

test('Two pedals at once: the overlay stays hidden until the last of them is let go', async () => {
  const page = await open(2, hides(`pedal:${pedalId(1)}:1`, `pedal:${pedalId(2)}:1`));
  await until(page, isOpen(2));
  await report(page, 1, 1);
  await report(page, 2, 1);
  await until(page, isHidden);
  await settled(page);
  await report(page, 1, 0);
  await settled(page);
  expect(await page.evaluate(isHidden)).toBe(true);
  await report(page, 2, 0);
  await until(page, isShown);
  await report(page, 2, 1);
  await until(page, isHidden);
  await unplug(page, 2);
  await until(page, isShown);
});

test('A gamepad comes by itself, is held like a pedal, and pulled out while it is held gives the overlay back', async () => {
  const page = await open(0, hides(`pedal:${padId}:3`));
  await pad(page, [false, false, false]);
  await until(page, says('connected: USB Foot Switch.'));
  await pad(page, [false, false, true]);
  await until(page, isHidden);
  await pad(page, [false, false, false]);
  await until(page, isShown);
  await pad(page, [false, false, true]);
  await until(page, isHidden);
  await pad(page, null);
  await until(page, isShown);
  await until(page, says('disconnected.'));
});

test('A window that loses the keys lets go of a pedal that is held', async () => {
  const page = await open(1, hides(`pedal:${pedalId(1)}:1`));
  await until(page, isOpen(1));
  await report(page, 1, 1);
  await until(page, isHidden);
  await page.evaluate("window.dispatchEvent(new Event('blur'))");
  await until(page, isShown);
});
