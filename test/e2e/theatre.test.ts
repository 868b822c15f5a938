/** Two screens: the theatre display in a window and a process of its own, through a console that is busy, reloaded, crashed and set up anew. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { debugUrl, drawCircle, until, waitForState } from '../support/app-driver.ts';
import { axeFindings } from '../support/axe.ts';
import { openApp, startBrowser } from '../support/browser.ts';

const url = inject('appUrl');

let browser: Browser;
let context: BrowserContext;
let operator: Page;
let theatre: Page;

const patience = { timeout: 60_000, interval: 50 };

/** What the display's canvas shows, as its worker says. */
const shown = (page: Page, what: 'state' | 'frame' | 'said' | 'figures' | 'pattern'): Promise<string> =>
  page.evaluate(`document.querySelector('main').dataset.${what} ?? ''`);
const frameOn = async (page: Page): Promise<number> => Number(await shown(page, 'frame'));
const untilShown = (page: Page, what: 'state' | 'said' | 'figures' | 'pattern', wanted: string | RegExp) =>
  expect.poll(() => shown(page, what), patience).toMatch(wanted);

/** Hundreds of pixels of the display that are as red as what must not be trusted. The age, which counts, is not red. */
const redOn = (page: Page): Promise<number> =>
  page.evaluate(`{
    const shown = document.querySelector('canvas');
    const copy = new OffscreenCanvas(640, 360);
    const context = copy.getContext('2d');
    context.drawImage(shown, 0, 0, 640, 360);
    const { data } = context.getImageData(0, 0, 640, 360);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i] > 200 && data[i + 1] < 160) count++;
    Math.round(count / 100);
  }`);

/** TBR as it stands among the figures. */
const isGiven = /TBR T1 \d/;
const isWithheld = /TBR T1 –/;

async function openDisplay(): Promise<Page> {
  const before = await operator.evaluate('rimlight.stores.displays.getState().displays.length');
  await operator.keyboard.press('Shift+D');
  const [page] = await Promise.all([
    context.waitForEvent('page'),
    operator.getByRole('button', { name: 'Open a theatre display' }).click(),
  ]);
  await page.waitForLoadState();
  await until(operator, `rimlight.stores.displays.getState().displays.length > ${before}`);
  await operator.keyboard.press('Escape');
  return page;
}

beforeAll(async () => {
  browser = await startBrowser({
    flags: ['--screen-info={0,0 1920x1080 label=Console}{1920,0 1280x720 label=OR}'],
  });
  ({ page: operator, context } = await openApp(browser, { url: debugUrl(url) }));
  await waitForState(operator, 'live');
  await drawCircle(operator, { role: 'tumour', centre: { x: 240, y: 180 }, radiusPx: 30 });
  await drawCircle(operator, {
    role: 'background',
    tissue: 'muscle',
    centre: { x: 60, y: 60 },
    radiusPx: 24,
  });
  theatre = await openDisplay();
});
afterAll(() => browser?.close());

describe('the theatre display', () => {
  test('shows the console’s picture and its numbers, without a control, and axe finds nothing', async () => {
    await untilShown(theatre, 'state', /^live$/);
    await untilShown(theatre, 'figures', isGiven);
    expect(await theatre.getByRole('button').count()).toBe(0);
    expect(await theatre.evaluate('getComputedStyle(document.querySelector("canvas")).cursor')).toBe('none');
    expect(await axeFindings(theatre, 'theatre')).toEqual([]);
    await expect
      .poll(
        () => operator.evaluate('rimlight.stores.displays.getState().displays[0]?.report?.state'),
        patience,
      )
      .toBe('live');
  });

  test('goes on while the console’s page is busy, and withholds its numbers until it hears of them again', async () => {
    await untilShown(theatre, 'state', /^live$/);
    const busy = operator.evaluate(
      'new Promise(done => { const end = performance.now() + 6000; while (performance.now() < end); done(); })',
    );
    await untilShown(theatre, 'figures', isWithheld);
    const first = await frameOn(theatre);
    await expect.poll(() => frameOn(theatre), patience).toBeGreaterThan(first + 2);
    await busy;
    await untilShown(theatre, 'figures', isGiven);
  });

  test('has a picture of its own where it was given one, and the console keeps its', async () => {
    const mode = 'rimlight.stores.scene.getState().display.mode';
    const before = await operator.evaluate(mode);
    await operator.keyboard.press('Shift+D');
    await operator.getByRole('combobox', { name: /^Picture/ }).selectOption('monochrome');
    await operator.getByRole('button', { name: 'CNR', exact: true }).click();
    await operator.keyboard.press('Escape');
    await untilShown(theatre, 'figures', /CNR/);
    expect(await operator.evaluate(mode)).toBe(before);
    expect(await operator.evaluate('rimlight.stores.displays.getState().displays[0].settings.mode')).toBe(
      'monochrome',
    );
  });

  test('says NO SIGNAL itself when the source is gone, and is live again with another', async () => {
    await operator.evaluate("rimlight.commands.provoke('frozen')");
    await untilShown(theatre, 'state', /^(identical|no-signal)$/);
    await untilShown(theatre, 'said', /IDENTICAL|NO SIGNAL/);
    await untilShown(theatre, 'figures', isWithheld);
    expect(await axeFindings(theatre, 'identical frames, numbers withheld')).toEqual([]);
    await operator.evaluate('rimlight.commands.provoke(null)');
    await untilShown(theatre, 'state', /^live$/);
  });

  test('blinks NO SIGNAL, but not for who asked for less motion', async () => {
    await operator.evaluate('rimlight.commands.provoke("unplugged")');
    await untilShown(theatre, 'said', /NO SIGNAL/);
    expect(await axeFindings(theatre, 'no signal')).toEqual([]);
    // As much red at any time, or two amounts in turn.
    const amounts = async (): Promise<number> => {
      const seen = new Set<number>();
      for (let i = 0; i < 24; i++) {
        seen.add(await redOn(theatre));
        await theatre.waitForTimeout(100);
      }
      return seen.size;
    };
    expect(await amounts()).toBeGreaterThan(1);
    await theatre.emulateMedia({ reducedMotion: 'reduce' });
    await theatre.waitForTimeout(1000);
    expect(await amounts()).toBe(1);
    await theatre.emulateMedia({ reducedMotion: null });
    await operator.evaluate('rimlight.commands.provoke(null)');
    await untilShown(theatre, 'state', /^live$/);
  });

  test('shows the test pattern, and the answer is logged with its screen', async () => {
    await operator.keyboard.press('Shift+D');
    await operator.getByRole('button', { name: 'Test pattern' }).click();
    await untilShown(theatre, 'pattern', /^true$/);
    expect(await axeFindings(theatre, 'test pattern')).toEqual([]);
    await operator.getByRole('button', { name: 'Yes, readable' }).click();
    await untilShown(theatre, 'pattern', /^false$/);
    expect(await operator.evaluate('rimlight.stores.displays.getState().checks[0]')).toMatchObject({
      isReadable: true,
    });
    await operator.keyboard.press('Escape');
  });

  test('shares one drawing with a second display of the same picture', async () => {
    const second = await openDisplay();
    await untilShown(second, 'state', /^live$/);
    const first = await frameOn(second);
    await expect.poll(() => frameOn(second), patience).toBeGreaterThan(first);
    await second.close();
    await until(operator, 'rimlight.stores.displays.getState().displays.some(({ isGone }) => isGone)');
    await operator.getByText('A theatre display is gone').first().waitFor();
    await operator.keyboard.press('Shift+D');
    await operator.getByRole('button', { name: 'Forget it' }).click();
    await until(operator, 'rimlight.stores.displays.getState().displays.length === 1');
    await operator.keyboard.press('Escape');
  });

  test('says CONSOLE LOST when the console’s page is reloaded, and comes back to it by itself', async () => {
    await untilShown(theatre, 'state', /^live$/);
    const lost = untilShown(theatre, 'state', /^console-lost$/);
    await operator.goto('about:blank');
    await lost;
    await untilShown(theatre, 'said', /CONSOLE LOST/);
    expect(await shown(theatre, 'figures')).toMatch(isWithheld);
    expect(await axeFindings(theatre, 'console lost')).toEqual([]);
    await theatre.emulateMedia({ forcedColors: 'active' });
    expect(await axeFindings(theatre, 'console lost, in the system’s own colours')).toEqual([]);
    expect(await redOn(theatre)).toBeGreaterThan(0);
    await theatre.emulateMedia({ forcedColors: 'none' });
    await operator.goto(debugUrl(url));
    await waitForState(operator, 'live');
    await untilShown(theatre, 'state', /^live$/);
  });

  test('outlives the console’s process, says so, and comes back to the next one', async () => {
    await untilShown(theatre, 'state', /^live$/);
    await operator.goto('chrome://crash').catch(() => undefined);
    await untilShown(theatre, 'state', /^console-lost$/);
    await operator.close().catch(() => undefined);
    operator = await context.newPage();
    await operator.goto(debugUrl(url));
    await waitForState(operator, 'live');
    await untilShown(theatre, 'state', /^live$/);
  });
});
