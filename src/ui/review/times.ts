/** Moments of a session in words. */
import type { ReplayIndex } from '#model/replay-index.ts';
import { numerals, words } from '#words/words.ts';
import { countBelow } from './time-window.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** m:ss.t, with hours where there are any; `digits` after the point. */
export function inClock(seconds: number, digits = 1): string {
  const scale = 10 ** digits;
  const all = Math.round(Math.abs(seconds) * scale);
  const sign = seconds < 0 && all > 0 ? '−' : '';
  const whole = Math.floor(all / scale);
  const part = digits > 0 ? `.${String(all % scale).padStart(digits, '0')}` : '';
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const clock = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes);
  return `${sign}${clock}:${two(whole % 60)}${part}`;
}

/** "12.4 s", from a minute on "2:05.3". */
export const inSeconds = (seconds: number): string =>
  Math.abs(seconds) < 59.95 ? numerals(`${seconds.toFixed(1)} s`).replace('-', '−') : inClock(seconds);

/** T+mm:ss, hours in front where there are any; before the injection T−. */
const inSinceInjection = (seconds: number): string =>
  `T${Math.round(seconds) < 0 ? '−' : '+'}${inClock(Math.abs(seconds), 0)}`;

/** Seconds since the epoch at which the dye was given; null: not known. The timeline's clock leaves pauses out, the dye's does not. */
function injectedS({ injectedAtS, frameAtS, frameArrivedS }: ReplayIndex): number | null {
  if (injectedAtS === null || frameAtS.length === 0) return null;
  const frame = Math.max(0, countBelow(frameAtS, injectedAtS) - 1);
  return frameArrivedS[frame]! + injectedAtS - frameAtS[frame]!;
}

/** "T+23:41" at a frame; null when the injection is not known. */
export function sinceInjectionAt(index: ReplayIndex, frameIndex: number): string | null {
  const from = injectedS(index);
  const arrivedS = index.frameArrivedS[frameIndex];
  return from === null || arrivedS === undefined ? null : inSinceInjection(arrivedS - from);
}

/** A place on the timeline's clock with the time since injection there. */
export type InjectionTick = { readonly atS: number; readonly words: string };

/**
 * Round times since injection inside a window of the timeline; empty when the injection is not known. Where the recording paused or has a gap,
 * both clocks part, and times in between have no place.
 */
export function injectionTicks(
  index: ReplayIndex,
  window: { readonly fromS: number; readonly toS: number },
  stepS: number,
): readonly InjectionTick[] {
  const { frameAtS, frameArrivedS } = index;
  const from = injectedS(index);
  const ticks: InjectionTick[] = [];
  if (from === null) return ticks;
  let frame = Math.max(0, countBelow(frameAtS, window.fromS) - 1);
  let sinceS = Math.ceil((frameArrivedS[frame]! - from) / stepS - 1e-9) * stepS;
  while (frame < frameAtS.length && frameAtS[frame]! <= window.toS) {
    const nextArrivedS = frameArrivedS[frame + 1] ?? Number.POSITIVE_INFINITY;
    if (from + sinceS >= nextArrivedS) {
      frame += 1;
      continue;
    }
    const atS = frameAtS[frame]! + from + sinceS - frameArrivedS[frame]!;
    const isInPause = atS > (frameAtS[frame + 1] ?? Number.POSITIVE_INFINITY);
    if (atS > window.toS) break;
    if (atS >= window.fromS && !isInPause) ticks.push({ atS, words: inSinceInjection(sinceS) });
    const nextS = isInPause ? nextArrivedS - from : sinceS + stepS;
    sinceS = Math.max(sinceS + stepS, Math.ceil(nextS / stepS - 1e-9) * stepS);
  }
  return ticks;
}

/** "14:05:33", local time of day. */
const timeOfDay = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
export const inTimeOfDay = (epochS: number): string => timeOfDay.format(new Date(epochS * 1000));

/** "12.4 s, frame 373, T+23:41". */
export function momentInWords(index: ReplayIndex, frameIndex: number): string {
  const since = sinceInjectionAt(index, frameIndex);
  return [
    inSeconds(index.frameAtS[frameIndex] ?? 0),
    words('frame {frame}', { frame: frameIndex + 1 }),
    ...(since === null ? [] : [since]),
  ].join(', ');
}
