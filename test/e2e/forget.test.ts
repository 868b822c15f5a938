/** Delete everything: all that the app ever kept, by a press that is meant, and never beside a window that is in use. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { debugUrl, until, waitForState } from '../support/app-driver.ts';
import { openApp, startBrowser } from '../support/browser.ts';

const url = inject('appUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

const updates = 'rimlight.stores.updates.getState()';
const recording = 'rimlight.stores.recording.getState()';
/** Longer than the button wants. */
const heldMs = 2600;
const ms = (time: number) => new Promise(resolve => setTimeout(resolve, time));

type Kept = {
  readonly files: readonly string[];
  readonly settings: readonly string[];
  readonly caches: readonly string[];
  readonly databases: readonly string[];
  readonly workers: number;
};
const nothing: Kept = { files: [], settings: [], caches: [], databases: [], workers: 0 };

/** What the app makes for a moment to find out how much fits (`archive/free-room`), beside what is kept. */
const isProbe = (file: string) => file.startsWith('room-for-');
const lasting = ({ files, ...rest }: Kept): Kept => ({
  ...rest,
  files: files.filter(file => !isProbe(file)).sort(),
});

/** A page of the same origin in which no script of the app runs: what lies there is what the app left. */
async function lookIn(context: BrowserContext): Promise<() => Promise<Kept>> {
  const page = await context.newPage();
  await page.goto(`${url}icon.svg`);
  return () =>
    page.evaluate(`(async () => {
      const files = [];
      for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name);
      return {
        files,
        settings: Object.keys(localStorage),
        caches: await caches.keys(),
        databases: (await indexedDB.databases()).map(({ name }) => name),
        workers: (await navigator.serviceWorker.getRegistrations()).length,
      };
    })()`);
}

/** A still, a recording, a setting and the app itself lie on the device. */
async function keepSomething(page: Page): Promise<void> {
  await waitForState(page, 'live');
  await page.keyboard.press('s');
  await until(page, 'rimlight.stores.library.getState().stills.length === 1');
  await page.keyboard.press('r');
  await until(page, `${recording}.frames > 5`);
  await page.keyboard.press('r');
  await until(page, `${recording}.status === 'idle'`);
  await page.keyboard.press('Shift+P');
  await page.getByLabel('Case label, a pseudonym').fill('KX-7731');
  await page.keyboard.press('Escape');
  await until(page, "localStorage.getItem('rimlight.case')?.includes('KX-7731')");
  await until(page, `${updates}.isOffline`);
}

const holdButton = (page: Page) => page.getByRole('button', { name: /^Hold two seconds/ });
async function openAbout(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^About/ })
    .first()
    .click();
  await holdButton(page).waitFor();
}

async function eventually(holds: () => Promise<boolean>, words: string): Promise<void> {
  for (const endMs = Date.now() + 60_000; Date.now() < endMs; await ms(200)) if (await holds()) return;
  throw new Error(words);
}

test('what lies on this device goes when the button is held, and stays where it is pressed for a moment', async () => {
  const { page, context } = await openApp(browser, { url: debugUrl(url) });
  await keepSomething(page);
  const look = await lookIn(context);
  const before = await look();
  expect(before.files).toEqual(expect.arrayContaining(['sessions', 'stills']));
  expect(before.settings.length).toBeGreaterThan(0);
  expect(before.settings.filter(name => !name.startsWith('rimlight.'))).toEqual([]);
  expect(before.caches.length).toBeGreaterThan(0);
  expect(before.databases).toEqual([]);
  expect(before.workers).toBe(1);

  await page.bringToFront();
  await openAbout(page);
  await holdButton(page).click();
  await holdButton(page).press('Enter');
  await holdButton(page).press(' ');
  const box = await holdButton(page).boundingBox();
  await page.mouse.move(box!.x + 20, box!.y + box!.height / 2);
  await page.mouse.down();
  await page.mouse.move(box!.x + 20, box!.y - 200, { steps: 3 });
  await ms(heldMs);
  await page.mouse.up();
  expect(lasting(await look())).toEqual(lasting(before));
  expect(await page.evaluate('rimlight.stores.library.getState().stills.length')).toBe(1);

  // The page cannot be loaded anew then, and so cannot keep anything anew: what is left is what was forgotten to delete.
  await context.setOffline(true);
  await page.mouse.move(box!.x + 20, box!.y + box!.height / 2);
  await page.mouse.down();
  await ms(heldMs);
  await page.mouse.up();
  await eventually(async () => (await look()).caches.length === 0, 'Nothing was deleted.');
  await eventually(async () => (await look()).workers === 0, 'The service worker stays.');
  expect(await look()).toEqual(nothing);
  await context.close();
});

test('beside a window that records nothing is deleted and the reason is said; by key, once it stopped, all is', async () => {
  const { page, context } = await openApp(browser, { url: debugUrl(url) });
  await keepSomething(page);
  const look = await lookIn(context);
  const other = await context.newPage();
  await other.goto(debugUrl(url));
  await waitForState(other, 'live');
  await other.keyboard.press('r');
  await until(other, `${recording}.frames > 5`);

  await page.bringToFront();
  await openAbout(page);
  const held = async () => {
    await holdButton(page).focus();
    await page.keyboard.down('Enter');
    await ms(heldMs);
    await page.keyboard.up('Enter').catch(() => undefined);
  };
  const before = await look();
  await held();
  await page.getByRole('alert').filter({ hasText: 'Another window is in use' }).waitFor();
  expect(lasting(await look()).files).toEqual(lasting(before).files);
  const { frames }: { frames: number } = await other.evaluate(recording);
  await other.bringToFront();
  await until(other, `${recording}.status === 'recording' && ${recording}.frames > ${frames}`);
  await other.keyboard.press('r');
  await until(other, `${recording}.status === 'idle'`);
  // As the message asks for: it may pack what it recorded, and has its files open.
  await other.close();

  await page.bringToFront();
  await context.setOffline(true);
  // What was just recorded may still be packed: a file that is open is not deleted, and that is said.
  const isRefused = page.getByRole('alert').filter({ hasText: 'Another window is in use' });
  const isGone = async () => (await look()).caches.length === 0;
  for (let tries = 0; tries < 6 && !(await isGone()); tries++) {
    await held();
    await isRefused.waitFor({ state: 'hidden' });
    await eventually(
      async () => (await isGone()) || (await isRefused.isVisible()),
      'Neither deleted nor refused.',
    );
  }
  await eventually(async () => (await look()).workers === 0, 'The service worker stays.');
  expect(await look()).toEqual(nothing);
  await context.close();
});
