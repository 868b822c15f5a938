/** Sessions in memory, and the files they are carried in. */
import { createHash } from 'node:crypto';
import { prepareExport } from '#archive/carry/export-session.ts';
import { importSession, type SessionImport } from '#archive/carry/import-session.ts';
import { createSealer, openSealed, type SealEffort } from '#archive/carry/seal.ts';
import type { Folder, ReadableFile } from '#archive/files.ts';
import { sealSession } from '#archive/sealing.ts';
import type { SessionWriter } from '#archive/writer.ts';
import { type MemoryFolder, memoryFolder } from '../archive/memory-folder.ts';
import { inputsEvent, mark, sessionInMemory, writeSample } from '../archive/samples.ts';

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Quick enough to be done ten thousand times. */
export const quickEffort: SealEffort = { iterations: 1, chunkBytes: 1024 };

/** A closed session of a few chunks, with a thumbnail. */
export async function closedSession(
  id = 'session-0001',
  fill: (writer: SessionWriter) => Promise<void> = fillUsual,
): Promise<{ sessions: MemoryFolder; folder: MemoryFolder; id: string }> {
  const { sessions, folder } = await sessionInMemory(fill, { id, chunkBytes: 700 });
  await sealSession(folder);
  folder.files.set(
    'thumbnail.webp',
    Uint8Array.from({ length: 77 }, (_, i) => i * 3),
  );
  return { sessions, folder, id };
}

async function fillUsual(writer: SessionWriter): Promise<void> {
  await writer.writeEvent(inputsEvent(1, -1));
  for (let number = 0; number < 4; number++) await writeSample(writer, { number });
  await writer.writeEvent(mark('The end.', 3));
}

/** The exported file, and what was found on the way. */
export async function exported(
  sessions: Folder,
  id: string,
  passphrase: string | null = null,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; findings: readonly { part: string; kind: string }[] }> {
  const prepared = await prepareExport(sessions, id, session => sealSession(session));
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const take = (piece: Uint8Array<ArrayBuffer>) => void pieces.push(piece.slice());
  const sealer =
    passphrase === null
      ? null
      : await createSealer(take, { passphrase, plainBytes: prepared.bytes, effort: quickEffort });
  const findings = await prepared.write(sealer?.write ?? take);
  await sealer?.finish();
  return { bytes: new Uint8Array(Buffer.concat(pieces)), findings };
}

export const fileOf = (bytes: Uint8Array<ArrayBuffer>): ReadableFile => ({
  sizeBytes: bytes.length,
  read(into, at) {
    const part = bytes.subarray(at, at + into.length);
    into.set(part);
    return part.length;
  },
  close: () => undefined,
});

/** Imports into `sessions`, which has all the room there is unless told otherwise. */
export async function imported(
  bytes: Uint8Array<ArrayBuffer>,
  {
    sessions = memoryFolder(),
    passphrase = null,
    ...options
  }: {
    sessions?: MemoryFolder;
    passphrase?: string | null;
    freeBytes?: () => Promise<number>;
    signal?: AbortSignal;
    tell?: (share: number) => void;
  } = {},
): Promise<SessionImport & { sessions: MemoryFolder }> {
  const file = passphrase === null ? fileOf(bytes) : await openSealed(fileOf(bytes), passphrase);
  const usual = { freeBytes: async () => Number.POSITIVE_INFINITY, clockS: () => 1_700_000_200 };
  return { ...(await importSession(file, sessions, { ...usual, ...options })), sessions };
}

/** All files of a session's folder as text that can be compared. */
export const contentOf = (sessions: MemoryFolder, id: string): Record<string, string> =>
  Object.fromEntries(
    [...(sessions.folders.get(id)?.files ?? [])]
      .map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** The problem's id and words, or null where none came. Anything but a `ProblemError` is thrown on. */
export async function refusalOf(act: () => Promise<unknown>): Promise<{ id: string; text: string } | null> {
  const { ProblemError } = await import('#model/problem.ts');
  try {
    await act();
    return null;
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
}
