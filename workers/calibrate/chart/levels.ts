/** What grey patches of the chart tell: range, ends, steps. */
import type { ChartReading, CurveFit, CurvePoint } from '#model/calibration.ts';
import { endPatches, finePatches, greyToLight, middleOf, stepPatches } from '#model/chart.ts';
import { fittedCodes, usablePoints } from '#model/fit/curve-fit.ts';
import { isotonic } from '#model/fit/isotonic.ts';
import type { CodeRange } from '#model/transfer.ts';
import { type Grey, type Place, readGrey } from './codes.ts';

/** Share of a patch that is read, each way: blur and the chart's own place leave its edges uncertain. */
export const readShare = 0.5;

/** The 18 steps: known light and the code that came. */
export const readSteps = (grey: Grey, place: Place): readonly CurvePoint[] =>
  stepPatches.map(patch => {
    const { mean, sd, n } = readGrey(grey, place, middleOf(patch.rect, readShare));
    return { light: greyToLight(patch.grey), codes: mean, sdCodes: sd / Math.sqrt(n) };
  });

/** Codes of black and white, of 8 bits, as each way of coding levels delivers them. */
const ranges = {
  full: { black: 0, white: 255 },
  limited: { black: 16, white: 235 },
  // Limited range put into limited range once more.
  twice: { black: 16 + (16 * 219) / 255, white: 16 + (235 * 219) / 255 },
} as const;
const whiteTolerance = 4;
const blackTolerance = 3;

/** A dark may raise black by anything; white stands where the range puts it, or the range cannot be told. */
export function rangeOf(blackCodes: number, whiteCodes: number, bitDepth: number): ChartReading['range'] {
  const step = 2 ** (bitDepth - 8);
  const names = ['full', 'limited', 'twice'] as const;
  const fits = names.filter(
    name =>
      Math.abs(whiteCodes / step - ranges[name].white) <= whiteTolerance &&
      blackCodes / step >= ranges[name].black - blackTolerance,
  );
  return fits[0] ?? 'unclear';
}

/**
 * Whether 5 % on black and 95 % on white run into their surround, or more than one step of the ramp ends on one level. Against
 * the contrast that the fitted curve promises, because a linear camera hardly parts 5 % from black; where it promises under one
 * and a half codes, rounding alone could hide it and nothing is claimed.
 */
export function clippedEnds(
  grey: Grey,
  place: Place,
  { points, fit, range }: { points: readonly CurvePoint[]; fit: CurveFit | undefined; range: CodeRange },
): { low: boolean; high: boolean } {
  const usable = usablePoints(points, range);
  const lost = points.map(point => !usable.includes(point));
  const isMerged = (end: 'low' | 'high') => {
    const { patch, surround } = endPatches[end];
    const inside = readGrey(grey, place, middleOf(patch.rect, readShare)).mean;
    // To the left of the patch, away from the block's own edge.
    const { x, y, width, height } = surround.rect;
    const beside = { x: x + width * 0.06, y: y + height * 0.2, width: width * 0.12, height: height * 0.6 };
    const outside = readGrey(grey, place, beside).mean;
    const codesAt = (g: number) => (fit ? fittedCodes(fit, range, greyToLight(g)) : Number.NaN);
    const promised = fit ? Math.abs(codesAt(patch.grey) - codesAt(surround.grey)) : 2;
    return promised >= 1.5 && Math.abs(inside - outside) < 0.3 * promised;
  };
  return {
    low: isMerged('low') || (lost[0]! && lost[1]!),
    high: isMerged('high') || (lost.at(-1)! && lost.at(-2)!),
  };
}

/** Levels at least `gapCodes` above the last one counted. */
function countLevels(codes: readonly number[], gapCodes: number): number {
  let count = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const code of codes) {
    if (code <= last + gapCodes) continue;
    last = code;
    count++;
  }
  return count;
}

/**
 * Steps told apart on the fine ramp, of those that the fitted curve has at this depth and with this noise: half a code, or two
 * standard uncertainties of a step's mean, is a step. Both are made to rise first, because noise lets neighbours change places.
 */
export function countSteps(
  grey: Grey,
  place: Place,
  { fit, range }: { fit: CurveFit | undefined; range: CodeRange },
): ChartReading['steps'] {
  const seen = finePatches.map(({ rect }) => readGrey(grey, place, middleOf(rect, readShare)));
  const sds = seen.map(({ sd, n }) => sd / Math.sqrt(n)).sort((a, b) => a - b);
  const gapCodes = Math.max(0.5, 2 * sds[sds.length >> 1]!);
  const { blackCodes, whiteCodes } = range;
  const inRange = (code: number) => Math.min(whiteCodes, Math.max(0, Math.round(code)));
  const expected = fit
    ? countLevels(
        finePatches.map(patch => inRange(fittedCodes(fit, range, greyToLight(patch.grey)))),
        gapCodes,
      )
    : Math.min(finePatches.length, whiteCodes - blackCodes + 1);
  const weights = seen.map(({ n }) => n);
  const rising = isotonic(
    seen.map(({ mean }) => mean),
    weights,
  );
  // Noise lets the mean of many pixels take values between two codes.
  return { found: Math.min(expected, countLevels(rising, gapCodes)), expected };
}
