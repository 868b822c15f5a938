/** The built app at every size it is made for: nothing cut off, the picture the largest thing, every control large enough and reachable. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { acrossTheRoom, arcMinOf, digitShare, theatreMonitor } from '#model/angular-size.ts';
import { debugUrl, until } from '../support/app-driver.ts';
import { axeFindings } from '../support/axe.ts';
import { startBrowser } from '../support/browser.ts';

const layouts = [
  { name: 'a small monitor', width: 1280, height: 720, ratio: 1 },
  { name: 'a small monitor at 200 % zoom', width: 640, height: 360, ratio: 2 },
  { name: 'a full-HD monitor', width: 1920, height: 1080, ratio: 1 },
  { name: 'a 4K monitor', width: 3840, height: 2160, ratio: 1 },
  { name: 'a 4K monitor that scales', width: 1920, height: 1080, ratio: 2 },
  { name: 'a tablet upright', width: 810, height: 1080, ratio: 2 },
  { name: 'a small tablet upright', width: 768, height: 1024, ratio: 1 },
] as const;
type Layout = (typeof layouts)[number];

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

async function open({ width, height, ratio }: Layout): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: ratio,
    hasTouch: true,
  });
  const page = await context.newPage();
  await page.goto(debugUrl(inject('appUrl')));
  // A busy machine draws late; what stands where is the same.
  await until(page, 'globalThis.rimlight?.stores.readout.getState().liveness.drawnFps > 0', 60_000);
  await page.evaluate(`{
    const circle = (x, y, radiusPx) => ({ kind: 'circle', centre: { x, y }, radiusPx });
    rimlight.commands.addRegion({ role: 'tumour', tissue: null, shape: circle(330, 220, 40) });
    rimlight.commands.addRegion({ role: 'background', tissue: 'muscle', shape: circle(130, 300, 30) });
  }`);
  await until(page, 'rimlight.stores.readout.getState().measurement?.pairs.length');
  return page;
}

/**
 * What is smaller than 48 pixels, nearer than 8 to its neighbour, or not wholly on the screen. What is scrolled away inside
 * its own panel is reachable; a page that scrolls is not allowed. A box or a range in a label is as large as its label.
 */
const faults = `(() => {
  const shown = element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const named = element => (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40);
  const all = [...document.querySelectorAll('button, select, input, summary, a[href]')].filter(shown);
  const boxed = all.map(element => {
    const target = element.matches('input') ? (element.closest('label') ?? element) : element;
    return { element, name: named(element), box: target.getBoundingClientRect() };
  });
  const scroller = element => {
    for (let at = element.parentElement; at; at = at.parentElement)
      if (/auto|scroll/.test(getComputedStyle(at).overflow)) return at;
    return null;
  };
  const found = [];
  for (const { element, name, box } of boxed) {
    if (box.width < 47.5 || box.height < 47.5) found.push('small: ' + name + ' ' + box.width + '×' + box.height);
    if (scroller(element)) continue;
    if (box.left < -0.5 || box.top < -0.5 || box.right > innerWidth + 0.5 || box.bottom > innerHeight + 0.5)
      found.push('outside: ' + name + ' ' + [box.left, box.top, box.right, box.bottom]);
  }
  const { scrollWidth, scrollHeight } = document.documentElement;
  if (scrollWidth > innerWidth || scrollHeight > innerHeight) found.push('the page scrolls: ' + scrollWidth + '×' + scrollHeight);
  return found;
})()`;

const areaOf = (page: Page, selector: string): Promise<number> =>
  page.evaluate(`(() => {
    const box = document.querySelector(${JSON.stringify(selector)})?.getBoundingClientRect();
    return box ? box.width * box.height : 0;
  })()`);

describe.each(layouts)('on $name ($width × $height)', layout => {
  test('everything is whole, large enough and without a complaint of axe, in each state', async () => {
    const page = await open(layout);
    const drawers = page.locator('.fold-bar button[aria-expanded]');
    const found: string[] = [
      ...(await page.evaluate<string[]>(faults)),
      ...(await axeFindings(page, 'live')),
    ];
    for (let index = 0; index < (await drawers.count()); index++) {
      await drawers.nth(index).click();
      const name = `drawer ${index + 1}`;
      found.push(...(await page.evaluate<string[]>(faults)).map(text => `${name}: ${text}`));
      found.push(...(await axeFindings(page, name)));
      await drawers.nth(index).click();
    }
    for (const key of ['g', 'y']) {
      await page.keyboard.press(key);
      found.push(...(await page.evaluate<string[]>(faults)).map(text => `${key}: ${text}`));
      found.push(...(await axeFindings(page, key)));
      await page.keyboard.press(key);
    }
    expect(found).toEqual([]);
  });

  test('the picture is the largest thing, and a sheet scrolls inside itself', async () => {
    const page = await open(layout);
    const picture = await areaOf(page, '.viewport');
    for (const other of ['.numbers', '.rail', '.bottom', '.fold-bar', '.status'])
      expect(picture, other).toBeGreaterThan(await areaOf(page, other));
    await page.keyboard.press('m');
    await until(page, "document.querySelector('dialog[open]')");
    const sheet: { fits: boolean; wide: boolean } = await page.evaluate(`(() => {
      const box = document.querySelector('dialog').getBoundingClientRect();
      const body = document.querySelector('.sheet-body');
      return {
        fits: box.left >= 0 && box.top >= 0 && box.right <= innerWidth + 0.5 && box.bottom <= innerHeight + 0.5,
        wide: body.scrollWidth > body.clientWidth + 1,
      };
    })()`);
    expect(sheet).toEqual({ fits: true, wide: false });
  });
});

test.each(layouts.filter(({ width }) => width === 1280 || width === 1920))(
  'big numbers on $name are legible at four metres',
  async layout => {
    const page = await open(layout);
    await page.keyboard.press('g');
    // A late picture withholds them; they come back with the next that is not.
    await until(
      page,
      "document.querySelector('.numbers .plus-minus') && document.querySelector('.numbers .side-value')",
    );
    const sizes: Record<string, number> = await page.evaluate(`Object.fromEntries(
      ['.tbr', '.plus-minus', '.side-value'].map(name => [
        name,
        Number.parseFloat(getComputedStyle(document.querySelector('.numbers ' + name)).fontSize),
      ]))`);
    const screen = theatreMonitor(layout.width, layout.height);
    for (const [name, fontPx] of Object.entries(sizes)) {
      const arcMin = arcMinOf(fontPx * digitShare, screen, acrossTheRoom.distanceMm);
      expect(arcMin, name).toBeGreaterThanOrEqual(acrossTheRoom.leastArcMin);
    }
  },
);
