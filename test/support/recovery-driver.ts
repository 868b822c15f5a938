/** Ends and hangs the threads of the built app, and reads what comes back by itself: the picture, its numbers, and what a recording holds. */
import type { Browser, BrowserContext, Page, Worker } from 'playwright-core';
import { afterEach, expect, inject } from 'vitest';
import type { Finding } from '#archive/finding.ts';
import type { SessionManifest } from '#archive/format.ts';
import { debugUrl, livenessOf, until, waitForState } from './app-driver.ts';
import { type BrowserOptions, openApp, startBrowser } from './browser.ts';

export type Stage = {
  readonly url: string;
  /** The browser of the test that runs. */
  browser(options?: BrowserOptions): Promise<Browser>;
  /** The app in a browser of its own. */
  app(
    options?: BrowserOptions & { cores?: number },
  ): Promise<{ page: Page; context: BrowserContext; browser: Browser }>;
  /** The same once its phantom is live. */
  live(cores?: number): Promise<Page>;
  /** The same with a tumour and a background drawn, and their ratio there. */
  measuring(cores?: number): Promise<Page>;
};

/** The built app on a browser a test, which is closed after each. To be called once, at the head of a file. */
export function stageOfEachTest(): Stage {
  const url = inject('appUrl');
  let opened: Browser | undefined;
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });
  const stage: Stage = {
    url,
    async browser(options) {
      opened = await startBrowser(options);
      return opened;
    },
    async app({ cores, ...options } = {}) {
      const browser = await stage.browser(options);
      const { page, context } = await openApp(browser, { url: debugUrl(url), cores });
      return { page, context, browser };
    },
    async live(cores) {
      const { page } = await stage.app(cores === undefined ? {} : { cores });
      await waitForState(page, 'live');
      return page;
    },
    async measuring(cores) {
      const page = await stage.live(cores);
      await drawPair(page);
      await untilMeasured(page);
      return page;
    },
  };
  return stage;
}

/** A tumour and a background, without a hand: drawing is tested elsewhere. */
export const drawPair = (page: Page) =>
  page.evaluate(`
    for (const [role, tissue, centre, radiusPx] of [['tumour', null, { x: 240, y: 180 }, 30], ['background', 'muscle', { x: 60, y: 60 }, 24]])
      rimlight.commands.addRegion({ role, tissue, shape: { kind: 'circle', centre, radiusPx } });
  `);

/** Closes what may be closed, so that the same told once more is seen. */
export const dismissAll = (page: Page) =>
  page.evaluate(
    'rimlight.stores.problems.getState().problems.map(({ id }) => rimlight.commands.dismissProblem(id))',
  );

/** By the name of its script. */
export type Part = 'view' | 'quantify' | 'encode' | 'feed' | 'export' | 'keep';

/** The threads of one part, by their script: where there are cores for it, a second one of `quantify` analyses. */
export const threadsOf = (page: Page, part: Part): Worker[] =>
  page.workers().filter(worker => worker.url().includes(`/${part}.worker`));

/**
 * Ends a thread as a crash does: from within, without a word to the page, once the page would notice: of one that ends before it ever spoke the page cannot know that it does not start slowly, and waits half
 * a minute.
 */
export const endThread = (thread: Worker) =>
  thread
    .evaluate(`(async () => {
      const isHeld = async () => (await navigator.locks.query()).held.some(({ name }) => name.endsWith(self.name));
      while (!(await isHeld())) await new Promise(resolve => setTimeout(resolve, 20));
      self.close();
    })()`)
    .catch(() => undefined);

/** Ends every thread of one part. */
export async function kill(page: Page, part: Part): Promise<void> {
  const threads = threadsOf(page, part);
  expect(threads.length).toBeGreaterThan(0);
  for (const thread of threads) await endThread(thread);
}

/**
 * Keeps the newest thread of a part busy for good. Not from within the call: what a debugger runs the browser never ends, and no thread of a user's
 * hangs like that.
 */
export async function hang(page: Page, part: Part): Promise<void> {
  for (const thread of threadsOf(page, part).reverse()) {
    if (!(await thread.evaluate<string>('self.name')).startsWith(`${part}-`)) continue;
    await thread.evaluate('void setTimeout(() => { for (;;); })');
    return;
  }
  throw new Error(`There is no thread of ${part}.`);
}

/** In the page: there is a ratio, and it is not withheld. */
export const hasTbr = "'value' in (rimlight.stores.readout.getState().measurement?.pairs[0]?.tbr ?? {})";
/** Waits for a ratio. */
export const untilMeasured = (page: Page) => until(page, hasTbr, 60_000);

/** Waits for the line that says so, on the page itself. */
export const untilTold = (page: Page, text: string) =>
  page.getByText(text).first().waitFor({ timeout: 60_000 });

/** Waits until it is told, on the page or behind others that are: of many at once only some are shown. */
export const untilReported = (page: Page, text: string) => until(page, isReported(text), 60_000);
/** In the page: what `untilReported` waits for. */
export const isReported = (text: string): string =>
  `rimlight.stores.problems.getState().problems.some(({ text }) => text === ${JSON.stringify(text)})`;

/** Waits until frames come and nothing covers them. */
export async function untilLiveAgain(page: Page): Promise<void> {
  await waitForState(page, 'live', 60_000);
  const { frameNumber } = await livenessOf(page);
  await until(page, `rimlight.stores.readout.getState().liveness.frameNumber > ${frameNumber + 3}`, 60_000);
  await until(page, "document.querySelector('.veil') === null", 60_000);
}

/** Begins a recording and waits for its first frames. */
export async function record(page: Page): Promise<void> {
  await page.evaluate('rimlight.commands.startRecording()');
  await until(page, 'rimlight.stores.recording.getState().frames > 12', 60_000);
}

/** Frames go on being written, in one session and the same. */
export async function untilRecorded(page: Page, frames: number): Promise<void> {
  const before: number = await page.evaluate('rimlight.stores.recording.getState().frames');
  await until(page, `rimlight.stores.recording.getState().frames > ${before + frames}`, 60_000);
}

/** Ends the recording and examines every byte of it. */
export async function stopAndExamine(page: Page): Promise<{ session: SessionManifest; findings: Finding[] }> {
  await page.evaluate('rimlight.commands.stopRecording()');
  const sessions: SessionManifest[] = await page.evaluate('rimlight.stores.sessions.getState().sessions');
  expect(sessions.length).toBe(1);
  const session = sessions[0]!;
  await page.evaluate(`rimlight.commands.examineSession('${session.id}')`);
  const findings: Finding[] = await page.evaluate('rimlight.stores.sessions.getState().examined.findings');
  return { session, findings };
}

/** Opens it as a feed. */
export async function replayed(page: Page, id: string): Promise<{ frames: number }> {
  await page.evaluate(`rimlight.commands.openSession('${id}')`);
  await until(page, 'rimlight.stores.feed.getState().playhead?.frameCount > 0');
  return { frames: await page.evaluate('rimlight.stores.feed.getState().playhead.frameCount') };
}
