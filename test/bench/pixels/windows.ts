/** Windows of the built app, and of a plain `<video>`, with what is noted in their threads. Whoever opens a page closes it. */
import type { BrowserContext, Page } from 'playwright-core';
import { z } from 'zod';
import { type Thread, type Threads, watchThreads } from '../../soak/threads.ts';
import { debugUrl, until, waitForState } from '../../support/app-driver.ts';
import type { Scripts } from './scripts.ts';

const readingSchema = z.object({ code: z.number().nullable(), submittedMs: z.number(), drawnMs: z.number() });
const takenSchema = z.object({
  readings: z.array(readingSchema),
  delivered: z.number(),
});
export type Taken = z.infer<typeof takenSchema>;
const evaluatedSchema = z.object({ result: z.object({ value: z.unknown().optional() }) });

/** Fetches what was noted since the last time. */
const takeExpression = `(notes => {
  const taken = { readings: notes.readings, delivered: notes.delivered };
  Object.assign(notes, { readings: [], delivered: 0 });
  return taken;
})(rimlightPixels)`;

export const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));

/** A thread may be busy for long while everything is measured at once. */
const patienceMs = 60_000;
/** One that is silent for so long may have been taken for hung by its page, and started anew: the newer one is asked. */
const silentMs = 10_000;

async function evaluateIn(thread: Thread, expression: string): Promise<unknown> {
  const answer = await thread.send('Runtime.evaluate', { expression, returnByValue: true }, silentMs);
  return evaluatedSchema.parse(answer).result.value;
}

/** Asks the newest thread of that name: an older one was started anew. */
async function ask({ all }: Threads, name: string, expression: string): Promise<unknown> {
  const endMs = Date.now() + patienceMs;
  for (;;) {
    const thread = all.findLast(each => each.name === name);
    if (thread)
      try {
        return await evaluateIn(thread, expression);
      } catch (error) {
        if (Date.now() > endMs) throw error;
      }
    if (Date.now() > endMs)
      throw new Error(`There is no ${name} thread among ${all.map(each => each.name).join(', ')}.`);
    await pause(50);
  }
}

export type PixelWindow = {
  readonly page: Page;
  /** Tells the thread that draws where the code lies on its canvas: what the console shows now. Pictures before are not read. */
  aim(shown: string): Promise<void>;
  /** What was drawn since the last call. */
  take(): Promise<Taken>;
  /** What a moment in the page's threads is called there, less what it is called here, in milliseconds. */
  clockAheadMs(): Promise<number>;
};

async function watched(page: Page, scripts: Scripts, name: 'view' | 'theatre'): Promise<PixelWindow> {
  const threads = await watchThreads(page, scripts.thread);
  const endMs = Date.now() + patienceMs;
  while ((await ask(threads, name, 'Boolean(globalThis.rimlightPixels)')) !== true) {
    if (Date.now() > endMs) throw new Error(`No ${name} thread took the bench's script.`);
    await pause(50);
  }
  const take = async () => takenSchema.parse(await ask(threads, name, takeExpression));
  return {
    page,
    async aim(shown) {
      await ask(threads, name, `rimlightPixels.shown = ${shown}; 0`);
      await take();
    },
    take,
    clockAheadMs: () => clockAheadMs(page),
  };
}

/** Half the shortest way there and back is what is not known; within it the clocks count as one. */
async function clockAheadMs(page: Page): Promise<number> {
  const nowMs = () => performance.timeOrigin + performance.now();
  let best = { tripMs: Number.POSITIVE_INFINITY, aheadMs: 0 };
  for (let i = 0; i < 25; i++) {
    const sentMs = nowMs();
    const thereMs: number = await page.evaluate('performance.timeOrigin + performance.now()');
    const tripMs = nowMs() - sentMs;
    if (tripMs < best.tripMs) best = { tripMs, aheadMs: thereMs - sentMs - tripMs / 2 };
  }
  return Math.abs(best.aheadMs) <= best.tripMs / 2 ? 0 : best.aheadMs;
}

const shownNow = `(({ scene, display, view }) =>
  JSON.stringify(scene && { scene, mode: display.mode, view }))(rimlight.stores.scene.getState())`;

/** What the console shows now, as `aim` takes it. */
async function shownOn({ page }: Pick<PixelWindow, 'page'>): Promise<string> {
  await until(page, 'rimlight.stores.scene.getState().scene !== null');
  return page.evaluate(shownNow);
}

/** The app with its phantom. */
export async function openConsole(
  context: BrowserContext,
  appUrl: string,
  scripts: Scripts,
): Promise<PixelWindow> {
  const page = await context.newPage();
  await page.goto(debugUrl(appUrl));
  await waitForState(page, 'live');
  return watched(page, scripts, 'view');
}

/** Waits for a live picture of white light beside NIR from the feed that `open`, an expression, asks for; and reads it from then on. */
export async function openFeed(console: PixelWindow, open: string, kind: string): Promise<void> {
  const { page } = console;
  await page.evaluate(`void ${open}`);
  await until(
    page,
    `(({ description, status }) => description?.kind === '${kind}' && status === 'open' && description.layout.white && description.layout.nir)(rimlight.stores.feed.getState())`,
  );
  await waitForState(page, 'live');
  await console.aim(await shownOn(console));
}

/** A theatre display of `console`, as a user opens it. It shows what the console shows. */
export async function openDisplay(console: PixelWindow, scripts: Scripts): Promise<PixelWindow> {
  const { page } = console;
  const count = 'rimlight.stores.displays.getState().displays.length';
  const before: number = await page.evaluate(count);
  await page.keyboard.press('Shift+D');
  const [theatre] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('button', { name: 'Open a theatre display' }).click(),
  ]);
  await theatre.waitForLoadState();
  await until(page, `${count} > ${before}`);
  await page.keyboard.press('Escape');
  const display = await watched(theatre, scripts, 'theatre');
  await display.aim(await shownOn(console));
  return display;
}

/** Closes a display's window and takes it out of the console's list, so that nothing is said of it any more. */
export async function closeDisplay(console: PixelWindow, display: PixelWindow): Promise<void> {
  await display.page.close();
  const gone = 'rimlight.stores.displays.getState().displays.find(({ isGone }) => isGone)';
  await until(console.page, `${gone} !== undefined`);
  await console.page.evaluate(`rimlight.commands.displays.forget(${gone}.id)`);
}

/** A page of the app's server with nothing but a `<video>`; `address` null: of the first camera. */
export async function openVideo(
  context: BrowserContext,
  { appUrl, scripts, address }: { appUrl: string; scripts: Scripts; address: string | null },
): Promise<PixelWindow> {
  const page = await context.newPage();
  await page.goto(new URL(blankPath, appUrl).href);
  await page.evaluate(scripts.video);
  await page.evaluate(`rimlightVideo.playVideo(${JSON.stringify(address)})`);
  const take = async () => takenSchema.parse(await page.evaluate(takeExpression));
  return {
    page,
    aim: () => Promise.resolve(),
    take,
    clockAheadMs: () => clockAheadMs(page),
  };
}

/** Where the bench's server has its page with nothing on it but one canvas that is painted at once. */
export const blankPath = '/blank.html';
