/**
 * The hand of the registration step, as data: which point lies under the loupe, and which half of a pair waits for its
 * other half. Pairs themselves live in the run; every function answers with both.
 */
import type { PointPair } from '#model/calibration.ts';
import type { Point } from '#model/geometry.ts';

export type Channel = 'white' | 'nir';
export const channels = ['white', 'nir'] as const;
export const otherChannel = (channel: Channel): Channel => (channel === 'white' ? 'nir' : 'white');

type Half = { readonly channel: Channel; readonly point: Point };
/** The point under the loupe: of a pair that is being made, or of one that stands, which may come back to `before`. */
type Held = Half & { readonly pair: { readonly index: number; readonly before: Point } | null };

export type Marking = { readonly held: Held | null; readonly half: Half | null };
type Pairs = readonly PointPair[];
export type Marked = { readonly marking: Marking; readonly pairs: Pairs };

export const nothingHeld: Marking = { held: null, half: null };

/** `pairs` with one point of one of them elsewhere. */
export const withPoint = (pairs: Pairs, index: number, { channel, point }: Half): Pairs =>
  pairs.map((pair, i) => (i === index ? { ...pair, [channel]: point } : pair));

/** A press on a picture: carries the held point of that picture there, or sets what is held and takes up a new point. */
export function press(now: Marked, half: Half): Marked {
  if (now.marking.held?.channel === half.channel) return carry(now, half.point);
  const { marking, pairs } = settle(now);
  return { marking: { ...marking, held: { ...half, pair: null } }, pairs };
}

/** Takes a point of a pair that stands under the loupe. */
export function takeUp(now: Marked, index: number, channel: Channel): Marked {
  const { marking, pairs } = settle(now);
  const point = pairs[index]?.[channel];
  if (!point) return { marking, pairs };
  return { marking: { ...marking, held: { channel, point, pair: { index, before: point } } }, pairs };
}

/** The held point elsewhere; a pair that stands follows at once, so that its residual is seen to move. */
export function carry({ marking, pairs }: Marked, point: Point): Marked {
  const { held } = marking;
  if (!held) return { marking, pairs };
  const moved = { ...held, point };
  return {
    marking: { ...marking, held: moved },
    pairs: held.pair ? withPoint(pairs, held.pair.index, moved) : pairs,
  };
}

/** The held point is where it belongs: it completes a pair, stays in one, or waits for its other half. */
export function settle({ marking, pairs }: Marked): Marked {
  const { held, half } = marking;
  if (!held) return { marking, pairs };
  if (held.pair) return { marking: { ...marking, held: null }, pairs };
  const { channel, point } = held;
  if (!half || half.channel === channel) return { marking: { held: null, half: { channel, point } }, pairs };
  const pair = channel === 'white' ? { white: point, nir: half.point } : { white: half.point, nir: point };
  return { marking: nothingHeld, pairs: [...pairs, pair] };
}

/** Lets go of what is held, which goes back to where it was; without it, of the half that waits. */
export function letGo({ marking, pairs }: Marked): Marked {
  const { held } = marking;
  if (!held) return { marking: nothingHeld, pairs };
  const back = held.pair
    ? withPoint(pairs, held.pair.index, { channel: held.channel, point: held.pair.before })
    : pairs;
  return { marking: { ...marking, held: null }, pairs: back };
}

/** Without a pair; what is held or waits is let go, because numbers move up. */
export const without = (pairs: Pairs, index: number): Marked => ({
  marking: nothingHeld,
  pairs: pairs.filter((_, i) => i !== index),
});
