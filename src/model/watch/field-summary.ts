/** A field histogram (`Measurement.fieldHistogram`) in a few numbers that can be compared between frames. */
import type { FrameFormat } from '../frame.ts';
import type { Profile } from '../profile.ts';
import { codeRange, signalToLinear } from '../transfer.ts';

const binCount = 256;

/** What turns bins into light: as far as it is known. Bins are codes over a 256th of their range. */
export type FieldContext = {
  /** The calibrated dark; null: none was measured. */
  readonly darkBin: number | null;
  /** Black of the code range, where the camera cuts what is darker; absent: 0. */
  readonly blackBin?: number;
  /** Linear light of each bin's middle, any scale, rising; absent: a power of 2.2. */
  readonly lightOfBin?: readonly number[];
};

/** Video is coded far more often than not, and a factor of light is a factor under any power. */
const usualCurve = { kind: 'power', gamma: 2.2 } as const;
const usualLight = Array.from({ length: binCount }, (_, bin) => signalToLinear(bin / 255, usualCurve));

/** The context of a feed under a profile. */
export function fieldContext(format: FrameFormat, profile: Profile): FieldContext {
  const codesPerBin = 2 ** (format.bitDepth - 8);
  const { blackCodes, whiteCodes } = codeRange(format, profile);
  const binOf = (codes: number): number => (codes + 0.5) / codesPerBin - 0.5;
  const curve = profile.transfer.kind === 'unknown' ? usualCurve : profile.transfer;
  return {
    darkBin: profile.darkCodes === null ? null : binOf(profile.darkCodes),
    blackBin: binOf(blackCodes),
    lightOfBin: Array.from({ length: binCount }, (_, bin) => {
      const codes = (bin + 0.5) * codesPerBin - 0.5;
      return signalToLinear((codes - blackCodes) / (whiteCodes - blackCodes), curve);
    }),
  };
}

/** From the darkest of the picture to its brightest. The first measures noise, the second is the floor. */
const levels = [
  0.002, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85,
  0.9, 0.95, 0.98,
] as const;
export const floorIndex = 1;

export type FieldSummary = {
  /** Seconds on the feed's clock. */
  readonly timestampS: number;
  /** Quantiles at `levels`, in fractions of bins. */
  readonly bins: readonly number[];
  /** Their linear light above dark. */
  readonly light: readonly number[];
  /** What one bin is worth there, in light. */
  readonly lightPerBin: readonly number[];
  /** The dark that `light` is counted from, in bins: calibrated, or black. */
  readonly darkBin: number;
  /** Quantiles at and above this bin are clipped; `Infinity`: nothing is. */
  readonly clipBin: number;
  /** The darkest are cut at black, so that the floor is not where it would be. */
  readonly isCrushed: boolean;
};

/** A bin up here that is the last one in use, and holds more than this share, is where the camera clips. */
const clipFromBin = 225;
const clippedShare = 0.002;

/** Linear interpolation between bins, straight on beyond both ends. */
function lightAt(bin: number, lightOfBin: readonly number[]): number {
  const low = Math.min(binCount - 2, Math.max(0, Math.floor(bin)));
  return lightOfBin[low]! + (lightOfBin[low + 1]! - lightOfBin[low]!) * (bin - low);
}

/** Null for an empty histogram. Pixels of a bin are taken to be spread evenly over it. */
export function summarise(
  { fieldHistogram, timestampS }: { readonly fieldHistogram: readonly number[]; readonly timestampS: number },
  { darkBin, blackBin = 0, lightOfBin = usualLight }: FieldContext,
): FieldSummary | null {
  const total = fieldHistogram.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const bins: number[] = [];
  let below = 0;
  let bin = 0;
  for (const level of levels) {
    while (below + fieldHistogram[bin]! < level * total) below += fieldHistogram[bin++]!;
    bins.push(bin - 0.5 + (level * total - below) / fieldHistogram[bin]!);
  }
  const top = fieldHistogram.findLastIndex(count => count > 0);
  const isClipped = top >= clipFromBin && fieldHistogram[top]! > clippedShare * total;
  const bottom = fieldHistogram.findIndex(count => count > 0);
  const isPiled = fieldHistogram[bottom]! > 2 * (fieldHistogram[bottom + 1] ?? 0);
  const zeroBin = darkBin ?? blackBin;
  const darkLight = lightAt(zeroBin, lightOfBin);
  return {
    timestampS,
    bins,
    light: bins.map(at => lightAt(at, lightOfBin) - darkLight),
    lightPerBin: bins.map(at => lightAt(at + 0.5, lightOfBin) - lightAt(at - 0.5, lightOfBin)),
    darkBin: zeroBin,
    isCrushed: bottom <= blackBin + 0.5 && isPiled,
    clipBin: isClipped ? top - 0.5 : Number.POSITIVE_INFINITY,
  };
}
