/** Drives the built app through hazards: makes one happen, and reads from the page what a person in the theatre would. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { PhantomFault } from '#model/phantom.ts';
import { until } from './app-driver.ts';

/** What stands on the page now: messages, the word over the picture, tags on it, and every number that is not withheld. */
export type Screen = {
  readonly messages: readonly string[];
  readonly veil: string | null;
  readonly tags: readonly string[];
  readonly numbers: readonly string[];
};

const texts = (selector: string) =>
  `[...document.querySelectorAll(${JSON.stringify(selector)})].map(element => element.textContent.trim())`;

/** TBR and CNR; only what holds a digit is a number: the dash of a withheld one is none. Iso-lines are numbers that are drawn. */
const readScreen = `({
  messages: ${texts('.problem p')},
  veil: document.querySelector('.veil')?.textContent ?? null,
  tags: ${texts('.tags .tag')},
  numbers: [
    ...${texts('.numbers .tbr, .numbers .side-figures li:first-child .side-value')}.filter(text => /\\d/.test(text)),
    ...rimlight.stores.readout.getState().anchors.map(() => 'iso-line'),
  ],
})`;

const screenOf = (page: Page): Promise<Screen> => page.evaluate(readScreen);

/** Ids of what is wrong now. */
export const problemIds = (page: Page): Promise<readonly string[]> =>
  page.evaluate('rimlight.stores.problems.getState().problems.map(({ id }) => id)');

/** Asked again and again until `holds`; throws with the last screen and problems after `timeoutMs`. */
export async function untilScreen(
  page: Page,
  holds: (screen: Screen, ids: readonly string[]) => boolean,
  { what, timeoutMs = 60_000 }: { readonly what: string; readonly timeoutMs?: number },
): Promise<Screen> {
  const endMs = Date.now() + timeoutMs;
  for (;;) {
    const [screen, ids] = [await screenOf(page), await problemIds(page)];
    if (holds(screen, ids)) return screen;
    if (Date.now() > endMs)
      throw new Error(`${what} never came. Problems: ${ids.join(', ') || 'none'}. ${JSON.stringify(screen)}`);
    await new Promise(resolve => setTimeout(resolve, 60));
  }
}

/** Makes a fault happen to the phantom, or ends it, and waits until the screen calls it practice (or no longer does). */
export async function provoke(page: Page, fault: PhantomFault | null): Promise<void> {
  await page.evaluate(`rimlight.commands.provoke(${JSON.stringify(fault)})`);
  await until(page, `(document.querySelector('.practise-mark') !== null) === ${fault !== null}`);
}

/** Ends what goes wrong, waits for numbers, and puts away messages that stay for a while: the next hazard is told anew. */
export async function settle(page: Page): Promise<void> {
  await provoke(page, null);
  await until(page, "rimlight.stores.readout.getState().liveness.state === 'live'");
  await page.evaluate(
    'rimlight.stores.problems.getState().problems.forEach(({ id }) => rimlight.commands.dismissProblem(id))',
  );
}

/** Lets a test pull the cable of the browser's fake camera: `unplug(true)` ends its tracks as a device that went away does, and finds none. */
export async function withCable(context: BrowserContext): Promise<void> {
  await context.addInitScript(`{
    const devices = navigator.mediaDevices;
    const open = devices.getUserMedia.bind(devices);
    const tracks = [];
    let isUnplugged = false;
    devices.getUserMedia = async constraints => {
      if (isUnplugged) throw new DOMException('No device', 'NotFoundError');
      const stream = await open(constraints);
      tracks.push(...stream.getVideoTracks());
      return stream;
    };
    globalThis.unplug = unplugged => {
      isUnplugged = unplugged;
      if (unplugged) for (const track of tracks.splice(0)) {
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
      devices.dispatchEvent(new Event('devicechange'));
    };
  }`);
}

/** Hides the page from a person, or shows it. A browser without a window never does that by itself, so that the page is told what it would be told. */
export const hide = (page: Page, isHidden: boolean): Promise<void> =>
  page.evaluate(`{
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: '${isHidden ? 'hidden' : 'visible'}' });
    document.dispatchEvent(new Event('visibilitychange'));
  }`);

/** Nothing of any page runs for so long, as when the machine sleeps: its processes are stopped, then go on. */
export async function sleep(browser: Browser, forMs: number): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const pages = processInfo.flatMap(({ type, id }) => (type === 'renderer' ? [id] : []));
  if (pages.length === 0) throw new Error('The browser names no process of a page.');
  for (const id of pages) process.kill(id, 'SIGSTOP');
  try {
    await new Promise(resolve => setTimeout(resolve, forMs));
  } finally {
    for (const id of pages) process.kill(id, 'SIGCONT');
  }
}
