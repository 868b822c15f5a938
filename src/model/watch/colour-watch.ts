/** Tells when the white balance jumps: one factor on red, or on blue, over the whole of white light, that stays. Pure. */
import type { ColourSigns, FrameSigns } from './frame-signs.ts';

/** A tenth of a factor in red or blue against green: an eye sees it, an automatic balance at rest does not do it. */
const jumpAtLeast = 0.1;
/** The quartiles must move alike: blood or an instrument moves its own share of the picture. */
const alikeWithin = 0.06;
const alikeShare = 0.35;
/** It has stayed for so long; compared with what was this long before. Seconds. */
const restS = 0.75;
const beforeS = 1;
/** Between readings that rest. */
const restWithin = 0.04;
/** A picture that becomes this much brighter or darker is another scene. */
const lightTimes = 1.6;
const forgetS = 4;

type Kept = { readonly timeS: number; readonly colour: ColourSigns; readonly median: number };

export type ColourWatch = {
  /** Whether the balance has jumped since the last call. */
  see(signs: FrameSigns): boolean;
};

type Ratios = readonly [number, number, number];

const moved = (before: Ratios, now: Ratios): Ratios => [
  now[0] - before[0],
  now[1] - before[1],
  now[2] - before[2],
];

/** By what all moved; 0: each on its own. */
function common(way: Ratios): number {
  const [, middle] = way;
  const slack = alikeWithin + alikeShare * Math.abs(middle);
  return way.every(each => Math.abs(each - middle) <= slack) ? middle : 0;
}

export function createColourWatch(): ColourWatch {
  let kept: Kept[] = [];
  return {
    see({ timestampS: timeS, colour, white }) {
      const last = kept.at(-1);
      if (last && !(timeS > last.timeS && timeS - last.timeS <= 2)) kept = [];
      if (!colour || !white) return false;
      const now: Kept = { timeS, colour, median: white.median };
      kept = [...kept.filter(each => timeS - each.timeS <= forgetS), now];
      const before = kept.findLast(each => timeS - each.timeS >= beforeS);
      if (!before) return false;
      const hasRested = kept
        .filter(each => timeS - each.timeS <= restS)
        .every(
          each =>
            Math.abs(each.colour.redOverGreen[1] - colour.redOverGreen[1]) < restWithin &&
            Math.abs(each.colour.blueOverGreen[1] - colour.blueOverGreen[1]) < restWithin,
        );
      const lighter = Math.max(now.median, 0.01) / Math.max(before.median, 0.01);
      if (!hasRested || lighter > lightTimes || lighter < 1 / lightTimes) return false;
      const red = common(moved(before.colour.redOverGreen, colour.redOverGreen));
      const blue = common(moved(before.colour.blueOverGreen, colour.blueOverGreen));
      if (Math.max(Math.abs(red), Math.abs(blue)) < jumpAtLeast) return false;
      kept = [now];
      return true;
    },
  };
}
