/** The start page: a bar over a running phantom that says what it is and how to leave it. Never in the way. */

import { beginAnew, enterCalibration } from '../calibrate/begin.ts';
import { toggleCheck } from '../check/check-actions.ts';
import { Icon } from '../controls/Icon.tsx';
import { useConductor, useDesk, useHouse } from '../house.ts';
import './feeds.css';

export function StartBar() {
  const house = useHouse();
  const { desk } = house;
  const isWanted = useDesk(state => state.startBar && !state.bigNumbers);
  const kind = useConductor('feed', feed => feed.description?.kind ?? null);
  const canResume = useConductor('calibrating', state => state.canResume);
  const isCalibrating = useConductor('calibrating', state => state.run !== null);
  const isChecking = useConductor('checking', state => state.isOpen);
  if (isCalibrating || isChecking || !isWanted || (kind !== 'phantom' && kind !== null)) return null;
  return (
    <section className="start" aria-label="Start">
      <p>
        {kind === null ? (
          'No source yet.'
        ) : (
          <>
            <strong>This is a simulated camera.</strong> Nothing leaves this machine.
          </>
        )}
      </p>
      <button type="button" className="primary" onClick={() => desk.open('feeds')}>
        Choose a source
      </button>
      {kind !== null && (
        <button type="button" onClick={() => enterCalibration(house)}>
          {canResume ? 'Resume calibration' : 'Calibrate'}
        </button>
      )}
      {kind !== null && canResume && (
        <button type="button" onClick={() => beginAnew(house)}>
          Begin anew
        </button>
      )}
      {kind !== null && (
        <button type="button" title="Start-of-day check (Shift+Y)" onClick={() => toggleCheck(house)}>
          Check
        </button>
      )}
      <button
        type="button"
        className="plain"
        aria-label="Stay with the simulated camera"
        onClick={() => desk.store.setState({ startBar: false })}
      >
        <Icon name="close" />
      </button>
    </section>
  );
}
