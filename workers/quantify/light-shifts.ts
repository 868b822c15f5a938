/**
 * What the uncertainties of a profile do to measured light. One standard uncertainty either way gives two tables of light, and
 * half of their difference is the change of each code's light (GUM, JCGM 100:2008 §5.1.3 note 2). Summed over a
 * region's pixels it is the change of its mean.
 */
import type { MeanShifts } from '#model/figures.ts';
import type { FrameFormat } from '#model/frame.ts';
import type { Profile } from '#model/profile.ts';
import { codeRange, linearTable, signalToLinear } from '#model/transfer.ts';

/** Change of linear light by code. */
type LightShift = Float64Array<ArrayBuffer>;

export type LightShifts = {
  /** One dark and one exponent for the whole picture: both regions move together. */
  readonly together: readonly LightShift[];
  /** Of each region on its own: the curve's residual. */
  readonly apart: readonly LightShift[];
  /** Relative, of each region on its own: the flat field. Null: not stated. */
  readonly flatShare: number | null;
};

/**
 * Null when the profile states nothing that bears on light: an exponent's uncertainty says nothing of a curve without one, nor
 * that of a dark code where none was measured.
 */
export function lightShiftsOf(format: FrameFormat, profile: Profile): LightShifts | null {
  const { transfer, darkCodes, uncertainty } = profile;
  const together: LightShift[] = [];
  const apart: LightShift[] = [];
  if (uncertainty.darkCodes !== null && darkCodes !== null) {
    const sd = uncertainty.darkCodes;
    const withDark = (codes: number) => linearTable(format, { ...profile, darkCodes: codes });
    together.push(halfDifference(withDark(darkCodes + sd), withDark(darkCodes - sd)));
  }
  if (uncertainty.gamma !== null && transfer.kind === 'power') {
    const { gamma } = transfer;
    // An exponent stays above 0 however unsure one is of it.
    const step = Math.min(uncertainty.gamma, gamma / 2);
    const withGamma = (exponent: number) =>
      linearTable(format, { ...profile, transfer: { kind: 'power', gamma: exponent } });
    const change = halfDifference(withGamma(gamma + step), withGamma(gamma - step));
    together.push(step === 0 ? change : change.map(light => (light * uncertainty.gamma!) / step));
  }
  if (uncertainty.curveCodes !== null) apart.push(curveShift(format, profile, uncertainty.curveCodes));
  const { flatShare } = uncertainty;
  return together.length + apart.length === 0 && flatShare === null ? null : { together, apart, flatShare };
}

/** Every code read `sdCodes` too high or too low; dark stays. */
function curveShift(format: FrameFormat, profile: Profile, sdCodes: number): LightShift {
  const { blackCodes, whiteCodes } = codeRange(format, profile);
  const lightOf = (code: number) =>
    signalToLinear((code - blackCodes) / (whiteCodes - blackCodes), profile.transfer);
  return Float64Array.from(
    { length: 2 ** format.bitDepth },
    (_, code) => (lightOf(code + sdCodes) - lightOf(code - sdCodes)) / 2,
  );
}

const halfDifference = (high: LightShift, low: LightShift): LightShift =>
  high.map((light, code) => (light - low[code]!) / 2);

/** A region's valid pixels: Σ 1/flat by code (counts without a flat field), how many they are, and their mean. */
type RegionLight = {
  readonly weights: ArrayLike<number>;
  readonly clipCode: number;
  readonly n: number;
  readonly mean: number;
};

/** By how much the region's mean changes with each of the profile's uncertainties, in linear light. */
export function meanShiftsOf(shifts: LightShifts, region: RegionLight): MeanShifts {
  const { weights, clipCode, n, mean } = region;
  const meanOf = (shift: LightShift) => {
    let sum = 0;
    for (let code = 0; code < clipCode; code++) sum += weights[code]! * shift[code]!;
    return sum / n;
  };
  const apart = shifts.apart.map(meanOf);
  return {
    together: shifts.together.map(meanOf),
    apart: shifts.flatShare === null ? apart : [...apart, shifts.flatShare * mean],
  };
}
