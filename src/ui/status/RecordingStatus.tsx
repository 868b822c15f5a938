/** Whether it records, and how long there is room. */
import { words } from '#words/words.ts';
import { togglePause } from '../capture/capture-actions.ts';
import { useTitle } from '../hands/use-keys-in-words.ts';
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
  const title = useTitle();
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
          <span className="caution">{words('Another window records')}</span>
        ) : (
          secondsLeft !== null && (
            <span className={secondsLeft < littleRoomS ? 'caution' : ''}>
              {words('room for {secondsLeft}', { secondsLeft: inMinutes(secondsLeft) })}
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
      <strong>
        {status === 'stopping' ? words('Closing') : status === 'paused' ? words('PAUSED') : words('REC')}
      </strong>
      <span>
        {Math.floor(forS / 60)}:{String(Math.floor(forS % 60)).padStart(2, '0')}
      </span>
      {secondsLeft !== null && (
        <span className={isShort ? 'caution' : 'soft'}>
          {words('{secondsLeft} left', { secondsLeft: inMinutes(secondsLeft) })}
        </span>
      )}
      {dropped > 0 && <span className="caution">{words('{dropped} not kept', { dropped })}</span>}
      {status !== 'stopping' && (
        <>
          <button
            type="button"
            title={title(words('Pause, or go on'), 'keep.pause')}
            aria-pressed={status === 'paused'}
            onClick={() => togglePause(house)}
          >
            {status === 'paused' ? words('Go on') : words('Pause')}
          </button>
          <button
            type="button"
            title={title(words('Mark a moment'), 'keep.mark')}
            aria-haspopup="dialog"
            onClick={() => house.desk.open('marks')}
          >
            {words('Mark')}
          </button>
        </>
      )}
    </div>
  );
}
