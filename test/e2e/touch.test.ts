/** Fingers, gloves and palms on the built app's picture, by the browser's own touch events. */
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { defaultDisplay, type View } from '#model/display.ts';
import { mapPoint, type Point } from '#model/geometry.ts';
import { panesOf } from '#model/panes.ts';
import { debugUrl, regionsOf, until, waitForState } from '../support/app-driver.ts';
import { startBrowser } from '../support/browser.ts';
import { createRandom } from '../support/random.ts';

let browser: Browser;
let page: Page;
let session: CDPSession;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, hasTouch: true });
  page = await context.newPage();
  await page.goto(debugUrl(inject('appUrl')));
  await waitForState(page, 'live', 60_000);
  session = await context.newCDPSession(page);
});
afterEach(() => page.context().close());

type Finger = Point & { readonly id: number; readonly radiusPx?: number };

const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', fingers: readonly Finger[]) =>
  session.send('Input.dispatchTouchEvent', {
    type,
    touchPoints: fingers.map(({ x, y, id, radiusPx = 12 }) => ({
      x,
      y,
      id,
      radiusX: radiusPx,
      radiusY: radiusPx,
    })),
  });

const viewOf = (): Promise<View> => page.evaluate('rimlight.stores.scene.getState().view');

/** Where a scene point of the fluorescence pane stands on the page. */
async function onPage(scenePoint: Point): Promise<Point> {
  const box = await page.getByRole('application').boundingBox();
  const scene = await page.evaluate<{ widthPx: number; heightPx: number }>(
    'rimlight.stores.scene.getState().scene',
  );
  if (!box) throw new Error('There is no picture.');
  const size = { widthPx: box.width, heightPx: box.height };
  const panes = panesOf(defaultDisplay.mode, size, scene, await viewOf());
  const at = mapPoint(panes.at(-1)!.sceneToCanvas, scenePoint);
  return { x: box.x + at.x, y: box.y + at.y };
}

const middle = { x: 320, y: 240 };

describe('two fingers', () => {
  test('pull the picture apart: at twice the distance it is twice as large', async () => {
    const { x, y } = await onPage(middle);
    const apart = (px: number): Finger[] => [
      { x: x - px, y, id: 1 },
      { x: x + px, y, id: 2 },
    ];
    await touch('touchStart', apart(50));
    for (const px of [60, 70, 80, 90, 100]) await touch('touchMove', apart(px));
    await touch('touchEnd', []);
    await until(page, 'Math.abs(rimlight.stores.scene.getState().view.zoom - 2) < 0.05');
    expect(await regionsOf(page)).toEqual([]);
  });

  test('carry it along', async () => {
    await page.evaluate('rimlight.commands.setView({ zoom: 4 })');
    const { x, y } = await onPage(middle);
    const at = (dx: number): Finger[] => [
      { x: x - 40 + dx, y, id: 1 },
      { x: x + 40 + dx, y, id: 2 },
    ];
    await touch('touchStart', at(0));
    for (const dx of [10, 20, 40, 60]) await touch('touchMove', at(dx));
    await touch('touchEnd', []);
    await until(page, 'rimlight.stores.scene.getState().view.centreX < 0.49');
    expect((await viewOf()).zoom).toBeCloseTo(4, 1);
  });
});

describe('a fingertip', () => {
  test('draws a circle, sees it in a loupe beside itself, and gets a pad to nudge it by', async () => {
    await page.keyboard.press('t');
    const [from, to] = [await onPage({ x: 300, y: 220 }), await onPage({ x: 360, y: 220 })];
    await touch('touchStart', [{ ...from, id: 1 }]);
    await touch('touchMove', [{ x: (from.x + to.x) / 2, y: from.y, id: 1 }]);
    await touch('touchMove', [{ ...to, id: 1 }]);
    await until(page, "document.querySelector('.loupe')");
    const loupe = await page.locator('.loupe').boundingBox();
    const isUnder =
      loupe &&
      to.x > loupe.x &&
      to.x < loupe.x + loupe.width &&
      to.y > loupe.y &&
      to.y < loupe.y + loupe.height;
    expect(isUnder).toBe(false);
    const shows = await page.evaluate<number>(`(() => {
      const canvas = document.querySelector('.loupe canvas');
      return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.filter(v => v > 0 && v < 255).length;
    })()`);
    expect(shows).toBeGreaterThan(1000);
    await touch('touchEnd', []);
    await until(page, "document.querySelector('.nudge-pad')");
    expect(await page.locator('.loupe').count()).toBe(0);

    const right = page.getByRole('button', { name: 'Right', exact: true });
    const before = (await regionsOf(page))[0]!.shape;
    const pad = (await right.boundingBox())!;
    await page.touchscreen.tap(pad.x + pad.width / 2, pad.y + pad.height / 2);
    await until(page, 'rimlight.stores.regions.getState().canUndo');
    const after = (await regionsOf(page))[0]!.shape;
    if (before.kind !== 'circle' || after.kind !== 'circle') throw new Error('It is no circle.');
    expect(after.centre.x).toBeGreaterThan(before.centre.x);
    expect(after.centre.y).toBeCloseTo(before.centre.y, 6);
    for (const button of await page.locator('.nudge-pad button').all()) {
      const box = (await button.boundingBox())!;
      expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(56);
    }
  });

  test('that trembles in a glove still taps', async () => {
    await page.keyboard.press('t');
    const at = await onPage({ x: 300, y: 220 });
    const random = createRandom(7);
    await touch('touchStart', [{ ...at, id: 1, radiusPx: 24 }]);
    for (let i = 0; i < 12; i++)
      await touch('touchMove', [
        { x: at.x + random.uniform(-7, 7), y: at.y + random.uniform(-7, 7), id: 1, radiusPx: 24 },
      ]);
    await touch('touchEnd', []);
    await until(page, 'rimlight.stores.regions.getState().regions.length === 1');
    const { shape } = (await regionsOf(page))[0]!;
    // The usual size, and not as small as the trembling was wide.
    expect(shape.kind === 'circle' && shape.radiusPx).toBeCloseTo(480 * 0.06, 0);
  });

  test('that rests on a region selects it, whatever tool is in hand', async () => {
    await page.evaluate(`rimlight.commands.addRegion({
      role: 'tumour', tissue: null, shape: { kind: 'circle', centre: { x: 300, y: 220 }, radiusPx: 40 },
    }); rimlight.commands.selectRegion(null)`);
    await page.keyboard.press('l');
    await touch('touchStart', [{ ...(await onPage({ x: 300, y: 220 })), id: 1 }]);
    await until(page, "rimlight.stores.regions.getState().selectedId === 'T1'");
    await touch('touchEnd', []);
    expect(await regionsOf(page)).toHaveLength(1);
  });
});

test('a palm that rests on the glass draws nothing; a finger after it does', async () => {
  await page.keyboard.press('t');
  const at = await onPage({ x: 300, y: 220 });
  await touch('touchStart', [{ ...at, id: 1, radiusPx: 60 }]);
  await touch('touchMove', [{ x: at.x + 50, y: at.y, id: 1, radiusPx: 60 }]);
  await touch('touchEnd', []);
  expect(await regionsOf(page)).toEqual([]);
  await page.touchscreen.tap(at.x, at.y);
  await until(page, 'rimlight.stores.regions.getState().regions.length === 1');
});
