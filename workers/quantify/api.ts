/** What the page may ask of the quantify worker. Frames come from the view worker by port. */
import type { Field } from '#model/field.ts';
import type { FramePlanes } from '#model/frame.ts';
import type { Measurement, MeasurementInputs } from '#model/measurement.ts';
import type { Problem } from '#model/problem.ts';

export type QuantifyNews =
  | {
      readonly type: 'measurement';
      readonly measurement: Measurement;
      readonly anchors: readonly IsoAnchorNews[];
    }
  | { readonly type: 'problem'; readonly problem: Problem; readonly isOver: boolean };

/** Where an iso-line may carry its label: scene pixels of the frame that was measured. */
export type IsoAnchorNews = { readonly threshold: number; readonly x: number; readonly y: number };

export type QuantifyApi = {
  /** Frames arrive here from the view worker. */
  connectView(port: MessagePort): void;
  /** Per-pixel data that profiles of later inputs refer to; replaces what was there. Without it numbers are withheld. */
  setFields(fields: readonly Field[]): void;
  /** Used from the next frame on; every measurement carries the revision it was made with. */
  setInputs(inputs: MeasurementInputs): void;
  /** TBR values for which label anchors are looked for. Cannot change a number. */
  setThresholds(thresholds: readonly number[]): void;
  /** Measures one frame now, with `inputs`: for stills and for replay checks. Same code as the live path. */
  measure(
    frame: { main: FramePlanes; second: FramePlanes | null },
    inputs: MeasurementInputs,
  ): Promise<Measurement>;
  subscribe(listen: (news: QuantifyNews) => void): void;
};
