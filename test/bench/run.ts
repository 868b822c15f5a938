/**
 * `npm run bench [-- --json FILE] [--only NAME]`: ratios measured in one run on this machine. Milliseconds are printed to
 * explain the ratios, not to be compared with another day's.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { createServer } from 'vite';
import { chromiumFlags, findChromium } from '../support/chromium.ts';
import { measureApp } from './app/app.ts';
import { measureChain } from './chain/chain.ts';
import { type FigureName, type FigureResult, figures, toResult } from './figures.ts';
import { once } from './once.ts';
import { measureColdStart } from './pixels/cold-start.ts';
import { startPixelBench } from './pixels/pixels.ts';
import { serveBuiltApp } from './pixels/serve.ts';
import type { Older } from './pixels/summary.ts';
import { measureRecovery } from './recovery/recovery.ts';

type Measured = Partial<Record<FigureName, number>>;

const argument = (name: string): string | undefined => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};

/** Module in the browser → what it says, and how its figures are called here. */
const pageBenches: {
  module: string;
  call: string;
  /** Writes files, and so needs a profile on disk, as a user has: without one the browser keeps files in another process, and writing costs tenfold. */
  writesFiles?: boolean;
  figures(answer: Record<string, number>): Measured;
}[] = [
  {
    module: '/test/bench/display/display.ts',
    call: 'measureDisplay(1280, 720)',
    figures: answer => ({ 'display-per-blit-720': answer.pipelinePerBlit! }),
  },
  {
    module: '/test/bench/display/display.ts',
    call: 'measureDisplay(1920, 1080)',
    figures: answer => ({ 'display-per-blit-1080': answer.pipelinePerBlit! }),
  },
  {
    module: '/test/bench/statistics/statistics.ts',
    call: 'measureStatistics()',
    figures: answer => ({ 'roi-stats-per-opencvjs': answer.ratio! }),
  },
  {
    module: '/test/bench/record/record.ts',
    call: 'measureRecording()',
    writesFiles: true,
    figures: answer => ({ 'record-per-copy': answer.ratio! }),
  },
  {
    module: '/test/bench/pack/pack.ts',
    call: 'measurePacking(640, 512)',
    writesFiles: true,
    figures: answer => ({ 'encode-per-realtime-640': answer.perRealtime! }),
  },
  {
    module: '/test/bench/pack/pack.ts',
    call: 'measurePacking(1280, 720)',
    writesFiles: true,
    figures: answer => ({ 'encode-per-realtime-1280': answer.perRealtime! }),
  },
  {
    module: '/test/bench/carry/carry.ts',
    call: 'measureCarry()',
    writesFiles: true,
    figures: answer => ({ 'export-per-copy': answer.exportPerCopy! }),
  },
  {
    module: '/test/bench/seek/seek.ts',
    call: 'measureSeeking()',
    writesFiles: true,
    figures: answer => ({ 'seek-per-video': answer.packedPerVideo! }),
  },
  {
    module: '/test/bench/latency/latency.ts',
    call: 'measureLatency()',
    figures: answer => ({ 'latency-per-video': answer.latencyPerVideo! }),
  },
];

/** The first import may make the server prepare a package and reload the page: only then does measuring begin. */
async function openBenchPage(page: Page, origin: string, module: string): Promise<void> {
  await page.goto(`${origin}/test/bench/page.html`);
  await page.evaluate(`import('${module}').then(() => true)`).catch(() => undefined);
  await page.waitForTimeout(1000);
  await page.goto(`${origin}/test/bench/page.html`);
}

async function inPage(
  context: BrowserContext,
  origin: string,
  bench: (typeof pageBenches)[number],
): Promise<Measured> {
  const page = await context.newPage();
  try {
    await openBenchPage(page, origin, bench.module);
    const answer: Record<string, number> = await page.evaluate(
      `import('${bench.module}').then(module => module.${bench.call})`,
    );
    console.log(`  ${bench.call}`, answer);
    return bench.figures(answer);
  } finally {
    await page.close();
  }
}

/** Modules as they are written, made ready by the development server. */
async function serveSources(): Promise<{ origin: string; close(): Promise<void> }> {
  const server = await createServer({ server: { port: 0, watch: null }, logLevel: 'error' });
  await server.listen();
  const address = server.httpServer?.address();
  if (!address || typeof address === 'string') throw new Error('The development server has no port.');
  return { origin: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}

async function run(): Promise<void> {
  const only = argument('--only');
  const measured: Measured = {};
  const failures: string[] = [];
  const attempt = async (what: string, act: () => Promise<Measured>) => {
    if (only && !what.includes(only)) return;
    console.log(`── ${what}`);
    try {
      Object.assign(measured, await act());
    } catch (error) {
      failures.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  const executablePath = await findChromium();
  const profile = mkdtempSync(join(tmpdir(), 'rimlight-bench-'));
  const viewport = { width: 1280, height: 800 };
  const kept = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: chromiumFlags,
    viewport,
  });
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  const server = once(serveSources);
  for (const bench of pageBenches) {
    await attempt(bench.call, async () => {
      const context = bench.writesFiles ? kept : await browser.newContext({ viewport });
      return inPage(context, (await server.get()).origin, bench);
    });
  }
  await attempt('the measuring chain', async () => {
    const page = await (await browser.newContext({ viewport })).newPage();
    try {
      await openBenchPage(page, (await server.get()).origin, '/test/bench/chain/page.ts');
      return await measureChain(page);
    } finally {
      await page.close();
    }
  });
  await server.close();
  await kept.close();
  rmSync(profile, { recursive: true, force: true });

  const served = once(serveBuiltApp);
  await attempt('the built app', async () => measureApp(browser, `${(await served.get()).appUrl}?debug`));
  await attempt('cold start', async () => ({
    'cold-start-per-blank': await measureColdStart(browser, (await served.get()).appUrl),
  }));
  await attempt('recovery', async () => measureRecovery(browser, `${(await served.get()).appUrl}?debug`));
  await browser.close();

  const pixels = once(async () => startPixelBench((await served.get()).appUrl));
  const older: Older[][] = [];
  for (const source of ['phantom', 'camera', 'webrtc'] as const) {
    await attempt(`pixels: ${source}`, async () => {
      const answer = await (await pixels.get()).measure(source);
      older.push([...answer.older]);
      for (const { madeMs, newestMs } of answer.older)
        console.log(
          `  ${source}: a frame was drawn that was ${(newestMs - madeMs).toFixed(1)} ms older than one before it`,
        );
      return answer.figures;
    });
  }
  // Of what was not measured nothing is claimed.
  if (older.length > 0 && !failures.some(failure => failure.startsWith('pixels:')))
    measured['older-frame-drawn'] = older.flat().length;
  await pixels.close();
  await served.close();

  const results: FigureResult[] = Object.keys(figures).map(name => {
    const known = name as FigureName;
    return toResult(known, measured[known] ?? null);
  });
  console.table(
    results.map(({ name, value, unit, goal, met }) => ({
      name,
      value: value?.toFixed(3) ?? '–',
      unit,
      goal: goal ?? '',
      met: met ?? '',
    })),
  );
  for (const failure of failures) console.error(`not measured: ${failure}`);
  const file = argument('--json');
  if (file) writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  process.exit(failures.length > 0 ? 1 : 0);
}

await run();
