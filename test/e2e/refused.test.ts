/** Files that must be refused, through the door that a user has for them. `unit/carry/refused` holds the reason of each. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, inject, test } from 'vitest';
import type { Problem } from '#model/problem.ts';
import { debugUrl, until, waitForState } from '../support/app-driver.ts';
import { openApp, startBrowser } from '../support/browser.ts';

const folder = new URL('../fixtures/refused/', import.meta.url);
const names = readdirSync(folder).filter(name => name !== 'README.md');
const problems = 'rimlight.stores.problems.getState().problems';

/** What is in the library's folder on the disk: nothing of a file that was refused may stay there. */
const kept = `(async () => {
  const root = await navigator.storage.getDirectory();
  const names = [];
  for await (const [name, folder] of (await root.getDirectoryHandle('sessions', { create: true })).entries())
    names.push(folder.kind === 'directory' ? name : '');
  return names.filter(Boolean);
})()`;

test('each file that must be refused is, in words that say what to do; none is added, and the picture goes on', async () => {
  expect(names.length).toBeGreaterThan(30);
  const browser = await startBrowser();
  try {
    const { page, complaints } = await openApp(browser, { url: debugUrl(inject('appUrl')) });
    await waitForState(page, 'live');
    await page.getByRole('button', { name: /^Library/ }).click();
    await page.getByRole('button', { name: 'Sessions', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Import', exact: true }).first().click();
    const form = page.getByRole('form', { name: 'Import a session' });
    const before = await page.evaluate(kept);
    const told = new Set<string>();
    for (const name of names) {
      await form.getByLabel('A session’s file').setInputFiles({
        name,
        mimeType: 'application/octet-stream',
        buffer: readFileSync(new URL(name, folder)),
      });
      await form.getByLabel('Its passphrase').fill('refused');
      await form.getByRole('button', { name: 'Import' }).click();
      await until(page, `${problems}.some(({ id }) => id === 'session-task')`).catch(() => {
        throw new Error(`Nothing was said of ${name}.`);
      });
      await until(page, 'rimlight.stores.sessions.getState().task === null');
      const { text, tip }: Problem = await page.evaluate(
        `${problems}.find(({ id }) => id === 'session-task')`,
      );
      expect(text, name).toMatch(/file/);
      expect(text, name).not.toMatch(/Error|undefined|null|\[object/);
      expect(tip, name).toMatch(/^(Use|Choose|Copy|Load) .*\.$/);
      expect(await dialog.getByText('Imported.').count(), name).toBe(0);
      told.add(text);
      // In the sheet: what stands behind it nobody sees.
      const banner = dialog.locator('.problem').filter({ hasText: text });
      await banner.getByText(tip).waitFor();
      await banner.getByRole('button', { name: 'Dismiss' }).click();
      await until(page, `!${problems}.some(({ id }) => id === 'session-task')`);
    }
    expect(told.size).toBeGreaterThan(15);
    expect(await page.evaluate('rimlight.stores.sessions.getState().sessions.length')).toBe(0);
    expect(await page.evaluate(kept)).toEqual(before);
    // The button that was pressed is off or gone by now, and the focus with it: the sheet closes by its key all the same.
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    const read = 'rimlight.stores.readout.getState().liveness';
    const { frameNumber }: { frameNumber: number } = await page.evaluate(read);
    await until(page, `${read}.state === 'live' && ${read}.frameNumber > ${frameNumber}`);
    expect(complaints.texts).toEqual([]);
  } finally {
    await browser.close();
  }
});
