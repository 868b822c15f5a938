/** One spell of looking at a window, and what several of them come to. */
import { loadavg } from 'node:os';
import { type DrawnFrame, latencyOf, type MadeAt, type Older, type Sight, sightOf } from './summary.ts';
import { sinceCode } from './time-code.ts';
import { type PixelWindow, pause, type Taken } from './windows.ts';

export type Spell = Sight & { readonly delivered: number; readonly seconds: number };

/** Before it counts: caches fill, rates find their level. */
const settleMs = 1500;

/** Codes of the clock that the source drew into its frames. */
export const byClock: MadeAt = (code, drawnMs) => drawnMs - sinceCode(code, drawnMs);

/** What is drawn in `seconds`, by this process's clock. Other windows are looked at in the same spell: one sight each. */
export async function look(
  windows: readonly PixelWindow[],
  madeAt: MadeAt,
  { seconds, isOneClock = false }: { seconds: number; isOneClock?: boolean },
): Promise<Spell[]> {
  await pause(settleMs);
  const ahead = await Promise.all(windows.map(each => (isOneClock ? 0 : each.clockAheadMs())));
  await Promise.all(windows.map(each => each.take()));
  await pause(seconds * 1000);
  const taken = await Promise.all(windows.map(each => each.take()));
  return taken.map((each, i) => spellOf(each, madeAt, { seconds, aheadMs: ahead[i]! }));
}

function spellOf(
  { readings, delivered }: Taken,
  madeAt: MadeAt,
  { seconds, aheadMs }: { seconds: number; aheadMs: number },
): Spell {
  const here = readings.map(({ code, submittedMs, drawnMs }) => ({
    code,
    submittedMs: submittedMs - aheadMs,
    drawnMs: drawnMs - aheadMs,
  }));
  return { ...sightOf(here, madeAt), delivered, seconds };
}

export const framesOf = (spells: readonly Spell[]): DrawnFrame[] => spells.flatMap(({ frames }) => frames);
const sum = (spells: readonly Spell[], of: (spell: Spell) => number) =>
  spells.reduce((total, spell) => total + of(spell), 0);

export const olderOf = (spells: readonly Spell[]): Older[] => spells.flatMap(({ older }) => older);

/** Frames drawn at all, of those that came. */
export const drawnShare = (spells: readonly Spell[]): number =>
  sum(spells, ({ frames }) => frames.length) / sum(spells, ({ delivered }) => delivered);

/** One line for people. Throws where too little was seen to say anything. */
export function tell(what: string, spells: readonly Spell[]): ReturnType<typeof latencyOf> {
  const frames = framesOf(spells);
  const unread = sum(spells, each => each.unread);
  if (frames.length < 30)
    throw new Error(
      `${what}: of ${sum(spells, each => each.delivered)} frames delivered only ${frames.length} codes were read, ${unread} could not be; load ${loadavg()[0]!.toFixed(1)}.`,
    );
  const latency = latencyOf(frames);
  const { p50Ms, p95Ms, p99Ms, jitterMs } = latency;
  const ms = (value: number) => value.toFixed(1);
  console.log(
    `  ${what}: latency p50 ${ms(p50Ms)}, p95 ${ms(p95Ms)}, p99 ${ms(p99Ms)} ms (p50 ${ms(latencyOf(frames, 'submittedMs').p50Ms)} to submitted), jitter ${ms(jitterMs)} ms,`,
    `${frames.length} frames drawn of ${sum(spells, each => each.delivered)} delivered, ${(frames.length / sum(spells, each => each.seconds)).toFixed(1)} a second,`,
    `${olderOf(spells).length} older, ${unread} not read, load ${loadavg()[0]!.toFixed(1)}`,
  );
  return latency;
}
