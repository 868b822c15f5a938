/** The part of a session that the timeline shows, and which frame is shown when. Pure; seconds on the timeline's clock. */

export type TimeWindow = { readonly fromS: number; readonly toS: number };

/** Narrower than this a window shows single frames and nothing else. */
const narrowestS = 0.2;

/** `window` moved and narrowed so that it lies inside 0 … `durationS`. */
export function insideOf(window: TimeWindow, durationS: number): TimeWindow {
  const whole = Math.max(durationS, narrowestS);
  const span = Math.min(whole, Math.max(narrowestS, window.toS - window.fromS));
  const fromS = Math.min(whole - span, Math.max(0, window.fromS));
  return { fromS, toS: fromS + span };
}

/** The whole session as a window. */
export const wholeOf = (durationS: number): TimeWindow => insideOf({ fromS: 0, toS: durationS }, durationS);

/** `factor` below 1 shows less time; what is at `aboutS` stays where it is. */
export function zoomed(
  window: TimeWindow,
  { factor, aboutS, durationS }: { factor: number; aboutS: number; durationS: number },
): TimeWindow {
  const span = window.toS - window.fromS;
  const next = Math.min(Math.max(durationS, narrowestS), Math.max(narrowestS, span * factor));
  const share = span > 0 ? (aboutS - window.fromS) / span : 0.5;
  return insideOf({ fromS: aboutS - share * next, toS: aboutS + (1 - share) * next }, durationS);
}

/** Moved by `seconds`. */
export const panned = (window: TimeWindow, seconds: number, durationS: number): TimeWindow =>
  insideOf({ fromS: window.fromS + seconds, toS: window.toS + seconds }, durationS);

/** A page further or back when `atS` has left the window; the same object while it is inside. */
export function following(window: TimeWindow, atS: number, durationS: number): TimeWindow {
  if (atS >= window.fromS && atS <= window.toS) return window;
  const span = window.toS - window.fromS;
  const pages = atS > window.toS ? 0.1 : 0.9;
  return insideOf({ fromS: atS - pages * span, toS: atS + (1 - pages) * span }, durationS);
}

/** Places in a rising list that are below `value`: where it would be put in, before its equals. */
export function countBelow(rising: ArrayLike<number>, value: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The frame shown nearest to `atS`; 0 where there is none. */
export function frameNear(frameAtS: ArrayLike<number>, atS: number): number {
  const after = countBelow(frameAtS, atS);
  const last = frameAtS.length - 1;
  if (after > last) return Math.max(0, last);
  if (after === 0) return 0;
  return atS - frameAtS[after - 1]! <= frameAtS[after]! - atS ? after - 1 : after;
}
