/** Whether it records, and how long there is room. */
import { togglePause } from '../capture/capture-actions.ts';
import { useConductor, useHouse } from '../house.ts';
import { useNowS } from './use-now.ts';

/** Less than this and the strip turns amber. */
const littleRoomS = 300;

const inMinutes = (seconds: number): string =>
  seconds < 90
    ? `${Math.floor(seconds)} s`
    : seconds < 7200
      ? `${Math.floor(seconds / 60)} min`
      : `${Math.floor(seconds / 3600)} h`;

export function RecordingStatus() {
  const house = useHouse();
  const { status, startedAtS, secondsLeft, dropped, isElsewhere } = useConductor(
    'recording',
    recording => recording,
  );
  const now = useNowS();
  if (status === 'idle')
    return (
      <div className="status-item soft spacer">
        {isElsewhere ? (
          <span className="caution">Another window records</span>
        ) : (
          secondsLeft !== null && (
            <span className={secondsLeft < littleRoomS ? 'caution' : ''}>
              room for {inMinutes(secondsLeft)}
            </span>
          )
        )}
      </div>
    );
  const forS = startedAtS === null ? 0 : Math.max(0, now - startedAtS);
  const isShort = secondsLeft !== null && secondsLeft < littleRoomS;
  return (
    <div className="status-item recording spacer">
      <span className="record-dot" aria-hidden="true" />
      <strong>{status === 'stopping' ? 'Closing' : status === 'paused' ? 'PAUSED' : 'REC'}</strong>
      <span>
        {Math.floor(forS / 60)}:{String(Math.floor(forS % 60)).padStart(2, '0')}
      </span>
      {secondsLeft !== null && (
        <span className={isShort ? 'caution' : 'soft'}>{inMinutes(secondsLeft)} left</span>
      )}
      {dropped > 0 && <span className="caution">{dropped} not kept</span>}
      {status !== 'stopping' && (
        <>
          <button
            type="button"
            title="Pause, or go on (Shift+R)"
            aria-pressed={status === 'paused'}
            onClick={() => togglePause(house)}
          >
            {status === 'paused' ? 'Go on' : 'Pause'}
          </button>
          <button
            type="button"
            title="Mark a moment (Shift+N)"
            aria-haspopup="dialog"
            onClick={() => house.desk.open('marks')}
          >
            Mark
          </button>
        </>
      )}
    </div>
  );
}
