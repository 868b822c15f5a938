/** What the screen sees of the review room: a store to read, commands to give. */
import type { Display, View } from '#model/display.ts';
import type { SizePx } from '#model/geometry.ts';
import type { Layout } from '#model/layout.ts';
import type { Measurement } from '#model/measurement.ts';
import type { Calibration } from '#model/profile.ts';
import type { ReplayIndex } from '#model/replay-index.ts';
import type { FrameRange } from '#workers/feed/api.ts';
import type { RemeasureSummary } from '#workers/quantify/api.ts';
import type { Readable } from './readable.ts';
import type { RowTable } from './review-rows.ts';

/** How a picture is shown: what two pictures must share to be compared by eye. */
export type ShownAs = {
  readonly display: Display;
  readonly view: View;
  /** Size of the whole scene; null: there was no picture. */
  readonly scene: SizePx | null;
  readonly layout: Layout | null;
  readonly calibration: Calibration;
  /** Of the profile in force. */
  readonly profileHash: string;
  readonly profileName: string;
};

/** A moment that was put aside to be compared with others, of this session or another. */
export type PinnedMoment = {
  /** As drawn, without lines. The conductor closes it when the moment is put away. */
  readonly picture: ImageBitmap;
  readonly shownAs: ShownAs;
  /** Of exactly that frame; null: it was not measured. */
  readonly measurement: Measurement | null;
  readonly sessionId: string | null;
  readonly caseLabel: string;
  /** Null where the source has no timeline. */
  readonly place: { readonly atS: number; readonly frameIndex: number } | null;
};

export type CompareMode = 'off' | 'side' | 'wipe';

export type RemeasureRequest = {
  readonly what: 'whole' | FrameRange;
  /** Every so many frames; 1: each. */
  readonly every: number;
  /** `now`: with the settings in force at every frame. `recorded`: with those of each frame, which proves the recording. */
  readonly settings: 'now' | 'recorded';
};

/** A pass under way. Frame indices; `share` of the work that is done, 0 to 1. */
export type RemeasurePass = FrameRange & { readonly share: number; readonly settings: 'now' | 'recorded' };

/** A pass that ended: what was asked, in what its settings differed, and how it came out. `isWhole`: it was not stopped. */
export type RemeasureResult = {
  readonly range: FrameRange;
  readonly every: number;
  readonly settings: 'now' | 'recorded';
  readonly differences: readonly string[];
  /** Null: stopped, or it failed; the rows so far are there. */
  readonly summary: RemeasureSummary | null;
};

export type ReviewState = {
  /** Null: no session is open, or it is not read yet. */
  readonly index: ReplayIndex | null;
  /** What was measured live. Grows while it is read, at most two updates a second. */
  readonly recorded: RowTable;
  readonly isReading: boolean;
  /** Null: no pass ran yet. Grows while one runs. */
  readonly recomputed: RowTable | null;
  readonly pass: RemeasurePass | null;
  /** Belongs to `recomputed`. */
  readonly result: RemeasureResult | null;
  readonly pinned: PinnedMoment | null;
  readonly compare: CompareMode;
};

/** Safe at any time; what cannot be done becomes a problem, never an exception. */
export type ReviewCommands = {
  /** Measures frames again, in a worker of its own. Replaces the pass before. Null: stopped or failed. */
  remeasure(request: RemeasureRequest): Promise<RemeasureSummary | null>;
  stopPass(): void;
  /** In what the settings in force differ from those recorded at the frame shown; null: not known. */
  differences(): readonly string[] | null;
  /** Null where there are no rows. */
  exportRows(kind: 'csv' | 'json', which: 'recorded' | 'recomputed'): Promise<Blob | null>;
  /** Puts the frame shown aside as A; waits a moment for its numbers. False where there is no picture. */
  pin(): Promise<boolean>;
  unpin(): void;
  setCompare(mode: CompareMode): void;
  /** A frame in small; the receiver closes it. Null where there is none. */
  thumbnail(frameIndex: number, heightPx: number): Promise<ImageBitmap | null>;
  /** Plays this range round and round; null ends that. */
  loop(range: FrameRange | null): void;
};

/** The two together, as the screen gets them. */
export type ReviewHouse = { readonly store: Readable<ReviewState>; readonly commands: ReviewCommands };
