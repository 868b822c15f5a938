/** How a calibration is entered and left, for buttons and keys alike. */
import { words } from '#words/words.ts';
import { deleteWithUndo } from '../hands/undo.ts';
import { keysInWords } from '../hands/use-keys-in-words.ts';
import type { House } from '../house.ts';

/** The run that was discarded, as lists leave it out until it is gone. */
export const discardedRun = 'calibration draft';

/** Resumes the run that was left, or begins one. */
export function enterCalibration(house: House): void {
  const { conductor, desk } = house;
  forgetDiscarded(house);
  const { run, canResume } = conductor.stores.calibrating.getState();
  desk.close();
  desk.letGo();
  conductor.commands.check.leave();
  if (run) document.querySelector<HTMLElement>('.calibrate h3')?.focus();
  else if (canResume) void conductor.commands.calibrate.resume();
  else conductor.commands.calibrate.begin();
}

/** Throws away a run that was left, and begins one from the profile in force. */
export function beginAnew(house: House): void {
  const { conductor, desk } = house;
  forgetDiscarded(house);
  desk.close();
  desk.letGo();
  conductor.commands.check.leave();
  conductor.commands.calibrate.begin();
}

/** Puts the run aside, to be resumed. */
export function leaveCalibration(house: House): void {
  house.conductor.commands.calibrate.leave();
  endedWith(
    house,
    words('Calibration left. {key} resumes it.', {
      key: keysInWords(house, 'calibration.begin') || words('Resume calibration'),
    }),
  );
}

/** Throws the run away, to be taken back for a moment. */
export function discardCalibration(house: House): void {
  const { calibrate } = house.conductor.commands;
  const said = words('Calibration discarded. Nothing was changed.');
  calibrate.leave();
  deleteWithUndo(house, [discardedRun], {
    said,
    doIt: async () => calibrate.discard(),
    bringBack: () => void calibrate.resume(),
  });
  endedWith(house, said);
}

/** Another run begins: one that was discarded cannot be taken back any more. */
function forgetDiscarded({ hands }: House): void {
  void hands.bin.settle(discardedRun);
}

/** The panel is gone: says why, and gives the keys back to the picture. */
export function endedWith({ desk }: House, why: string): void {
  desk.say(why);
  document.querySelector<HTMLElement>('.stage')?.focus({ preventScroll: true });
}

/** Presses the button of the panel that names this key; false where there is none that can be pressed. */
export function pressInPanel(key: string): boolean {
  const button = [...document.querySelectorAll<HTMLButtonElement>('.calibrate button[data-panel-key]')].find(
    each => each.dataset.panelKey === key && !each.disabled,
  );
  button?.click();
  return button !== undefined;
}
