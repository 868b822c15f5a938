/** A disk in memory that fulfils the file contract, can fill up, and whose bytes a test may harm. */
import type { Folder } from '../../../src/archive/files.ts';

export type MemoryFolder = Folder & {
  readonly files: Map<string, Uint8Array<ArrayBuffer>>;
  readonly folders: Map<string, MemoryFolder>;
};

/** `room.bytes` is what may still be written; a write beyond it writes what fits, then throws as a browser does. */
export function memoryFolder(room = { bytes: Number.POSITIVE_INFINITY }): MemoryFolder {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const folders = new Map<string, MemoryFolder>();
  const full = () => new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  const missing = (name: string) => new DOMException(`${name} is not there.`, 'NotFoundError');
  const fileNamed = (name: string) => {
    const bytes = files.get(name);
    if (!bytes) throw missing(name);
    return bytes;
  };
  const resize = (name: string, sizeBytes: number) => {
    const old = fileNamed(name);
    const grown = new Uint8Array(sizeBytes);
    grown.set(old.subarray(0, sizeBytes));
    files.set(name, grown);
  };

  return {
    files,
    folders,
    async list() {
      return [
        ...[...files.keys()].map(name => ({ name, kind: 'file' as const })),
        ...[...folders.keys()].map(name => ({ name, kind: 'folder' as const })),
      ];
    },
    async folder(name, create) {
      const found = folders.get(name) ?? (create ? memoryFolder(room) : null);
      if (!found) throw missing(name);
      folders.set(name, found);
      return found;
    },
    async openToRead(name) {
      const bytes = fileNamed(name);
      return {
        sizeBytes: bytes.length,
        read(into, at) {
          const part = bytes.subarray(at, at + into.length);
          into.set(part);
          return part.length;
        },
        close: () => undefined,
      };
    },
    async openToWrite(name) {
      files.set(name, new Uint8Array(0));
      return {
        write(from, at) {
          const fits = from.subarray(0, Math.max(0, room.bytes));
          if (fileNamed(name).length < at + fits.length) resize(name, at + fits.length);
          fileNamed(name).set(fits, at);
          room.bytes -= fits.length;
          if (fits.length < from.length) throw full();
        },
        cut: sizeBytes => resize(name, sizeBytes),
        flush: () => undefined,
        close: () => undefined,
      };
    },
    async replace(name, content) {
      files.set(name, typeof content === 'string' ? new TextEncoder().encode(content) : content.slice());
    },
    async remove(name) {
      if (!files.delete(name) && !folders.delete(name)) throw missing(name);
    },
  };
}
