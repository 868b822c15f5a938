/** A whole walk with a case label: nothing leaves the machine, and the label is only where the README says that it is. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { connectCamera, debugUrl, drawCircle, until, waitForState } from '../support/app-driver.ts';
import { openApp, startBrowser } from '../support/browser.ts';
import { startRecordingProxy } from '../support/recording-proxy.ts';

const url = inject('appUrl');
const label = 'KX-7731';
const recording = 'rimlight.stores.recording.getState()';

/**
 * What Chromium asks for of its own, with any page or none, and no switch stops in every build of it. That the app asks none of these is
 * asserted apart: Playwright tells what pages and workers ask for.
 */
const browsersOwn: Readonly<Record<string, string>> = {
  'accounts.google.com': 'whether a person is signed in to the browser',
  'clients2.google.com': 'the time, and extensions',
  'update.googleapis.com': 'newer parts of the browser',
  'optimizationguide-pa.googleapis.com': 'hints for pages',
};

/** Presses the button and answers the file that came of it. */
async function exported(page: Page, press: () => Promise<void>): Promise<{ name: string; text: string }> {
  const begun = page.waitForEvent('download');
  await press();
  const download = await begun;
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'latin1') };
}

test('a camera, a case, a still, a recording, its review and every export ask nobody else for anything, and tell the label only where it belongs', async () => {
  const proxy = await startRecordingProxy();
  const browser = await startBrowser({ camera: { devices: 1, fps: 30 }, flags: proxy.flags });
  try {
    const { page, context } = await openApp(browser, { url: debugUrl(url), width: 1920, height: 1080 });
    const logged: string[] = [];
    const asked: string[] = [];
    context.on('request', request => asked.push(request.url()));
    page.on('console', message => logged.push(message.text()));
    await waitForState(page, 'live');
    await connectCamera(page, '640x480');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+P');
    await page.getByLabel('Case label, a pseudonym').fill(label);
    await page.keyboard.press('Escape');
    await drawCircle(page, { role: 'tumour', centre: { x: 240, y: 180 }, radiusPx: 30 });
    await page.keyboard.press('r');
    await until(page, `${recording}.frames > 5`);
    await page.keyboard.press('s');
    await until(page, 'rimlight.stores.library.getState().stills.length === 1');
    await page.keyboard.press('r');
    await until(page, `${recording}.status === 'idle'`);

    const files: { name: string; text: string }[] = [];
    await page.keyboard.press('i');
    await page.locator('.still-open').first().click();
    for (const name of [
      'PNG as seen',
      'Views on one PNG',
      'NIR, 16-bit TIFF',
      'NIR, 16-bit PNG',
      'Numbers, CSV',
    ]) {
      const button = page.getByRole('button', { name, exact: true });
      await button.waitFor();
      if (await button.isEnabled()) files.push(await exported(page, () => button.click()));
    }
    await page.keyboard.press('Escape');
    expect(files.length).toBeGreaterThan(2);
    const version: string = await page.evaluate('rimlight.stores.updates.getState().version');
    for (const { name, text } of files) {
      expect(name).not.toContain(label);
      // In pixels, where a person wrote it down to be seen; in no tag, text or table.
      expect(text, name).not.toContain(label);
      expect(text, name).toContain(`Rimlight ${version}`);
    }

    const id: string = await page.evaluate('rimlight.stores.sessions.getState().sessions[0].id');
    const session: { name: string; text: string } =
      await page.evaluate(`rimlight.commands.exportSession('${id}', null).then(async file => ({
      name: file.name, text: await file.slice(0, 20_000).text()
    }))`);
    expect(session.name).not.toContain(label);
    expect(session.text).toContain(label);
    expect(session.text).toContain(`"madeWith": "Rimlight ${version}"`);

    await page.evaluate(`rimlight.commands.openSession('${id}')`);
    await until(page, "rimlight.stores.feed.getState().description?.kind === 'replay'");
    await waitForState(page, 'still').catch(() => waitForState(page, 'live'));
    const stored: Record<string, string> = await page.evaluate('({ ...localStorage })');
    const withLabel = Object.keys(stored).filter(key => stored[key]?.includes(label));
    expect(withLabel).toEqual(['rimlight.case']);
    expect(logged.filter(text => text.includes(label))).toEqual([]);
    const isOurs = (address: string) => /^(blob|data):/.test(address) || address.startsWith(url);
    expect(asked.filter(address => !isOurs(address))).toEqual([]);
    const strangers = proxy.addresses.filter(address => !isOurs(address));
    expect(strangers.filter(address => !(new URL(address).hostname in browsersOwn))).toEqual([]);
    expect(proxy.addresses.length).toBeGreaterThan(20);
    expect(proxy.addresses.filter(address => address.includes(label))).toEqual([]);
    await context.close();
  } finally {
    await browser.close();
    await proxy.close();
  }
});
