/** What the page may ask of the quantify worker. Frames come from the view worker by port. */
import type { Analysis, AnalysisShapes } from '#model/analysis.ts';
import type { Field } from '#model/field.ts';
import type { FramePlanes } from '#model/frame.ts';
import type { Point } from '#model/geometry.ts';
import type { Layout } from '#model/layout.ts';
import type { Measurement, MeasurementInputs } from '#model/measurement.ts';
import type { KeyFrame } from '#model/motion.ts';
import type { Problem } from '#model/problem.ts';

export type QuantifyNews =
  | {
      readonly type: 'measurement';
      readonly measurement: Measurement;
      readonly anchors: readonly IsoAnchorNews[];
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
  subscribe(listen: (news: QuantifyNews) => void): void;
};
