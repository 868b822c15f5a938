/** What there is to pack: raw chunks that nobody writes any more, oldest first. */
import { chunksIn } from '#archive/chunks.ts';
import type { Folder } from '#archive/files.ts';
import type { SessionManifest } from '#archive/format.ts';
import { manifestsIn } from '#archive/manifests.ts';

export type RawChunk = { readonly folder: Folder; readonly number: number; readonly bytes: number };

export type SessionWork = {
  readonly manifest: SessionManifest;
  readonly folder: Folder;
  /** Finished raw chunks: a later one exists, or the session has its end. */
  readonly raw: readonly RawChunk[];
  /** All chunks that nobody writes any more, raw or packed, ascending. */
  readonly finished: readonly number[];
};

/** Every session, oldest first. Sessions that cannot be read now are left out. */
export async function sessionsToPack(sessions: Folder): Promise<readonly SessionWork[]> {
  const works: SessionWork[] = [];
  for (const manifest of (await manifestsIn(sessions)).toReversed()) {
    const work = await sessionToPack(sessions, manifest).catch(() => null);
    if (work) works.push(work);
  }
  return works;
}

async function sessionToPack(sessions: Folder, manifest: SessionManifest): Promise<SessionWork> {
  const folder = await sessions.folder(manifest.id, false);
  const { chunks } = await chunksIn(folder);
  const finished = manifest.endedAtS === null ? chunks.slice(0, -1) : chunks;
  const raw: RawChunk[] = [];
  for (const { number, isPacked, records } of finished) {
    if (isPacked) continue;
    const file = await folder.openToRead(records);
    file.close();
    raw.push({ folder, number, bytes: file.sizeBytes });
  }
  return { manifest, folder, raw, finished: finished.map(({ number }) => number) };
}
