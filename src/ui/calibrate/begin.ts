/** How a calibration is entered and left, for buttons and keys alike. */
import { words } from '#words/words.ts';
import type { House } from '../house.ts';

/** Resumes the run that was left, or begins one. */
export function enterCalibration({ conductor, desk }: House): void {
  const { run, canResume } = conductor.stores.calibrating.getState();
  desk.close();
  desk.letGo();
  conductor.commands.check.leave();
  if (run) document.querySelector<HTMLElement>('.calibrate h3')?.focus();
  else if (canResume) void conductor.commands.calibrate.resume();
  else conductor.commands.calibrate.begin();
}

/** Throws away a run that was left, and begins one from the profile in force. */
export function beginAnew({ conductor, desk }: House): void {
  desk.close();
  desk.letGo();
  conductor.commands.check.leave();
  conductor.commands.calibrate.begin();
}

/** Puts the run aside, to be resumed. */
export function leaveCalibration(house: House): void {
  house.conductor.commands.calibrate.leave();
  endedWith(house, words('Calibration left. Q resumes it.'));
}

/** Throws the run away. */
export function discardCalibration(house: House): void {
  house.conductor.commands.calibrate.discard();
  endedWith(house, words('Calibration discarded. Nothing was changed.'));
}

/** The panel is gone: says why, and gives the keys back to the picture. */
export function endedWith({ desk }: House, why: string): void {
  desk.say(why);
  document.querySelector<HTMLElement>('.stage')?.focus({ preventScroll: true });
}

/** Presses the button of the panel that names this key; false where there is none that can be pressed. */
export function pressInPanel(key: string): boolean {
  const button = [
    ...document.querySelectorAll<HTMLButtonElement>('.calibrate button[aria-keyshortcuts]'),
  ].find(each => each.getAttribute('aria-keyshortcuts') === key && !each.disabled);
  button?.click();
  return button !== undefined;
}
