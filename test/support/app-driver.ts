/** Drives the built app as a user does: by mouse, key and what stands on the page. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { defaultView, type Mode } from '#model/display.ts';
import { mapPoint, type Point, type Rect, type SizePx } from '#model/geometry.ts';
import type { Liveness } from '#model/liveness.ts';
import type { Measurement } from '#model/measurement.ts';
import { panesOf } from '#model/panes.ts';
import type { Region } from '#model/region.ts';

/** The app hands itself out under this address; used only for what stands nowhere on the page, such as frame numbers. */
export const debugUrl = (appUrl: string): string => `${appUrl}?debug`;

export const livenessOf = (page: Page): Promise<Liveness> =>
  page.evaluate('rimlight.stores.readout.getState().liveness');
export const measurementOf = (page: Page): Promise<Measurement | null> =>
  page.evaluate('rimlight.stores.readout.getState().measurement');
export const regionsOf = (page: Page): Promise<readonly Region[]> =>
  page.evaluate('rimlight.stores.regions.getState().regions');

/**
 * Measurements of `count` different frames that arrived after everything that was changed before: made with it. A machine that is busy shows an
 * old frame now and then, and withholds its numbers: those are left out.
 */
export async function freshMeasurements(page: Page, count: number): Promise<Measurement[]> {
  const nowS: number = await page.evaluate('(performance.timeOrigin + performance.now()) / 1000');
  const taken = new Map<number, Measurement>();
  while (taken.size < count) {
    const measurement = await measurementOf(page);
    const isOld = measurement?.pairs.some(({ tbr }) => 'withheld' in tbr && tbr.withheld === 'frame-old');
    if (measurement && !isOld && measurement.arrivedS > nowS) taken.set(measurement.frameNumber, measurement);
    await new Promise(resolve => setTimeout(resolve, 40));
  }
  return [...taken.values()];
}

/** In replay: what stands on the screen of frame `number`, once that frame stands there and its numbers are shown. */
export async function numbersShownOf(page: Page, number: number): Promise<Measurement> {
  const read = 'rimlight.stores.readout.getState()';
  await until(
    page,
    `(({ liveness, measurement }) => liveness.state === 'still' && liveness.frameNumber === ${number} &&
      measurement?.frameNumber === ${number} && !measurement.pairs.some(({ tbr }) => tbr.withheld === 'frame-old'))(${read})`,
  );
  return page.evaluate(`${read}.measurement`);
}

const sceneOf = (page: Page): Promise<SizePx | null> =>
  page.evaluate('rimlight.stores.scene.getState().scene');

/**
 * Waits until `expression` is true in the page. Asked from outside, because the page's policy forbids the polling that
 * Playwright would do inside; throws an `Error` with the expression after `timeoutMs`.
 */
export async function until(page: Page, expression: string, timeoutMs = 60_000): Promise<void> {
  const endMs = Date.now() + timeoutMs;
  while (!(await page.evaluate(`Boolean(${expression})`))) {
    if (Date.now() > endMs) throw new Error(`Never became true in the page: ${expression}`);
    await new Promise(resolve => setTimeout(resolve, 40));
  }
}

/** Waits until the picture is in `state`, by the view worker's own word. */
export async function waitForState(page: Page, state: Liveness['state'], timeoutMs = 60_000): Promise<void> {
  await until(
    page,
    `globalThis.rimlight?.stores.readout.getState().liveness.state === ${JSON.stringify(state)}`,
    timeoutMs,
  ).catch(async (error: unknown) => {
    const told =
      'JSON.stringify([rimlight.stores.feed.getState().status, rimlight.stores.problems.getState()])';
    const instead = `${JSON.stringify(await livenessOf(page))} ${await page.evaluate(told)}`;
    throw new Error(`The picture never was ${state}: ${instead}`, { cause: error });
  });
}

/** Until so many more frames were shown that what was asked of the source before has long reached it. */
export async function framesGoBy(page: Page): Promise<void> {
  const { frameNumber } = await livenessOf(page);
  await until(page, `rimlight.stores.readout.getState().liveness.frameNumber > ${frameNumber + 12}`);
}

/** Chooses the (first) camera in the source sheet and waits for its picture. */
export async function connectCamera(page: Page, size: string): Promise<void> {
  await page.getByRole('button', { name: /^Source:/ }).click();
  await page.getByRole('button', { name: 'Camera', exact: true }).click();
  await page.getByLabel('Size to ask for').selectOption(size);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await until(
    page,
    "globalThis.rimlight?.stores.feed.getState().description?.kind === 'camera' && rimlight.stores.feed.getState().status === 'open'",
  );
  await waitForState(page, 'live');
}

/** Where the picture stands, once the page is laid out around it: frames come sooner than that on a busy machine. */
async function placeOfPicture(page: Page): Promise<Rect> {
  let before = '';
  for (const endMs = Date.now() + 60_000; Date.now() < endMs; ) {
    const box = await page.getByRole('application').boundingBox();
    const now = JSON.stringify(box);
    if (box && box.height > 100 && now === before) return box;
    before = now;
    await new Promise(resolve => setTimeout(resolve, 60));
  }
  throw new Error('The picture never stood still.');
}

/** Where a scene point stands on the page, in the pane that shows fluorescence. */
async function toPage(page: Page, at: Point, mode: Mode): Promise<Point> {
  const box = await placeOfPicture(page);
  const scene = await sceneOf(page);
  if (!scene) throw new Error('There is no picture to draw on.');
  const panes = panesOf(mode, { widthPx: box.width, heightPx: box.height }, scene, defaultView);
  const shown = mapPoint(panes.at(-1)!.sceneToCanvas, at);
  return { x: box.x + shown.x, y: box.y + shown.y };
}

type DrawnCircle = {
  role: 'tumour' | 'background' | 'leak';
  tissue?: string;
  centre: Point;
  radiusPx: number;
};

/** A message that comes while a hand draws moves the picture under it: then the hand draws once more, as a person would. */
const attempts = 4;

/** Draws a circle by mouse: key of its role, tissue where one is asked for, press at the centre, drag to the edge. */
export async function drawCircle(page: Page, circle: DrawnCircle): Promise<void> {
  const isDrawn = `rimlight.stores.regions.getState().regions.length === ${(await regionsOf(page)).length + 1}`;
  for (let attempt = 1; attempt < attempts; attempt++) {
    await drawOnce(page, circle);
    const came = await until(page, isDrawn, 5000).then(
      () => true,
      () => false,
    );
    if (came) return;
    await page.keyboard.press('Escape');
  }
  await drawOnce(page, circle);
  await until(page, isDrawn);
}

async function drawOnce(page: Page, circle: DrawnCircle): Promise<void> {
  const key = { tumour: 't', background: 'b', leak: 'l' }[circle.role];
  await page.keyboard.press(key);
  if (circle.tissue) await page.getByRole('button', { name: circle.tissue }).click();
  const from = await toPage(page, circle.centre, 'side-by-side');
  const to = await toPage(page, { x: circle.centre.x + circle.radiusPx, y: circle.centre.y }, 'side-by-side');
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, from.y, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

/** The figure that stands where TBR stands; null when it is withheld. */
export async function readTbr(page: Page): Promise<number | null> {
  const text = await page.getByLabel('TBR', { exact: true }).first().textContent();
  const value = Number(text);
  return text === null || text.trim() === '–' || Number.isNaN(value) ? null : value;
}

/** A folder that is gone after `use`. */
export async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'rimlight-test-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
