/** A session at a glance, for its timeline: when each frame is shown, and what happened. */
import type { SessionEventType } from './event.ts';

/** Something that happened, worth a mark on the timeline. */
export type TimelineMark = {
  readonly type: SessionEventType;
  /** Index of the first frame that it holds for. */
  readonly frameIndex: number;
  /** Seconds from the first frame, on the timeline's clock. */
  readonly atS: number;
  /** Short, for a person: "IORT start 15 Gy", "station tumour bed", "1.8 times as bright at once". */
  readonly words: string;
  /** Events `still` only. */
  readonly stillId: string | null;
};

/** What was wrong for a while, between two frames (indices, both included). */
export type HazardSpan = {
  readonly problemId: string;
  readonly from: number;
  readonly to: number;
  /** As it was told then. */
  readonly words: string;
  /** While it lasted no number was shown. */
  readonly withholds: boolean;
};

export type ReplayIndex = {
  readonly sessionId: string;
  /** Seconds since the epoch at the first frame. */
  readonly startedAtS: number;
  /**
   * Seconds on the timeline's clock at which main frame k is shown: arrival from the first frame, pauses of the recording left out, `gaps` no
   * longer than two seconds (three steps, where frames come slower). Never falls.
   */
  readonly frameAtS: Float64Array<ArrayBuffer>;
  /** Seconds since the epoch at which main frame k arrived: what time since injection is counted in, which pauses do not stop. */
  readonly frameArrivedS: Float64Array<ArrayBuffer>;
  /** The numbers that main frames were recorded with. */
  readonly frameNumbers: Float64Array<ArrayBuffer>;
  /** Spans without frames longer than they should be (pauses of the recording excepted), as frame indices: before, after. */
  readonly gaps: readonly { readonly before: number; readonly after: number }[];
  readonly marks: readonly TimelineMark[];
  /** In order of their beginning; they may lie over each other. */
  readonly hazards: readonly HazardSpan[];
  /** Where on the timeline's clock the dye was given; null: not known. May be negative. Time since is counted in `frameArrivedS`. */
  readonly injectedAtS: number | null;
  readonly streams: 1 | 2;
};
