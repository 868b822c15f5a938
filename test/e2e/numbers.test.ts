/** A surgeon draws two circles on a camera's picture and reads a ratio: it is the one that is in the camera's codes. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterEach, expect, inject, test } from 'vitest';
import type { Transfer } from '#model/profile.ts';
import { isInside, type Region } from '#model/region.ts';
import { signalToLinear } from '#model/transfer.ts';
import {
  connectCamera,
  debugUrl,
  drawCircle,
  freshMeasurements,
  inTemporaryFolder,
  readTbr,
  regionsOf,
} from '../support/app-driver.ts';
import { openApp, startBrowser } from '../support/browser.ts';
import { haveRealImages, readRealImage } from '../support/real-images.ts';
import {
  discsLuma,
  greyPicture,
  lumaOfFrame,
  lumaOfLinear,
  sideBySidePicture,
  writeY4m,
  type Y4mVideo,
} from '../support/y4m.ts';

const url = inject('appUrl');
let browser: Browser | undefined;
afterEach(async () => {
  await browser?.close();
  browser = undefined;
});

/** Mean linear light over a region of the NIR half, by brute force from the luma that was written to the file. */
function meanOf(region: Region, video: Y4mVideo, transfer: Transfer): number {
  const luma = lumaOfFrame(video, 0);
  const { widthPx, heightPx } = video.picture;
  const halfPx = widthPx / 2;
  const [black, white] = video.range === 'full' ? [0, 255] : [16, 235];
  let sum = 0;
  let n = 0;
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < halfPx; x++)
      if (isInside(region.shape, { x, y })) {
        sum += signalToLinear((luma[y * widthPx + halfPx + x]! - black) / (white - black), transfer);
        n += 1;
      }
  expect(n).toBeGreaterThan(100);
  return sum / n;
}

/** Agreement is asked to three significant digits; as many as its ± allows are shown. */
const agrees = (shown: number | null, expected: number) => {
  expect(shown).not.toBeNull();
  expect(Math.abs(shown! - expected)).toBeLessThanOrEqual(
    0.0051 * 10 ** Math.floor(Math.log10(expected)) + 1e-9,
  );
};

async function choose(
  page: Page,
  change: { transfer?: string; gamma?: number; range?: string; dark?: string },
) {
  await page.getByRole('button', { name: /^Source:/ }).click();
  await page.getByRole('button', { name: 'Calibration', exact: true }).click();
  await page.getByText('By hand', { exact: true }).click();
  if (change.transfer) await page.getByLabel('Transfer curve of NIR').selectOption(change.transfer);
  if (change.gamma) await page.getByLabel('γ', { exact: true }).fill(String(change.gamma));
  if (change.range) await page.getByLabel('Range', { exact: true }).selectOption(change.range);
  if (change.dark !== undefined) await page.getByLabel('Dark, codes').fill(change.dark);
  await page.keyboard.press('Escape');
}

/** Something to see in the white half: an even dim grey is what a covered lens sends. */
const whiteScene = [90, 250, 410].map(x => ({ x, y: 180, radiusPx: 60, code: 190 }));

/** The newest number after everything that was changed has reached it. */
async function settledTbr(page: Page): Promise<number | null> {
  const [now] = await freshMeasurements(page, 1);
  const tbr = now?.pairs[0]?.tbr;
  if (!tbr || !('value' in tbr)) return null;
  // What stands on the page is that number, rounded to the digits that it has there.
  const place = page.getByLabel('TBR', { exact: true }).first();
  await expect
    .poll(async () => {
      const text = await place.textContent();
      const decimals = text?.split('.')[1]?.length ?? 0;
      return Math.abs(Number(text) - tbr.value) / 10 ** -decimals;
    })
    .toBeLessThanOrEqual(0.51);
  return tbr.value;
}

test.skipIf(!haveRealImages)(
  'real NIR image through a camera: the ratio on the page is the ratio of the codes (skipped without ../shared/data)',
  async () => {
    await inTemporaryFolder(async folder => {
      const file = join(folder, 'pair.y4m');
      const picture = sideBySidePicture(readRealImage('rgb.png'), readRealImage('nir-16bit.png'), 'limited');
      const video: Y4mVideo = {
        picture,
        range: 'limited',
        fps: 15,
        frames: 5,
        changing: { x: 0, y: 0, width: picture.widthPx / 2, height: 120 },
      };
      writeY4m(file, video);
      browser = await startBrowser({ camera: { file } });
      const { page, complaints } = await openApp(browser, { url: debugUrl(url) });
      await connectCamera(page, '640x480');
      // The plate that the plant stands on is white to the last code: as a highlight it would be left out.
      await page.evaluate('rimlight.commands.setSpecular(null)');
      await drawCircle(page, { role: 'tumour', centre: { x: 320, y: 260 }, radiusPx: 40 });
      expect(await readTbr(page)).toBeNull();
      await drawCircle(page, {
        role: 'background',
        tissue: 'muscle',
        centre: { x: 120, y: 380 },
        radiusPx: 36,
      });
      const [tumour, background] = await regionsOf(page);
      const linear: Transfer = { kind: 'linear' };
      agrees(await settledTbr(page), meanOf(tumour!, video, linear) / meanOf(background!, video, linear));
      await page.getByText('relative, uncalibrated').first().waitFor();
      expect(complaints.texts).toEqual([]);
    });
  },
);

test('a known gamma and a known offset: right with the profile, wrong by the known factor without', async () => {
  await inTemporaryFolder(async folder => {
    const file = join(folder, 'known.y4m');
    const size = { widthPx: 960, heightPx: 360 };
    const transfer: Transfer = { kind: 'power', gamma: 2.2 };
    const camera = { transfer, range: 'limited', darkLinear: 0.02 } as const;
    const background = lumaOfLinear(0.1, camera);
    const luma = discsLuma(size, background, [
      ...whiteScene,
      { x: 480 + 240, y: 180, radiusPx: 60, code: lumaOfLinear(0.3, camera) },
    ]);
    const video: Y4mVideo = {
      picture: greyPicture(size, luma),
      range: 'limited',
      fps: 15,
      frames: 5,
      changing: { x: 0, y: 0, width: 480, height: 360 },
    };
    writeY4m(file, video);
    browser = await startBrowser({ camera: { file } });
    const { page } = await openApp(browser, { url: debugUrl(url) });
    await connectCamera(page, '640x480');
    await drawCircle(page, { role: 'tumour', centre: { x: 240, y: 180 }, radiusPx: 40 });
    await drawCircle(page, { role: 'background', tissue: 'fat', centre: { x: 80, y: 90 }, radiusPx: 40 });

    /** What rounding to a code may do to linear light, relatively: γ · ½ code / signal. */
    const rounding = (linear: number) => (2.2 * 0.5) / (219 * linear ** (1 / 2.2));
    const codeOf = (linear: number) => (lumaOfLinear(linear, camera) - 16) / 219;
    agrees(await settledTbr(page), codeOf(0.3) / codeOf(0.1));

    await choose(page, { transfer: 'power', gamma: 2.2 });
    // Linear now, but the pedestal is still in both: (0.3 + 0.02) / (0.1 + 0.02), as far as 8 bits allow.
    const withPedestal = signalToLinear(codeOf(0.3), transfer) / signalToLinear(codeOf(0.1), transfer);
    agrees(await settledTbr(page), withPedestal);
    expect(Math.abs(withPedestal / (0.32 / 0.12) - 1)).toBeLessThan(rounding(0.32) + rounding(0.12));

    await choose(page, { dark: String(lumaOfLinear(0, camera)) });
    const tbr = await settledTbr(page);
    const pedestal = 0.02 * rounding(0.02);
    const allowed = (0.32 * rounding(0.32) + pedestal) / 0.3 + (0.12 * rounding(0.12) + pedestal) / 0.1;
    expect(Math.abs(tbr! / 3 - 1)).toBeLessThan(allowed);
    await expect.poll(() => page.getByText('relative, uncalibrated').count()).toBe(0);
  });
});

test('a clipped tumour has no number, and the reason stands in its place', async () => {
  await inTemporaryFolder(async folder => {
    const file = join(folder, 'clipped.y4m');
    const size = { widthPx: 960, heightPx: 360 };
    const luma = discsLuma(size, 60, [...whiteScene, { x: 720, y: 180, radiusPx: 60, code: 240 }]);
    writeY4m(file, {
      picture: greyPicture(size, luma),
      range: 'limited',
      fps: 15,
      frames: 5,
      changing: { x: 0, y: 0, width: 480, height: 360 },
    });
    browser = await startBrowser({ camera: { file } });
    const { page } = await openApp(browser, { url: debugUrl(url) });
    await connectCamera(page, '640x480');
    await drawCircle(page, { role: 'tumour', centre: { x: 240, y: 180 }, radiusPx: 70 });
    await drawCircle(page, { role: 'background', tissue: 'skin', centre: { x: 80, y: 90 }, radiusPx: 40 });
    expect(await settledTbr(page)).toBeNull();
    await page
      .getByLabel('Numbers')
      .getByText(/T1\sclipped.*%\s>\s1\s%/)
      .waitFor();
  });
});
