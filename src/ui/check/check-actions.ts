/** How the check is entered and left, for buttons and keys alike. */
import { words } from '#words/words.ts';
import { keysInWords } from '../hands/use-keys-in-words.ts';
import type { House } from '../house.ts';

/** Opens the check, or leaves it. Nothing while a calibration has its place. */
export function toggleCheck(house: House): void {
  const { conductor, desk } = house;
  if (conductor.stores.checking.getState().isOpen) leaveCheck(house);
  else if (conductor.stores.calibrating.getState().run)
    desk.say(words('The check waits until the calibration is left.'));
  else {
    desk.close();
    desk.letGo();
    conductor.commands.check.open();
  }
}

/** Gives the place back to the numbers; what was read stays until another check is begun. */
export function leaveCheck(house: House): void {
  const { conductor, desk } = house;
  conductor.commands.check.leave();
  desk.say(
    words('Check left. {key} opens it again as it was.', {
      key: keysInWords(house, 'screen.check') || words('Start-of-day check'),
    }),
  );
  document.querySelector<HTMLElement>('.stage')?.focus({ preventScroll: true });
}
