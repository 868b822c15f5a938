/** The start-of-day check before its room was fetched: closed, and what is asked waits for it. */
import type { CheckCommands } from './api.ts';
import type { Checking, CheckingParts } from './checking.ts';
import { closedCheck } from './closed-check.ts';
import { lateRoom } from './late-room.ts';

/** As `createChecking`, which makes the room. */
export function lateChecking(parts: CheckingParts): Checking {
  const { store, now, command } = lateRoom({
    initial: closedCheck(parts.targets),
    problems: parts.problems,
    make: async () => {
      const room = (await import('./checking.ts')).createChecking(parts);
      const { description } = parts.feed.getState();
      if (description) room.sourceChanged(description.kind);
      return room;
    },
  });
  const commands: CheckCommands = {
    open: command(room => room.commands.open, undefined),
    leave: command(room => room.commands.leave, undefined),
    beginAnew: command(room => room.commands.beginAnew, undefined),
    setAbout: command(room => room.commands.setAbout, undefined),
    setTarget: command(room => room.commands.setTarget, undefined),
    setStabilityS: command(room => room.commands.setStabilityS, undefined),
    read: command(room => room.commands.read, undefined),
    stopReading: command(room => room.commands.stopReading, undefined),
    endReading: command(room => room.commands.endReading, undefined),
    placeWell: command(room => room.commands.placeWell, undefined),
    removeWell: command(room => room.commands.removeWell, undefined),
    setWellRadius: command(room => room.commands.setWellRadius, undefined),
    layGrid: command(room => room.commands.layGrid, undefined),
    findWells: command(room => room.commands.findWells, undefined),
    setMarks: command(room => room.commands.setMarks, undefined),
    keep: command(room => room.commands.keep, false),
    deleteReport: command(room => room.commands.deleteReport, undefined),
    exportReport: command(room => room.commands.exportReport, null),
  };
  return { store, commands, sourceChanged: kind => now()?.sourceChanged(kind) };
}
