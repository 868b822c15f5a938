/** The sessions on this device, for the page: list, delete, and give an end to those that a crash left without. */

import type { Folder } from './files.ts';
import type { SessionManifest } from './format.ts';
import { manifestsIn, recoverSession } from './manifests.ts';
import { opfsFolder } from './opfs.ts';
import { sessionUnreadable, storageProblem } from './problems.ts';
import { type RecorderLock, recorderLock } from './recorder-lock.ts';

const folderName = 'sessions';

/** The folder of all sessions below `root`, the top of the origin's private file system. */
export async function sessionsFolder(root: FileSystemDirectoryHandle): Promise<Folder> {
  try {
    return await opfsFolder(root).folder(folderName, true);
  } catch (error) {
    throw storageProblem(error);
  }
}

/**
 * Every session, newest first. Those that have no end though nobody records are given one, from what their chunks hold.
 * Rejects with a `ProblemError` when there is no storage.
 */
export async function listSessions(
  root: FileSystemDirectoryHandle,
  {
    lock = recorderLock(navigator.locks),
    recovered = () => undefined,
  }: {
    readonly lock?: Pick<RecorderLock, 'isHeld'>;
    /** Is told of each that was given its end just now. */
    readonly recovered?: (manifest: SessionManifest) => void;
  } = {},
): Promise<readonly SessionManifest[]> {
  const sessions = await sessionsFolder(root);
  const found = await manifestsIn(sessions);
  // Asked after listing: whoever writes one of those found has held the lock since before it was there.
  if (found.every(manifest => manifest.endedAtS !== null) || (await lock.isHeld())) return found;
  const ended: SessionManifest[] = [];
  for (const manifest of found) {
    if (manifest.endedAtS !== null) {
      ended.push(manifest);
      continue;
    }
    const whole = await recoverSession(sessions, manifest);
    recovered(whole);
    ended.push(whole);
  }
  return ended;
}

/** Deletes a session with all its chunks. Rejects with a `ProblemError` while it is open in some window. */
export async function deleteSession(root: FileSystemDirectoryHandle, id: string): Promise<void> {
  const sessions = await sessionsFolder(root);
  try {
    await sessions.remove(id);
  } catch (error) {
    throw sessionUnreadable(error);
  }
}
