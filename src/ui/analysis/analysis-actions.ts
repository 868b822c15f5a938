/** What keys and buttons of analysis do alike. */

import type { AnalysisFigureKey } from '#model/analysis-definitions.ts';
import { words } from '#words/words.ts';
import type { AnalysisTab } from '../desk.ts';
import type { House } from '../house.ts';

/** Opens the panel where the numbers stand, or gives the place back. Nothing while a calibration has it. */
export function toggleAnalysis({ conductor, desk }: House): void {
  if (conductor.stores.calibrating.getState().run) {
    desk.say(words('Analysis waits until the calibration is left.'));
    return;
  }
  const { analysisOpen, bigNumbers } = desk.store.getState();
  desk.store.setState({ analysisOpen: bigNumbers || !analysisOpen, bigNumbers: false });
}

/** Regions follow the tissue from now on, or stay where they are. */
export function toggleFollowing({ conductor, desk }: House): void {
  const isOn = !conductor.stores.analysis.getState().isFollowing;
  desk.say(isOn ? words('Regions follow the tissue.') : words('Regions stay where they are.'));
  void conductor.commands.followTissue(isOn);
}

/** What a tab is asked about by the key. */
const mainFigures = {
  signal: 'signal.thresholdLinear',
  margin: 'margin.smallest',
  rim: 'rim.completeness',
  peaks: 'peak.at',
  residual: 'residual.share',
  curves: null,
} as const satisfies Record<AnalysisTab, AnalysisFigureKey | null>;

/** Opens the definitions of what stands beside the picture now. */
export function explain({ desk }: House): void {
  const { analysisOpen, bigNumbers, analysisTab } = desk.store.getState();
  const figure = analysisOpen && !bigNumbers ? mainFigures[analysisTab] : null;
  if (figure) desk.explainAnalysis(figure);
  else desk.explain('tbr');
}
