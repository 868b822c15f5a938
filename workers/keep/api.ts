/**
 * What the page may ask of the keep worker, which looks after sessions once they are on the disk: packs them in the background,
 * proves them, exports them and imports what was exported. One thing at a time: packing waits while something is carried.
 */
import type { Finding } from '#archive/finding.ts';
import type { Problem } from '#model/problem.ts';

/** How far the background is. */
export type PackingState = {
  /** `off`: this browser does not keep video exactly; raw records stay. */
  readonly status: 'off' | 'idle' | 'packing' | 'waiting';
  /** Bytes of raw records that are not packed yet. */
  readonly backlogBytes: number;
  /** Packed bytes over raw bytes, of what was packed since the start; null: nothing yet. */
  readonly ratio: number | null;
  /** Raw bytes packed in a second, rests while a picture is live among it; null: nothing yet. */
  readonly bytesPerS: number | null;
};

export type KeepNews =
  | { readonly type: 'packing'; readonly packing: PackingState }
  /** What lies on the disk changed: sizes, sessions. */
  | { readonly type: 'changed' }
  | { readonly type: 'problem'; readonly problem: Problem; readonly isOver: boolean };

/** Progress of a call: share of the work that is done, 0 to 1. */
export type TellShare = (share: number) => void;

export type KeepApi = {
  subscribe(listen: (news: KeepNews) => void): void;
  /** Looks for chunks to pack; safe to call often. While a picture is live in any window, this and all below rest between pieces of work. */
  settle(): void;
  /**
   * Packs the finished chunks of streams that carry no NIR again, lossy, oldest session first, until `bytes` are free or there are
   * none; answers the bytes gained. The sessions are marked for good. Only after the user agreed.
   */
  thinWhite(bytes: number): Promise<number>;

  /** Deletes a session; what packs it lets go of it first. Rejects with a `ProblemError` where another window has it open. */
  deleteSession(id: string): Promise<void>;
  /** Reads every byte of a session against its sums. Empty: everything is as it was written. */
  examine(id: string, tell: TellShare): Promise<readonly Finding[]>;
  /**
   * Writes a session as one file: to `to`, which the user chose, or else into this origin's `outbox`, whose file the answer is. Sealed
   * with the passphrase where one is given. Rejects with a `ProblemError`; half a file never stays.
   */
  exportSession(
    id: string,
    order: { readonly passphrase: string | null; readonly to: FileSystemFileHandle | null },
    tell: TellShare,
  ): Promise<File | null>;
  /**
   * Reads an exported file, proves it, and keeps it as a session; answers its id. What an import that broke off had proved is not read
   * again. Rejects with a `ProblemError` (wrong passphrase, cut, changed, not such a file, no room); nothing half stays listed.
   */
  importSession(file: File, passphrase: string | null, tell: TellShare): Promise<string>;
  /** Hashes what comes through `port` for another worker of this kind, whose `hashThrough` has the other end. */
  hashFor(port: MessagePort): void;
  /** Lends hashing to the workers behind `ports` from now on; none: it is done here. Browsers hash on the thread that asks. */
  hashThrough(ports: readonly MessagePort[]): void;
  /** Stops the examination, export or import under way; its call rejects with an `AbortError`. */
  cancel(): void;
  /** Empties the outbox once the browser has saved what was in it. */
  emptyOutbox(): Promise<void>;
};
