/** The review room in the built app: exact steps, loops, measuring again, two moments compared, a clip. */
import { readFileSync } from 'node:fs';
import { type DecodedPng, decode } from 'fast-png';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type { Playhead } from '#workers/feed/api.ts';
import { debugUrl, drawCircle, until, waitForState } from '../support/app-driver.ts';
import { axeFindings } from '../support/axe.ts';
import { type Complaints, openApp, startBrowser } from '../support/browser.ts';

const url = inject('appUrl');
const note = 'margin looked at';
let browser: Browser;
let page: Page;
let complaints: Complaints;
/** Ids of what was recorded: 45 frames with a tumour, and fewer with another one. */
let long: string;
let short: string;

const idle = "rimlight.stores.recording.getState().status === 'idle'";
const playheadOf = (): Promise<Playhead> => page.evaluate('rimlight.stores.feed.getState().playhead');
const press = (key: string) => page.keyboard.press(key);
const says = (words: string) =>
  page.getByRole('status').filter({ hasText: words }).waitFor({ state: 'attached', timeout: 60_000 });

async function record(frames: number): Promise<string> {
  await press('r');
  await until(page, `rimlight.stores.recording.getState().frames > ${frames / 2}`);
  await page.evaluate(`rimlight.commands.mark({ kind: 'note', doseGy: null, text: '${note}' })`);
  await until(page, `rimlight.stores.recording.getState().frames >= ${frames}`);
  await press('r');
  await until(page, idle);
  return page.evaluate(
    'rimlight.commands.refreshLibrary().then(() => rimlight.stores.sessions.getState().sessions[0].id)',
  );
}

/** Opens a session, paused, with all that was measured of it. */
async function review(id: string): Promise<void> {
  await page.evaluate(`rimlight.commands.openSession('${id}')`);
  await until(
    page,
    `(({ index, recorded, isReading }) => index?.sessionId === '${id}' && recorded.length > 0 && !isReading)(rimlight.stores.review.getState()) &&
      rimlight.stores.feed.getState().playhead !== null`,
  );
  await press('k');
  await until(page, '!rimlight.stores.feed.getState().playhead.isPlaying');
}

/** The frame stands where it should, and its own picture is on the canvas. */
async function standsAt(frameIndex: number): Promise<void> {
  await until(
    page,
    `rimlight.stores.feed.getState().playhead.frameIndex === ${frameIndex} &&
      rimlight.stores.readout.getState().liveness.frameNumber === rimlight.stores.review.getState().index.frameNumbers[${frameIndex}]`,
  );
}

/** Mean difference of two places on the page, grey levels: the left pane's part that no words stand on. */
async function apart(one: Locator, other: Locator): Promise<number> {
  const [a, b] = await Promise.all(
    [one, other].map(async place => {
      const { x, y, width, height } = (await place.boundingBox())!;
      const clip = {
        x: Math.ceil(x) + 8,
        y: Math.round(y + 0.4 * height),
        width: Math.floor(0.4 * width),
        height: Math.floor(0.25 * height),
      };
      return decode(await page.screenshot({ clip }));
    }),
  );
  const green = (picture: DecodedPng, i: number) => picture.data[i * picture.channels + 1]!;
  let sum = 0;
  const width = Math.min(a!.width, b!.width);
  const height = Math.min(a!.height, b!.height);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      sum += Math.abs(green(a!, row * a!.width + column) - green(b!, row * b!.width + column));
  return sum / (width * height);
}

beforeAll(async () => {
  browser = await startBrowser();
  ({ page, complaints } = await openApp(browser, { url: debugUrl(url) }));
  await waitForState(page, 'live');
  await drawCircle(page, { role: 'tumour', centre: { x: 240, y: 180 }, radiusPx: 30 });
  await drawCircle(page, { role: 'background', tissue: 'muscle', centre: { x: 60, y: 60 }, radiusPx: 24 });
  await until(page, "'value' in (rimlight.stores.readout.getState().measurement?.pairs[0]?.tbr ?? {})");
  long = await record(45);
  await press('Escape');
  short = await record(16);
});
beforeEach(() => {
  complaints.texts.length = 0;
});
afterEach(async () => {
  await page.evaluate('rimlight.commands.review?.unpin(); rimlight.commands.closeFeed()');
  expect(complaints.texts).toEqual([]);
});
afterAll(() => browser.close());

test('the timeline shows curves and marks; keys step by one frame, shuttle, and play round a loop', async () => {
  await review(long);
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await timeline.waitFor();
  const tbr = timeline.getByLabel('TBR at the moment looked at');
  await until(page, `/T1 \\/ B1 \\d/.test(document.querySelector('.lane-names')?.textContent)`);
  expect(await tbr.textContent()).toMatch(/T1 \/ B1 \d+\.\d/);
  // A curve is there when its colour is, in most of the columns.
  const share = await timeline.locator('.lane-plot canvas').evaluate(canvas => {
    const dot = document.querySelector('.lane-reading i');
    if (!dot || !(canvas instanceof HTMLCanvasElement)) return 0;
    const colour = (getComputedStyle(dot).backgroundColor.match(/\d+/g) ?? []).map(Number);
    const { data, width, height } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    const isCurve = (at: number) =>
      data[at + 3]! > 100 && colour.every((value, i) => Math.abs(data[at + i]! - value) < 12);
    const columns = new Set<number>();
    for (let i = 0; i < width * height; i++) if (isCurve(4 * i)) columns.add(i % width);
    return columns.size / width;
  });
  expect(share).toBeGreaterThan(0.5);
  expect(await timeline.locator('.mark-strip .flag').count()).toBe(1);

  const { frameCount } = await playheadOf();
  expect(frameCount).toBeGreaterThan(40);
  for (const [key, frameIndex] of [
    ['Home', 0],
    ['.', 1],
    ['.', 2],
    [',', 1],
    ['Shift+Period', 11],
    ['Shift+Comma', 1],
    ['End', frameCount - 1],
    [',', frameCount - 2],
  ] as const) {
    await press(key);
    await standsAt(frameIndex);
  }
  await timeline.getByRole('button', { name: /^Marks/ }).click();
  await timeline.getByRole('button', { name: note }).click();
  const markedAt: number = await page.evaluate(
    `rimlight.stores.review.getState().index.marks.find(({ words }) => words.includes('${note}')).frameIndex`,
  );
  expect(markedAt).toBeGreaterThan(10);
  await standsAt(markedAt);

  const plays = (speed: number) =>
    until(
      page,
      `(({ isPlaying, speed }) => isPlaying && speed === ${speed})(rimlight.stores.feed.getState().playhead)`,
    );
  await press('Home');
  await standsAt(0);
  // Round and round, so that no end stops it before it is looked at.
  await press('i');
  await press('l');
  await plays(1);
  await press('l');
  await plays(2);
  await press('j');
  await plays(-1);
  await press('k');
  await until(page, '!rimlight.stores.feed.getState().playhead.isPlaying');
  await press('Shift+I');
  await until(page, 'rimlight.stores.feed.getState().playhead.loop === null');

  await page.evaluate('rimlight.commands.seek(20)');
  await standsAt(20);
  await press('i');
  await page.evaluate('rimlight.commands.seek(26)');
  await standsAt(26);
  await press('o');
  await until(page, 'rimlight.stores.feed.getState().playhead.loop?.to === 26');
  await page.evaluate('rimlight.commands.seek(20)');
  await standsAt(20);
  await page.evaluate(`
    globalThis.shown = [];
    globalThis.stopWatching = rimlight.stores.readout.subscribe(({ liveness }) => {
      const at = rimlight.stores.review.getState().index.frameNumbers.indexOf(liveness.frameNumber);
      if (shown.at(-1) !== at) shown.push(at);
    });
  `);
  await press('l');
  await until(page, 'shown.filter((at, i) => i > 0 && at < shown[i - 1]).length >= 2');
  await page.evaluate('stopWatching()');
  const shown: readonly number[] = await page.evaluate('shown');
  expect(Math.min(...shown)).toBeGreaterThanOrEqual(20);
  expect(Math.max(...shown)).toBeLessThanOrEqual(26);
  expect(await axeFindings(page, 'timeline with its marks')).toEqual([]);
});

test('a region that is changed afterwards gives other numbers, and as recorded every one comes out to the last bit', async () => {
  await review(long);
  await page.evaluate("rimlight.commands.selectRegion('T1')");
  for (let i = 0; i < 3; i++) await press('Shift+ArrowRight');
  await press('Shift+R');
  const panel = page.getByRole('complementary', { name: 'Measure again' });
  await panel.getByText('Not as recorded here').waitFor();
  await panel.getByRole('button', { name: 'With the settings now' }).click();
  await says('Measured again.');
  const table = panel.getByRole('table');
  const [recorded, recomputed, difference] = await table
    .getByRole('row', { name: /^TBR/ })
    .getByRole('cell')
    .evaluateAll(cells =>
      cells.map(cell => Number.parseFloat((cell.firstChild?.textContent ?? '').replace('−', '-'))),
    );
  expect(recorded).toBeGreaterThan(1);
  expect(recomputed).not.toBe(recorded);
  expect(Math.abs(difference!)).toBeGreaterThan(0.01);
  expect(await axeFindings(page, 'measured again')).toEqual([]);

  const saving = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'recomputed as CSV' }).click();
  const file = await saving;
  expect(file.suggestedFilename()).toMatch(/^recomputed-[0-9T-]+\.csv$/);
  const lines = readFileSync(await file.path(), 'utf8')
    .split('\r\n')
    .filter(line => line !== '' && !line.startsWith('#'));
  const heading = lines[0]!.split(',');
  const frames = lines.slice(1).map(line => Number(line.split(',')[heading.indexOf('frame_index')]));
  const { frameCount } = await playheadOf();
  // One pair: a row for each frame, none twice, none left out.
  expect(frames).toEqual(Array.from({ length: frameCount }, (_, i) => i));

  await panel.getByRole('button', { name: 'As recorded, to prove it' }).click();
  await panel.getByText('came out to the last bit').waitFor({ timeout: 60_000 });
  const words = (await panel.locator('.summary-words').textContent()) ?? '';
  const [, equal, compared] = /As recorded: (\d+) of (\d+) measurements/.exec(words) ?? [];
  expect(Number(equal)).toBeGreaterThan(10);
  expect(equal).toBe(compared);
  expect(words).not.toContain('different');
  await press('Shift+R');
});

test('a moment put aside stands beside another of the session, and beside another session, on one scale', async () => {
  await review(long);
  await page.evaluate('rimlight.commands.seek(5)');
  await standsAt(5);
  await press('Shift+A');
  await says('Put aside as A.');
  const beside = page.getByRole('region', { name: 'A, beside what is shown now' });
  await page.getByRole('button', { name: 'Beside', exact: true }).click();
  await beside.waitFor();
  // Of one frame: white light, between the words, must lie in the same place on both sides.
  await expect.poll(() => apart(beside, page.getByRole('application')), { timeout: 20_000 }).toBeLessThan(4);
  await press('End');
  await standsAt((await playheadOf()).frameCount - 1);

  /** Grey levels of A's picture. */
  const levels = (): Promise<number> =>
    page.getByRole('img', { name: 'A: no label' }).evaluate(canvas => {
      if (!(canvas instanceof HTMLCanvasElement)) return 0;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return new Set(data.filter((_, i) => i % 4 === 1)).size;
    });
  await page.getByRole('button', { name: 'Wipe', exact: true }).click();
  const wipe = page.getByRole('region', { name: 'A and now, by a wipe' });
  expect(await levels()).toBeGreaterThan(40);
  expect(await wipe.getByText('A and now: same scale, same place.').count()).toBe(1);
  await wipe.getByRole('slider').focus();
  await press('Shift+ArrowRight');
  expect(await wipe.getByRole('slider').getAttribute('aria-valuenow')).toBe('60');
  expect(await axeFindings(page, 'wipe')).toEqual([]);

  await review(short);
  expect(await wipe.textContent()).toMatch(/frame 6.*TBR T1 \/ B1 \d.*Now.*TBR T1 \/ B1 \d/s);
  await page.getByRole('button', { name: 'Beside', exact: true }).click();
  expect(await levels()).toBeGreaterThan(40);
  const boxes = [await beside.boundingBox(), await page.getByRole('application').boundingBox()];
  expect(boxes[0]!.x + boxes[0]!.width).toBeLessThanOrEqual(boxes[1]!.x + 1);
  await beside.getByText('A and now: same scale, same place.').waitFor();
  expect(await axeFindings(page, 'side by side')).toEqual([]);
  await page.getByRole('button', { name: 'No A' }).click();
  expect(await beside.count()).toBe(0);
});

test('a loop leaves as a video that plays: as long as the loop, another picture each frame, words in its strip', async () => {
  await review(long);
  await page.evaluate('rimlight.commands.review.loop({ from: 6, to: 13 })');
  const saving = page.waitForEvent('download', { timeout: 60_000 });
  await page.getByRole('button', { name: 'Save the loop as a video' }).click();
  const file = await saving;
  expect(file.suggestedFilename()).toMatch(/^rimlight-clip\.(mp4|webm)$/);
  const bytes = readFileSync(await file.path());
  const lastsS: number = await page.evaluate(
    '(({ frameAtS }) => frameAtS[14] - frameAtS[6])(rimlight.stores.review.getState().index)',
  );
  const played: { durationS: number; differences: number[]; brightest: number; words: number } =
    await page.evaluate(`(async () => {
      const bytes = Uint8Array.from(atob('${bytes.toString('base64')}'), letter => letter.charCodeAt(0));
      const video = document.createElement('video');
      video.muted = true;
      video.src = URL.createObjectURL(new Blob([bytes]));
      await new Promise((resolve, reject) => {
        video.onloadeddata = resolve;
        video.onerror = () => reject(new Error(video.error.message));
      });
      await video.play();
      await new Promise(resolve => { video.onended = resolve; });
      const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
      const context = canvas.getContext('2d', { willReadFrequently: true });
      const stripFrom = Math.round(canvas.height * 0.93);
      const pictures = [];
      for (let i = 0; i < 8; i++) {
        video.currentTime = ((i + 0.5) / 8) * video.duration;
        await new Promise(resolve => { video.onseeked = resolve; });
        context.drawImage(video, 0, 0);
        pictures.push(context.getImageData(0, 0, canvas.width, canvas.height).data);
      }
      const strip = pictures[0].subarray(4 * canvas.width * stripFrom);
      let brightest = 0;
      let words = 0;
      for (let i = 1; i < strip.length; i += 4) {
        brightest = Math.max(brightest, strip[i]);
        if (strip[i] > 120) words += 1;
      }
      const differences = pictures.slice(1).map((picture, k) => {
        let sum = 0;
        for (let i = 1; i < picture.length; i += 4) sum += Math.abs(picture[i] - pictures[k][i]) > 8;
        return sum;
      });
      return { durationS: video.duration, differences, brightest, words: words / (strip.length / 4) };
    })()`);
  expect(Math.abs(played.durationS - lastsS)).toBeLessThan(0.1 + lastsS / 8);
  expect(played.brightest).toBeGreaterThan(150);
  expect(played.words).toBeGreaterThan(0.005);
  expect(played.words).toBeLessThan(0.5);
  expect(Math.max(...played.differences)).toBeGreaterThan(100);
  expect(played.differences.filter(count => count > 0).length).toBeGreaterThan(3);
});
