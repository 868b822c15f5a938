/** What the page may ask of the calibrate worker. It asks the view worker for frames by port; only results reach the page. */
import type {
  ChannelPictures,
  ChartReading,
  DarkReading,
  FlatReading,
  PointPair,
  RegistrationReading,
  StepReading,
} from '#model/calibration.ts';
import type {
  BarMark,
  BarProfile,
  CheckPicture,
  CheckTarget,
  CheckWells,
  CheckWithheld,
  DarkResult,
  PlacedWell,
  StabilityResult,
} from '#model/check.ts';
import type { Field } from '#model/field.ts';
import type { Rect } from '#model/geometry.ts';
import type { Layout } from '#model/layout.ts';
import type { Profile } from '#model/profile.ts';

/** How the frames are read: where the channels lie, and what is known of the codes so far (the draft). */
export type Reading = {
  readonly layout: Layout;
  readonly profile: Profile;
  /** Fields that the profile refers to. */
  readonly fields: readonly Field[];
  /** How many frames are averaged. */
  readonly frames: number;
};

/** Share of the frames that have come, 0 … 1. */
export type Progress = (share: number) => void;

/**
 * Every call takes new frames, and rejects with a `ProblemError` whose tip helps: no frames came, `cancel` was called, the
 * thing that is to be measured is not in the picture. One call at a time; another cancels it.
 */
export type CalibrateApi = {
  connectView(port: MessagePort): void;
  /** Looks for the chart in the whole frame that carries NIR, not only in its channel: a tower shows it over everything. */
  readChart(reading: Reading, progress: Progress): Promise<ChartReading>;
  averageDark(reading: Reading, progress: Progress): Promise<DarkReading>;
  averageFlat(
    reading: Reading & { readonly method: 'mean' | 'smooth' },
    progress: Progress,
  ): Promise<FlatReading>;
  /** `rect`: pixels of the NIR channel; null: the middle fifth of it. */
  readStep(reading: Reading & { readonly rect: Rect | null }, progress: Progress): Promise<StepReading>;
  takePictures(reading: Reading, progress: Progress): Promise<ChannelPictures>;
  /** Coarse to fine from `profile.registration`; the pairs only bound how far it may go. */
  refineRegistration(
    reading: Reading & { readonly pairs: readonly PointPair[] },
    progress: Progress,
  ): Promise<RegistrationReading>;
  /** Averages frames for the check and holds the average for the calls below, until the next one. */
  readCheckPicture(reading: Reading, progress: Progress): Promise<CheckPicture>;
  /**
   * Wells in the held picture. `placed` null: looked for; otherwise statistics where they are said to lie. These three reject with an
   * `Error` before `readCheckPicture`, and take no frames.
   */
  readCheckWells(asked: {
    readonly target: CheckTarget;
    readonly placed: readonly PlacedWell[] | null;
  }): Promise<CheckWells | CheckWithheld>;
  readCheckBars(marks: readonly BarMark[]): Promise<readonly BarProfile[]>;
  /** With the lens capped. */
  readCheckDark(reading: Reading, progress: Progress): Promise<DarkResult | CheckWithheld>;
  /** For `durationS`, whatever `frames` says. `rect`: pixels of the NIR channel; null: the middle fifth of it. */
  readCheckStability(
    reading: Reading & { readonly rect: Rect | null; readonly durationS: number },
    progress: Progress,
  ): Promise<StabilityResult | CheckWithheld>;
  /** Ends `readCheckStability` early: it answers with what came. */
  endCheckStability(): void;
  cancel(): void;
};
