/**
 * `npm run analyse`: measures exported sessions again with the viewer's own workers, in a Chromium without a window, and says whether they
 * come out as they were measured live. Holds a browser, a server on loopback and a profile beside the results while it runs.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { z } from 'zod';
import type { Row } from '#model/rows.ts';
import { chromiumFlags, findChromium } from '../support/chromium.ts';
import { serveFolder } from '../support/serve-folder.ts';
import { type AnalyseOrder, toOrder, usage } from './analyse/arguments.ts';
import { builtPage, pagePath } from './analyse/built-page.ts';
import type { PageAnswer, PageNews } from './analyse/page.ts';
import { type AnalysisSummary, writeAnalysis } from './analyse/session-files.ts';
import { sourceHash } from './analyse/source-hash.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const say = (words: string) => process.stderr.write(`${words}\n`);

/** What is wrong with the paths, found before a browser is started; null: nothing. */
function wrongPath({ files, outFolder }: AnalyseOrder): string | null {
  for (const path of files) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) return `There is no file ${path}.`;
    if (!found.isFile()) return `${path} is no file. Name the exported session itself.`;
  }
  try {
    mkdirSync(outFolder, { recursive: true });
  } catch (error) {
    return `${outFolder} cannot be made a folder: ${messageOf(error)}`;
  }
  return null;
}

function readPassphrase(path: string | null): { passphrase: string | null } | { wrong: string } {
  if (path === null) return { passphrase: null };
  try {
    return { passphrase: readFileSync(path, 'utf8').split(/\r?\n/)[0] ?? '' };
  } catch (error) {
    return { wrong: `The passphrase could not be read: ${messageOf(error)}` };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A page from which the viewer's workers can be started, as they are in this folder. */
async function openPage(profile: string): Promise<{ page: Page; browser: string; close(): Promise<void> }> {
  const server = await serveFolder(await builtPage(root));
  // A profile on disk: without one the browser keeps files in memory, which a session may not fit into.
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await findChromium(),
    args: chromiumFlags,
    headless: true,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(`${server.url}${pagePath}`);
  return {
    page,
    browser: context.browser()?.version() ?? 'unknown',
    async close() {
      await context.close();
      await server.close();
    },
  };
}

/** True: every session was measured again and verified. */
async function analyse(order: AnalyseOrder, passphrase: string | null): Promise<boolean> {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const profile = mkdtempSync(join(order.outFolder, '.analyse-'));
  const summaries: AnalysisSummary[] = [];
  let isGood = true;
  try {
    const { page, browser, close } = await openPage(profile);
    try {
      let rows: Row[] = [];
      let step = '';
      await page.exposeFunction('tellNode', (news: PageNews) => {
        if (news.step === 'measure') rows.push(...news.rows);
        if (news.step !== step) say(news.step === 'import' ? '  importing' : '  measuring');
        step = news.step;
      });
      for (const path of order.files) {
        say(path);
        rows = [];
        step = '';
        await page.setInputFiles('input', path);
        const asked = JSON.stringify({ passphrase, every: order.every });
        const answer: PageAnswer = await page.evaluate(`analyse(${asked}, tellNode)`);
        if ('refused' in answer) {
          say(`  refused: ${answer.refused}`);
          isGood = false;
          continue;
        }
        const versions = {
          rimlight: `${version}+source.${sourceHash(root)}`,
          browser,
          node: process.version,
        };
        const written = await writeAnalysis(order.outFolder, rows, {
          ...answer,
          every: order.every,
          versions,
        });
        summaries.push(written);
        say(`  ${inWords(written)}`);
        isGood &&= written.verified;
      }
    } finally {
      await close();
    }
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
  if (order.tellsJson) process.stdout.write(`${JSON.stringify(summaries, null, 2)}\n`);
  return isGood;
}

const inWords = (summary: AnalysisSummary): string => {
  const { sessionId, frames, rowsWithheld, equal, unequal, unverifiable, damaged } = summary;
  return `${sessionId}: ${frames} frames, the numbers of ${rowsWithheld} withheld as they were live; of the live measurements ${equal} equal, ${unequal} unequal, ${unverifiable} not comparable; ${damaged} frames damaged`;
};

/** The exit status. */
async function run(words: readonly string[]): Promise<0 | 1 | 2> {
  if (words.some(word => word === '--help' || word === '-h')) {
    say(usage);
    return 0;
  }
  const askedWrongly = (wrong: string) => {
    say(`${wrong}\n\n${usage}`);
    return 2 as const;
  };
  const order = toOrder(words);
  if ('wrong' in order) return askedWrongly(order.wrong);
  const wrong = wrongPath(order);
  if (wrong !== null) return askedWrongly(wrong);
  const read = readPassphrase(order.passphraseFile);
  if ('wrong' in read) return askedWrongly(read.wrong);
  try {
    return (await analyse(order, read.passphrase)) ? 0 : 1;
  } catch (error) {
    say(`The analysis stopped: ${messageOf(error)}`);
    return 1;
  }
}

process.exitCode = await run(process.argv.slice(2));
