/**
 * Moves a file's bytes and hashes them on the way. Holds one buffer, as long as the longest part so far and at most 64 MiB; the browser
 * holds one copy more for as long as it hashes.
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
 * Browsers hash only what is there at once, but on a thread of its own and ten times as fast as a script. Chunks are no longer; those
 * that an older version wrote are, and go piece by piece.
 */
const wholeBytes = 64 * 2 ** 20;
const pieceBytes = 8 * 2 ** 20;

export type Conveyor = {
  /**
   * Reads the span and gives it to `write`, if there is one. Resolves when all is written, with a promise of the SHA-256 in hex. Calls must
   * not overlap, but the sum of one may be awaited during the next. Rejects when the file is shorter, or as the signal says.
   */
  carry(from: Span, write: Write | null): Promise<{ readonly sum: Promise<string> }>;
};

export function createConveyor({
  signal,
  moved = () => undefined,
}: {
  signal?: AbortSignal;
  /** Told how many bytes more were moved. */
  moved?: (bytes: number) => void;
} = {}): Conveyor {
  let room = new Uint8Array(0);

  const roomOf = (sizeBytes: number): Uint8Array<ArrayBuffer> => {
    if (room.length < sizeBytes) room = new Uint8Array(sizeBytes);
    return room.subarray(0, sizeBytes);
  };

  const read = async ({ file, atBytes, sizeBytes }: Span, into: Uint8Array<ArrayBuffer>) => {
    signal?.throwIfAborted();
    if ((await file.read(into, atBytes)) < sizeBytes) throw carriedCut();
  };

  const pieces = async (from: Span, each: (piece: Span, index: number) => Promise<void>) => {
    for (let done = 0; done < from.sizeBytes; done += pieceBytes)
      await each(
        {
          file: from.file,
          atBytes: from.atBytes + done,
          sizeBytes: Math.min(pieceBytes, from.sizeBytes - done),
        },
        done,
      );
  };

  return {
    async carry(from, write) {
      signal?.throwIfAborted();
      if (from.sizeBytes <= wholeBytes) {
        const all = roomOf(from.sizeBytes);
        await pieces(from, (piece, done) => read(piece, all.subarray(done, done + piece.sizeBytes)));
        // The browser takes its copy before this returns.
        const sum = crypto.subtle.digest('SHA-256', all).then(hash => bytesToHex(new Uint8Array(hash)));
        await pieces(from, async ({ sizeBytes }, done) => {
          signal?.throwIfAborted();
          await write?.(all.subarray(done, done + sizeBytes));
          moved(sizeBytes);
        });
        return { sum };
      }
      const hash = sha256.create();
      await pieces(from, async piece => {
        const bytes = roomOf(piece.sizeBytes);
        await read(piece, bytes);
        hash.update(bytes);
        await write?.(bytes);
        moved(piece.sizeBytes);
        // Nothing else here waits for anything: without a pause no order to stop would ever be heard.
        await new Promise(resolve => setTimeout(resolve));
      });
      return { sum: Promise.resolve(bytesToHex(hash.digest())) };
    },
  };
}

/** SHA-256 of a few bytes, in hex. */
export const sumOfBytes = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));

/** As `sha256sum` writes it. */
export const sumLine = (sum: string, name: string): string => `${sum}  ${name}\n`;
