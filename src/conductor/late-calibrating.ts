/** Calibration before its room was fetched: nobody calibrates, and what is asked waits for it. */
import type { CalibrateCommands, CalibratingState } from './api.ts';
import type { Calibrating, CalibratingParts } from './calibrating.ts';
import { lateRoom } from './late-room.ts';

/** As `createCalibrating`, which makes the room. */
export function lateCalibrating(parts: CalibratingParts): Calibrating {
  const initial: CalibratingState = { run: null, canResume: false, busy: null, refused: null, profiles: [] };
  const { store, now, command } = lateRoom({
    initial,
    problems: parts.problems,
    make: async () => (await import('./calibrating.ts')).createCalibrating(parts),
  });
  const commands: CalibrateCommands = {
    ...parts.profiles.commands,
    begin: command(room => room.commands.begin, undefined),
    resume: command(room => room.commands.resume, undefined),
    leave: command(room => room.commands.leave, undefined),
    discard: command(room => room.commands.discard, undefined),
    goTo: command(room => room.commands.goTo, undefined),
    skip: command(room => room.commands.skip, undefined),
    stopReading: command(room => room.commands.stopReading, undefined),
    readChart: command(room => room.commands.readChart, undefined),
    readStep: command(room => room.commands.readStep, undefined),
    removePoint: command(room => room.commands.removePoint, undefined),
    acceptCurve: command(room => room.commands.acceptCurve, undefined),
    readDark: command(room => room.commands.readDark, undefined),
    acceptDark: command(room => room.commands.acceptDark, undefined),
    readFlat: command(room => room.commands.readFlat, undefined),
    acceptFlat: command(room => room.commands.acceptFlat, undefined),
    takePictures: command(room => room.commands.takePictures, undefined),
    setPairs: command(room => room.commands.setPairs, undefined),
    refine: command(room => room.commands.refine, undefined),
    acceptRegistration: command(room => room.commands.acceptRegistration, undefined),
    setMarks: command(room => room.commands.setMarks, undefined),
    acceptScale: command(room => room.commands.acceptScale, undefined),
    setWorkingDistance: command(room => room.commands.setWorkingDistance, undefined),
    finish: command(room => room.commands.finish, false),
    show: target => parts.feeds.show(target),
    setControl: (id, isLocked) => parts.feeds.setControl(id, isLocked),
  };
  // Without the room there is no run that another source could end.
  return { store, commands, sourceChanged: () => now()?.sourceChanged() };
}
