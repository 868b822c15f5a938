/**
 * What happened between two fields: one factor on all light (gain, exposure, excitation, distance), one offset on all light
 * (ambient, dark), or something in the picture that moved. Told by how the quantiles moved, as one or each on its own.
 */
import { type FieldSummary, floorIndex } from './field-summary.ts';

/** A factor is judged by pixels this many bins above dark: there one bin is 4 %, and a tenth of a decibel less than one. */
const brightBins = 24;
/** … which must be half of the picture, or what hides the one bright thing looks like less gain. */
const brightShare = 0.5;
/** A quantile agrees when it went where it should to within this share of its way, and a bin's rounding. */
const slackShare = 0.2;
const slackBins = 0.75;
/** So many of the quantiles must agree: a hand or an instrument moves its own share of them elsewhere. */
const agreeShare = 0.9;

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

const isSeen = ({ bins, clipBin }: FieldSummary, i: number): boolean => bins[i]! < clipBin;

/** Whether the quantiles of `after` lie where `expected` says, from those of `before`. */
function agrees(before: FieldSummary, after: FieldSummary, expected: (light: number) => number): boolean {
  let seen = 0;
  let agreeing = 0;
  before.light.forEach((light, i) => {
    if (!isSeen(before, i) || !isSeen(after, i)) return;
    seen++;
    const way = expected(light) - light;
    const slack =
      slackShare * Math.abs(way) + slackBins * Math.max(before.lightPerBin[i]!, after.lightPerBin[i]!);
    if (Math.abs(after.light[i]! - light - way) <= slack) agreeing++;
  });
  return seen > 0 && agreeing >= agreeShare * seen;
}

/** The factor on all light; null where too little of the picture is bright, or no factor explains the change. */
export function factorBetween(before: FieldSummary, after: FieldSummary): number | null {
  const ratios = before.light.flatMap((light, i) => {
    const isBright =
      before.bins[i]! - before.darkBin >= brightBins && after.bins[i]! - after.darkBin >= brightBins / 2;
    return isBright && isSeen(before, i) && isSeen(after, i) ? [after.light[i]! / light] : [];
  });
  if (ratios.length < brightShare * before.light.length) return null;
  const ratio = median(ratios);
  return agrees(before, after, light => light * ratio) ? ratio : null;
}

/**
 * By how many bins one offset on all light moved the floor; null where no offset explains the change, or it is less than the
 * codes resolve in the middle of the picture.
 */
export function offsetBetween(before: FieldSummary, after: FieldSummary): number | null {
  const shifts = before.light.flatMap((light, i) =>
    isSeen(before, i) && isSeen(after, i) ? [after.light[i]! - light] : [],
  );
  if (shifts.length === 0) return null;
  const offset = median(shifts);
  const isResolved = Math.abs(offset) >= median(before.lightPerBin);
  return isResolved && agrees(before, after, light => light + offset)
    ? after.bins[floorIndex]! - before.bins[floorIndex]!
    : null;
}

/** By how many bins the middle one of the quantiles moved: near nothing between two frames of one scene. */
export const movedBins = (before: FieldSummary, after: FieldSummary): number =>
  median(before.bins.map((bin, i) => Math.abs(after.bins[i]! - bin)));
