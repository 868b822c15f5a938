/**
 * Watches the whole NIR field for what would change numbers behind the user's back where the camera tells nothing: gain,
 * ambient light, dark. Pure: fed with each measurement, it answers with what has happened since the last.
 *
 * What codes alone can tell has limits, and this says them. A factor on all light within a few frames is gain, exposure or
 * excitation. A factor that came over seconds may as well be the scope that came nearer (`overS` tells which it was). Slower
 * than `horizonS` it may be the dye that washes in or bleaches, and is not told. Under a clipped or nearly dark picture
 * no factor is told.
 */
import { brightRatio, factorBetween, floorShift, offsetBetween } from './field-change.ts';
import { type FieldContext, type FieldSummary, floorIndex, summarise } from './field-summary.ts';
import type { Measurement } from './measurement.ts';

/** `overS`: seconds within which it came about. */
export type FieldNews =
  /** All light above dark is `ratio` times what it was. */
  | { readonly kind: 'gain-jump'; readonly ratio: number; readonly overS: number }
  /** Light was added to the whole field, or taken from it, and stays: its floor moved by so many bins. */
  | { readonly kind: 'ambient-changed'; readonly shiftBins: number; readonly overS: number }
  /** The darkest of the picture lies so many bins above (below) the calibrated dark, by more than noise explains. */
  | { readonly kind: 'dark-drift'; readonly shiftBins: number };

export type FieldWatch = {
  /** Timestamps rise; when they fall or rest for `gapS`, everything before is forgotten. */
  see(
    measurement: Pick<Measurement, 'fieldHistogram' | 'timestampS' | 'frameNumber'>,
    context: FieldContext,
  ): readonly FieldNews[];
};

/**
 * A factor of 1.05 is told: 0.4 dB. Noise moves a quantile of 10 000 pixels and more by a hundredth of this, a breath by a
 * fifth; four steps of 0.1 dB together are told, one is not; 1 dB (1.12) is told with room to spare, also coded by a
 * power of 2.2 whose dark is not known.
 */
const ratioAtLeast = 1.05;
/** Told once it rests: between two frames less than this is left. A step spread over some frames is one step. */
const restRatio = 1.015;
/** Ambient light is told when it moves the floor by this many bins (rounding and noise stay below one) … */
const ambientBins = 2;
/** … and when it has stayed for this long: a lamp that swings by is no change. Seconds. */
const ambientRestS = 1;
/** Ages that the field is compared over, in seconds: a step, a turn of a wheel, a controller that creeps. */
const agesS = [0.25, 1, 3, 10, 30] as const;
const horizonS = agesS[agesS.length - 1]!;
/** Kept fields are this far apart. */
const everyS = 0.1;
/** Frames apart by more are not compared. */
const gapS = 2;

/** The floor lies within noise of the dark: this many bins, and this many of `noiseBins`. */
const darkSlackBins = 1;
const darkNoises = 2.5;
/** The dark has risen when the floor lies this far above it, and what rose is everything. */
const drifted = 3;
/** Dark is told when it was so for this long. */
const darkRestS = 3;

/**
 * What noise pulls the floor down by: the width of the darkest tail. Of a normal distribution it is between 0.8 and 1.2 SD,
 * whether the whole picture is dark or a tenth of it; the floor lies at most 2.05 SD under the mean of what is dark.
 */
const noiseBins = ({ bins }: FieldSummary): number => bins[floorIndex]! - bins[0]!;

export function createFieldWatch(): FieldWatch {
  let kept: FieldSummary[] = [];
  let last: FieldSummary | null = null;
  const dark = createDarkWatch();

  const forget = (from: FieldSummary) => {
    kept = [from];
    dark.forget();
  };
  /** The newest kept field of each age; where nothing is so old, the oldest there is. */
  const references = ({ timestampS }: FieldSummary): readonly FieldSummary[] =>
    agesS.flatMap(ageS => kept.findLast(({ timestampS: at }) => timestampS - at >= ageS) ?? []);

  const gainNews = (now: FieldSummary, before: FieldSummary, darkBin: number): FieldNews | null => {
    const left = brightRatio(before, now, darkBin);
    if (left === null || Math.abs(Math.log(left)) > Math.log(restRatio)) return null;
    for (const reference of references(now)) {
      const ratio = factorBetween(reference, now, darkBin);
      if (ratio !== null && Math.abs(Math.log(ratio)) >= Math.log(ratioAtLeast))
        return { kind: 'gain-jump', ratio, overS: now.timestampS - reference.timestampS };
    }
    return null;
  };
  const ambientNews = (now: FieldSummary): FieldNews | null => {
    const rested = kept.findLast(({ timestampS }) => now.timestampS - timestampS >= ambientRestS);
    if (!rested || Math.abs(floorShift(rested, now)) > ambientBins / 2) return null;
    for (const reference of references(now)) {
      const shiftBins = floorShift(reference, now);
      if (Math.abs(shiftBins) >= ambientBins && offsetBetween(reference, now) !== null)
        return { kind: 'ambient-changed', shiftBins, overS: now.timestampS - reference.timestampS };
    }
    return null;
  };

  return {
    see(measurement, context) {
      const now = summarise(measurement, context);
      if (!now) return [];
      const before = last;
      last = now;
      const sinceS = before ? now.timestampS - before.timestampS : Number.NaN;
      if (!before || !(sinceS > 0 && sinceS <= gapS)) {
        forget(now);
        return [];
      }
      const change = gainNews(now, before, context.darkBin ?? 0) ?? ambientNews(now);
      if (change) {
        forget(now);
        return [change];
      }
      if (now.timestampS - kept.at(-1)!.timestampS >= everyS) {
        kept.push(now);
        while (now.timestampS - kept[0]!.timestampS > horizonS + everyS) kept.shift();
      }
      const drift = context.darkBin === null ? null : dark.see(now, context.darkBin);
      return drift === null ? [] : [{ kind: 'dark-drift', shiftBins: drift }];
    },
  };
}

/**
 * Below: nothing can be darker than the dark, so that a floor below it shows a wrong dark at once. Above: a picture without a
 * dark place is no sign of anything, so that only a floor that has been at the dark, and rose with everything else, is told.
 */
function createDarkWatch() {
  /** The field when its floor was last at the dark. */
  let atDark: FieldSummary | null = null;
  let sinceS: number | null = null;
  let isTold = false;

  const offBy = (now: FieldSummary, darkBin: number): number => {
    const floor = now.bins[floorIndex]!;
    const slack = darkSlackBins + darkNoises * noiseBins(now);
    if (floor + slack < darkBin) return floor - darkBin;
    if (floor <= darkBin + slack) {
      if (floor - darkBin < drifted) atDark = now;
      return floor - darkBin < drifted ? 0 : risen(now);
    }
    return risen(now);
  };
  const risen = (now: FieldSummary): number => {
    if (!atDark || offsetBetween(atDark, now) === null) return 0;
    return Math.max(0, floorShift(atDark, now));
  };
  return {
    forget() {
      atDark = null;
      sinceS = null;
    },
    /** By how much the dark is off, in bins; null: it is not, or was told. */
    see(now: FieldSummary, darkBin: number): number | null {
      const off = offBy(now, darkBin);
      if (off === 0) {
        sinceS = null;
        isTold = false;
        return null;
      }
      sinceS ??= now.timestampS;
      if (isTold || now.timestampS - sinceS < darkRestS) return null;
      isTold = true;
      return off;
    },
  };
}
