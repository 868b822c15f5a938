/** What a library wants to know of a session besides its manifest, and its small picture. For the page. */
import { type Exactness, partsName, partsSchema, thumbnailName } from './format.ts';
import { writeWhole } from './opfs.ts';

export type SessionFacts = {
  /** Of all its files. */
  readonly onDiskBytes: number;
  readonly exactness: Exactness;
  readonly isSealed: boolean;
  /** Null: there is none. */
  readonly thumbnail: Blob | null;
};

const folderOf = async (root: FileSystemDirectoryHandle, id: string) =>
  (await root.getDirectoryHandle('sessions')).getDirectoryHandle(id);

/** Rejects when the session is not there. `root` is the top of the origin's private file system. */
export async function sessionFacts(root: FileSystemDirectoryHandle, id: string): Promise<SessionFacts> {
  let onDiskBytes = 0;
  let thumbnail: Blob | null = null;
  let exactness: Exactness = 'exact';
  let isSealed = false;
  const folder = await folderOf(root, id);
  for await (const handle of folder.values()) {
    if (!isFile(handle)) continue;
    // A chunk may be packed and removed while it is looked at.
    const file = await handle.getFile().catch(() => null);
    if (!file) continue;
    onDiskBytes += file.size;
    if (handle.name === thumbnailName) thumbnail = file;
    if (handle.name !== partsName) continue;
    const parts = partsSchema.safeParse(await readJson(file)).data;
    isSealed = parts !== undefined;
    exactness = parts?.exactness ?? exactness;
  }
  return { onDiskBytes, exactness, isSealed, thumbnail };
}

const isFile = (handle: FileSystemHandle): handle is FileSystemFileHandle => handle.kind === 'file';

const readJson = async (file: File): Promise<unknown> => {
  try {
    return JSON.parse(await file.text());
  } catch {
    // Being replaced, or damaged: then nothing vouches for the session.
    return null;
  }
};

/** Keeps the small picture of a session that is there. */
export async function keepThumbnail(
  root: FileSystemDirectoryHandle,
  id: string,
  picture: Blob,
): Promise<void> {
  const folder = await folderOf(root, id);
  await writeWhole(await folder.getFileHandle(thumbnailName, { create: true }), picture);
}
