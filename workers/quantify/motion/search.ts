/**
 * Finds about where the key frame lies in the frame, without any notion of where it lay before: starts by
 * phase correlation, each improved, the best by how much of the picture agrees.
 */
import { type Agreement, agreementOf } from './agree.ts';
import { centreOfLevel } from './prepare.ts';
import { type Room, searchLevel } from './room.ts';
import { type Pose, solve, warpOf } from './solve.ts';

/** A pose, and how much of the picture agrees with it. */
export type Found = { readonly pose: Pose; readonly agreement: Agreement };

/** A start that is so like the key frame is not searched any further. */
const enough = 0.6;
/** Poses that leave less than this share of the tiles in sight count as if the rest of them disagreed. */
const leastInside = 0.25;

/** −1 … 1. */
export const likenessOf = ({ likeness, inside, telling }: Agreement): number =>
  likeness * Math.min(1, inside / Math.max(1, leastInside * telling));

/** Of a level, for the frame that is in the room. */
export function judge({ kernels, now, key }: Room, pose: Pose, level: number): Agreement {
  const of = key.levels[level]!;
  return agreementOf(kernels, of, {
    now: now.levels[level]!.light,
    warp: warpOf(pose, key.centre, level),
    gain: pose.gain,
    centre: centreOfLevel(key.centre, level),
    isBlind: key.blind?.levels[level] ?? null,
  });
}

/**
 * The best pose of the frame that is in the room, to about a pixel of the search's level. Null when nothing
 * holds one.
 */
export function search(room: Room): Found | null {
  const { kernels, now, correlator, key, anglesRad } = room;
  const fine = key.levels[searchLevel]!;
  const coarse = key.levels[searchLevel + 1]!;
  let best: Found | null = null;

  const improve = (start: Pose): void => {
    const { light } = now.levels[searchLevel]!;
    const order = { now: light, centre: key.centre, start, steps: 10, rowStep: 2, closePx: 0.4 } as const;
    const pose = solve(kernels, fine, order);
    if (!pose) return;
    const agreement = judge(room, pose, searchLevel);
    if (!best || likenessOf(agreement) > likenessOf(best.agreement)) best = { pose, agreement };
  };
  /** Reaches further, but a little that disagrees spoils much of so small a picture. */
  const improveFromAfar = (start: Pose): void => {
    const { light } = now.levels[searchLevel + 1]!;
    const order = { now: light, centre: key.centre, start, steps: 10, rowStep: 1, closePx: 0.8 } as const;
    const pose = solve(kernels, coarse, order);
    if (pose) improve(pose);
  };
  const isEnough = (): boolean => best !== null && likenessOf(best.agreement) >= enough;

  for (const [index, angleRad] of anglesRad.entries()) {
    const shifts = correlator.peaks(room.spectrumAt(index), index === 0 ? 2 : 1);
    const starts = shifts.map(({ dx, dy }) => ({
      angleRad,
      dx: dx * 2 ** searchLevel,
      dy: dy * 2 ** searchLevel,
      scale: 1,
      gain: 1,
    }));
    for (const attempt of [improve, improveFromAfar])
      for (const start of starts) {
        attempt(start);
        if (isEnough()) return best;
      }
  }
  return best;
}
