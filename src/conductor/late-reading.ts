/** Blinded reading before its room was fetched: nobody reads, and what is asked waits for it. */
import { lateRoom } from './late-room.ts';
import type { Problems } from './problems.ts';
import type { Reading, ReadingParts } from './reading.ts';
import type { ReadingCommands, ReadingState } from './reading-api.ts';

/** As `createReading`, which makes the room. */
export function lateReading(
  parts: Omit<ReadingParts, 'problems' | 'stills'> & {
    readonly problems: Problems;
    /** The top of the private storage, where the stills lie. */
    readonly files: () => Promise<FileSystemDirectoryHandle>;
  },
): Reading {
  const initial: ReadingState = { sets: [], unreadable: [], run: null, shown: null };
  const { store, now, command } = lateRoom({
    initial,
    problems: parts.problems,
    make: async () => {
      const [{ createReading }, { stillArchive }] = await Promise.all([
        import('./reading.ts'),
        import('./on-disk.ts'),
      ]);
      return createReading({ ...parts, stills: stillArchive(parts.files) });
    },
  });
  const commands: ReadingCommands = {
    refresh: command(room => room.commands.refresh, undefined),
    create: command(room => room.commands.create, null),
    remove: command(room => room.commands.remove, undefined),
    begin: command(room => room.commands.begin, undefined),
    pictureShown: command(room => room.commands.pictureShown, undefined),
    pictureFailed: command(room => room.commands.pictureFailed, undefined),
    setMark: command(room => room.commands.setMark, undefined),
    setConfidence: command(room => room.commands.setConfidence, undefined),
    // Lines are drawn on a picture that the room shows.
    addOutline: points => now()?.commands.addOutline(points) ?? false,
    removeLastOutline: command(room => room.commands.removeLastOutline, undefined),
    next: command(room => room.commands.next, undefined),
    back: command(room => room.commands.back, undefined),
    pause: command(room => room.commands.pause, false),
    drop: command(room => room.commands.drop, undefined),
    finish: command(room => room.commands.finish, undefined),
    showAgreement: command(room => room.commands.showAgreement, undefined),
    closeAgreement: command(room => room.commands.closeAgreement, undefined),
    exportReading: command(room => room.commands.exportReading, null),
  };
  return { store, commands, [Symbol.dispose]: () => now()?.[Symbol.dispose]() };
}
