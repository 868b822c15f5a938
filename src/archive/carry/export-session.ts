/**
 * A closed session as one file: a tar of its parts in a given order, then their sums. What is read is hashed on the way. A part that is
 * not what it was when the session was closed is carried all the same and said: a damaged recording must still be saved, and `parts.json`,
 * which travels as it is, goes on telling which part it is.
 */

import { type Folder, type ReadableFile, readText } from '../files.ts';
import type { Finding } from '../finding.ts';
import { manifestName, partsName, type SessionParts, thumbnailName, toManifest } from '../format.ts';
import { sessionUnreadable } from '../problems.ts';
import { exportStillOpen } from './problems.ts';
import { createConveyor, type LentHash, sumLine, type Write } from './sums.ts';
import { sumsName, tarEndBytes, tarEntryBytes, tarHeader, tarPaddingBytes } from './tar.ts';

export type SessionExport = {
  /** Of the whole tar: known before the first byte is written. */
  readonly bytes: number;
  /** For the download: no label, no date, no case. */
  fileName(isSealed: boolean): string;
  /**
   * Reads the session and gives the tar to `write`, piece by piece. Answers which parts are not what they were when the session was
   * closed. Rejects with what the disk or `write` said, or as the signal says.
   */
  write(
    write: Write,
    on?: {
      signal?: AbortSignal;
      hash?: LentHash;
      pause?: () => Promise<void>;
      tell?: (share: number) => void;
    },
  ): Promise<readonly Finding[]>;
};

type Part = { readonly name: string; readonly sizeBytes: number };

/**
 * Prepares the export of `sessions/<id>`. `close` answers the session's `parts.json`, which it writes where there is none yet. Rejects
 * with a `ProblemError` for a session that is not there or has no end.
 */
export async function prepareExport(
  sessions: Folder,
  id: string,
  close: (session: Folder) => Promise<SessionParts>,
): Promise<SessionExport> {
  const { session, startedAtS } = await openClosed(sessions, id);
  const { parts } = await close(session);
  const names = [partsName, ...parts.map(part => part.name), thumbnailName];
  const there = new Set((await session.list()).flatMap(({ name, kind }) => (kind === 'file' ? [name] : [])));
  const carried: Part[] = [];
  for (const name of names)
    if (there.has(name))
      carried.push({ name, sizeBytes: await withFile(session, name, async file => file.sizeBytes) });
  const sumsBytes = carried.reduce((sum, { name }) => sum + sumLine('0'.repeat(64), name).length, 0);
  const entries = [...carried, { name: sumsName, sizeBytes: sumsBytes }];
  const bytes = entries.reduce((sum, { sizeBytes }) => sum + tarEntryBytes(sizeBytes), tarEndBytes);

  return {
    bytes,
    fileName: isSealed => `session-${id.slice(0, 8)}.rimlight.${isSealed ? 'sealed' : 'tar'}`,
    async write(write, { signal, hash, pause, tell = () => undefined } = {}) {
      let movedBytes = 0;
      const moved = (count: number) => {
        movedBytes += count;
        tell(movedBytes / bytes);
      };
      const conveyor = createConveyor({
        moved,
        ...(signal && { signal }),
        ...(hash && { hash }),
        ...(pause && { pause }),
      });
      const put = async (name: string, sizeBytes: number, content: () => Promise<void>) => {
        await write(tarHeader(name, sizeBytes, startedAtS));
        await content();
        await write(new Uint8Array(tarPaddingBytes(sizeBytes)));
      };
      const sums: { name: string; sum: Promise<string> }[] = [];
      for (const { name, sizeBytes } of carried) {
        await withFile(session, name, file =>
          put(name, sizeBytes, async () => {
            if (file.sizeBytes !== sizeBytes) throw new Error(`${name} changed while it was exported.`);
            sums.push({ name, ...(await conveyor.carry({ file, atBytes: 0, sizeBytes }, write)) });
          }),
        );
      }
      const found = new Map<string, string>();
      for (const { name, sum } of sums) found.set(name, await sum);
      const list = [...found].map(([name, sum]) => sumLine(sum, name)).join('');
      await put(sumsName, sumsBytes, async () => write(new TextEncoder().encode(list)));
      await write(new Uint8Array(tarEndBytes));
      tell(1);
      return parts.flatMap(part => findingOf(part, found.get(part.name)));
    },
  };
}

async function openClosed(sessions: Folder, id: string): Promise<{ session: Folder; startedAtS: number }> {
  try {
    const session = await sessions.folder(id, false);
    const { startedAtS, endedAtS } = toManifest(JSON.parse(await readText(session, manifestName)));
    if (endedAtS === null) throw exportStillOpen();
    return { session, startedAtS };
  } catch (error) {
    throw sessionUnreadable(error);
  }
}

async function withFile<T>(
  session: Folder,
  name: string,
  act: (file: ReadableFile) => Promise<T>,
): Promise<T> {
  const file = await session.openToRead(name);
  try {
    return await act(file);
  } finally {
    file.close();
  }
}

function findingOf({ name, sha256 }: SessionParts['parts'][number], sum: string | undefined): Finding[] {
  if (sum === sha256) return [];
  return sum
    ? [
        {
          part: name,
          kind: 'part-changed',
          atBytes: null,
          words: `${name} is not what it was when the recording ended`,
        },
      ]
    : [{ part: name, kind: 'part-missing', atBytes: null, words: `${name} is not there` }];
}
