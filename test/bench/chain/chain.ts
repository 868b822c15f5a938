/**
 * The measuring chain against its twins, OpenCV's WebAssembly build and native OpenCV, in one run: rounds in which each takes its turn in a
 * random order, and what is said of them is the median of the rounds' own ratios. Milliseconds only explain.
 */
import { cpus, loadavg } from 'node:os';
import type { Page } from 'playwright-core';
import type { FigureName } from '../figures.ts';
import { type FrameName, type MadeFrame, makeFrame } from './frames.ts';
import { faultsOf } from './gates.ts';
import { type Native, startNative } from './native.ts';
import type { Checks, Times } from './order.ts';
import type { PageContender } from './page.ts';
import { printFrame, quantile, type Rounds, ratiosOf } from './report.ts';

type Entrant = {
  readonly name: string;
  check(): Promise<Checks>;
  time(repetitions: number): Promise<Times>;
};

type Plan = {
  readonly name: FrameName;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly repetitions: number;
  /** Others than our kernels and one native thread take part in every so manieth round. */
  readonly othersEvery: number;
};

/** Only frames named here, with commas between; none: all. The worst of fewer frames is not the figure. */
const wantedFrames = process.env.RIMLIGHT_CHAIN_FRAMES?.split(',');

const rounds = 11;
const warmUpMs = 1500;
const warmUpCalls = 6;
const large = { widthPx: 1920, heightPx: 1080 };

const plans: readonly Plan[] = [
  { name: 'typical', ...large, repetitions: 3, othersEvery: 1 },
  { name: 'typical', widthPx: 960, heightPx: 540, repetitions: 3, othersEvery: 1 },
  { name: 'wide', ...large, repetitions: 3, othersEvery: 4 },
  { name: 'empty', ...large, repetitions: 3, othersEvery: 4 },
  { name: 'saturated', ...large, repetitions: 3, othersEvery: 4 },
  { name: 'noisy', ...large, repetitions: 1, othersEvery: 4 },
  { name: 'random', ...large, repetitions: 1, othersEvery: 10 },
];

/** `page`: of the development server. Prints a table a frame; figures whose contender is absent are left out. */
export async function measureChain(page: Page): Promise<Partial<Record<FigureName, number>>> {
  using native = startNative();
  if (native) console.log(`  native OpenCV ${native.version}`);
  else
    console.log('  native OpenCV is not measured: no python3 here can import cv2 (Debian: python3-opencv)');
  sayLoad();
  const frames = await serveFrames(page);
  await page.evaluate(`import('/test/bench/chain/page.ts').then(async module => {
    globalThis.chain = await module.openChain();
  })`);
  const answers: { plan: Plan; rounds: Rounds }[] = [];
  for (const plan of plans) {
    if (wantedFrames && !wantedFrames.includes(plan.name)) continue;
    const started = performance.now();
    const made = makeFrame(plan.name, plan);
    frames.made = made;
    await page.evaluate(`chain.open(${JSON.stringify(made.frame)})`);
    await native?.open(made);
    const entrants = entrantsOf(page, native);
    const checks = new Map<string, Checks>();
    for (const { name, check } of entrants) if (!name.endsWith('2 threads')) checks.set(name, await check());
    const faults = faultsOf(made.frame, checks);
    if (faults.length > 0) throw new Error(`${plan.name}: not the same work: ${faults.join('; ')}`);
    const measured = await timeRounds(entrants, plan);
    printFrame(`${plan.name} ${plan.widthPx} × ${plan.heightPx}`, measured);
    console.log(`  ${((performance.now() - started) / 1000).toFixed(1)} s`);
    answers.push({ plan, rounds: measured });
  }
  sayLoad();
  return figuresOf(answers);
}

function sayLoad(): void {
  const loads = loadavg().map(load => load.toFixed(1));
  console.log(`  ${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, load ${loads.join(' ')}`);
}

/** What the page fetches is what was made last. */
async function serveFrames(page: Page): Promise<{ made: MadeFrame | null }> {
  const frames: { made: MadeFrame | null } = { made: null };
  await page.route('**/bench-chain/*', async route => {
    const plane = frames.made?.[route.request().url().endsWith('key') ? 'key' : 'codes'];
    if (!plane) return route.abort();
    const body = Buffer.from(plane.buffer, plane.byteOffset, plane.byteLength);
    await route.fulfill({ body, contentType: 'application/octet-stream' });
  });
  return frames;
}

function entrantsOf(page: Page, native: Native | null): Entrant[] {
  const onPage = (name: PageContender): Entrant => ({
    name,
    check: () => page.evaluate(`chain.check('${name}')`),
    time: repetitions => page.evaluate(`chain.time('${name}', ${repetitions})`),
  });
  const withThreads = (threads: 1 | 2): Entrant[] =>
    native
      ? [
          {
            name: `native, ${threads === 1 ? '1 thread' : '2 threads'}`,
            check: () => native.check(),
            time: repetitions => native.time(threads, repetitions),
          },
        ]
      : [];
  return [onPage('kernels'), ...withThreads(1), ...withThreads(2), onPage('OpenCV.js'), onPage('twins')];
}

const shuffled = <Item>(items: readonly Item[]): Item[] =>
  items
    .map(item => ({ item, order: Math.random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ item }) => item);

async function timeRounds(entrants: readonly Entrant[], { repetitions, othersEvery }: Plan): Promise<Rounds> {
  for (const { time } of entrants) {
    const { chain } = await time(1);
    if (chain < warmUpMs / warmUpCalls) await time(warmUpCalls);
  }
  const measured: Map<string, Times>[] = [];
  for (let round = 0; round < rounds; round++) {
    const taking = round % othersEvery === 0 ? entrants : entrants.slice(0, 2);
    const times = new Map<string, Times>();
    for (const { name, time } of shuffled(taking)) times.set(name, await time(repetitions));
    measured.push(times);
  }
  return measured;
}

function figuresOf(
  answers: readonly { readonly plan: Plan; readonly rounds: Rounds }[],
): Partial<Record<FigureName, number>> {
  const medianOf = (of: Rounds, other: string): number | null => {
    const ratios = ratiosOf(of, other, 'chain');
    return ratios.length > 0 ? quantile(ratios, 0.5) : null;
  };
  const typical = answers.find(({ plan }) => plan.name === 'typical' && plan.widthPx === large.widthPx);
  const perNative = typical && medianOf(typical.rounds, 'native, 1 thread');
  const perJs = typical && medianOf(typical.rounds, 'OpenCV.js');
  const worst = wantedFrames
    ? []
    : answers.flatMap(({ rounds: of }) => medianOf(of, 'native, 1 thread') ?? []);
  return {
    ...(perNative != null && { 'chain-per-opencv-1080': perNative }),
    ...(perJs != null && { 'chain-per-opencvjs-1080': perJs }),
    ...(worst.length > 0 && { 'chain-worst-per-opencv-1080': Math.max(...worst) }),
  };
}
