/**
 * The hand of the registration step, as data: which point lies under the loupe, and which half of a pair waits for its
 * other half. Pairs themselves live in the run; every function answers with both.
 */
import type { PointPair } from '#model/calibration.ts';
import type { Point } from '#model/geometry.ts';

export type Channel = 'white' | 'nir';
export const otherChannel = (channel: Channel): Channel => (channel === 'white' ? 'nir' : 'white');

type Half = { readonly channel: Channel; readonly point: Point };
/** `index`: of the pair that it belongs to; null: of one that is being made. */
type Held = Half & { readonly index: number | null };

export type Marking = { readonly held: Held | null; readonly half: Half | null };
type Pairs = readonly PointPair[];
export type Marked = { readonly marking: Marking; readonly pairs: Pairs };

export const nothingHeld: Marking = { held: null, half: null };

/** `pairs` with one point of one of them elsewhere. */
export const withPoint = (pairs: Pairs, index: number, { channel, point }: Half): Pairs =>
  pairs.map((pair, i) => (i === index ? { ...pair, [channel]: point } : pair));

/** A press on a picture: carries the held point of that picture there, or sets what is held and takes up a new point. */
export function press({ marking, pairs }: Marked, half: Half): Marked {
  const { held } = marking;
  if (held?.channel === half.channel)
    return { marking: { ...marking, held: { ...held, point: half.point } }, pairs };
  const before = held ? settle({ marking, pairs }) : { marking, pairs };
  return { ...before, marking: { ...before.marking, held: { ...half, index: null } } };
}

/** The held point is where it belongs: it completes a pair, changes one, or waits for its other half. */
export function settle({ marking, pairs }: Marked): Marked {
  const { held, half } = marking;
  if (!held) return { marking, pairs };
  if (held.index !== null)
    return { marking: { ...marking, held: null }, pairs: withPoint(pairs, held.index, held) };
  const { channel, point } = held;
  if (!half || half.channel === channel) return { marking: { held: null, half: { channel, point } }, pairs };
  const pair = channel === 'white' ? { white: point, nir: half.point } : { white: half.point, nir: point };
  return { marking: nothingHeld, pairs: [...pairs, pair] };
}

/** Lets go of what is held; without it, of the half that waits. */
export const letGo = ({ held, half }: Marking): Marking => (held ? { held: null, half } : nothingHeld);
