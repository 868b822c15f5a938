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

export type ReplayIndex = {
  readonly sessionId: string;
  /** Seconds since the epoch at the first frame. */
  readonly startedAtS: number;
  /** Seconds on the timeline's clock at which main frame k is shown: arrival from the first frame, pauses left out. Never falls. */
  readonly frameAtS: Float64Array<ArrayBuffer>;
  /** Spans without frames longer than they should be (pauses of the recording excepted), as frame indices: before, after. */
  readonly gaps: readonly { readonly before: number; readonly after: number }[];
  readonly marks: readonly TimelineMark[];
  /** When the dye was given, on the timeline's clock; null: not known. May be negative. */
  readonly injectedAtS: number | null;
  readonly streams: 1 | 2;
};
