/** Blinded reading in the built app: a set and two readers by keys alone, agreement held against the answers. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { debugUrl, until, waitForState } from '../support/app-driver.ts';
import { axeFindings } from '../support/axe.ts';
import { type Complaints, openApp, startBrowser } from '../support/browser.ts';

const url = inject('appUrl');
let browser: Browser;
let page: Page;
let complaints: Complaints;
beforeAll(async () => {
  browser = await startBrowser();
  ({ page, complaints } = await openApp(browser, { url: debugUrl(url) }));
  await waitForState(page, 'live');
  for (let count = 1; count <= 3; count++) {
    await page.keyboard.press('s');
    await until(page, `rimlight.stores.library.getState().stills.length === ${count}`);
  }
});
afterAll(() => browser.close());

const press = (key: string) => page.keyboard.press(key);
const runIs = (what: string) => until(page, `(run => ${what})(rimlight.stores.reading.getState().run)`);

/** Goes on by Tab until what has the focus is named so. */
async function tabTo(name: RegExp): Promise<void> {
  const seen: string[] = [];
  for (let i = 0; i < 60; i++) {
    await press('Tab');
    const focused: string = await page.evaluate(
      "(element => element?.ariaLabel ?? element?.closest('label')?.textContent ?? element?.textContent ?? '')(document.activeElement)",
    );
    seen.push(focused.slice(0, 60));
    if (name.test(focused)) return;
  }
  throw new Error(`Tab never came to ${name}: ${seen.join(' | ')}`);
}

type Answer = { readonly mark: 1 | 2 | 3; readonly confidence: string; readonly isOutlined?: boolean };

/** Answers every picture of a reading that was begun, by keys alone, and finishes it. */
async function readAll(answers: readonly Answer[]): Promise<void> {
  for (const [place, { mark, confidence, isOutlined = false }] of answers.entries()) {
    await runIs(`run?.place === ${place} && run.isShown`);
    await press(`Digit${mark}`);
    await press(confidence);
    if (isOutlined) {
      for (const arrow of ['ArrowUp', 'ArrowRight', 'ArrowDown', 'ArrowLeft']) {
        await press(`Shift+${arrow}`);
        await press('Space');
      }
      await press('Enter');
      await runIs('run.answer.outlines.length === 1');
    }
    if (place === 0) expect(await axeFindings(page, 'reading room')).toEqual([]);
    await press('Enter');
  }
  await runIs(`run.place === ${answers.length}`);
  await tabTo(/^Finish$/);
  await press('Enter');
  await runIs('run === null');
}

test('two readers read three stills by keys alone, and agreement is that of their answers', async () => {
  await press('Shift+B');
  await tabTo(/^New set$/);
  await press('Enter');
  await tabTo(/^Choose all$/);
  await press('Enter');
  await tabTo(/^Make a set of 3$/);
  await press('Enter');
  await tabTo(/^Begin as reader 1$/);
  await press('Enter');
  await runIs('run?.isShown');
  // Nothing of the room tells what is shown, and nothing measured is in it.
  const room = page.getByRole('dialog', { name: 'Blinded reading' });
  expect(await room.textContent()).not.toMatch(/TBR|CNR|Sarcoma|frame/);
  await readAll([
    { mark: 1, confidence: 't', isOutlined: true },
    { mark: 2, confidence: 'e' },
    { mark: 1, confidence: 'q', isOutlined: true },
  ]);
  await tabTo(/^Begin as reader 2$/);
  await press('Enter');
  await readAll([
    { mark: 1, confidence: 'r', isOutlined: true },
    { mark: 2, confidence: 'w' },
    { mark: 2, confidence: 't' },
  ]);
  await tabTo(/^Agreement$/);
  await press('Enter');
  const figures = page.getByRole('dialog').locator('.reading-figures > div');
  await figures.first().waitFor();
  expect(await axeFindings(page, 'agreement')).toEqual([]);

  const saving = page.waitForEvent('download');
  await tabTo(/^Export as CSV$/);
  await press('Enter');
  const saved = await saving;
  expect(saved.suggestedFilename()).toMatch(/^rimlight-reading-[\d-]+\.csv$/);
  const lines = readFileSync(await saved.path(), 'utf8').split('\r\n');
  const from = lines.indexOf('# Table: answers') + 2;
  const answers = lines
    .slice(from, lines.indexOf('', from))
    .map(line => line.split(','))
    .map(([reader, , still, , mark, , outlines]) => ({ reader, still, mark, outlines }));
  expect(answers.map(({ reader, mark }) => `${reader} ${mark}`)).toEqual([
    '1 positive',
    '1 negative',
    '1 positive',
    '2 positive',
    '2 negative',
    '2 negative',
  ]);
  expect(answers.map(({ outlines }) => outlines)).toEqual(['1', '0', '1', '1', '0', '0']);
  const markOf = (reader: string, still: string | undefined) =>
    answers.find(each => each.reader === reader && each.still === still)?.mark;
  const stills = [...new Set(answers.map(({ still }) => still))];
  expect(stills).toHaveLength(3);
  const agreed = stills.filter(still => markOf('1', still) === markOf('2', still)).length / 3;
  // Cohen 1960: one says positive twice of three, the other once.
  const byChance = (2 / 3) * (1 / 3) + (1 / 3) * (2 / 3);
  const kappa = (agreed - byChance) / (1 - byChance);
  const shown = (await figures.allTextContents()).map(text => text.replaceAll('−', '-'));
  expect(shown[0]).toMatch(new RegExp(`^Share agreed${agreed.toFixed(2)}`));
  expect(shown[1]).toMatch(new RegExp(`^Cohen’s κ${kappa.toFixed(2)}`));
  expect(complaints.texts).toEqual([]);
});
