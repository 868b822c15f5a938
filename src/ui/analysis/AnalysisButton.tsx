/** Opens analysis beside the picture, and says how the margin stands while it is measured. */
import { words } from '#words/words.ts';
import { useTitle } from '../hands/use-keys-in-words.ts';
import { useConductor, useDesk, useHouse } from '../house.ts';
import { toggleAnalysis } from './analysis-actions.ts';

export function AnalysisButton() {
  const title = useTitle();
  const house = useHouse();
  const isOpen = useDesk(state => state.analysisOpen);
  const hasRule = useConductor('analysis', state => state.settings.signal !== null);
  return (
    <button
      type="button"
      className="mode"
      aria-pressed={isOpen}
      title={title(words('Signal, margin, rim, peaks, residual, curves'), 'screen.analysis')}
      onClick={() => toggleAnalysis(house)}
    >
      <span className="key">{hasRule ? words('on') : words('off')}</span>
      {words('Analysis')}
    </button>
  );
}
