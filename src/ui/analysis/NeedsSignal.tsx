/** Why a part waits: there is no rule for signal yet. */
import { words } from '#words/words.ts';
import { useConductor, useHouse } from '../house.ts';

export function NeedsSignal() {
  const { desk } = useHouse();
  const hasRule = useConductor('analysis', state => state.settings.signal !== null);
  if (hasRule) return null;
  return (
    <div className="relative-note">
      <p>{words('No rule for signal yet.')}</p>
      <button type="button" onClick={() => desk.store.setState({ analysisTab: 'signal' })}>
        {words('Choose one')}
      </button>
    </div>
  );
}
