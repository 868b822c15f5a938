/**
 * The drift check: the darkest of the picture against the calibrated dark.
 *
 * Below: nothing can be darker than the dark, so that a floor below it shows a wrong dark at once. Above: a picture without a
 * dark place is no sign of anything, so that only a floor that was at the dark, and rose with everything else, is told.
 */
import { offsetBetween } from './field-change.ts';
import { type FieldSummary, floorIndex } from './field-summary.ts';

/**
 * What noise pulls the floor down by, in SD of the noise, is at most 2.05, where the whole picture is dark. The darkest tail
 * (between the two lowest levels) is 0.83 SD wide then and wider where less of it is dark: 2.5 tails cover both.
 */
const tails = 2.5;
/** Of rounding. */
const slackBins = 1;
/** The dark has risen when it moved the floor by so much: more than rounding and noise. */
const risenBins = 3;
/** Told when it was so for this long. */
const restS = 3;

type DarkWatch = {
  /** Something else explains what comes: forgets where the floor was. */
  forget(): void;
  /** By how many bins the dark is off; null: it is not, that cannot be told, or it was told already. */
  see(now: FieldSummary): number | null;
};

export function createDarkWatch(): DarkWatch {
  /** The field when its floor was last at the dark. */
  let atDark: FieldSummary | null = null;
  let sinceS: number | null = null;
  let isTold = false;

  /** 0: it is where it should be. */
  const offBy = (now: FieldSummary): number | null => {
    const { light, lightPerBin, bins, darkBin, isCrushed } = now;
    const floor = light[floorIndex]!;
    const slack = slackBins * lightPerBin[floorIndex]! + tails * (floor - light[0]!);
    if (isCrushed) return null;
    if (floor + slack < 0) return bins[floorIndex]! - darkBin;
    const risen = atDark && offsetBetween(atDark, now);
    if (risen !== null && risen >= risenBins) return risen;
    if (floor > slack) return null;
    atDark ??= now;
    return 0;
  };

  return {
    forget() {
      atDark = null;
      sinceS = null;
    },
    see(now) {
      const off = offBy(now);
      if (off === null || off === 0) {
        sinceS = null;
        if (off === 0) isTold = false;
        return null;
      }
      sinceS ??= now.timestampS;
      if (isTold || now.timestampS - sinceS < restS) return null;
      isTold = true;
      atDark = null;
      return off;
    },
  };
}
