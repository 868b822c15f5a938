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
      /** Seconds that the free space lasts at the present rate; null before the rate is known. */
      readonly secondsLeft: number | null;
    }
  | { readonly type: 'problem'; readonly problem: Problem; readonly isOver: boolean };

export type EncodeApi = {
  connectView(port: MessagePort): void;
  /** Creates the session's folder and begins; throws a `ProblemError` when it cannot (full disk, another tab records). */
  start(manifest: SessionManifest): Promise<void>;
  /** Appends an event behind everything that arrived before it. Ignored when nothing records. */
  append(event: SessionEvent): void;
  /** Writes what waits, closes, and says what was kept. */
  stop(): Promise<{ frames: number; bytes: number }>;
  subscribe(listen: (news: EncodeNews) => void): void;
};
