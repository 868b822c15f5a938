/** Nothing was recorded on this device: a button that records. What else there is, import, stands above it. */
import { words } from '#words/words.ts';
import { toggleRecording } from '../capture/capture-actions.ts';
import { useConductor, useHouse } from '../house.ts';
import { Empty } from './Empty.tsx';

export function EmptySessions() {
  const house = useHouse();
  const status = useConductor('recording', state => state.status);
  return (
    <Empty
      drawing="recording"
      says={words('Nothing was recorded on this device yet.')}
      next={words('Record what is on the screen now, or import a session that was exported elsewhere.')}
    >
      <button
        type="button"
        className="primary"
        disabled={status !== 'idle'}
        onClick={() => {
          house.desk.close();
          toggleRecording(house);
        }}
      >
        {words('Record now')}
      </button>
    </Empty>
  );
}
