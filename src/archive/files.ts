/**
 * The small contract that sessions are kept through, so that the same reader and writer work on the origin's private
 * file system and, in tests, in memory. `opfs.ts` is the first.
 */

/** A file open for reading. Whoever opened it closes it. */
export type ReadableFile = {
  readonly sizeBytes: number;
  /** Fills `into` from byte `atBytes` on; answers how many bytes there were, fewer only at the file's end. */
  read(into: Uint8Array<ArrayBuffer>, atBytes: number): number | Promise<number>;
  close(): void;
};

/** A file open for writing, by this thread alone. Whoever opened it closes it. */
export type WritableFile = {
  /** Writes all of `from` at byte `atBytes`. Throws when the disk refuses; part of it may then have been written. */
  write(from: Uint8Array<ArrayBuffer>, atBytes: number): void;
  /** Cuts the file behind its first `sizeBytes`, or makes it so long. Throws when the disk refuses. */
  cut(sizeBytes: number): void;
  /** Returns once what was written would survive a loss of power. */
  flush(): void;
  close(): void;
};

type FolderEntry = { readonly name: string; readonly kind: 'file' | 'folder' };

/** A folder. Every call rejects with what the disk said: the caller knows what it meant for the user. */
export type Folder = {
  list(): Promise<readonly FolderEntry[]>;
  /** A folder in it; made when `create` says so. Rejects when it is not there. */
  folder(name: string, create: boolean): Promise<Folder>;
  openToRead(name: string): Promise<ReadableFile>;
  /** Creates or empties the file. In a worker only. */
  openToWrite(name: string): Promise<WritableFile>;
  /** Replaces the file's content at once: after a crash it is the old or the new, whole. */
  replace(name: string, content: string | Uint8Array<ArrayBuffer>): Promise<void>;
  /** Deletes a file, or a folder with all that is in it. */
  remove(name: string): Promise<void>;
};

/** The whole file as text. Throws a `RangeError` when it is longer than `mostBytes`. */
export async function readText(folder: Folder, name: string, mostBytes = 2 ** 28): Promise<string> {
  const file = await folder.openToRead(name);
  try {
    if (file.sizeBytes > mostBytes) throw new RangeError(`${name} is longer than ${mostBytes} bytes.`);
    const bytes = new Uint8Array(file.sizeBytes);
    const count = await file.read(bytes, 0);
    return new TextDecoder().decode(bytes.subarray(0, count));
  } finally {
    file.close();
  }
}
