/** A calibration was left: it can be taken up again, whatever else was closed. */
import { useState } from 'react';
import { words } from '#words/words.ts';
import { beginAnew, discardedRun, enterCalibration } from '../calibrate/begin.ts';
import { Icon } from '../controls/Icon.tsx';
import { useHidden } from '../hands/undo.ts';
import { useConductor, useDesk, useHouse } from '../house.ts';
import './welcome.css';

export function ResumeBar() {
  const house = useHouse();
  const [isPutAway, putAway] = useState(false);
  const isBig = useDesk(state => state.bigNumbers);
  const isReplay = useConductor('feed', feed => feed.description?.kind === 'replay');
  const canResume = useConductor('calibrating', state => state.canResume && state.run === null);
  const isChecking = useConductor('checking', state => state.isOpen);
  const isDiscarded = useHidden()(discardedRun);
  if (!canResume || isDiscarded || isPutAway || isBig || isReplay || isChecking) return null;
  return (
    <section className="start" aria-label={words('Calibration that was left')}>
      <p>{words('A calibration was left before its end.')}</p>
      <button type="button" className="primary" onClick={() => enterCalibration(house)}>
        {words('Resume calibration')}
      </button>
      <button type="button" onClick={() => beginAnew(house)}>
        {words('Begin anew')}
      </button>
      <button
        type="button"
        className="plain"
        aria-label={words('Later')}
        title={words('Later')}
        onClick={() => putAway(true)}
      >
        <Icon name="close" />
      </button>
    </section>
  );
}
