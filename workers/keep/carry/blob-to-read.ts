/** A file that the user chose, through the archive's file contract. */
import type { ReadableFile } from '#archive/files.ts';
import { ProblemError } from '#model/problem.ts';

/** Reads where asked and holds nothing; rejects with a `ProblemError` when the file is gone or was changed meanwhile. */
export const blobToRead = (blob: Blob): ReadableFile => ({
  sizeBytes: blob.size,
  async read(into, atBytes) {
    let bytes: Uint8Array;
    try {
      bytes = new Uint8Array(await blob.slice(atBytes, atBytes + into.length).arrayBuffer());
    } catch (error) {
      throw new ProblemError(
        {
          id: 'import-file-gone',
          severity: 'caution',
          text: 'The file cannot be read: it was moved, changed or its disk was taken away.',
          tip: 'Choose it again.',
        },
        error,
      );
    }
    into.set(bytes);
    return bytes.length;
  },
  close: () => undefined,
});
