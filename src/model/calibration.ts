/**
 * What calibration reads from pictures, and what a run of it holds. Results are data: a profile is only changed when the
 * user accepts one. Everything here is plain and can be sent between threads and kept.
 */
import type { Field } from './field.ts';
import type { Homography, Point, Rect, SizePx } from './geometry.ts';
import type { PartName, Profile, Transfer } from './profile.ts';

/** A picture for the screen: RGBA bytes, row by row. */
export type Picture = SizePx & { readonly rgba: Uint8ClampedArray<ArrayBuffer> };

/** Something that is not right and what to set. `stop`: the reading must not be used. */
export type Finding = {
  readonly severity: 'good' | 'caution' | 'stop';
  /** A stable name for tests. */
  readonly id: string;
  /** Plain words: what is wrong and what to do. */
  readonly words: string;
};

/** One measured point of a transfer curve. */
export type CurvePoint = {
  /** Known relative linear light, any scale. */
  readonly light: number;
  /** Mean code that it gave, and the standard uncertainty of that mean. */
  readonly codes: number;
  readonly sdCodes: number;
};

/**
 * A fitted curve: codes = black + (white − black) · curve(scale · light + pedestal). `pedestal` is the dark's linear light;
 * `darkCodes` the code it gives.
 */
export type CurveFit = {
  readonly transfer: Transfer;
  readonly scale: number;
  readonly pedestal: number;
  readonly darkCodes: number;
  readonly darkSdCodes: number;
  /** Standard uncertainty of γ; null for curves without one. */
  readonly gammaSd: number | null;
  /** Root mean square and largest residual, in codes. */
  readonly rmsCodes: number;
  readonly largestCodes: number;
  /** Residual of each point used, in codes (measured minus fitted), in the order of the points. */
  readonly residuals: readonly { readonly point: CurvePoint; readonly codes: number }[];
};

/** The chart as read back through the whole path. Codes in the delivered depth. */
export type ChartReading = {
  /** Chart (shares of its width and height) to frame pixels. */
  readonly chartToFrame: Homography;
  readonly blackCodes: number;
  readonly whiteCodes: number;
  /** What the codes show, whatever the stream declares. `twice`: squeezed to limited range two times. */
  readonly range: 'full' | 'limited' | 'twice' | 'unclear';
  readonly matrix: 'bt601' | 'bt709' | 'unclear' | 'no-colour';
  readonly subsampling: '4:4:4' | '4:2:2' | '4:2:0' | 'unclear' | 'no-colour';
  /** Steps of codes told apart on the fine ramp, of those it should have. */
  readonly steps: { readonly found: number; readonly expected: number };
  readonly clippedLow: boolean;
  readonly clippedHigh: boolean;
  /** Fits of every kind of curve, best first. */
  readonly fits: readonly CurveFit[];
  readonly findings: readonly Finding[];
  /** The frame with the patches that were read outlined. */
  readonly picture: Picture;
};

export type DarkReading = {
  readonly frames: number;
  /** Mean over pixels and frames, and its standard uncertainty. */
  readonly darkCodes: number;
  readonly darkSdCodes: number;
  /** Temporal SD of one pixel, in codes: the noise that a noise floor follows from. */
  readonly noiseCodes: number;
  /** SD over pixels of the mean picture beyond what noise leaves, in codes. */
  readonly structureCodes: number;
  /** Linear light to subtract besides the scalar's; null where there is no structure worth it. */
  readonly field: Field | null;
  readonly findings: readonly Finding[];
  /** The structure, stretched. */
  readonly picture: Picture;
};

/** Share of the field above 60, 80, 90 and 95 % of its maximum (the 99.5th percentile, so that noise is not it). */
export type Uniformity = {
  readonly above60: number;
  readonly above80: number;
  readonly above90: number;
  readonly above95: number;
};

export type FlatReading = {
  readonly frames: number;
  readonly method: 'mean' | 'smooth';
  readonly field: Field;
  readonly before: Uniformity;
  /** Of frames that the field was not made of. */
  readonly after: Uniformity;
  /** Relative SD between places after correction, noise taken out. */
  readonly residualShare: number;
  /** Share of pixels left out as defects. */
  readonly maskedShare: number;
  readonly findings: readonly Finding[];
  /** Before and after, false colour on one scale. */
  readonly pictureBefore: Picture;
  readonly pictureAfter: Picture;
};

/** The same place of the tissue in both channels: scene pixels of white light, and of NIR brought to the scene's size. */
export type PointPair = { readonly white: Point; readonly nir: Point };

export type RegistrationFit = {
  readonly model: 'homography' | 'affine';
  /** White-light scene pixels to NIR scene pixels (`Profile.registration`). */
  readonly registration: Homography;
  readonly distortion: { readonly k1: number; readonly k2: number } | null;
  readonly rmsPx: number;
  readonly largestPx: number;
  /** One a pair: mapped minus marked, in NIR scene pixels. */
  readonly residuals: readonly Point[];
  readonly findings: readonly Finding[];
};

export type RegistrationReading = RegistrationFit & {
  /** How much better the channels agree after refinement, −1 … 1 (correlation of gradients). */
  readonly agreementBefore: number;
  readonly agreementAfter: number;
};

/** A length marked on a ruler in the scene. */
export type RulerMark = { readonly from: Point; readonly to: Point; readonly lengthMm: number };

export type ScaleFit = {
  readonly mmPerPx: number;
  readonly sdMmPerPx: number;
  /** Each mark's own, in order. */
  readonly each: readonly number[];
  readonly findings: readonly Finding[];
};

/** Both channels of one frame, brought to the scene's size, for marking points. */
export type ChannelPictures = { readonly white: Picture | null; readonly nir: Picture | null };

/** What the average of some frames looks like in a part of the NIR channel. */
export type StepReading = {
  readonly frames: number;
  readonly codes: number;
  readonly sdCodes: number;
  readonly clippedShare: number;
  /** Where it was read, in NIR channel pixels. */
  readonly rect: Rect;
  readonly findings: readonly Finding[];
};

// ── A guided run ────────────────────────────────────────────────────────────────────────────────

/** In the order of the run. `path` by chart, or `steps` where none can be shown. */
export const stepNames = ['path', 'steps', 'dark', 'flat', 'registration', 'scale', 'verdict'] as const;
export type StepName = (typeof stepNames)[number];

/** `not-needed`: this source has no use for it (registration with one channel). */
export type StepState = 'to-do' | 'done' | 'skipped' | 'not-needed';

export type CalibrationRun = {
  /** What the run began with; a step that is taken back falls back to it. */
  readonly base: Profile;
  /** What will be kept. Not in force until it is. */
  readonly draft: Profile;
  readonly fields: readonly Field[];
  readonly step: StepName;
  readonly states: Readonly<Record<StepName, StepState>>;
  readonly chart: ChartReading | null;
  readonly curvePoints: readonly CurvePoint[];
  readonly curveFits: readonly CurveFit[];
  readonly dark: DarkReading | null;
  readonly flat: FlatReading | null;
  readonly pictures: ChannelPictures | null;
  readonly pairs: readonly PointPair[];
  readonly registration: RegistrationFit | null;
  readonly refined: RegistrationReading | null;
  readonly marks: readonly RulerMark[];
  readonly scale: ScaleFit | null;
};

/** How far a TBR of 2 would be read wrong without one step, with this camera's own values. */
export type StepEffect = {
  readonly part: PartName;
  /** What a true TBR of 2 reads as when everything but this step is corrected; null: the step moves no ratio. */
  readonly readsAs: number | null;
  readonly words: string;
};
