/** Still and Record. */
import { useState } from 'react';
import { Icon } from '../controls/Icon.tsx';
import { useConductor, useHouse } from '../house.ts';
import { keepStill, toggleRecording } from './capture-actions.ts';

export function CaptureButtons() {
  const house = useHouse();
  const status = useConductor('recording', recording => recording.status);
  const [isKeeping, setKeeping] = useState(false);
  return (
    <fieldset className="group">
      <legend className="visually-hidden">Capture</legend>
      <button
        type="button"
        className="capture"
        title="Still (S)"
        disabled={isKeeping}
        onClick={() => {
          setKeeping(true);
          void keepStill(house).finally(() => setKeeping(false));
        }}
      >
        <Icon name="still" />
        {isKeeping ? 'Keeping' : 'Still'}
      </button>
      <button
        type="button"
        className="capture record"
        title="Record (R)"
        aria-pressed={status === 'recording'}
        disabled={status === 'starting' || status === 'stopping'}
        onClick={() => toggleRecording(house)}
      >
        <Icon name={status === 'recording' ? 'stop' : 'record'} />
        {status === 'recording' ? 'Stop' : status === 'stopping' ? 'Closing' : 'Record'}
      </button>
    </fieldset>
  );
}
