/**
 * Folders and files of the origin's private file system. In a worker files are read and written in place, by handles that
 * the opener closes; a page, which browsers give no such handles, reads by `Blob` and cannot open files to write.
 */
import type { Folder, ReadableFile, WritableFile } from './files.ts';

/** `FileSystemSyncAccessHandle` and what opens it, which only the worker library knows. */
type SyncHandle = {
  read(into: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  write(from: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  getSize(): number;
  truncate(sizeBytes: number): void;
  flush(): void;
  close(): void;
};
type SyncOpener = {
  /** Several readers may open a file `read-only` at once; browsers that do not know the mode let one in at a time. */
  createSyncAccessHandle(options?: { mode: 'read-only' | 'readwrite' }): Promise<SyncHandle>;
};

const canOpenSync = (handle: object): handle is SyncOpener => 'createSyncAccessHandle' in handle;
/** Null on a page. */
const syncOpener = (handle: object): SyncOpener | null => (canOpenSync(handle) ? handle : null);

/** The folder behind a directory handle. Holds no open file. */
export function opfsFolder(directory: FileSystemDirectoryHandle): Folder {
  return {
    async list() {
      const entries: { name: string; kind: 'file' | 'folder' }[] = [];
      for await (const handle of directory.values())
        entries.push({ name: handle.name, kind: handle.kind === 'directory' ? 'folder' : 'file' });
      return entries;
    },
    async folder(name, create) {
      return opfsFolder(await directory.getDirectoryHandle(name, { create }));
    },
    async openToRead(name) {
      const handle = await directory.getFileHandle(name);
      const opener = syncOpener(handle);
      return opener
        ? readInPlace(await opener.createSyncAccessHandle({ mode: 'read-only' }))
        : readByBlob(await handle.getFile());
    },
    async openToWrite(name) {
      const handle = await directory.getFileHandle(name, { create: true });
      const opener = syncOpener(handle);
      if (!opener) throw new Error('Files are opened to write in a worker only.');
      return writeInPlace(await opener.createSyncAccessHandle());
    },
    async replace(name, content) {
      const handle = await directory.getFileHandle(name, { create: true });
      await writeWhole(handle, content);
    },
    remove: name => directory.removeEntry(name, { recursive: true }),
  };
}

function readInPlace(handle: SyncHandle): ReadableFile {
  return {
    sizeBytes: handle.getSize(),
    read: (into, at) => handle.read(into, { at }),
    close: () => handle.close(),
  };
}

function readByBlob(file: File): ReadableFile {
  return {
    sizeBytes: file.size,
    async read(into, at) {
      const bytes = new Uint8Array(await file.slice(at, at + into.length).arrayBuffer());
      into.set(bytes);
      return bytes.length;
    },
    close: () => undefined,
  };
}

function writeInPlace(handle: SyncHandle): WritableFile {
  handle.truncate(0);
  return {
    write(from, at) {
      const count = handle.write(from, { at });
      if (count !== from.length)
        throw new DOMException(`Only ${count} of ${from.length} bytes fitted.`, 'QuotaExceededError');
    },
    cut: sizeBytes => handle.truncate(sizeBytes),
    flush: () => handle.flush(),
    close: () => handle.close(),
  };
}

/** Writes a file whole or not at all: a writable stream is a copy until it is closed, so a crash leaves the old file or the new one. */
export async function writeWhole(
  handle: FileSystemFileHandle,
  content: string | Blob | Uint8Array<ArrayBuffer>,
): Promise<void> {
  const stream = await handle.createWritable();
  try {
    await stream.write(content);
  } catch (error) {
    // The first error is the one to tell; aborting a stream that failed may fail again.
    await stream.abort().catch(() => undefined);
    throw error;
  }
  await stream.close();
}
