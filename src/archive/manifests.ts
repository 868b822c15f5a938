/** Manifests of a folder of sessions: read, written whole, and completed after a crash. */
import { type Folder, readText } from './files.ts';
import { manifestName, type SessionManifest, toManifest } from './format.ts';
import { writeProblem } from './problems.ts';
import { recordBytes } from './record.ts';
import { scanSession } from './scan.ts';

/** Of what claims to be a manifest no more is read. */
const mostBytes = 2 ** 20;

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
    return await manifestIn(await sessions.folder(id, false));
  } catch {
    // No file, no manifest, or deleted meanwhile: there is nothing to list.
    return null;
  }
}

/** The manifest in a session's folder. Rejects when it is not there or is none. */
export const manifestIn = async (session: Folder): Promise<SessionManifest> =>
  toManifest(JSON.parse(await readText(session, manifestName, mostBytes)));

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
  const { entries } = await scanSession(session);
  const last = entries.at(-1);
  const recovered: SessionManifest = {
    ...manifest,
    endedAtS: Math.max(manifest.startedAtS, last?.arrivedS ?? 0),
    frames: entries.filter(entry => entry.kind === 'frame').length,
    // As the recorder counts them, whether or not some were packed since.
    bytes: entries.reduce((sum, entry) => sum + recordBytes(entry.payloadBytes), 0),
  };
  await replaceManifest(session, recovered);
  return recovered;
}
