/** Real images, recorded: live, packed, replayed, exported and measured by the command line, the numbers are the same to the last bit. */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterEach, expect, inject, test } from 'vitest';
import { analyse } from '../support/analyse.ts';
import {
  debugUrl,
  drawCircle,
  inTemporaryFolder,
  measurementOf,
  until,
  waitForState,
} from '../support/app-driver.ts';
import { openApp, startBrowser } from '../support/browser.ts';
import { haveRealImages, realImagePath } from '../support/real-images.ts';

const url = inject('appUrl');
let browser: Browser | undefined;
afterEach(async () => {
  await browser?.close();
  browser = undefined;
});

const deliveries = 6;
const session = 'rimlight.stores.sessions.getState().sessions[0]';

test.skipIf(!haveRealImages)(
  'white light of 8 and NIR of 16 bits keep every bit through a recording, its packing, its file and the command line (skipped without ../shared/data)',
  async () => {
    browser = await startBrowser();
    const { page } = await openApp(browser, { url: debugUrl(url) });
    await waitForState(page, 'live');
    await page.getByRole('button', { name: /^Source:/ }).click();
    await page.getByRole('button', { name: 'Files', exact: true }).click();
    await page.getByLabel('File, or white light of a pair').setInputFiles(realImagePath('rgb.png'));
    await page.getByLabel('NIR of a pair').setInputFiles(realImagePath('nir-16bit.png'));
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await until(page, "rimlight.stores.feed.getState().formats?.second?.format === 'Y16'");
    await waitForState(page, 'still');
    await page.evaluate('rimlight.commands.setSpecular(null)');
    await drawCircle(page, { role: 'tumour', centre: { x: 320, y: 260 }, radiusPx: 40 });
    await drawCircle(page, { role: 'background', tissue: 'skin', centre: { x: 120, y: 380 }, radiusPx: 36 });
    await until(page, "'value' in (rimlight.stores.readout.getState().measurement?.pairs[0]?.tbr ?? {})");
    const live = await measurementOf(page);

    await page.keyboard.press('r');
    await until(page, "rimlight.stores.recording.getState().status === 'recording'");
    for (let i = 0; i < deliveries; i++) {
      await page.evaluate('rimlight.commands.seek(0)');
      await page.waitForTimeout(400);
    }
    await page.keyboard.press('r');
    await until(page, "rimlight.stores.recording.getState().status === 'idle'");
    await until(page, `${session}?.isSealed && ${session}.onDiskBytes < ${session}.bytes`, 90_000);

    await page.evaluate(`rimlight.commands.openSession(${session}.id)`);
    await until(page, 'rimlight.stores.review.getState().index !== null');
    await until(page, "'value' in (rimlight.stores.readout.getState().measurement?.pairs[0]?.tbr ?? {})");
    const replayed = await measurementOf(page);
    const numbers = (measurement: typeof live) => [
      measurement?.regions,
      measurement?.pairs,
      measurement?.backgroundLinear,
    ];
    expect(numbers(replayed)).toEqual(numbers(live));
    const summary: { equal: number; unequal: number; damaged: number } = await page.evaluate(
      "rimlight.commands.review.remeasure({ what: 'whole', every: 1, settings: 'recorded' })",
    );
    expect(summary).toMatchObject({ unequal: 0, damaged: 0 });
    expect(summary.equal).toBeGreaterThan(0);

    await inTemporaryFolder(async folder => {
      const saving = page.waitForEvent('download', { timeout: 60_000 });
      await page.evaluate(`rimlight.commands.exportSession(${session}.id, null).then(file => {
        const link = document.createElement('a');
        link.href = URL.createObjectURL(file);
        link.download = file.name;
        link.click();
      })`);
      const saved = await saving;
      const path = join(folder, 'real.rimlight.tar');
      await saved.saveAs(path);
      const { status, out, said } = await analyse(path, '--out', join(folder, 'out'), '--json');
      expect(status, said).toBe(0);
      expect(JSON.parse(out)).toMatchObject([
        { equal: summary.equal, unequal: 0, damaged: 0, verified: true },
      ]);
    });
  },
);
