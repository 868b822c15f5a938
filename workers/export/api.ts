/** What the page may ask of the export worker: the files of a still, and archives of files. */
import type { AnalysisShapes } from '#model/analysis.ts';
import type { Annotation } from '#model/annotation.ts';
import type { Field } from '#model/field.ts';
import type { FramePlanes } from '#model/frame.ts';
import type { IsoAnchor } from '#model/measurement.ts';
import type { Still, StillExportKind } from '#model/still.ts';
import type { ClipClock } from '#overlay/clip-strip.ts';

/**
 * Everything a still is made of. `picture` is closed by the worker. `still.files` and `still.nirLinearScale` are filled in by
 * the worker: what the order says there is ignored. Panes follow from `still.display`, `still.view` and the picture's size.
 */
export type StillOrder = {
  readonly still: Still;
  readonly picture: ImageBitmap;
  readonly main: FramePlanes;
  readonly second: FramePlanes | null;
  /** Device pixels of one CSS pixel of the live canvas: the paint keeps the size it had there. 1 when not given. */
  readonly unitPx?: number;
  /** Where the iso-lines' labels stood in this frame. None when not given. */
  readonly anchors?: readonly IsoAnchor[];
  /** Outlines and profiles of `still.analysis`. None when not given. */
  readonly shapes?: AnalysisShapes;
  /** Per-pixel data that the profile refers to. None when not given. */
  readonly fields?: readonly Field[];
  /** The user had frozen the picture: the footer says so. */
  readonly isFrozen?: boolean;
};

/** `madeWith`: as `madeWithOf` says it. Every call throws a `ProblemError`: storage missing, full or refusing; a still that is not there. */
export type ExportApi = {
  /** Makes and stores all files of a still; returns the still with file names and scale filled in. Nothing stays on failure. */
  keepStill(order: StillOrder): Promise<Still>;
  /** Puts record and composite of a kept still into a session that is being recorded, as a part of it. */
  copyToSession(stillId: string, sessionId: string): Promise<void>;
  /** Replaces a kept still's annotations and makes its composite again; every other file stays as it is. */
  annotateStill(id: string, annotations: readonly Annotation[], madeWith: string): Promise<Still>;
  /** One kept still as one file. A `ProblemError` too where the kind needs NIR and the still has none. */
  exportStill(id: string, kind: StillExportKind, madeWith: string): Promise<Blob>;
  /**
   * The next picture of a clip, painted as a still would be, with a strip that carries clock and numbers; the first begins it. Rejects with a
   * `ProblemError` where no encoder takes the size.
   */
  addToClip(order: StillOrder, clock: ClipClock, durationS: number): Promise<void>;
  /** The clip as a file: MP4 (H.264) where the browser writes it, otherwise WebM. */
  finishClip(): Promise<Blob>;
  /** Throws away a clip that was begun. */
  dropClip(): Promise<void>;
  /** A ZIP of the stills with these ids. */
  zipStills(ids: readonly string[], madeWith: string): Promise<Blob>;
};
