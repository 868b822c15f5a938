/** The start-of-day check through the built app: a published target from a file, kept and found again; stability of the simulated camera. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterEach, expect, inject, test } from 'vitest';
import { z } from 'zod';
import type { CheckingState } from '#conductor/api.ts';
import { debugUrl, framesGoBy, until, waitForState } from '../support/app-driver.ts';
import { openApp, startBrowser } from '../support/browser.ts';
import { haveRealImages, readReference, realImagePath } from '../support/real-images.ts';

const referenceSchema = z.object({
  concentration_phantom: z.object({
    rois: z.array(z.object({ cx: z.number(), cy: z.number(), well_radius: z.number() })),
    wells: z.array(z.object({ well: z.string(), mean: z.number(), sd: z.number() })),
  }),
});

const url = inject('appUrl');
let browser: Browser | undefined;
afterEach(async () => {
  await browser?.close();
  browser = undefined;
});

const checkingOf = (page: Page): Promise<CheckingState> =>
  page.evaluate('rimlight.stores.checking.getState()');

async function openImage(page: Page, path: string): Promise<void> {
  await page.getByRole('button', { name: /^Source:/ }).click();
  await page.getByRole('button', { name: 'Files', exact: true }).click();
  await page.getByLabel('File, or white light of a pair').setInputFiles(path);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await until(page, "rimlight.stores.feed.getState().description?.kind === 'image'");
  await waitForState(page, 'still');
}

const figure = (page: Page, id: string) => page.locator(`[data-figure="${id}"] summary strong`).first();

test.skipIf(!haveRealImages)(
  'the published concentration target gives its published numbers on the screen, and its report outlives the page (skipped without ../shared/data)',
  async () => {
    browser = await startBrowser();
    const { page, complaints } = await openApp(browser, { url: debugUrl(url) });
    await waitForState(page, 'live');
    await openImage(page, realImagePath('concentration-phantom-16bit.png'));
    await page.keyboard.press('Shift+Y');
    await page.getByRole('heading', { name: 'Start-of-day check' }).waitFor();
    await page.keyboard.press('Enter');
    await figure(page, 'concentration.exponent').waitFor();

    const shown = await figure(page, 'concentration.exponent').textContent();
    expect(Math.abs(Number.parseFloat(shown ?? '') - 0.992)).toBeLessThanOrEqual(0.002);
    await expect.poll(() => figure(page, 'concentration.limit').textContent()).toBe('3 nM');

    const { wells, rois } = referenceSchema.parse(readReference()).concentration_phantom;
    const found = await checkingOf(page);
    expect(found.held?.picture.conditions).toMatchObject({ frames: 1, unit: 'codes' });
    expect(found.series.concentration.placed.map(({ index }) => index)).toEqual(wells.map((_, i) => i));

    // By command, because a hand cannot place a centre at 406.41902575.
    for (const [index, { cx, cy, well_radius: radiusPx }] of rois.entries())
      await page.evaluate(
        `rimlight.commands.check.placeWell('concentration', ${index}, ${JSON.stringify({ centre: { x: cx, y: cy }, radiusPx })})`,
      );
    await until(
      page,
      `Math.abs(rimlight.stores.checking.getState().series.concentration.wells[8].centre.x - ${rois[8]!.cx}) < 1e-9`,
    );
    const { series } = await checkingOf(page);
    for (const [i, well] of series.concentration.wells.entries()) {
      expect(Math.abs(well.mean! / wells[i]!.mean - 1)).toBeLessThan(1e-4);
      expect(Math.abs(well.sd! / wells[i]!.sd - 1)).toBeLessThan(1e-4);
    }

    await page.getByRole('button', { name: 'Well 2, 300 nM' }).focus();
    await page.keyboard.press('Shift+ArrowRight');
    await until(
      page,
      `rimlight.stores.checking.getState().series.concentration.wells[1].centre.x > ${rois[1]!.cx} + 9`,
    );
    await page.keyboard.press('Shift+ArrowLeft');

    await page.getByRole('tab', { name: 'Report' }).click();
    await page.getByLabel('Camera', { exact: true }).fill('Tower A, grabbed');
    await page.getByRole('tab', { name: 'Report' }).focus();
    await page.keyboard.press('a');
    await until(page, 'rimlight.stores.checking.getState().isKept');
    const { report } = await checkingOf(page);
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export as CSV' }).click();
    const csv = readFileSync(await (await downloading).path(), 'utf8');
    expect(csv).toContain('concentration.exponent');

    await page.reload();
    await waitForState(page, 'live');
    await page.keyboard.press('Shift+Y');
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByLabel('Camera and optics').waitFor();
    expect(await page.getByLabel('Camera and optics').inputValue()).toBe('Tower A, grabbed');
    expect((await checkingOf(page)).reports).toEqual([report]);
    await page.locator('.check-reports summary').first().click();
    await expect.poll(() => figure(page, 'concentration.limit').textContent()).toBe('3 nM');
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('No check was kept on this device yet.').waitFor();
    expect(complaints.texts).toEqual([]);
  },
);

test('the simulated camera’s dark is read by keys, its light is followed and may be ended early', async () => {
  browser = await startBrowser();
  const { page, complaints } = await openApp(browser, { url: debugUrl(url) });
  await waitForState(page, 'live');
  await page.keyboard.press('Shift+Y');
  await page.getByRole('tab', { name: 'Dark' }).click();
  await page.getByRole('button', { name: 'The cap', exact: true }).click();
  await framesGoBy(page);
  await page.keyboard.press('Enter');
  await figure(page, 'dark.temporal-sd').waitFor();
  await page.getByRole('tab', { name: 'Stability' }).click();
  await page.getByRole('button', { name: 'An even target', exact: true }).click();
  await framesGoBy(page);
  await page.keyboard.press('Enter');
  await until(page, '(rimlight.stores.checking.getState().busy?.share ?? 0) > 0.12', 60_000);
  await page.keyboard.press('a');
  await figure(page, 'stability.drift').waitFor();
  const { report } = await checkingOf(page);
  expect(report?.parts.stability?.result).toMatchObject({ samples: expect.any(Number) });
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Start-of-day check' }).waitFor({ state: 'detached' });
  expect(complaints.texts).toEqual([]);
});

test('the simulated camera’s wells are found, and their light rises with the concentration', async () => {
  browser = await startBrowser();
  const { page } = await openApp(browser, { url: debugUrl(url) });
  await waitForState(page, 'live');
  await page.evaluate("rimlight.commands.openPhantom('bolus')");
  await until(page, "rimlight.stores.feed.getState().description?.name.startsWith('Dye')");
  await waitForState(page, 'live');
  await page.keyboard.press('Shift+Y');
  await page.getByRole('heading', { name: 'Start-of-day check' }).waitFor();
  await page.getByRole('button', { name: 'The wells', exact: true }).click();
  await framesGoBy(page);
  await page.getByRole('button', { name: /^Read the wells/ }).click();
  await figure(page, 'concentration.exponent').waitFor({ timeout: 60_000 });
  const exponent = await figure(page, 'concentration.exponent').textContent();
  expect(Math.abs(Number.parseFloat(exponent ?? '') - 1)).toBeLessThan(0.02);
  const placed = (await checkingOf(page)).series.concentration.placed;
  expect(placed).toHaveLength(9);
});
