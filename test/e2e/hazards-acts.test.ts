/**
 * A picture that never lies: hazards that no source can bring, each by a real act in the built app. Regions that are drawn where they mean
 * nothing, settings that do not fit, a machine that sleeps, a disk and a memory that run short, a cable that is pulled while it records,
 * a remote stream that changes its size.
 */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { type Gateway, startGateway } from '../gateway/gateway.ts';
import { type Clip, parseIvf } from '../gateway/ivf.ts';
import { makeClip } from '../gateway/make-clip.ts';
import {
  connectCamera,
  debugUrl,
  inTemporaryFolder,
  livenessOf,
  readTbr,
  until,
  waitForState,
} from '../support/app-driver.ts';
import { openApp, startBrowser } from '../support/browser.ts';
import { chromiumFlags, findChromium } from '../support/chromium.ts';
import { problemIds, provoke, sleep, untilScreen, withCable } from '../support/hazard-driver.ts';
import { trueCircles } from '../support/phantom-truth.ts';

const url = inject('appUrl');
/** A machine that is busy with other things reads the page late. */
const patiently = (what: string) => ({ what, timeoutMs: 60_000 });
let browser: Browser | undefined;
let profile: BrowserContext | undefined;
let gateway: Gateway | undefined;
afterEach(async () => {
  await browser?.close();
  browser = undefined;
  await profile?.close();
  profile = undefined;
  await gateway?.close();
  gateway = undefined;
});

type Circle = { readonly centre: { readonly x: number; readonly y: number }; readonly radiusPx: number };
const shapeOf = ({ centre, radiusPx }: Circle): string =>
  JSON.stringify({ kind: 'circle', centre, radiusPx });

/** Drawing by hand is tested elsewhere. */
const addPair = (page: Page, { tumour, background }: { tumour: Circle; background: Circle }) =>
  page.evaluate(`
    rimlight.commands.addRegion({ role: 'tumour', tissue: null, shape: ${shapeOf(tumour)} });
    rimlight.commands.addRegion({ role: 'background', tissue: 'muscle', shape: ${shapeOf(background)} });
  `);
const move = (page: Page, id: string, to: Circle) =>
  page.evaluate(`rimlight.commands.changeRegion('${id}', { shape: ${shapeOf(to)} })`);

async function openPhantom(id: keyof typeof trueCircles): Promise<Page> {
  browser = await startBrowser();
  const { page } = await openApp(browser, { url: debugUrl(url) });
  await showPhantom(page, id);
  return page;
}

async function showPhantom(page: Page, id: keyof typeof trueCircles): Promise<void> {
  await waitForState(page, 'live');
  await page.evaluate(`rimlight.commands.openPhantom('${id}')`);
  await waitForState(page, 'live');
  await addPair(page, trueCircles[id]);
  await untilScreen(page, ({ numbers }) => numbers.length > 0, patiently('A number'));
}

const says = (page: Page, id: string, words: RegExp) =>
  untilScreen(
    page,
    ({ messages }, ids) => ids.includes(id) && words.test(messages.join(' ')),
    patiently(`A word of ${id}`),
  );
const isOver = (page: Page, id: string) =>
  untilScreen(page, (_, ids) => !ids.includes(id), patiently(`The end of ${id}`));

const isIdle = "rimlight.stores.recording.getState().status === 'idle'";
const recordedOver = (frames: number) => `rimlight.stores.recording.getState().frames > ${frames}`;

async function record(page: Page): Promise<void> {
  await page.keyboard.press('r');
  await until(page, recordedOver(12));
}

/** Ends the recording and opens it: seconds of its gaps by the clock of the machine, and its frames. */
async function gapsOfRecording(page: Page): Promise<{ gapsS: number[]; frames: number }> {
  await page.evaluate('rimlight.commands.stopRecording()');
  await until(page, isIdle);
  await page.evaluate(
    'rimlight.commands.refreshLibrary().then(() => rimlight.commands.openSession(rimlight.stores.sessions.getState().sessions[0].id))',
  );
  await until(page, 'rimlight.stores.review.getState().index !== null');
  return page.evaluate(`(({ gaps, frameArrivedS }) => ({
    gapsS: gaps.map(({ before, after }) => frameArrivedS[after] - frameArrivedS[before]),
    frames: frameArrivedS.length,
  }))(rimlight.stores.review.getState().index)`);
}

describe('regions', () => {
  test('a background on the drape is told until it lies on tissue again', async () => {
    const page = await openPhantom('back-table-specimen');
    const { background } = trueCircles['back-table-specimen'];
    const { widthPx, heightPx }: { widthPx: number; heightPx: number } = await page.evaluate(
      'rimlight.stores.scene.getState().scene',
    );
    await move(page, 'B1', {
      centre: { x: 0.2 * widthPx, y: 0.7 * heightPx },
      radiusPx: background.radiusPx,
    });
    await says(page, 'background-off-tissue', /B1 seems to lie on no tissue/);
    await move(page, 'B1', background);
    await isOver(page, 'background-off-tissue');
    await untilScreen(page, ({ numbers }) => numbers.length > 0, patiently('A number'));
  });

  test('a region that leaves the picture is told, and from half of it on there is no number', async () => {
    const page = await openPhantom('sarcoma-bed');
    const { background } = trueCircles['sarcoma-bed'];
    const at = (share: number): Circle => ({
      centre: { x: share * background.radiusPx, y: background.centre.y },
      radiusPx: background.radiusPx,
    });
    await move(page, 'B1', at(0.4));
    await says(page, 'region-out-of-frame', /B1 lies partly outside/);
    expect((await untilScreen(page, () => true, patiently('The screen'))).veil).toBeNull();
    await until(page, 'rimlight.stores.problems.getState().problems.every(({ withholds }) => !withholds)');
    // Told already, in the same words: that it became worse must not be lost.
    await move(page, 'B1', at(-0.4));
    await untilScreen(
      page,
      ({ numbers }, ids) => ids.includes('region-out-of-frame') && numbers.length === 0,
      patiently('The end of every number'),
    );
    for (let look = 0; look < 5; look++)
      expect((await untilScreen(page, () => true, patiently('The screen'))).numbers).toEqual([]);
    expect(await readTbr(page)).toBeNull();
    await move(page, 'B1', background);
    await isOver(page, 'region-out-of-frame');
    await untilScreen(page, ({ numbers }) => numbers.length > 0, patiently('A number'));
  });
});

describe('settings', () => {
  test('a profile that expired, and one of another camera: told, numbers called relative, no line is drawn', async () => {
    const page = await openPhantom('sarcoma-bed');
    await page.evaluate("rimlight.commands.setDisplay({ mode: 'contour', thresholds: [1.2] })");
    const profile = 'rimlight.stores.scene.getState().profile';
    await page.evaluate(`globalThis.own = ${profile}`);
    const others = {
      'profile-expired':
        "{ ...own, parts: { ...own.parts, path: { madeAtS: 1e6, validUntilS: 2e6, residual: '' } } }",
      'profile-other-camera':
        "{ ...own, madeFor: { device: 'Another tower', scope: '', nir: { widthPx: 64, heightPx: 48 }, scene: { widthPx: 64, heightPx: 48 }, bitDepth: 8 } }",
    };
    for (const [id, other] of Object.entries(others)) {
      await page.evaluate(`rimlight.commands.setProfile(${other})`);
      await says(page, id, /numbers are relative/);
      await untilScreen(page, ({ numbers }) => !numbers.includes('iso-line'), patiently('The end of lines'));
      await page
        .locator('.calibration.caution')
        .filter({ hasText: /^relative/ })
        .first()
        .waitFor();
      await page.evaluate('rimlight.commands.setProfile(own)');
      await isOver(page, id);
    }
  });

  test('a published threshold of another dye is told; a line of one’s own at the same place is not', async () => {
    const page = await openPhantom('sarcoma-bed');
    await page.keyboard.press('m');
    await page.getByRole('button', { name: 'Off: line at TBR ≥ 2.7' }).click();
    await says(page, 'preset-of-other-study', /was published for cetuximab/);
    await page.getByRole('button', { name: 'On: line at TBR ≥ 2.7' }).click();
    await isOver(page, 'preset-of-other-study');
    await page.getByLabel('Threshold of your own, as TBR').fill('2.7');
    await page.getByRole('button', { name: 'Add a line' }).click();
    await page.getByRole('button', { name: 'Remove the line at 2.7' }).waitFor();
    await untilScreen(page, (_, ids) => !ids.includes('preset-of-other-study'), patiently('The screen'));
    await page.getByRole('button', { name: 'Off: line at TBR ≥ 2.7' }).waitFor();
  });
});

test('another source that is opened after one was lost has lost nothing', async () => {
  const page = await openPhantom('sarcoma-bed');
  await provoke(page, 'unplugged');
  await says(page, 'camera-lost', /The camera is gone/);
  await page.evaluate("rimlight.commands.openPhantom('bolus')");
  await waitForState(page, 'live');
  await isOver(page, 'camera-lost');
});

test('a machine that slept while it recorded says so, shows no number of before, and the recording has the gap', async () => {
  const page = await openPhantom('sarcoma-bed');
  await record(page);
  await page.evaluate(`{
    globalThis.stale = [];
    let lastMs = performance.now();
    let before = -1;
    rimlight.stores.readout.subscribe(({ measurement }) => {
      const nowMs = performance.now();
      if (nowMs - lastMs > 5000) before = measurement?.frameNumber ?? -1;
      lastMs = nowMs;
      if (measurement && measurement.frameNumber <= before && 'value' in (measurement.pairs[0]?.tbr ?? {}))
        stale.push(measurement.frameNumber);
    });
  }`);
  const { frameNumber } = await livenessOf(page);
  await sleep(browser!, 14_000);
  await says(page, 'clock-jumped', /Nothing ran on this page for \d+ s/);
  await until(page, `rimlight.stores.readout.getState().liveness.frameNumber > ${frameNumber + 12}`);
  await waitForState(page, 'live');
  await untilScreen(page, ({ numbers, veil }) => numbers.length > 0 && !veil, patiently('Numbers after it'));
  expect(await page.evaluate('stale')).toEqual([]);
  const frames: number = await page.evaluate('rimlight.stores.recording.getState().frames');
  await until(page, recordedOver(frames + 8));
  const { gapsS } = await gapsOfRecording(page);
  expect(Math.max(...gapsS)).toBeGreaterThan(10);
  // In words, where somebody reviews it.
  await page.getByRole('button', { name: /^Marks/ }).click();
  await page
    .getByText(/^gap of [\d.]+ s in the recording/)
    .first()
    .waitFor();
});

test('a camera that is unplugged while it records leaves a gap that is marked, and recording goes on with it', async () => {
  browser = await startBrowser({ camera: { devices: 1, fps: 30 } });
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  await withCable(context);
  const page = await context.newPage();
  await page.goto(debugUrl(url));
  await waitForState(page, 'live');
  await connectCamera(page, '640x480');
  await addPair(page, {
    tumour: { centre: { x: 160, y: 120 }, radiusPx: 24 },
    background: { centre: { x: 60, y: 60 }, radiusPx: 20 },
  });
  await record(page);
  await page.evaluate('unplug(true)');
  const { numbers } = await untilScreen(
    page,
    ({ veil }, ids) => /NO SIGNAL/.test(veil ?? '') && ids.includes('camera-lost'),
    patiently('NO SIGNAL'),
  );
  expect(numbers).toEqual([]);
  await page.waitForTimeout(4000);
  expect(await page.evaluate('rimlight.stores.recording.getState().status')).toBe('recording');
  await page.evaluate('unplug(false)');
  await isOver(page, 'camera-lost');
  await waitForState(page, 'live');
  const frames: number = await page.evaluate('rimlight.stores.recording.getState().frames');
  await until(page, recordedOver(frames + 8));
  const { gapsS, frames: all } = await gapsOfRecording(page);
  expect(Math.max(...gapsS)).toBeGreaterThan(3);
  expect(all).toBeGreaterThan(frames);
  const marks: string[] = await page.evaluate(
    'rimlight.stores.review.getState().index.marks.map(({ words }) => words)',
  );
  expect(marks).toContain('The camera is gone.');
});

/** A window that is not private: its files lie on the disk, and what fits there can be tried. */
async function onDisk(folder: string): Promise<Page> {
  profile = await chromium.launchPersistentContext(folder, {
    executablePath: await findChromium(),
    args: [...chromiumFlags],
    viewport: { width: 1280, height: 720 },
  });
  const page = await profile.newPage();
  await page.goto(debugUrl(url));
  return page;
}

test('a disk that runs short is told at ten and at two minutes, and recording goes on', () =>
  inTemporaryFolder(async folder => {
    const page = await onDisk(folder);
    await showPhantom(page, 'sarcoma-bed');
    const client = await page.context().newCDPSession(page);
    const { origin } = new URL(url);
    await record(page);
    /** What the browser enforces, though it says something else: room for so many minutes, by what was written of late. */
    const leave = async (minutes: number): Promise<void> => {
      const bytes = 'rimlight.stores.recording.getState().bytes';
      const before: number = await page.evaluate(bytes);
      await page.waitForTimeout(4000);
      const bytesPerS = (Number(await page.evaluate(bytes)) - before) / 4;
      const usage: number = await page.evaluate('navigator.storage.estimate().then(({ usage }) => usage)');
      const quotaSize = Math.round(usage + bytesPerS * 60 * minutes);
      await client.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
    };
    // Ten GiB, which every browser of this kind says that it has, would be less.
    expect(await problemIds(page)).not.toContain('recording-space-short');
    await leave(5);
    await says(page, 'recording-space-short', /within ten minutes/);
    await untilScreen(page, ({ numbers }) => numbers.length > 0, patiently('Numbers, which stand'));
    await leave(1);
    await says(page, 'recording-space-low', /within two minutes/);
    await client.send('Storage.overrideQuotaForOrigin', { origin });
    await isOver(page, 'recording-space-low');
    expect(await page.evaluate('rimlight.stores.recording.getState().status')).toBe('recording');
    await profile?.close();
  }));

test('memory that runs short is told, also where workers and pictures take it, and is over when there is room', async () => {
  browser = await startBrowser();
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  // A machine that says it has a quarter of a GiB: half of it may be used.
  await context.addInitScript(
    "Object.defineProperty(Navigator.prototype, 'deviceMemory', { configurable: true, get: () => 0.25 })",
  );
  const page = await context.newPage();
  await page.goto(debugUrl(url));
  await waitForState(page, 'live');
  await page.evaluate('{ globalThis.taken = new Uint8Array(300 * 2 ** 20).fill(1); }');
  await untilScreen(
    page,
    ({ messages }, ids) => ids.includes('memory-short') && /Memory runs short/.test(messages.join(' ')),
    {
      what: 'A word of memory',
      timeoutMs: 150_000,
    },
  );
  await page.evaluate("Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 16 })");
  await untilScreen(page, (_, ids) => !ids.includes('memory-short'), {
    what: 'The end of it',
    timeoutMs: 150_000,
  });
});

/** Four seconds of a small picture, a larger one of the same scene for so long, and small again. */
function growing(small: Clip, large: Clip, largeS: number): Clip {
  const parts = [
    { clip: small, times: 2 },
    { clip: large, times: Math.ceil(largeS / large.durationS) },
    { clip: small, times: 4 },
  ];
  let fromS = 0;
  const frames: { data: Buffer; atS: number }[] = [];
  for (const { clip, times } of parts)
    for (let i = 0; i < times; i++) {
      for (const { data, atS } of clip.frames) frames.push({ data, atS: fromS + atS });
      fromS += clip.durationS;
    }
  return { ...large, frames, durationS: fromS };
}

test('a remote stream that begins small grows without a word while nothing is drawn; later another size withholds numbers until it returns', async () => {
  const [small, large] = [
    parseIvf(await makeClip({ widthPx: 320, heightPx: 160 }, 0.1)),
    parseIvf(await makeClip({ widthPx: 640, heightPx: 320 }, 0.1)),
  ];
  gateway = await startGateway({
    port: 0,
    counterOffer: false,
    source: { kind: 'clip', clip: growing(small, large, 60) },
  });
  browser = await startBrowser();
  const { page } = await openApp(browser, { url: debugUrl(url) });
  await waitForState(page, 'live');
  await page.evaluate(`{
    globalThis.told = [];
    rimlight.stores.problems.subscribe(({ problems }) => told.push(...problems.map(({ id }) => id)));
    void rimlight.commands.openRemote({ address: ${JSON.stringify(gateway.url)}, token: null });
  }`);
  await until(page, 'rimlight.stores.feed.getState().formats?.main.widthPx === 320');
  await until(page, 'rimlight.stores.feed.getState().formats?.main.widthPx === 640');
  await waitForState(page, 'live');
  expect(await page.evaluate("told.includes('frame-size-changed')")).toBe(false);
  await addPair(page, {
    tumour: { centre: { x: 160, y: 160 }, radiusPx: 40 },
    background: { centre: { x: 40, y: 40 }, radiusPx: 24 },
  });
  await untilScreen(page, ({ numbers }) => numbers.length > 0, patiently('A number'));
  const { messages } = await untilScreen(
    page,
    ({ numbers }, ids) => ids.includes('frame-size-changed') && numbers.length === 0,
    patiently('A word of the smaller picture, without a number'),
  );
  expect(messages.join(' ')).toContain('from 640 × 320 to 320 × 160');
  await untilScreen(
    page,
    ({ numbers }, ids) => !ids.includes('frame-size-changed') && numbers.length > 0,
    patiently('Numbers of the size that they were drawn on'),
  );
});
