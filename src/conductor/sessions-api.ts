/** What the UI sees of recordings: those on the disk, what is done with them, and the one that is being made. */
import type { Finding } from '#archive/finding.ts';
import type { Exactness, SessionManifest } from '#archive/format.ts';
import type { Blank } from '#model/blank.ts';
import type { MarkKind } from '#model/event.ts';
import type { Layout } from '#model/layout.ts';
import type { PackingState } from '#workers/keep/api.ts';

/** A mark that somebody sets while it records. */
export type Mark = {
  readonly kind: MarkKind;
  /** Radiation given, for the IORT marks; null: not said. */
  readonly doseGy: number | null;
  readonly text: string;
};

export type RecordingState = {
  readonly status: 'idle' | 'starting' | 'recording' | 'paused' | 'stopping';
  readonly frames: number;
  readonly bytes: number;
  readonly dropped: number;
  /** Of the session that takes what is kept; null while none is open. */
  readonly sessionId: string | null;
  /** Seconds since the epoch. */
  readonly startedAtS: number | null;
  /** How long the free space lasts at the present rate; while nothing records, at the rate of what the source delivers. Null: not known. */
  readonly secondsLeft: number | null;
  /** Another window of this viewer records. */
  readonly isElsewhere: boolean;
  /** Since it began, in order. */
  readonly marks: readonly (Mark & { readonly atS: number })[];
  /** Places that are black in all that is drawn, measured and kept. */
  readonly blanks: readonly Blank[];
};

export type RecordingCommands = {
  startRecording(): Promise<void>;
  stopRecording(): Promise<void>;
  /** No frame is kept until `resumeRecording`; the session stays one. */
  pauseRecording(): Promise<void>;
  resumeRecording(): Promise<void>;
  /** Marks the moment in the recording; nothing when none runs. */
  mark(mark: Mark): void;
  /** From the next frame on, and kept for this device. A recording that is replayed shows what it holds. */
  setBlanks(blanks: readonly Blank[]): Promise<void>;
};

/** A session on this device. */
export type SessionSummary = SessionManifest & {
  /** What it takes on the disk now; less than `bytes` once packed. */
  readonly onDiskBytes: number;
  readonly exactness: Exactness;
  /** Its sums are kept, so that a changed byte is found. */
  readonly isSealed: boolean;
  /** Object URL; the conductor revokes it. Null: none was made. */
  readonly thumbnailUrl: string | null;
};

export type SessionsState = {
  /** Newest first. */
  readonly sessions: readonly SessionSummary[];
  /** Ids of sessions that a crash left open and that were given their end just now; the user has not seen them yet. */
  readonly recovered: readonly string[];
  readonly packing: PackingState;
  /** What is being exported, imported or examined; one at a time. `share` 0 to 1. `givesWay`: a live picture has the machine first. */
  readonly task: { readonly words: string; readonly share: number; readonly givesWay: boolean } | null;
  /** What the last examination found; null: none was made. */
  readonly examined: { readonly id: string; readonly findings: readonly Finding[] } | null;
  /** Sessions older than this are pointed out; null: none is. Nothing is ever deleted by itself. */
  readonly retentionDays: number | null;
};

export type SessionsCommands = {
  openSession(id: string): Promise<void>;
  deleteSession(id: string): Promise<void>;
  /** The user has seen what was recovered. */
  acknowledgeRecovered(): void;
  /**
   * Writes the session as one file, sealed with the passphrase where there is one: to a place that the user chooses (`saved`), or, where
   * the browser does not ask, as a file for its download. Null, with a problem where something failed.
   */
  exportSession(id: string, passphrase: string | null): Promise<File | 'saved' | null>;
  /** Its id; null, with a problem, where the file was refused. */
  importSession(file: File, passphrase: string | null): Promise<string | null>;
  /** Makes a session of a video or of images in order; `second`: NIR apart. */
  importPictures(
    files: { readonly main: readonly File[]; readonly second: readonly File[] },
    layout: Layout,
  ): Promise<string | null>;
  /** Reads every byte of a session against its sums; the answer is in `examined`. */
  examineSession(id: string): Promise<void>;
  /** The picture of a still that is a part of the session; null where it holds none. The caller revokes the URL. */
  sessionStill(sessionId: string, stillId: string): Promise<string | null>;
  /** Stops what `task` says. */
  cancelTask(): void;
  /** Makes room by keeping white light of kept sessions lossy; NIR stays as it is. */
  thinWhite(): Promise<void>;
  setRetention(days: number | null): void;
};
