/** Where an exported file goes: into a file that the user chose, or into the outbox, from where the browser saves it. */
import type { Write } from '#archive/carry/sums.ts';
import { opfsFolder } from '#archive/opfs.ts';

export type Destination = {
  readonly write: Write;
  /** The whole file where the page is to save it; null where it lies already. */
  finish(): Promise<File | null>;
  /** Leaves no half file. Never rejects. */
  discard(): Promise<void>;
};

/** The disk works while other threads hash, instead of all at the end. */
const flushEveryBytes = 64 * 2 ** 20;

/** Opens `name` in the outbox and empties it. */
export async function toOutbox(outbox: FileSystemDirectoryHandle, name: string): Promise<Destination> {
  const folder = opfsFolder(outbox);
  const file = await folder.openToWrite(name);
  let atBytes = 0;
  let flushedBytes = 0;
  return {
    write(bytes) {
      file.write(bytes, atBytes);
      atBytes += bytes.length;
      if (atBytes - flushedBytes < flushEveryBytes) return;
      file.flush();
      flushedBytes = atBytes;
    },
    async finish() {
      file.flush();
      file.close();
      return (await outbox.getFileHandle(name)).getFile();
    },
    async discard() {
      file.close();
      await folder.remove(name).catch(() => undefined);
    },
  };
}

/** Only in some browsers, and therefore not in the library's types. */
type Removable = { remove(): Promise<void> };
const isRemovable = (handle: object): handle is Removable => 'remove' in handle;

/** The browser writes beside the chosen file and puts it in its place at the end: until then it is what it was. */
export async function toChosenFile(chosen: FileSystemFileHandle): Promise<Destination> {
  const wasEmpty = (await chosen.getFile()).size === 0;
  const stream = await chosen.createWritable();
  return {
    write: bytes => stream.write(bytes),
    async finish() {
      await stream.close();
      return null;
    },
    async discard() {
      // Either may fail because the disk is gone, and then there is nothing left to clear away.
      await stream.abort().catch(() => undefined);
      if (wasEmpty && isRemovable(chosen)) await chosen.remove().catch(() => undefined);
    },
  };
}
