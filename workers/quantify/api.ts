/** What the page may ask of the quantify worker. Frames come from the view worker by port. */
import type { Analysis, AnalysisShapes } from '#model/analysis.ts';
import type { Field } from '#model/field.ts';
import type { FramePlanes } from '#model/frame.ts';
import type { Point } from '#model/geometry.ts';
import type { Layout } from '#model/layout.ts';
import type { Measurement, MeasurementInputs } from '#model/measurement.ts';
import type { KeyFrame } from '#model/motion.ts';
import type { Problem } from '#model/problem.ts';
import type { Row } from '#model/rows.ts';
import type { FrameSigns } from '#model/watch/frame-signs.ts';

export type QuantifyNews =
  | {
      readonly type: 'measurement';
      readonly measurement: Measurement;
      readonly anchors: readonly IsoAnchorNews[];
      /** What the codes tell besides, a few times a second; null: not looked at in this frame. */
      readonly signs: FrameSigns | null;
    }
  | { readonly type: 'analysis'; readonly analysis: Analysis; readonly shapes: AnalysisShapes }
  | { readonly type: 'problem'; readonly problem: Problem; readonly isOver: boolean };

/** Where an iso-line may carry its label: scene pixels of the frame that was measured. */
export type IsoAnchorNews = { readonly threshold: number; readonly x: number; readonly y: number };

/** All that is said of one frame. `analysis` null: nothing was asked for. */
export type Examined = {
  readonly measurement: Measurement;
  readonly analysis: Analysis | null;
  readonly shapes: AnalysisShapes;
};

/**
 * Rows of a session as they are made, in order, some at a time; `share` of the work is done with them. The last are waited for: told to
 * another thread they may otherwise come after the answer.
 */
export type TellRows = (rows: readonly Row[], share: number) => void | Promise<void>;

/** What of a session is measured again, and with what. */
export type RemeasureOrder = {
  readonly sessionId: string;
  /** Null: with what was in force at each frame, as recorded. Otherwise with these at every frame, tissue followed as they say. */
  readonly inputs: MeasurementInputs | null;
  /** Frames by index among the main stream's, both ends included; every `every`-th of them. */
  readonly from: number;
  readonly to: number;
  readonly every: number;
};

/** How the frames of a pass without inputs of its own compare with what was measured live. */
export type RemeasureSummary = {
  readonly frames: number;
  /** Recorded measurements that came out again to the last bit, that did not, and that could not be compared. */
  readonly equal: number;
  readonly unequal: number;
  readonly unverifiable: number;
  /** Frames whose bytes are damaged, left out. */
  readonly damaged: number;
};

export type QuantifyApi = {
  /** Frames arrive here from the view worker. */
  connectView(port: MessagePort): void;
  /** The other end of a second worker of this kind, which analyses what this one measured; without one it is done here, after the numbers. */
  connectAnalyser(port: MessagePort): void;
  /** Analyses frames that another worker of this kind measured and sends here. */
  analyseFor(port: MessagePort): void;
  /** Per-pixel data that profiles of later inputs refer to; replaces what was there. Without it numbers are withheld. */
  setFields(fields: readonly Field[]): void;
  /** Pictures that the `keyFrame` of later inputs names; replaces what was there. Without it tracking is lost. */
  setKeyFrames(keyFrames: readonly KeyFrame[]): void;
  /** A key frame of the next frame measured; null where the layout has no picture in it. */
  takeKeyFrame(): Promise<KeyFrame | null>;
  /** Whether analysis may drop to half resolution when it is late. Never in replay, nor for a picture that stands still. */
  setHurry(mayHurry: boolean): void;
  /** Used from the next frame on; every measurement carries the revision it was made with. */
  setInputs(inputs: MeasurementInputs): void;
  /** Frames of another opening (`ViewApi.openFeed`) are given back unmeasured from now on: the inputs that follow are not theirs. */
  expect(turn: number): void;
  /** TBR values for which label anchors are looked for. Cannot change a number. */
  setThresholds(thresholds: readonly number[]): void;
  /** Examines one frame now, with `inputs`, at full resolution: for stills and for replay checks. Same code as the live path. */
  measure(
    frame: { main: FramePlanes; second: FramePlanes | null },
    inputs: MeasurementInputs,
  ): Promise<Examined>;
  /**
   * Corners of the outline of what lies at `at` (scene pixels) in white light. Rejects with a `ProblemError` where nothing stands out, or
   * where the layout has no white light.
   */
  traceEdge(
    frame: { main: FramePlanes; second: FramePlanes | null },
    layout: Layout,
    at: Point,
  ): Promise<readonly Point[]>;
  /** What was measured live, as it was recorded. Rejects with a `ProblemError` where the session cannot be opened. */
  recordedRows(sessionId: string, tell: TellRows): Promise<void>;
  /** Measures a session's frames again, in a worker of its own kind that serves no picture. Rejects like `recordedRows`. */
  remeasure(order: RemeasureOrder, tell: TellRows): Promise<RemeasureSummary>;
  /** Stops `recordedRows` and `remeasure`; their calls reject with an `AbortError`. */
  stopReview(): void;
  subscribe(listen: (news: QuantifyNews) => void): void;
};
