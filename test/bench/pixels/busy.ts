/**
 * Everything that a console may be busy with at once: it records (and packs what it recorded), exports a session over and over, its panels and sheets
 * open and close; and, because a console shows one source at a time, a second window of the viewer on the same machine measures a session again.
 */
import type { BrowserContext, Page } from 'playwright-core';
import { debugUrl, until, waitForState } from '../../support/app-driver.ts';
import { pause } from './windows.ts';

/** Frames of the session that is exported and measured again. */
const sessionFrames = 60;
/** Packing shares the machine with all else; a spell that is called idle begins when it is over. */
const packedWithinMs = 600_000;
const packsSoonMs = 2000;
/** Longer than the app takes a key for held down or bouncing. */
const betweenKeysMs = 700;

const status = 'rimlight.stores.recording.getState().status';
const frames = 'rimlight.stores.recording.getState().frames';
const packing = 'rimlight.stores.sessions.getState().packing';
/** What is kept by now is packed. */
const isPacked = `${packing}.status === 'idle' && ${packing}.backlogBytes === 0`;

export type Busy = {
  begin(): Promise<void>;
  /** Resolves when all of it has come to rest; what was recorded meanwhile is deleted. Tells what was done. */
  end(): Promise<{ exports: number; passes: number; presses: number; recorded: number }>;
  close(): Promise<void>;
};

async function record(page: Page): Promise<void> {
  await page.keyboard.press('r');
  await until(page, `${status} === 'recording'`);
}

/** The id of what was recorded. */
async function stopRecording(page: Page): Promise<string> {
  await page.keyboard.press('r');
  await until(page, `${status} === 'idle'`);
  return page.evaluate(
    'rimlight.commands.refreshLibrary().then(() => rimlight.stores.sessions.getState().sessions[0].id)',
  );
}

/** Packing begins a moment after a recording ends, and what closed while it packed comes after a moment in which nothing seems left. */
async function packedAll(page: Page): Promise<void> {
  do {
    await pause(packsSoonMs);
    await until(page, isPacked, packedWithinMs);
    await pause(packsSoonMs);
  } while (!(await page.evaluate<boolean>(isPacked)));
}

/** Begins while the console shows a live feed: records the session that is worked on. */
export async function prepareBusy(console: Page, context: BrowserContext, appUrl: string): Promise<Busy> {
  await record(console);
  await until(console, `${frames} >= ${sessionFrames}`);
  await pause(betweenKeysMs);
  const id = await stopRecording(console);
  await packedAll(console);

  const other = await context.newPage();
  await other.goto(debugUrl(appUrl));
  await waitForState(other, 'live');
  await other.evaluate(
    `rimlight.commands.refreshLibrary().then(() => rimlight.commands.openSession('${id}'))`,
  );
  await until(
    other,
    `(({ index, isReading }) => index?.sessionId === '${id}' && !isReading)(rimlight.stores.review.getState())`,
  );
  await other.evaluate('rimlight.commands.pause()');

  let isOn = false;
  let panels: Promise<number> = Promise.resolve(0);

  const openPanels = async (): Promise<number> => {
    let presses = 0;
    const press = async (key: string) => {
      if (!isOn) return;
      await console.keyboard.press(key);
      presses += 1;
      await pause(betweenKeysMs);
    };
    while (isOn) {
      // The analysis stays open over the sheets, and closes again.
      for (const key of ['y', 'i', 'Escape', 'd', 'Escape', 'Shift+F', 'Escape', 'Shift+D', 'Escape', 'y'])
        await press(key);
    }
    await console.keyboard.press('Escape');
    return presses;
  };
  const repeat = (page: Page, what: string) =>
    page.evaluate(`globalThis.rimlightBusy = { isOn: true, done: 0, over: null };
      rimlightBusy.over = (async () => { while (rimlightBusy.isOn) { await ${what}; rimlightBusy.done += 1; } })(); 0`);
  const stop = (page: Page, what: string): Promise<number> =>
    page.evaluate(
      `(async () => { rimlightBusy.isOn = false; ${what}; await rimlightBusy.over; return rimlightBusy.done; })()`,
    );

  return {
    async begin() {
      isOn = true;
      await record(console);
      await repeat(console, `rimlight.commands.exportSession('${id}', null)`);
      await repeat(
        other,
        "rimlight.commands.review.remeasure({ what: 'whole', every: 1, settings: 'recorded' })",
      );
      panels = openPanels();
    },
    async end() {
      isOn = false;
      const presses = await panels;
      const exports = await stop(console, 'rimlight.commands.cancelTask()');
      const passes = await stop(other, 'rimlight.commands.review.stopPass()');
      const recorded: number = await console.evaluate(frames);
      await pause(betweenKeysMs);
      const made = await stopRecording(console);
      await console.evaluate(`rimlight.commands.deleteSession('${made}')`);
      await packedAll(console);
      return { exports, passes, presses, recorded };
    },
    close: () => other.close(),
  };
}
