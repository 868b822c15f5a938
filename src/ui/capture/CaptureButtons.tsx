/** Still and Record. */

import { useState } from 'react';
import { words } from '#words/words.ts';
import { Icon } from '../controls/Icon.tsx';
import { useConductor, useHouse } from '../house.ts';
import { keepStill, toggleRecording } from './capture-actions.ts';

export function CaptureButtons() {
  const house = useHouse();
  const status = useConductor('recording', recording => recording.status);
  const isElsewhere = useConductor('recording', recording => recording.isElsewhere);
  const isRunning = status === 'recording' || status === 'paused';
  const [isKeeping, setKeeping] = useState(false);
  return (
    <fieldset className="group">
      <legend className="visually-hidden">{words('Capture')}</legend>
      <button
        type="button"
        className="capture"
        title={words('Still (S)')}
        disabled={isKeeping}
        onClick={() => {
          setKeeping(true);
          void keepStill(house).finally(() => setKeeping(false));
        }}
      >
        <Icon name="still" />
        {isKeeping ? words('Keeping') : words('Still')}
      </button>
      <button
        type="button"
        className="capture record"
        title={words('Record (R)')}
        aria-pressed={isRunning}
        disabled={status === 'starting' || status === 'stopping' || (isElsewhere && !isRunning)}
        onClick={() => toggleRecording(house)}
      >
        <Icon name={isRunning ? 'stop' : 'record'} />
        {isRunning ? words('Stop') : status === 'stopping' ? words('Closing') : words('Record')}
      </button>
    </fieldset>
  );
}
