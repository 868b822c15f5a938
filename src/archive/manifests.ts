/** Manifests of a folder of sessions: read, written whole, and completed after a crash. */
import { type Folder, type ReadableFile, readText } from './files.ts';
import { manifestName, type SessionManifest, toManifest } from './format.ts';
import { writeProblem } from './problems.ts';
import { recordBytes } from './record.ts';
import { scanSession } from './scan.ts';

/** All that can be read, newest first. Folders without a readable manifest are left alone and left out. */
export async function manifestsIn(sessions: Folder): Promise<readonly SessionManifest[]> {
  const found: SessionManifest[] = [];
  for (const { name, kind } of await sessions.list()) {
    const manifest = kind === 'folder' ? await readManifest(sessions, name) : null;
    if (manifest?.id === name) found.push(manifest);
  }
  return found.sort((a, b) => b.startedAtS - a.startedAtS);
}

async function readManifest(sessions: Folder, id: string): Promise<SessionManifest | null> {
  try {
    const text = await readText(await sessions.folder(id, false), manifestName);
    return toManifest(JSON.parse(text));
  } catch {
    // No file, no manifest, or deleted meanwhile: there is nothing to list.
    return null;
  }
}

/** Writes `manifest.json` into a session's folder, whole or not at all. */
export const replaceManifest = (session: Folder, manifest: SessionManifest): Promise<void> =>
  session.replace(manifestName, `${JSON.stringify(manifest, null, 2)}\n`).catch((error: unknown) => {
    throw writeProblem(error);
  });

/**
 * Gives a session without an end the end that its chunks show. Only while nobody writes it. Answers the manifest as it
 * stands now.
 */
export async function recoverSession(sessions: Folder, manifest: SessionManifest): Promise<SessionManifest> {
  const session = await sessions.folder(manifest.id, false);
  const files = new Map<string, ReadableFile>();
  const { entries } = await scanSession(session, files).finally(() => {
    for (const file of files.values()) file.close();
  });
  const last = entries.at(-1);
  const recovered: SessionManifest = {
    ...manifest,
    endedAtS: Math.max(manifest.startedAtS, last?.arrivedS ?? 0),
    frames: entries.filter(entry => entry.kind === 'frame').length,
    bytes: entries.reduce((sum, entry) => sum + recordBytes(entry.payloadBytes), 0),
  };
  await replaceManifest(session, recovered);
  return recovered;
}
