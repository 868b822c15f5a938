/**
 * From asking for the address to the first picture of the phantom, in a browser profile that has never seen the app, against the same of a page
 * with nothing but one painted canvas, from the same server, in turns. In both a script in the page looks once a frame whether the canvas still is black.
 */
import type { Browser } from 'playwright-core';
import { until } from '../../support/app-driver.ts';
import { median } from './summary.ts';
import { blankPath } from './windows.ts';

const turns = 5;

/** Evaluated in the page before its own scripts: notes when the first canvas is no longer black, averaged to 8 × 8. */
const watchFirstPicture = `{
  const small = new OffscreenCanvas(8, 8).getContext('2d', { willReadFrequently: true });
  const look = () => {
    const canvas = document.querySelector('canvas');
    if (canvas && canvas.width > 0 && canvas.height > 0) {
      small.drawImage(canvas, 0, 0, 8, 8);
      const { data } = small.getImageData(0, 0, 8, 8);
      if (data.some((value, i) => i % 4 < 3 && value > 24)) {
        globalThis.firstPictureMs = performance.now();
        return;
      }
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}`;

async function firstPictureMs(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  try {
    const page = await context.newPage();
    await page.addInitScript({ content: watchFirstPicture });
    await page.goto(url, { waitUntil: 'commit' });
    await until(page, 'globalThis.firstPictureMs');
    return await page.evaluate('firstPictureMs');
  } finally {
    await context.close();
  }
}

/** Median over turns of one divided by the other. */
export async function measureColdStart(browser: Browser, appUrl: string): Promise<number> {
  const [apps, blanks]: [number[], number[]] = [[], []];
  // The first turn wakes the server and the browser's processes.
  for (let turn = -1; turn < turns; turn++) {
    const blank = await firstPictureMs(browser, new URL(blankPath, appUrl).href);
    const app = await firstPictureMs(browser, appUrl);
    if (turn < 0) continue;
    blanks.push(blank);
    apps.push(app);
  }
  const list = (values: readonly number[]) => values.map(value => value.toFixed(0)).join(' ');
  console.log(`  first picture of the app after ${list(apps)} ms, of a blank page after ${list(blanks)} ms`);
  return median(apps.map((ms, turn) => ms / blanks[turn]!));
}
