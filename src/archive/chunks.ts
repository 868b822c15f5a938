/** Which of a session's files count: of each chunk the raw records, else the packed ones and their videos. */
import type { Folder } from './files.ts';
import { type ChunkFileKind, chunkFile, chunkFileName } from './format.ts';

export type Chunk = {
  /** Counted from 1. */
  readonly number: number;
  /** The file of its records. */
  readonly records: string;
  readonly isPacked: boolean;
  /** The videos that its packed records may refer to. */
  readonly videos: readonly string[];
};

/**
 * The chunks of a session's folder, in order, and the files of chunks that do not count: left by packing that broke off, to be removed
 * by whoever packs, and by nobody while somebody packs.
 */
export async function chunksIn(
  folder: Folder,
): Promise<{ readonly chunks: readonly Chunk[]; readonly stale: readonly string[] }> {
  const byNumber = new Map<number, Set<ChunkFileKind>>();
  for (const { name, kind } of await folder.list()) {
    const file = kind === 'file' ? chunkFile(name) : null;
    if (file) byNumber.set(file.number, (byNumber.get(file.number) ?? new Set()).add(file.kind));
  }
  const chunks: Chunk[] = [];
  const stale: string[] = [];
  for (const [number, kinds] of [...byNumber].sort(([a], [b]) => a - b)) {
    const isPacked = !kinds.has('records') && kinds.has('packed');
    const named = (wanted: readonly ChunkFileKind[]) =>
      wanted.filter(kind => kinds.has(kind)).map(kind => chunkFileName(kind, number));
    const videos = named(['main', 'second']);
    if (kinds.has('records'))
      chunks.push({ number, records: chunkFileName('records', number), isPacked, videos: [] });
    else if (isPacked) chunks.push({ number, records: chunkFileName('packed', number), isPacked, videos });
    if (!isPacked) stale.push(...named(['packed']), ...videos);
  }
  return { chunks, stale };
}
