/** Stills in the built app: drawn on by hand, kept, read in again, and leaving as each kind of file; one sheet of paper. */
import { readFileSync } from 'node:fs';
import { decode as decodePng } from 'fast-png';
import type { Browser, Page } from 'playwright-core';
import { decode as decodeTiff } from 'tiff';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import type { Still } from '#model/still.ts';
import { debugUrl, drawCircle, until, waitForState } from '../support/app-driver.ts';
import { axeFindings } from '../support/axe.ts';
import { type Complaints, openApp, startBrowser } from '../support/browser.ts';

const url = inject('appUrl');
let browser: Browser;
let page: Page;
let complaints: Complaints;

beforeAll(async () => {
  browser = await startBrowser();
  ({ page, complaints } = await openApp(browser, { url: debugUrl(url) }));
  await waitForState(page, 'live');
  await drawCircle(page, { role: 'tumour', centre: { x: 240, y: 180 }, radiusPx: 30 });
  await drawCircle(page, { role: 'background', tissue: 'muscle', centre: { x: 60, y: 60 }, radiusPx: 24 });
  await until(page, "'value' in (rimlight.stores.readout.getState().measurement?.pairs[0]?.tbr ?? {})");
  await page.keyboard.press('s');
  await until(page, 'rimlight.stores.library.getState().stills.length === 1');
});
afterEach(() => expect(complaints.texts).toEqual([]));
afterAll(() => browser.close());

const kept = (): Promise<Still> =>
  page.evaluate('rimlight.commands.openStill(rimlight.stores.library.getState().stills[0].id)');
/** What lies on the disk, as a hash. */
const hashOf = (kind: 'whiteLight' | 'composite'): Promise<string> =>
  page.evaluate(`(async () => {
    const [{ id }] = rimlight.stores.library.getState().stills;
    const picture = Object.assign(new Image(), { src: await rimlight.commands.stillPicture(id, '${kind}') });
    await picture.decode();
    const canvas = new OffscreenCanvas(picture.naturalWidth, picture.naturalHeight);
    canvas.getContext('2d').drawImage(picture, 0, 0);
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return [...new Uint8Array(await crypto.subtle.digest('SHA-256', data))].join(' ');
  })()`);

/** As after a start of the app. */
async function openStill(): Promise<void> {
  await page.reload();
  await waitForState(page, 'live');
  await page.keyboard.press('i');
  await page
    .getByRole('button', { name: /^Still of/ })
    .first()
    .click();
}

async function bytesOf(button: string, name: RegExp): Promise<Buffer> {
  const saving = page.waitForEvent('download', { timeout: 60_000 });
  await page.getByRole('button', { name: button }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toMatch(name);
  return readFileSync(await saved.path());
}

test('a still that is drawn on keeps its pixels, leaves as every kind of file, and can be drawn on again', async () => {
  const pixels = { white: await hashOf('whiteLight'), seen: await hashOf('composite') };
  await openStill();
  await page.getByRole('button', { name: 'Annotate' }).click();
  const surface = page.getByRole('dialog').getByRole('application');
  await surface.waitFor();
  const box = (await surface.boundingBox())!;
  const { widthPx } = await page
    .locator('.annotated img')
    .evaluate(picture => ({ widthPx: picture instanceof HTMLImageElement ? picture.naturalWidth : 0 }));
  const perPx = box.width / widthPx;
  const drag = async (from: readonly [number, number], to: readonly [number, number]) => {
    await page.mouse.move(box.x + from[0] * perPx, box.y + from[1] * perPx);
    await page.mouse.down();
    await page.mouse.move(box.x + to[0] * perPx, box.y + to[1] * perPx, { steps: 5 });
    await page.mouse.up();
  };
  await page.getByRole('button', { name: 'Arrow', exact: false }).first().click();
  await drag([420, 120], [260, 170]);
  await page.getByLabel(/^Words of/).fill('margin, deep');
  await page.getByRole('button', { name: 'Length', exact: false }).first().click();
  await drag([100, 300], [300, 300]);
  await page.getByRole('button', { name: 'Pin', exact: false }).first().click();
  for (const [x, y] of [
    [240, 180],
    [400, 260],
  ] as const)
    await page.mouse.click(box.x + x * perPx, box.y + y * perPx);
  const list = page.getByRole('list', { name: 'Annotations' }).getByRole('button');
  const words = await list.allTextContents();
  expect(words).toEqual([
    'Arrow: margin, deep',
    // This phantom's profile has no scale, and the length says so.
    expect.stringMatching(/^Length: 200 ± \d px, no scale/),
    'Pin 1',
    'Pin 2',
  ]);
  expect(await axeFindings(page, 'annotating')).toEqual([]);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'PNG as seen' }).waitFor();
  expect((await kept()).annotations.map(({ kind }) => kind)).toEqual(['arrow', 'length', 'pin', 'pin']);
  // The pixels stay; what was drawn is burnt into what leaves, only.
  expect(await hashOf('whiteLight')).toBe(pixels.white);
  expect(await hashOf('composite')).not.toBe(pixels.seen);

  const seen = decodePng(await bytesOf('PNG as seen', /^rimlight-still-.+\.png$/));
  expect(seen.width).toBeGreaterThan(400);
  const views = decodePng(await bytesOf('Views on one PNG', /-views\.png$/));
  expect(views.width * views.height).toBeGreaterThan(seen.width * seen.height);
  const png = decodePng(await bytesOf('NIR, 16-bit PNG', /-nir-linear\.png$/));
  const [tiff] = decodeTiff(await bytesOf('NIR, 16-bit TIFF', /-nir-linear\.tif$/));
  expect([png.depth, tiff?.bitsPerSample]).toEqual([16, 16]);
  expect([tiff?.width, tiff?.height]).toEqual([png.width, png.height]);
  expect(new Set(png.data).size).toBeGreaterThan(100);
  expect(tiff?.data).toEqual(png.data);
  expect(tiff?.imageDescription).toMatch(/linear/i);
  const svg = (await bytesOf('Annotations, SVG', /-annotations\.svg$/)).toString();
  expect(svg).toMatch(/^(<\?xml[^>]*>\s*)?<svg /);
  expect(svg).toContain('margin, deep');
  const csv = (await bytesOf('Numbers, CSV', /-numbers\.csv$/)).toString();
  expect(csv).toMatch(/\r\n[^#\r]*tbr/i);
  expect(csv).toContain('\r\narrow,,"margin, deep",');

  await openStill();
  await page.getByRole('button', { name: 'Annotate' }).click();
  await until(page, "document.querySelectorAll('.annotation-list button').length === 4");
  expect(await list.allTextContents()).toEqual(words);
  await page.getByRole('dialog').getByRole('application').focus();
  await list.first().click();
  await page.keyboard.press('Delete');
  // The sheet is left without a word: what was changed is kept.
  await page.keyboard.press('Escape');
  await expect
    .poll(async () => (await kept()).annotations.map(({ kind }) => kind), { timeout: 30_000 })
    .toEqual(['length', 'pin', 'pin']);
});

test('the sheet for the pathologist is one page of paper, with its pictures, numbers and a line for each block', async () => {
  const style = { colour: 'white', width: 'medium' };
  const pins = [1, 2, 3].map(number => ({
    kind: 'pin',
    number,
    at: { x: 90 * number, y: 200 },
    text: `deep, ${number}`,
    style,
  }));
  await page.evaluate(`rimlight.commands.annotateStill('${(await kept()).id}', ${JSON.stringify(pins)})`);
  await openStill();
  await page.getByRole('button', { name: 'Sheet to print' }).click();
  await page.getByRole('button', { name: 'Print', exact: true }).waitFor();
  const sheet = page.getByRole('dialog').getByRole('article', { name: 'Sheet of this still' });
  const widths = await sheet
    .locator('img')
    .evaluateAll(all => all.map(each => (each instanceof HTMLImageElement ? each.naturalWidth : 0)));
  expect(widths.length).toBe(3);
  expect(Math.min(...widths)).toBeGreaterThan(100);
  expect(await sheet.textContent()).toMatch(/TBR.*\d ± \d.*Dark does not mean no tumour/s);
  expect(await sheet.locator('.sheet-blocks tbody tr').allTextContents()).toEqual([
    '1deep, 1',
    '2deep, 2',
    '3deep, 3',
  ]);
  expect(await axeFindings(page, 'sheet')).toEqual([]);
  const paper = await page.pdf({ preferCSSPageSize: true });
  expect(paper.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
});
