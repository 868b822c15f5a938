/**
 * Carries sessions between this device's private files and files of the user's. Holds what `src/archive/carry` holds while a call lasts, and
 * between calls what lies in the outbox until that is emptied.
 */
import { prepareExport, type SessionExport } from '#archive/carry/export-session.ts';
import { importSession } from '#archive/carry/import-session.ts';
import {
  carriedDamaged,
  exportNoRoom,
  exportRefused,
  importAlreadyHere,
  importRepaired,
  passphraseNeeded,
} from '#archive/carry/problems.ts';
import { createSealer, isSealed, openSealed, usualEffort } from '#archive/carry/seal.ts';
import { sealedBytes } from '#archive/carry/seal-header.ts';
import type { LentHash, Write } from '#archive/carry/sums.ts';
import { sweepUnlisted } from '#archive/carry/unlisted.ts';
import type { Folder } from '#archive/files.ts';
import { opfsFolder } from '#archive/opfs.ts';
import type { Pace } from '#archive/pace.ts';
import { sealSession, webHash } from '#archive/sealing.ts';
import type { Problem } from '#model/problem.ts';
import type { TellShare } from '../api.ts';
import { blobToRead } from './blob-to-read.ts';
import { type Destination, toChosenFile, toOutbox } from './destination.ts';

const outboxName = 'outbox';

export type Carrier = {
  /** As `KeepApi.exportSession`. */
  exportSession(
    id: string,
    order: { readonly passphrase: string | null; readonly to: FileSystemFileHandle | null },
    on: { readonly signal: AbortSignal; readonly tell: TellShare },
  ): Promise<File | null>;
  /** As `KeepApi.importSession`. */
  importSession(
    file: Blob,
    passphrase: string | null,
    on: { readonly signal: AbortSignal; readonly tell: TellShare },
  ): Promise<string>;
  emptyOutbox(): Promise<void>;
};

export function createCarrier(of: {
  sessions(): Promise<Folder>;
  /** The top of the origin's private file system. */
  root(): Promise<FileSystemDirectoryHandle>;
  freeBytes(): Promise<number>;
  /** Hashes beside the reading and writing (`hashThrough`); without it, in between. */
  hash?: LentHash;
  /** Gives way to a live picture; without it, never. */
  newPace?(): Pace;
  /** Said beside a call that went through: already here, repaired, damaged before. */
  notice(problem: Problem): void;
}): Carrier {
  /** How one call works. */
  const paced = (signal: AbortSignal) => {
    const pace = of.newPace?.();
    return { ...(of.hash && { hash: of.hash }), ...(pace && { pause: () => pace.step(signal) }) };
  };
  const outbox = async () => (await of.root()).getDirectoryHandle(outboxName, { create: true });

  const destinationOf = async (to: FileSystemFileHandle | null, name: string, bytes: number) => {
    if (to) return toChosenFile(to);
    const missingBytes = bytes - (await of.freeBytes());
    if (missingBytes > 0) throw exportNoRoom(missingBytes);
    return toOutbox(await outbox(), name);
  };

  return {
    async exportSession(id, { passphrase, to }, { signal, tell }) {
      let destination: Destination | null = null;
      try {
        const prepared = await prepareExport(await of.sessions(), id, session =>
          sealSession(session, webHash, { signal }),
        );
        const isToBeSealed = passphrase !== null;
        const bytes = isToBeSealed ? sealedBytes(prepared.bytes, usualEffort.chunkBytes) : prepared.bytes;
        destination = await destinationOf(to, prepared.fileName(isToBeSealed), bytes);
        const damaged = await writeAll(prepared, passphrase, destination.write, {
          signal,
          tell,
          ...paced(signal),
        });
        const file = await destination.finish();
        if (damaged.length > 0) of.notice(carriedDamaged(damaged));
        return file;
      } catch (error) {
        await destination?.discard();
        throw signal.aborted ? error : exportRefused(error);
      }
    },

    async importSession(blob, passphrase, on) {
      const sessions = await of.sessions();
      await sweepUnlisted(sessions, Date.now() / 1000);
      const chosen = blobToRead(blob);
      const sealed = await isSealed(chosen);
      if (sealed && passphrase === null) throw passphraseNeeded();
      const file = sealed ? await openSealed(chosen, passphrase ?? '') : chosen;
      const { freeBytes } = of;
      const { id, outcome, damaged } = await importSession(file, sessions, {
        ...on,
        ...paced(on.signal),
        freeBytes,
        clockS: () => Date.now() / 1000,
      });
      if (outcome === 'here') of.notice(importAlreadyHere);
      if (outcome === 'repaired') of.notice(importRepaired);
      if (damaged.length > 0) of.notice(carriedDamaged(damaged));
      return id;
    },

    async emptyOutbox() {
      const folder = opfsFolder(await outbox());
      for (const { name } of await folder.list()) {
        // What is still being saved by the browser, or written by another window, is left for the next time.
        await folder.remove(name).catch(() => undefined);
      }
    },
  };
}

/** The tar, or the tar sealed. Answers the names of damaged parts. */
async function writeAll(
  prepared: SessionExport,
  passphrase: string | null,
  write: Write,
  on: { signal: AbortSignal; tell: TellShare; hash?: LentHash; pause?: () => Promise<void> },
): Promise<readonly string[]> {
  const sealer =
    passphrase === null ? null : await createSealer(write, { passphrase, plainBytes: prepared.bytes });
  const findings = await prepared.write(sealer?.write ?? write, on);
  await sealer?.finish();
  return findings.map(finding => finding.part);
}
