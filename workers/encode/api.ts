/** What the page may ask of the encode worker, which writes sessions. Frames come from the view worker by port. */
import type { SessionManifest } from '#archive/format.ts';
import type { SessionEvent } from '#model/event.ts';
import type { Problem } from '#model/problem.ts';

export type EncodeNews =
  | {
      readonly type: 'progress';
      readonly frames: number;
      readonly bytes: number;
      readonly dropped: number;
      /** Seconds that the free space lasts at the present rate, less what packing gives back; null before the rate is known. */
      readonly secondsLeft: number | null;
    }
  /** A chunk of this session is complete: it will not be written again, and may be packed. */
  | { readonly type: 'chunk'; readonly sessionId: string }
  | { readonly type: 'problem'; readonly problem: Problem; readonly isOver: boolean };

export type EncodeApi = {
  connectView(port: MessagePort): void;
  /** Creates the session's folder and begins; throws a `ProblemError` when it cannot (full disk, another tab records). */
  start(manifest: SessionManifest): Promise<void>;
  /**
   * Goes on with a session whose recorder was lost, in this same session; frames missing since then count as dropped. Answers how many of
   * the appended events it holds: those after them are to be appended again. Throws as `start` does.
   */
  continueSession(manifest: SessionManifest): Promise<{ events: number }>;
  /** Appends an event behind everything that arrived before it. Ignored when nothing records. */
  append(event: SessionEvent): void;
  /**
   * From here on no frame is kept, and none counts as dropped, until `resume`; events are kept. The session stays open. Ignored when
   * nothing records, or when it is so already.
   */
  pause(): void;
  resume(): void;
  /** Bytes a second that packing gives back at present, so that the space left is not underrated. 0 until told. */
  setPackingRate(bytesPerS: number): void;
  /** Bytes that may still be stored, at least (`FreeRoom`); null while that is not known. */
  freeBytes(): Promise<number | null>;
  /** Writes what waits, closes, and says what was kept. */
  stop(): Promise<{ frames: number; bytes: number }>;
  subscribe(listen: (news: EncodeNews) => void): void;
};
