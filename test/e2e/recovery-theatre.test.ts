/** What theatre displays show while the console's graphics, its view worker or its whole page are gone, and that they come back by themselves. */
import type { BrowserContext, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { debugUrl, until, waitForState } from '../support/app-driver.ts';
import { kill, record, stageOfEachTest, threadsOf, untilLiveAgain } from '../support/recovery-driver.ts';

const stage = stageOfEachTest();

const patience = { timeout: 120_000, interval: 50 };

/** Keeps the contexts that the view worker draws with, so that a test can lose one as a driver does. */
const keptContexts = `{
  const get = OffscreenCanvas.prototype.getContext;
  globalThis.contexts = [];
  OffscreenCanvas.prototype.getContext = function (...parameters) {
    const context = get.apply(this, parameters);
    if (parameters[0] === 'webgl2' && context) contexts.push(context);
    return context;
  };
}
`;

async function withKeptContexts(context: BrowserContext): Promise<void> {
  await context.route(/\/view\.worker[^/]*\.js/, async route => {
    const response = await route.fetch();
    await route.fulfill({ response, body: keptContexts + (await response.text()) });
  });
}

async function loseContext(operator: Page): Promise<void> {
  const thread = threadsOf(operator, 'view').at(-1);
  await thread?.evaluate("contexts.at(-1).getExtension('WEBGL_lose_context').loseContext()");
}

/** A console that is live, and so many displays of it, each with a list of what it said and showed. */
async function consoleWithDisplays(count: number): Promise<{ operator: Page; displays: readonly Page[] }> {
  const browser = await stage.browser({
    flags: ['--screen-info={0,0 1920x1080 label=Console}{1920,0 1280x720 label=OR}'],
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  await withKeptContexts(context);
  const operator = await context.newPage();
  await operator.goto(debugUrl(stage.url));
  await waitForState(operator, 'live');
  const displays: Page[] = [];
  for (let i = 0; i < count; i++) displays.push(await openDisplay(context, operator, i));
  return { operator, displays };
}

async function openDisplay(context: BrowserContext, operator: Page, i: number): Promise<Page> {
  const page = await context.newPage();
  // Displays of unequal sizes get drawings of their own; small ones, because nothing here is about pixels.
  await page.setViewportSize({ width: 640 - 160 * i, height: 360 });
  const address: string = await operator.evaluate('rimlight.commands.displays.newAddress()');
  await page.goto(new URL(address, stage.url).href);
  await expect.poll(() => shown(page, 'state'), patience).toBe('live');
  await page.evaluate(`{
    globalThis.frames = [];
    globalThis.said = [];
    const main = document.querySelector('main');
    new MutationObserver(() => {
      frames.push(Number(main.dataset.frame));
      said.push(main.dataset.state + ': ' + main.dataset.said);
    }).observe(main, { attributes: true });
  }`);
  return page;
}

const shown = (page: Page, what: 'state' | 'frame' | 'said' | 'figures'): Promise<string> =>
  page.evaluate(`document.querySelector('main').dataset.${what} ?? ''`);

/** It said that it is not live, it is live again with newer frames, and none of them was older than one before. */
async function expectCameBack(display: Page, meanwhile: RegExp): Promise<void> {
  await expect.poll(() => display.evaluate('said.join("\\n")'), patience).toMatch(meanwhile);
  await expect.poll(() => shown(display, 'state'), patience).toBe('live');
  const frame = Number(await shown(display, 'frame'));
  await expect.poll(async () => Number(await shown(display, 'frame')), patience).toBeGreaterThan(frame + 5);
  const frames: number[] = await display.evaluate('frames.filter(frame => frame >= 0)');
  expect(frames.filter((number, i) => i > 0 && number < frames[i - 1]!)).toEqual([]);
}

/** Every word that stood over the console's picture. */
const hearVeil = (page: Page) =>
  page.evaluate(`{
    globalThis.veils = new Set();
    new MutationObserver(() => veils.add(document.querySelector('.veil-word')?.textContent)).observe(document.body, { subtree: true, childList: true, characterData: true });
  }`);
const veilsOf = (page: Page): Promise<string[]> => page.evaluate('[...veils].filter(Boolean)');

test.each([1, 2])(
  'the graphics context is lost with %i display(s) open: all say so and show the picture again by themselves',
  async count => {
    const { operator, displays } = await consoleWithDisplays(count);
    await hearVeil(operator);
    for (let i = 0; i < 2; i++) {
      for (const display of displays) await display.evaluate('said.length = 0');
      await loseContext(operator);
      await Promise.all(
        displays.map(display => expectCameBack(display, /^(late|no-signal): (LATE|NO SIGNAL)/m)),
      );
      await untilLiveAgain(operator);
    }
    expect(await veilsOf(operator)).toContain('GRAPHICS LOST');
    expect(await veilsOf(operator)).not.toContain('PICTURE RESTARTS');
  },
);

test('the view worker ends with two displays open: they say so, show the picture again, and the console does not blame its graphics', async () => {
  const { operator, displays } = await consoleWithDisplays(2);
  await hearVeil(operator);
  await kill(operator, 'view');
  await Promise.all(displays.map(display => expectCameBack(display, /^(late|no-signal|waiting): /m)));
  await untilLiveAgain(operator);
  expect(await veilsOf(operator)).toContain('PICTURE RESTARTS');
  expect(await veilsOf(operator)).not.toContain('GRAPHICS LOST');
  // A display that was left out would be told to be gone.
  expect(
    await operator.evaluate('rimlight.stores.displays.getState().displays.map(({ isGone }) => isGone)'),
  ).toEqual([false, false]);
});

test('the display’s own worker ends: the display comes back without a hand, and the console goes on', async () => {
  const { operator, displays } = await consoleWithDisplays(1);
  const [display] = displays;
  const [thread] = display!.workers().filter(worker => worker.url().includes('/theatre.worker'));
  await thread!.evaluate('self.close()').catch(() => undefined);
  await expect
    .poll(() => display!.evaluate('said.some(text => text.startsWith("no-console"))'), patience)
    .toBe(true);
  await expect.poll(() => shown(display!, 'state'), patience).toBe('live');
  await waitForState(operator, 'live');
});

test('the console crashes while it records: the display says CONSOLE LOST, the console opened again offers the rest and the display is live', async () => {
  const { operator, displays } = await consoleWithDisplays(1);
  const [display] = displays;
  await record(operator);
  const written: number = await operator.evaluate('rimlight.stores.recording.getState().frames');
  const client = await operator.context().newCDPSession(operator);
  const crashed = operator.waitForEvent('crash');
  void client.send('Page.crash').catch(() => undefined);
  await crashed;
  await expect.poll(() => shown(display!, 'said'), patience).toMatch(/CONSOLE LOST/);
  expect(await shown(display!, 'figures')).not.toMatch(/\d\.\d/);
  await operator.close();

  const next = await display!.context().newPage();
  await next.goto(debugUrl(stage.url));
  await waitForState(next, 'live');
  const offer = next.getByLabel('Recovered recording');
  await offer.waitFor();
  await expect.poll(() => shown(display!, 'state'), patience).toBe('live');
  await offer.getByRole('button', { name: 'Replay it' }).click();
  await until(next, `rimlight.stores.feed.getState().playhead?.frameCount >= ${written - 1}`);
});
