/** What measurement says of one frame. Linear units: 1 is the light that gives white, above dark. */
import type { AnalysisSettings } from './analysis.ts';
import type { Blank } from './blank.ts';
import type { Layout } from './layout.ts';
import type { MotionModel, MotionReading } from './motion.ts';
import type { Calibration, Profile, ProfileFault } from './profile.ts';
import type { Region, RegionRole, Tissue } from './region.ts';

/** Everything besides the codes that can change a number. Replaced as a whole; `revision` counts up. */
export type MeasurementInputs = {
  readonly revision: number;
  readonly layout: Layout;
  readonly profile: Profile;
  /** In what the profile does not fit the source, as judged when it was put in force. */
  readonly faults: readonly ProfileFault[];
  readonly regions: readonly Region[];
  /** The region that is 100 % in "% of a reference"; null: none chosen. */
  readonly referenceId: string | null;
  /** Hash of the key frame in whose pixels the regions are given; null: they stand where they are. */
  readonly keyFrame: string | null;
  /** What is followed of the tissue's motion. Absent: `rigid`, as in recordings of before there was a choice. */
  readonly motionModel?: MotionModel | undefined;
  /** White light at or above `limitShare` of white, and `growPx` scene pixels around it, is left out of every region; null: nothing is. */
  readonly specular: Specular | null;
  readonly analysis: AnalysisSettings;
  /** Places of the stream that are black, and left out of every region. Absent: none. */
  readonly blanks?: readonly Blank[] | undefined;
};

export type Specular = { readonly limitShare: number; readonly growPx: number };

/** Why a figure is not given. */
export const withheldReasons = [
  'no-tumour',
  'no-background',
  'no-reference',
  'no-pixels',
  'clipped',
  'under-noise-floor',
  'no-spread',
  'no-field',
  'tracking-lost',
  'frame-old',
  'hazard',
] as const;
export type WithheldReason = (typeof withheldReasons)[number];

/** A number, or the reason why there is none. `detail` is for a person: "clipped 4.1 % > 1 %". */
export type Figure =
  | { readonly value: number }
  | { readonly withheld: WithheldReason; readonly detail: string };

/** Statistics over a region's valid pixels (inside, not clipped, not in a leak). All null when `n` is 0. */
export type RegionStatistics = {
  readonly id: string;
  readonly role: RegionRole;
  readonly tissue: Tissue | null;
  /** Valid pixels. */
  readonly n: number;
  readonly mean: number | null;
  /** Population SD. */
  readonly sd: number | null;
  readonly median: number | null;
  /** 5th and 95th percentile: the smallest value that at least that share of the pixels does not exceed. */
  readonly p5: number | null;
  readonly p95: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Pixels at the top of the range, as a share of those inside and not in a leak. */
  readonly clippedShare: number;
  /** Pixels at the bottom code, same denominator. Not masked. */
  readonly crushedShare: number;
  /** Region pixels that fall outside the sensor, as a share of the region's pixels. */
  readonly outsideShare: number;
  /** Mean in codes as the camera sent them, before everything. */
  readonly meanCodes: number | null;
  /** Pixels in a specular highlight of the white light, left out; as a share of those inside and not in a leak. */
  readonly specularShare: number;
  /** The largest mean over 3 × 3 valid pixels. */
  readonly peak: number | null;
  /** As many independent pixels would give the mean the same uncertainty: n, less what neighbours share. */
  readonly effectiveN: number | null;
  /** One standard uncertainty of `mean` from the noise of its pixels. */
  readonly meanSd: number | null;
};

/** One tumour against one background. Definitions and sources: `figures.ts`. */
export type PairFigures = {
  readonly tumourId: string;
  readonly backgroundId: string;
  readonly tbr: Figure;
  /**
   * One standard uncertainty of `tbr` that comes from the profile alone (`Profile.uncertainty`); noise of the pixels is not in
   * it. Null: no TBR, or the profile states none.
   */
  readonly tbrProfileSd: number | null;
  /** One standard uncertainty of `tbr` from the noise of the pixels; the profile's part is not in it. Null: no TBR. */
  readonly tbrSd: number | null;
  readonly cnr: Figure;
  /** One standard uncertainty of `cnr` from the noise of the pixels. */
  readonly cnrSd: number | null;
  readonly cnrTwoSigma: Figure;
  readonly snr: Figure;
  readonly weber: Figure;
  readonly michelson: Figure;
};

/** % of a reference region and of the specimen's maximum, for each other region. */
export type ReferenceFigure = {
  readonly id: string;
  readonly percent: Figure;
  /** 100 · µ over the `peak` of the first edge region. */
  readonly ofSpecimen: Figure;
};

/** A place on the iso-line of a TBR threshold, in scene pixels, where its label may stand. */
export type IsoAnchor = { readonly threshold: number; readonly x: number; readonly y: number };

export type Measurement = {
  readonly frameNumber: number;
  /** Number of the second stream's frame that was paired with it; absent: there is one stream, or an older recording does not say. */
  readonly secondNumber?: number | undefined;
  readonly timestampS: number;
  readonly arrivedS: number;
  readonly inputsRevision: number;
  readonly profileId: string;
  /** SHA-256 of the profile that was in force (`profileHash`). */
  readonly profileHash: string;
  readonly calibration: Calibration;
  /** How the tissue lies against the key frame; null: nothing is followed. `lost`: regions were not measured, figures are withheld. */
  readonly motion: MotionReading | null;
  readonly regions: readonly RegionStatistics[];
  readonly pairs: readonly PairFigures[];
  readonly references: readonly ReferenceFigure[];
  /** Mean of the first background that can be trusted: what the iso-lines are multiples of. Null: no lines. */
  readonly backgroundLinear: number | null;
  /** Share of the whole NIR channel at the top of its range. */
  readonly fieldClippedShare: number;
  /** 256 bins over the code range of the whole NIR channel, sampled at most every fourth pixel each way. */
  readonly fieldHistogram: readonly number[];
};
