/**
 * `npm run soak -- --minutes N [--json FILE] [--every SECONDS]`: runs the built app on a fake camera with a recording, two measured regions and a
 * theatre display, and fails (exit code 1) when anything grows beyond noise, a console says an error, or the recording or the picture
 * does not stand at the end. Holds a browser, a server, and a folder of its own that is gone afterwards.
 */
import { writeFileSync } from 'node:fs';
import type { CDPSession } from 'playwright-core';
import { quantityOf } from './quantities.ts';
import { type Look, lookAt } from './sample.ts';
import { openScene } from './scene.ts';
import { installCounters } from './thread-counters.ts';
import { type Threads, watchThreads } from './threads.ts';
import { judge, median, trendOf } from './trend.ts';

const argument = (name: string): string | undefined => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};
const numberOf = (name: string, usual: number): number => {
  const value = Number(argument(name) ?? usual);
  if (!(value > 0)) throw new Error(`${name} takes a number above 0.`);
  return value;
};

const minutes = numberOf('--minutes', 62);
const everyS = numberOf('--every', 10);
const file = argument('--json');
/** Collecting garbage holds threads up: once a minute, in short runs at every look. */
const heapsEvery = minutes < 10 ? 1 : Math.max(1, Math.round(60 / everyS));

const watched: { name: string; threads: Threads }[] = [];
const scene = await openScene(async (page, name) => {
  watched.push({ name, threads: await watchThreads(page, installCounters) });
});
const browser = await scene.context.browser()?.newBrowserCDPSession();
if (!browser) throw new Error('The browser does not talk about its processes.');
const looks: Look[] = [];
const failures: string[] = [];
/** Frames that nobody closed before the run began; seen in some runs in the feed worker when the camera took the phantom’s place. */
const leftBefore: string[] = [];
try {
  await soak(browser);
} catch (error) {
  failures.push(`The run ended early: ${error instanceof Error ? error.message : String(error)}`);
} finally {
  conclude();
  await scene.close();
}
process.exit(failures.length > 0 ? 1 : 0);

async function soak(session: CDPSession): Promise<void> {
  for (const { threads } of watched) leftBefore.push(...(await threads.settle()));
  const startedS = Date.now() / 1000;
  const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
  for (let n = 0; ; n++) {
    const nextS = startedS + n * everyS;
    if (nextS - startedS > minutes * 60) break;
    await pause(Math.max(0, nextS * 1000 - Date.now()));
    const look = await lookAt(scene, watched, {
      browser: session,
      startedS,
      withHeaps: n % heapsEvery === 0,
    });
    looks.push(look);
    if (n % Math.max(1, Math.round(60 / everyS)) > 0) continue;
    const { memory = 0, stored = 0, drawn = 0, load = 0 } = look.values;
    console.log(
      `${(look.atS / 60).toFixed(1)} min · ${look.state}, ${look.recording}, display ${look.theatre} · ${memory.toFixed(0)} MiB · stored ${stored.toFixed(0)} MiB · ${drawn.toFixed(1)} frames/s · load ${load.toFixed(1)} · ${look.problems.join(' ') || 'no problem'}`,
    );
    // What was sampled outlives a run that is killed.
    if (file) writeFileSync(file, `${JSON.stringify({ minutes, looks })}\n`);
  }
  const last = looks.at(-1);
  if (last?.recording !== 'recording')
    failures.push(`The recording does not run any more: ${last?.recording}.`);
  await scene.console.keyboard.press('r');
}

function conclude(): void {
  const ranS = looks.at(-1)?.atS ?? 0;
  const names = [...new Set(looks.flatMap(({ values }) => Object.keys(values)))];
  const figures = names.map(name => {
    const { unit, limit } = quantityOf(name);
    const samples = looks.flatMap(({ atS, values }) => {
      const value = values[name];
      return value === undefined ? [] : [{ atS, value }];
    });
    const trend = trendOf(samples);
    const verdict = trend && limit ? judge(trend, limit, ranS) : null;
    if (verdict === 'growing' && trend)
      failures.push(`${name} grows by ${trend.perHour.toPrecision(3)} ${unit} an hour.`);
    const values = samples.map(({ value }) => value);
    return {
      name,
      unit,
      first: values[0]!,
      median: median(values),
      most: Math.max(...values),
      trend,
      limit,
      verdict,
    };
  });
  const complaints = [...scene.complaints, ...watched.flatMap(({ threads }) => threads.complaints)];
  for (const text of new Set(complaints)) failures.push(`Said on a console: ${text}`);
  const states = countOf(looks.map(({ state }) => state));
  const problems = countOf(looks.flatMap(look => look.problems));
  console.table(
    Object.fromEntries(
      figures.map(({ name, unit, first, median: middle, most, trend, verdict }) => [
        name,
        {
          unit,
          first: short(first),
          median: short(middle),
          most: short(most),
          'per hour': trend ? short(trend.perHour) : '–',
          '95 %': trend ? `${short(trend.lowPerHour)} … ${short(trend.highPerHour)}` : '–',
          verdict: verdict ?? '',
        },
      ]),
    ),
  );
  console.log(
    `${(ranS / 60).toFixed(1)} minutes, ${looks.length} looks.`,
    'Picture:',
    states,
    'Problems:',
    problems,
  );
  for (const text of leftBefore) console.log(`While it was set up: ${text}`);
  for (const failure of failures) console.error(`FAILED: ${failure}`);
  if (file)
    writeFileSync(
      file,
      `${JSON.stringify({ minutes, ranS, figures, states, problems, leftBefore, failures, looks }, null, 1)}\n`,
    );
}

function short(value: number): string {
  return Number(value.toPrecision(4)).toString();
}

function countOf(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
