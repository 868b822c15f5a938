/** Drives the guided calibration as a user does: buttons by name, points by where they stand in the pictures. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { CalibratingState } from '#conductor/api.ts';
import type { Point } from '#model/geometry.ts';
import { type PhantomSpec, phantomSchema } from '#model/phantom.ts';
import type { Profile } from '#model/profile.ts';
import { framesGoBy, until } from './app-driver.ts';

/** A seeded phantom by its id. */
export const phantomNamed = (id: string): PhantomSpec =>
  phantomSchema.parse(
    JSON.parse(readFileSync(new URL(`../../seeds/phantoms/${id}.json`, import.meta.url), 'utf8')),
  );

export const calibratingOf = (page: Page): Promise<CalibratingState> =>
  page.evaluate(`(() => {
    // Pictures and fields are large, and nothing here looks at them.
    const light = (key, value) => (ArrayBuffer.isView(value) ? undefined : value);
    return JSON.parse(JSON.stringify(rimlight.stores.calibrating.getState(), light));
  })()`);
export const profileOf = (page: Page): Promise<Profile> =>
  page.evaluate('rimlight.stores.scene.getState().profile');

const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }).click();

/** Waits for a reading to begin and to end. */
export async function read(page: Page, button: RegExp): Promise<void> {
  await press(page, button);
  await until(page, 'rimlight.stores.calibrating.getState().busy === null', 180_000);
}

const inRun = (what: string) => `rimlight.stores.calibrating.getState().run?.${what}`;

/** Accepts what the step shows; it is done then, and the next one is shown. */
export async function accept(page: Page): Promise<void> {
  const { run } = await calibratingOf(page);
  await page.getByRole('button', { name: /^Accept/ }).click();
  await until(page, `${inRun(`states['${run!.step}']`)} === 'done'`);
}

export async function beginCalibration(page: Page): Promise<void> {
  await page.keyboard.press('q');
  await until(page, 'rimlight.stores.calibrating.getState().run !== null');
}

/** Puts something before the simulated camera, and waits until its frames are there. */
export async function putBefore(page: Page, target: string): Promise<void> {
  await press(page, target);
  await framesGoBy(page);
}

/** Presses a point of a picture on which points are marked. Exact to a CSS pixel of the screen. */
async function pressPicture(page: Page, label: string, at: Point): Promise<void> {
  const canvas = page.getByLabel(label, { exact: true });
  const box = await canvas.boundingBox();
  const [scale, left, top] = await Promise.all(
    ['data-scale', 'data-left', 'data-top'].map(async name => Number(await canvas.getAttribute(name))),
  );
  if (!box || !scale) throw new Error(`There is no ${label}.`);
  await page.mouse.click(box.x + left! + at.x * scale, box.y + top! + at.y * scale);
}

/** Marks one pair: a press in each picture, each set under the loupe. */
export async function markPair(page: Page, pair: { white: Point; nir: Point }): Promise<void> {
  const { run } = await calibratingOf(page);
  const before = run?.pairs.length ?? 0;
  await pressPicture(page, 'White light picture', pair.white);
  await page.keyboard.press('Enter');
  await pressPicture(page, 'NIR picture', pair.nir);
  await page.keyboard.press('Enter');
  await until(page, `${inRun('pairs.length')} === ${before + 1}`);
}

/** Marks a length on the ruler. */
export async function markLength(page: Page, from: Point, to: Point): Promise<void> {
  const { run } = await calibratingOf(page);
  const before = run?.marks.length ?? 0;
  for (const at of [from, to]) {
    await pressPicture(page, 'White light picture', at);
    await page.keyboard.press('Enter');
  }
  await until(page, `${inRun('marks.length')} === ${before + 1}`);
}

/** Keeps the profile under a name, and waits until it is in force. */
export async function keepAs(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name of the profile').fill(name);
  await page.getByRole('button', { name: /^Keep and use/ }).click();
  await until(page, `rimlight.stores.scene.getState().profile.name === ${JSON.stringify(name)}`);
}
