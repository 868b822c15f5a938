/**
 * What happened between two fields: one factor on all light (gain, exposure, excitation, distance), one offset on all light
 * (ambient, dark), or something in the picture that moved. Told by how the quantiles moved, as one or each on its own.
 */
import { type FieldSummary, floorIndex } from './field-summary.ts';

/** A factor is judged by pixels this many bins above dark: there one bin is 4 %, and a tenth of a decibel less than one. */
const brightBins = 24;
/** … which must be so large a share of the quantiles, or what hides the one bright thing looks like less gain. */
const brightShare = 0.4;
/** A quantile agrees when it went where it should to within this share of its way, and a bin's rounding. */
const slackShare = 0.25;
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

/** The factor by which the bright pixels changed, whatever the others did; null where too few are bright. */
export function brightRatio(before: FieldSummary, after: FieldSummary, darkBin: number): number | null {
  const ratios = before.light.flatMap((light, i) => {
    const isBright = before.bins[i]! - darkBin >= brightBins && after.bins[i]! - darkBin >= brightBins / 2;
    return isBright && isSeen(before, i) && isSeen(after, i) ? [after.light[i]! / light] : [];
  });
  return ratios.length < brightShare * before.light.length ? null : median(ratios);
}

/** The factor on all light; null where there is none that explains the change. */
export function factorBetween(before: FieldSummary, after: FieldSummary, darkBin: number): number | null {
  const ratio = brightRatio(before, after, darkBin);
  return ratio !== null && agrees(before, after, light => light * ratio) ? ratio : null;
}

/** The light added to all; null where there is no offset that explains the change. */
export function offsetBetween(before: FieldSummary, after: FieldSummary): number | null {
  const shifts = before.light.flatMap((light, i) =>
    isSeen(before, i) && isSeen(after, i) ? [after.light[i]! - light] : [],
  );
  if (shifts.length === 0) return null;
  const offset = median(shifts);
  return agrees(before, after, light => light + offset) ? offset : null;
}

/** By how many bins the floor moved. */
export const floorShift = (before: FieldSummary, after: FieldSummary): number =>
  after.bins[floorIndex]! - before.bins[floorIndex]!;
