/** Stills inside a session's folder: they are sealed and carried with it. Works on a page and in a worker; holds no open file. */
import {
  largestStillBytes,
  manifestName,
  type StillFileKind,
  stillFile,
  stillFileName,
  toManifest,
} from './format.ts';
import { writeWhole } from './opfs.ts';
import { sessionUnreadable } from './problems.ts';

const folderOf = async (root: FileSystemDirectoryHandle, sessionId: string) =>
  (await root.getDirectoryHandle('sessions')).getDirectoryHandle(sessionId);

/**
 * Puts a still into a session that is being recorded: the picture, then the record, each whole or not at all. `root` is the top of the
 * origin's private file system. Rejects where the session is not there or has its end (what is closed does not change), where the
 * still is larger than any, and as the disk says.
 */
export async function addSessionStill(
  root: FileSystemDirectoryHandle,
  sessionId: string,
  { id, ...files }: { readonly id: string } & Readonly<Record<StillFileKind, Blob>>,
): Promise<void> {
  const folder = await folderOf(root, sessionId);
  // Not opened in place: that would lock the manifest, which the recorder replaces.
  const manifest = await (await folder.getFileHandle(manifestName)).getFile();
  if (toManifest(JSON.parse(await manifest.text())).endedAtS !== null)
    throw new Error('The recording was closed before the still was kept.');
  for (const kind of ['picture', 'record'] as const) {
    const name = stillFileName(kind, id);
    if (!stillFile(name)) throw new Error('A still of this name is in no session.');
    if (files[kind].size > largestStillBytes[kind]) throw new Error('The still is too large for a session.');
    await writeWhole(await folder.getFileHandle(name, { create: true }), files[kind]);
  }
}

/**
 * The picture of a still that lies in a session, read lazily; null where there is none, or one that no session holds. Rejects
 * with a `ProblemError` when the disk refuses.
 */
export async function sessionStillPicture(
  root: FileSystemDirectoryHandle,
  sessionId: string,
  stillId: string,
): Promise<Blob | null> {
  const name = stillFileName('picture', stillId);
  // The id comes from an event, which a stranger's file may hold.
  if (!stillFile(name)) return null;
  try {
    const folder = await folderOf(root, sessionId);
    const file = await (await folder.getFileHandle(name)).getFile();
    const isPicture = file.size > 0 && file.size <= largestStillBytes.picture;
    return isPicture ? file.slice(0, file.size, 'image/png') : null;
  } catch (error) {
    // Stills of before, or of a recording that was cut, are in the library alone.
    if (error instanceof Error && error.name === 'NotFoundError') return null;
    throw sessionUnreadable(error);
  }
}
