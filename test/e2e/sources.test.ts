/** Every way in, through the built app: two cameras, an image pair of unequal depth, a 16-bit target with published numbers. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, expect, inject, test } from 'vitest';
import { z } from 'zod';
import type { StreamFormats } from '#model/feed.ts';
import type { Measurement } from '#model/measurement.ts';
import { isInside, type Region } from '#model/region.ts';
import {
  debugUrl,
  drawCircle,
  livenessOf,
  measurementOf,
  readTbr,
  regionsOf,
  until,
  waitForState,
} from '../support/app-driver.ts';
import { openApp, startBrowser } from '../support/browser.ts';
import { haveRealImages, readRealImage, readReference, realImagePath } from '../support/real-images.ts';

const referenceSchema = z.object({
  concentration_phantom: z.object({
    rois: z.array(
      z.object({ well: z.string(), cx: z.number(), cy: z.number(), analysed_radius: z.number() }),
    ),
    wells: z.array(z.object({ well: z.string(), mean: z.number(), sd: z.number(), cnr: z.number() })),
    TBR_well_over_control: z.record(z.string(), z.number()),
  }),
});

const url = inject('appUrl');
let browser: Browser | undefined;
afterEach(async () => {
  await browser?.close();
  browser = undefined;
});

async function openFiles(page: Page, main: string, second: string | null): Promise<void> {
  await page.getByRole('button', { name: /^Source:/ }).click();
  await page.getByRole('button', { name: 'Files', exact: true }).click();
  await page.getByLabel('File, or white light of a pair').setInputFiles(main);
  if (second) await page.getByLabel('NIR of a pair').setInputFiles(second);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await until(page, "rimlight.stores.feed.getState().description?.kind === 'image'");
  await waitForState(page, 'still');
}

const formatsOf = (page: Page): Promise<StreamFormats> =>
  page.evaluate('rimlight.stores.feed.getState().formats');

test('two cameras are shown together, paired in time, and NIR is measured', async () => {
  browser = await startBrowser({ camera: { devices: 4, fps: 30 } });
  const { page } = await openApp(browser, { url: debugUrl(url) });
  await waitForState(page, 'live');
  await page.getByRole('button', { name: /^Source:/ }).click();
  await page.getByRole('button', { name: 'Camera', exact: true }).click();
  await page.getByLabel('Size to ask for').selectOption('640x480');
  // The first and the last of the fake devices are ordinary cameras; those between send depth or nothing but noise.
  await page.getByLabel(/^Second camera/).selectOption({ index: 3 });
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await until(page, 'rimlight.stores.feed.getState().formats?.second !== undefined');
  await waitForState(page, 'live');
  // Both go on: a camera has few buffers to lend, and one whose frames are kept stops.
  const { frameNumber } = await livenessOf(page);
  await until(
    page,
    `(({ state, frameNumber }) => state === 'live' && frameNumber > ${frameNumber + 90})(rimlight.stores.readout.getState().liveness)`,
  );
  // A white light of another moment must not stand under this NIR as if it were live.
  await until(
    page,
    "(({ state, pairSkewS }) => state === 'live' && Math.abs(pairSkewS ?? 1) < 0.25)(rimlight.stores.readout.getState().liveness)",
  );
  await drawCircle(page, { role: 'tumour', centre: { x: 300, y: 200 }, radiusPx: 40 });
  await until(
    page,
    "rimlight.stores.readout.getState().measurement?.regions.some(region => region.id === 'T1')",
  );
});

test.skipIf(!haveRealImages)(
  'white light of 8 bits and NIR of 16 bits, as a pair of files: the ratio is that of the 16-bit codes (skipped without ../shared/data)',
  async () => {
    browser = await startBrowser();
    const { page } = await openApp(browser, { url: debugUrl(url) });
    await waitForState(page, 'live');
    await openFiles(page, realImagePath('rgb.png'), realImagePath('nir-16bit.png'));
    // The plate that the plant stands on is white to the last code: as a highlight it would be left out.
    await page.evaluate('rimlight.commands.setSpecular(null)');
    const formats = await formatsOf(page);
    expect([formats.main.bitDepth, formats.second?.bitDepth, formats.second?.format]).toEqual([8, 16, 'Y16']);
    await drawCircle(page, { role: 'tumour', centre: { x: 320, y: 260 }, radiusPx: 40 });
    await drawCircle(page, { role: 'background', tissue: 'skin', centre: { x: 120, y: 380 }, radiusPx: 36 });
    await until(page, "'value' in (rimlight.stores.readout.getState().measurement?.pairs[0]?.tbr ?? {})");
    const [tumour, background] = await regionsOf(page);
    const nir = readRealImage('nir-16bit.png');
    const meanOf = (region: Region) => {
      let [sum, n] = [0, 0];
      for (let y = 0; y < nir.heightPx; y++)
        for (let x = 0; x < nir.widthPx; x++)
          if (isInside(region.shape, { x, y })) {
            sum += nir.samples[y * nir.widthPx + x]!;
            n += 1;
          }
      return sum / n;
    };
    const measurement = await measurementOf(page);
    const tbr = measurement?.pairs[0]?.tbr;
    const expected = meanOf(tumour!) / meanOf(background!);
    expect(tbr && 'value' in tbr ? Math.abs(tbr.value / expected - 1) : 1).toBeLessThan(1e-9);
    expect(await readTbr(page)).not.toBeNull();
  },
);

test.skipIf(!haveRealImages)(
  'the concentration phantom, opened as a 16-bit file: every well agrees with its published mean, SD, TBR and CNR to 1e-4 (skipped without ../shared/data)',
  async () => {
    browser = await startBrowser();
    const { page } = await openApp(browser, { url: debugUrl(url) });
    await waitForState(page, 'live');
    await openFiles(page, realImagePath('concentration-phantom-16bit.png'), null);
    const {
      rois,
      wells,
      TBR_well_over_control: ratios,
    } = referenceSchema.parse(readReference()).concentration_phantom;
    // By command, because a mouse cannot place a centre at 406.41902575.
    const regions = rois.map((roi, i) => ({
      role: roi.well === 'Control' ? 'background' : 'tumour',
      tissue: roi.well === 'Control' ? 'other' : null,
      shape: { kind: 'circle', centre: { x: roi.cx, y: roi.cy }, radiusPx: roi.analysed_radius },
      id: i,
    }));
    await page.evaluate(
      `for (const { role, tissue, shape } of ${JSON.stringify(regions)}) rimlight.commands.addRegion({ role, tissue, shape })`,
    );
    await until(page, `rimlight.stores.readout.getState().measurement?.regions.length === ${rois.length}`);
    const measurement: Measurement | null = await measurementOf(page);
    const tumours = wells.filter(well => well.well !== 'Control');
    const close = (value: number | null | undefined, expected: number) =>
      expect(Math.abs((value ?? Number.NaN) / expected - 1)).toBeLessThan(1e-4);
    tumours.forEach((well, i) => {
      const statistics = measurement?.regions.find(region => region.id === `T${i + 1}`);
      close(statistics?.mean, well.mean / 65535);
      close(statistics?.sd, well.sd / 65535);
      const pair = measurement?.pairs.find(each => each.tumourId === `T${i + 1}`);
      close(pair && 'value' in pair.tbr ? pair.tbr.value : null, ratios[well.well]!);
      close(pair && 'value' in pair.cnr ? pair.cnr.value : null, well.cnr);
    });
    expect(tumours.length).toBe(8);
  },
);
