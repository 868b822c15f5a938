/** The stability log in the built app: a fault while it records stands in the live sheet, in the session, and in the file. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { StabilityState } from '#conductor/stability-api.ts';
import { stabilityColumns } from '#model/stability/definitions.ts';
import { debugUrl, until, waitForState } from '../support/app-driver.ts';
import { axeFindings } from '../support/axe.ts';
import { openApp, startBrowser } from '../support/browser.ts';
import { provoke } from '../support/hazard-driver.ts';

const url = inject('appUrl');
let browser: Browser;
let page: Page;

const logOf = (): Promise<StabilityState> => page.evaluate('rimlight.stores.stability.getState()');
const saysInSheet = (selector: string, words: string) =>
  until(page, `document.querySelector('${selector}')?.textContent.includes(${JSON.stringify(words)})`);
const drawnPlots = () => page.locator('.stability-strip canvas').count();

beforeAll(async () => {
  browser = await startBrowser();
  ({ page } = await openApp(browser, { url: debugUrl(url) }));
  await waitForState(page, 'live');
});
afterAll(() => browser.close());

test('what went wrong while it recorded is in the live log, in the recorded one, and in its file', async () => {
  await page.keyboard.press('Shift+K');
  await saysInSheet('.stability-whose', 'Of the live picture');
  await page.keyboard.press('Escape');

  await page.keyboard.press('r');
  await until(page, 'rimlight.stores.recording.getState().frames > 3');
  await provoke(page, 'black');
  await page.keyboard.press('Shift+K');
  await saysInSheet('.stability-whose', 'Of the recording under way');
  await saysInSheet('.stability-told', 'The picture is black.');
  expect(await drawnPlots()).toBe(4);
  await page.keyboard.press('Escape');
  await provoke(page, null);
  // One row is full, and another goes on.
  await until(page, 'rimlight.stores.stability.getState().rows.length > 1');
  const live = await logOf();
  await page.keyboard.press('r');
  await until(page, "rimlight.stores.recording.getState().status === 'idle'");

  const id: string = await page.evaluate(
    'rimlight.commands.refreshLibrary().then(() => rimlight.stores.sessions.getState().sessions[0].id)',
  );
  await page.evaluate(`rimlight.commands.openSession('${id}')`);
  await until(page, `rimlight.stores.review.getState().index?.sessionId === '${id}'`);
  await page.getByRole('button', { name: 'Stability', exact: true }).click();
  await saysInSheet('.stability-whose', 'Of the open session');
  await saysInSheet('.stability-told', 'The picture is black.');
  expect(await drawnPlots()).toBe(4);
  const recorded = await logOf();
  expect(recorded).toMatchObject({ of: 'session', sessionId: id, refused: 0 });
  // What was full then is in the session as it was.
  expect(recorded.rows.slice(0, live.rows.length - 1)).toEqual(live.rows.slice(0, -1));
  expect(recorded.rows.reduce((sum, { drawn }) => sum + drawn, 0)).toBeGreaterThan(0);
  // A phantom has no track to ask: what cannot be read is blank.
  for (const row of recorded.rows) expect(row).toMatchObject({ exposureMs: null, iso: null });
  expect(await axeFindings(page, 'the stability log')).toEqual([]);

  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toMatch(/^rimlight-stability-[0-9a-f]{8}\.csv$/);
  const lines = readFileSync(await saved.path(), 'utf8')
    .split('\r\n')
    .slice(0, -1);
  const build: string = await page.evaluate(`document.querySelector('meta[name="rimlight-build"]').content`);
  expect(lines).toContain(`# Session: ${id}.`);
  expect(lines.some(line => line.startsWith('# Made with Rimlight') && line.includes(build))).toBe(true);
  const [heading, ...table] = lines.filter(line => !line.startsWith('#'));
  expect(heading).toBe(Object.keys(stabilityColumns).join(','));
  expect(table).toHaveLength(recorded.rows.length);
  const drawnAt = heading!.split(',').indexOf('frames_drawn');
  expect(table.map(line => Number(line.split(',')[drawnAt]))).toEqual(
    recorded.rows.map(({ drawn }) => drawn),
  );
  expect(table.some(line => line.includes('picture-black'))).toBe(true);
});
