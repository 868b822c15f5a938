/** What the UI sees of blinded readings: the sets that are kept, the reading under way, the agreement that is looked at. */
import type { Point, SizePx } from '#model/geometry.ts';
import type { Problem } from '#model/problem.ts';
import type { ReadingAnswer, ReadingMark, ReadingPicture, ReadingSet } from '#model/reading.ts';
import type { Agreement } from '#study/agreement/agreement.ts';

/** A kept set without answers: what is marked stays with its reader. */
export type ReadingSummary = {
  readonly id: string;
  readonly madeAtS: number;
  readonly picture: ReadingPicture;
  readonly cases: number;
  /** Pictures a reader sees: cases and repeats. */
  readonly showings: number;
  readonly readers: readonly {
    readonly reader: number;
    readonly answered: number;
    readonly isFinished: boolean;
  }[];
};

/** One reader at work. Nothing here says which still is shown, or whether it was shown before. */
export type ReadingRun = {
  readonly setId: string;
  readonly reader: number;
  /** From 0; `count`: behind the last, where the reading is finished. */
  readonly place: number;
  readonly count: number;
  /** Answers kept so far. */
  readonly answered: number;
  /** Of the picture at `place`, as it stands; kept with the next step. */
  readonly answer: ReadingAnswer;
  /** Object URL, revoked by the conductor; null: loading, at the end, or missing. */
  readonly pictureUrl: string | null;
  /** The picture stands on the screen; before that nothing can be marked. */
  readonly isShown: boolean;
  readonly isSaving: boolean;
  /** Why the last step was not done, or the picture is not there. */
  readonly problem: Problem | null;
};

export type ReadingState = {
  /** Newest first. */
  readonly sets: readonly ReadingSummary[];
  /** Ids of sets that cannot be read, and files of readings likewise; they can be deleted with their set. */
  readonly unreadable: readonly string[];
  readonly run: ReadingRun | null;
  /** Of the set that was asked for last. */
  readonly shown: { readonly set: ReadingSet; readonly agreement: Agreement } | null;
};

/** What a set is made of. */
export type ReadingOrder = {
  readonly stillIds: readonly string[];
  readonly picture: ReadingPicture;
  /** Share of the cases that every reader sees twice, 0 … 0.5. */
  readonly repeatShare: number;
};

export type ReadingCommands = {
  refresh(): Promise<void>;
  /** Keeps a new set; its id, or null when it was refused (told as a problem). */
  create(order: ReadingOrder): Promise<string | null>;
  /** Deletes a set with all its answers. */
  remove(setId: string): Promise<void>;
  /** Opens the room for a reader, at the first picture without an answer. A number that is new begins its own order. */
  begin(setId: string, reader: number): Promise<void>;
  /** The picture at hand is on the screen, in its own pixels. */
  pictureShown(sizePx: SizePx): void;
  /** It cannot be decoded: its case is left out. */
  pictureFailed(): void;
  setMark(mark: ReadingMark): void;
  /** 1 … 5. */
  setConfidence(confidence: number): void;
  /** Corners of a closed line in picture pixels; cut to the picture, thinned where there are too many. False: fewer than three, or no more fit. */
  addOutline(points: readonly Point[]): boolean;
  removeLastOutline(): void;
  /** Keeps the answer and goes on; does nothing while mark or confidence are missing. */
  next(): Promise<void>;
  /** Keeps what there is and goes back. */
  back(): Promise<void>;
  /** Keeps what there is and leaves. False: it could not be kept, and the room stays open. */
  pause(): Promise<boolean>;
  /** Leaves without keeping what was not kept. */
  drop(): void;
  /** Ends the reading for good; only where every picture is answered. */
  finish(): Promise<void>;
  showAgreement(setId: string): Promise<void>;
  closeAgreement(): void;
  /** Finished readings and their agreement; null when they are not there (told). */
  exportReading(setId: string, kind: 'csv' | 'json'): Promise<Blob | null>;
};
