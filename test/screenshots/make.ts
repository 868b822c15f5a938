/** `npm run screenshots`: the README's pictures, taken from the built app at two monitor sizes. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build, preview } from 'vite';
import sarcomaBed from '#seeds/phantoms/sarcoma-bed.json' with { type: 'json' };
import { debugUrl, drawCircle, until, waitForState } from '../support/app-driver.ts';
import { openApp, startBrowser } from '../support/browser.ts';

const folder = fileURLToPath(new URL('./pictures/', import.meta.url));

const sizes = [
  { name: '1280', width: 1280, height: 720 },
  { name: '1920', width: 1920, height: 1080 },
] as const;

/** The doors, and the first step of the tour; both are closed again. */
async function newcomer(page: Page, sizeName: string): Promise<void> {
  await waitForState(page, 'live');
  await page.waitForTimeout(1500);
  await page.screenshot({ path: join(folder, `start-${sizeName}.png`) });
  await page.keyboard.press('Shift+Digit4');
  await page.waitForTimeout(1500);
  await page.screenshot({ path: join(folder, `tour-${sizeName}.png`) });
  await page.keyboard.press('Escape');
  await page.locator('.tour').waitFor({ state: 'detached' });
}

/** The phantom's nodule as tumour, muscle beside it as background, two ratios as lines. */
async function prepare(page: Page): Promise<void> {
  await waitForState(page, 'live');
  const scene: { widthPx: number; heightPx: number } = await page.evaluate(
    'rimlight.stores.scene.getState().scene',
  );
  const at = (x: number, y: number) => ({ x: x * scene.widthPx, y: y * scene.heightPx });
  const { nodule } = sarcomaBed.nir;
  await drawCircle(page, {
    role: 'tumour',
    centre: at(nodule.x, nodule.y),
    radiusPx: nodule.radius * scene.widthPx * 0.7,
  });
  await drawCircle(page, { role: 'background', tissue: 'muscle', centre: at(0.2, 0.62), radiusPx: 30 });
  await page.evaluate('rimlight.commands.selectRegion(null)');
  await page.evaluate('rimlight.commands.setDisplay({ thresholds: [1.5, 2, 2.7] })');
  await until(page, "'value' in (rimlight.stores.readout.getState().measurement?.pairs[0]?.tbr ?? {})");
  await page.waitForTimeout(2500);
}

const shots: { name: string; act(page: Page): Promise<unknown> }[] = [
  { name: 'default', act: async () => undefined },
  { name: 'overlay', act: page => page.keyboard.press('2') },
  { name: 'big-numbers', act: page => page.keyboard.press('g') },
  { name: 'calibrate-chart', act: beginWithChart },
  { name: 'calibrate-flat', act: readDarkAndFlat },
  { name: 'calibrate-verdict', act: page => goTo(page, 'Verdict') },
  { name: 'analysis', act: showMargin },
  { name: 'review', act: replayRecording },
];

/** Puts something before the phantom's camera and reads it with Enter. */
async function readTarget(page: Page, target: string): Promise<void> {
  await page.getByRole('button', { name: target, exact: true }).click();
  await page.waitForTimeout(600);
  await page.keyboard.press('Enter');
  await until(page, 'rimlight.stores.calibrating.getState().busy !== null');
  await until(page, 'rimlight.stores.calibrating.getState().busy === null', 60_000);
}

const goTo = (page: Page, step: string) => page.getByRole('button', { name: new RegExp(`^${step}`) }).click();

async function beginWithChart(page: Page): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.press('q');
  await readTarget(page, 'The chart');
}

async function readDarkAndFlat(page: Page): Promise<void> {
  await page.keyboard.press('a');
  await readTarget(page, 'The cap');
  await page.keyboard.press('a');
  await readTarget(page, 'An even target');
}

/** The specimen with its traced edge, and the distance to the signal; with the scale that the phantom has. */
async function showMargin(page: Page): Promise<void> {
  await page.keyboard.press('Shift+Q');
  await page.evaluate(
    "rimlight.commands.calibrate.discard(); rimlight.commands.openPhantom('back-table-specimen')",
  );
  // The way back to what was discarded stands over the picture's foot for a while.
  await page.locator('.undo-line').waitFor({ state: 'detached' });
  await until(page, "rimlight.stores.feed.getState().description?.name.startsWith('Specimen')");
  await waitForState(page, 'live');
  await page.evaluate(`{
    const { setProfile, addRegion, setAnalysis, setDisplay } = rimlight.commands;
    const { profile } = rimlight.stores.scene.getState();
    setProfile({ ...profile, scale: { mmPerPx: 0.2, sdMmPerPx: 0.002 } });
    const circle = (x, y, radiusPx) => ({ kind: 'circle', centre: { x, y }, radiusPx });
    addRegion({ role: 'tumour', tissue: null, shape: circle(295, 225, 45) });
    addRegion({ role: 'background', tissue: 'muscle', shape: circle(428, 178, 22) });
    addRegion({ role: 'leak', tissue: null, shape: circle(219, 384, 30) });
    setDisplay({ mode: 'overlay', thresholds: [] });
    setAnalysis({
      signal: { rule: { by: 'tbr', times: 1.8 }, reach: 1, smallestPx: 20, fillsHoles: true },
      margin: true,
      peaksApartMm: 12,
    });
  }`);
  await page.evaluate('rimlight.commands.traceEdge({ x: 400, y: 300 })');
  await page.evaluate('rimlight.commands.selectRegion(null)');
  await page.keyboard.press('y');
  await page.getByRole('tab', { name: 'Margin' }).click();
  await until(page, 'rimlight.stores.analysis.getState().analysis?.margin?.smallest');
  await page.waitForTimeout(1500);
}

/** A recording with a mark, replayed on its timeline. */
async function replayRecording(page: Page): Promise<void> {
  await page.keyboard.press('y');
  await page.evaluate(
    "rimlight.commands.setAnalysis({ signal: null, margin: false, peaksApartMm: null }); rimlight.commands.openPhantom('sarcoma-bed')",
  );
  await waitForState(page, 'live');
  await page.evaluate(`{
    const circle = (x, y, radiusPx) => ({ kind: 'circle', centre: { x, y }, radiusPx });
    const { addRegion, setDisplay, setCase } = rimlight.commands;
    const { nodule } = ${JSON.stringify(sarcomaBed.nir)};
    const { widthPx, heightPx } = rimlight.stores.scene.getState().scene;
    addRegion({ role: 'tumour', tissue: null, shape: circle(nodule.x * widthPx, nodule.y * heightPx, 24) });
    addRegion({ role: 'background', tissue: 'muscle', shape: circle(0.2 * widthPx, 0.62 * heightPx, 24) });
    setDisplay({ mode: 'side-by-side' });
    setCase({ label: 'K-017' });
  }`);
  await page.evaluate('rimlight.commands.selectRegion(null)');
  await page.evaluate('rimlight.commands.startRecording()');
  await page.waitForTimeout(9000);
  await page.evaluate("rimlight.commands.mark({ kind: 'resection-end', doseGy: null, text: '' })");
  await page.waitForTimeout(9000);
  await page.evaluate('rimlight.commands.stopRecording().then(() => rimlight.commands.refreshLibrary())');
  await page.evaluate('rimlight.commands.openSession(rimlight.stores.sessions.getState().sessions[0].id)');
  await until(
    page,
    'rimlight.stores.review.getState().index && !rimlight.stores.review.getState().isReading',
  );
  await page.waitForTimeout(6000);
  await page.keyboard.press('k');
  await page.waitForTimeout(1000);
}

async function take(browser: Browser, url: string): Promise<void> {
  for (const size of sizes) {
    const { page, context } = await openApp(browser, { url: debugUrl(url), ...size });
    await newcomer(page, size.name);
    await prepare(page);
    for (const shot of shots) {
      await shot.act(page);
      await page.waitForTimeout(700);
      await page.screenshot({ path: join(folder, `${shot.name}-${size.name}.png`) });
    }
    await context.close();
  }
}

mkdirSync(folder, { recursive: true });
await build({ logLevel: 'error', mode: 'production' });
const server = await preview({ preview: { port: 0, strictPort: false }, logLevel: 'error' });
const address = server.httpServer.address();
if (!address || typeof address === 'string') throw new Error('The preview server has no port.');
const browser = await startBrowser();
try {
  await take(browser, `http://127.0.0.1:${address.port}/`);
} finally {
  await browser.close();
  await server.close();
}
