/** Still and Record. */

import { useState } from 'react';
import { words } from '#words/words.ts';
import { Icon } from '../controls/Icon.tsx';
import { useTitle } from '../hands/use-keys-in-words.ts';
import { useConductor, useHouse } from '../house.ts';
import { keepStill, toggleRecording } from './capture-actions.ts';

export function CaptureButtons() {
  const title = useTitle();
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
        title={title(words('Still'), 'keep.still')}
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
        title={title(words('Record'), 'keep.record')}
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
