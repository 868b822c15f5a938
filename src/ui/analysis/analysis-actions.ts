/** What keys and buttons of analysis do alike. */
import type { House } from '../house.ts';

/** Opens the panel where the numbers stand, or gives the place back. Nothing while a calibration has it. */
export function toggleAnalysis({ conductor, desk }: House): void {
  if (conductor.stores.calibrating.getState().run) {
    desk.say('Analysis waits until the calibration is left.');
    return;
  }
  const { analysisOpen, bigNumbers } = desk.store.getState();
  desk.store.setState({ analysisOpen: bigNumbers || !analysisOpen, bigNumbers: false });
}

/** Regions follow the tissue from now on, or stay where they are. */
export function toggleFollowing({ conductor, desk }: House): void {
  const isOn = !conductor.stores.analysis.getState().isFollowing;
  desk.say(isOn ? 'Regions follow the tissue.' : 'Regions stay where they are.');
  void conductor.commands.followTissue(isOn);
}
