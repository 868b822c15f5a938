/**
 * Moves a file's bytes and hashes them on the way. Holds at most two buffers, each as long as the longest part so far and at most 64 MiB; the
 * browser holds a copy more of each for as long as it hashes it.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { ReadableFile } from '../files.ts';
import { carriedCut } from './problems.ts';

/** Takes bytes; they are the caller's again when it returns or resolves. */
export type Write = (bytes: Uint8Array<ArrayBuffer>) => void | Promise<void>;

/** Where bytes lie. */
export type Span = { readonly file: ReadableFile; readonly atBytes: number; readonly sizeBytes: number };

/**
 * Browsers hash only what is there at once, but several times as fast as a script. Chunks are no longer; those
 * that an older version wrote are, and go piece by piece.
 */
const wholeBytes = 64 * 2 ** 20;
const pieceBytes = 8 * 2 ** 20;

/** SHA-256 of the first `sizeBytes` of a buffer, which is the hash's until it gives it back. */
export type LentHash = (
  buffer: ArrayBuffer,
  sizeBytes: number,
) => Promise<{ readonly hash: Uint8Array; readonly buffer: ArrayBuffer }>;

/** On this thread: the browser's own hash holds it up for as long as it takes. */
const hashHere: LentHash = async (buffer, sizeBytes) => {
  const bytes = new Uint8Array(buffer, 0, sizeBytes);
  return { hash: new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), buffer };
};

export type Conveyor = {
  /**
   * Reads the span and gives it to `write`, if there is one. Resolves when all is written, with a promise of the SHA-256 in hex. Calls must
   * not overlap, but the sum of one may be awaited during the next. Rejects when the file is shorter, or as the signal says.
   */
  carry(from: Span, write: Write | null): Promise<{ readonly sum: Promise<string> }>;
};

export function createConveyor({
  signal,
  hash,
  pause = async () => undefined,
  moved = () => undefined,
}: {
  readonly signal?: AbortSignal;
  /** On other threads; without it on this one. */
  readonly hash?: LentHash;
  /** Called between pieces of work: waits where the machine is needed elsewhere. */
  pause?(): Promise<void>;
  /** Told how many bytes more were moved. */
  moved?(bytes: number): void;
} = {}): Conveyor {
  /** One is filled while the other is hashed. On one thread that never happens, and fresh memory costs as much as copying into it. */
  const rooms: Promise<ArrayBuffer>[] = Array.from({ length: hash ? 2 : 1 }, async () => new ArrayBuffer(0));

  const read = async ({ file, atBytes, sizeBytes }: Span, into: Uint8Array<ArrayBuffer>) => {
    signal?.throwIfAborted();
    if ((await file.read(into, atBytes)) < sizeBytes) throw carriedCut();
  };

  const pieces = async (from: Span, each: (piece: Span, done: number) => Promise<void>) => {
    for (let done = 0; done < from.sizeBytes; done += pieceBytes) {
      await pause();
      const sizeBytes = Math.min(pieceBytes, from.sizeBytes - done);
      await each({ file: from.file, atBytes: from.atBytes + done, sizeBytes }, done);
    }
  };

  /** Takes the room that was lent the longest ago. Nothing is lent to a span that could not be read. */
  const carryWhole = async (from: Span, write: Write | null): Promise<{ sum: Promise<string> }> => {
    let buffer = (await rooms.shift()) ?? new ArrayBuffer(0);
    try {
      if (buffer.byteLength < from.sizeBytes) buffer = new ArrayBuffer(from.sizeBytes);
      const all = new Uint8Array(buffer, 0, from.sizeBytes);
      await pieces(from, (piece, done) => read(piece, all.subarray(done, done + piece.sizeBytes)));
      await pieces(from, async ({ sizeBytes }, done) => {
        signal?.throwIfAborted();
        await write?.(all.subarray(done, done + sizeBytes));
        moved(sizeBytes);
      });
    } catch (error) {
      rooms.push(Promise.resolve(buffer));
      throw error;
    }
    const lent = (hash ?? hashHere)(buffer, from.sizeBytes);
    const sum = lent.then(answer => bytesToHex(answer.hash));
    // Whoever waits for the sum hears of a failure; a room that was lost with it is made anew.
    sum.catch(() => undefined);
    rooms.push(lent.then(answer => answer.buffer).catch(() => new ArrayBuffer(0)));
    return { sum };
  };

  const carryPieces = async (from: Span, write: Write | null): Promise<{ sum: Promise<string> }> => {
    const sum = sha256.create();
    const room = new Uint8Array(pieceBytes);
    await pieces(from, async piece => {
      const bytes = room.subarray(0, piece.sizeBytes);
      await read(piece, bytes);
      sum.update(bytes);
      await write?.(bytes);
      moved(piece.sizeBytes);
      // Nothing else here waits for anything: without a pause no order to stop would ever be heard.
      await new Promise(resolve => setTimeout(resolve));
    });
    return { sum: Promise.resolve(bytesToHex(sum.digest())) };
  };

  return {
    async carry(from, write) {
      signal?.throwIfAborted();
      return from.sizeBytes <= wholeBytes ? carryWhole(from, write) : carryPieces(from, write);
    },
  };
}

/** SHA-256 of a few bytes, in hex. */
export const sumOfBytes = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));

/** As `sha256sum` writes it. */
export const sumLine = (sum: string, name: string): string => `${sum}  ${name}\n`;
