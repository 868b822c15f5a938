/** How long the picture is away when the thread that draws it ends: measured on the built app, against a cold start of the same run. */
import type { Browser, Page } from 'playwright-core';
import { kill } from '../../support/recovery-driver.ts';
import { firstPictureS, median } from '../app/app.ts';
import type { FigureName } from '../figures.ts';

/** A thread that ends twice in a minute is let rest before it is started again: each page is used once. */
const pages = 5;

/** Seconds from the end of the view worker to the next frame that is drawn and live. */
async function pictureReturnsS(page: Page): Promise<number> {
  await page.evaluate(`{
    const beganMs = performance.now();
    let wasLost = false;
    globalThis.returned = new Promise(done => {
      const stop = rimlight.stores.readout.subscribe(({ liveness }) => {
        wasLost ||= liveness.graphics !== 'working';
        if (!wasLost || liveness.graphics !== 'working' || liveness.state !== 'live') return;
        stop();
        done((performance.now() - beganMs) / 1000);
      });
    });
  }`);
  await kill(page, 'view');
  return page.evaluate('returned');
}

/** `url`: the built app with `?debug`. */
export async function measureRecovery(
  browser: Browser,
  url: string,
): Promise<Partial<Record<FigureName, number>>> {
  const starts: number[] = [];
  const returns: number[] = [];
  for (let i = 0; i < pages; i++) {
    const { page, seconds } = await firstPictureS(browser, url);
    starts.push(seconds);
    await page.waitForTimeout(1500);
    returns.push(await pictureReturnsS(page));
    await page.context().close();
  }
  const inS = (values: readonly number[]) => values.map(value => value.toFixed(2)).join(' ');
  console.log('  picture away, in seconds', inS(returns), '· cold starts', inS(starts));
  return { 'recovery-per-cold-start': median(returns) / median(starts) };
}
