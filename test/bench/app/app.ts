/** What a newcomer sees first, measured on the built app: how soon, how lively, and what a stalled page does to it. */
import type { Browser, Page } from 'playwright-core';
import { until } from '../../support/app-driver.ts';
import type { FigureName } from '../figures.ts';

/** Reads the readout's liveness in the page; the app hands itself out when the address says `?debug`. */
const livenessOf = (page: Page): Promise<{ state: string; drawnFps: number; longestGapS: number | null }> =>
  page.evaluate('rimlight.stores.readout.getState().liveness');

/** The middle one; of an even number the later of both. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** A fresh context's page once its picture is live, and how many seconds after the navigation that was. The caller closes the context. */
export async function firstPictureS(browser: Browser, url: string): Promise<{ page: Page; seconds: number }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'commit' });
  await until(page, "globalThis.rimlight?.stores.readout.getState().liveness.state === 'live'", 60_000);
  const seconds: number = await page.evaluate('performance.now() / 1000');
  return { page, seconds };
}

export async function measureApp(
  browser: Browser,
  url: string,
): Promise<Partial<Record<FigureName, number>>> {
  const starts: number[] = [];
  for (let i = 0; i < 3; i++) {
    const { page, seconds } = await firstPictureS(browser, url);
    starts.push(seconds);
    await page.context().close();
  }
  const { page, seconds } = await firstPictureS(browser, url);
  starts.push(seconds);

  const rates: number[] = [];
  await page.waitForTimeout(3000);
  for (let i = 0; i < 10; i++) {
    await page.waitForTimeout(500);
    rates.push((await livenessOf(page)).drawnFps);
  }
  const fps = median(rates);

  const gaps: number[] = [];
  for (let i = 0; i < 5; i++) {
    await page.waitForTimeout(2500);
    await page.evaluate('{ const until = performance.now() + 1000; while (performance.now() < until); }');
    await page.waitForTimeout(150);
    const { longestGapS } = await livenessOf(page);
    if (longestGapS !== null) gaps.push(longestGapS * fps);
  }
  await page.context().close();
  console.log(
    '  drawn frames a second',
    rates.map(rate => rate.toFixed(1)).join(' '),
    '· gaps in frame intervals',
    gaps.map(gap => gap.toFixed(2)).join(' '),
  );
  return { 'first-picture-s': median(starts), 'phantom-fps': fps, 'stall-gap-frames': median(gaps) };
}
