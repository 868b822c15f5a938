/** Whether it records, and how long there is room. */
import { useConductor } from '../house.ts';
import { useNowS } from './use-now.ts';

/** Less than this and the strip turns amber. */
const littleRoomS = 300;

const inMinutes = (seconds: number): string =>
  seconds < 90 ? `${Math.floor(seconds)} s` : `${Math.floor(seconds / 60)} min`;

export function RecordingStatus() {
  const { status, startedAtS, secondsLeft, dropped } = useConductor('recording', recording => recording);
  const now = useNowS();
  if (status === 'idle') return <div className="status-item soft spacer" />;
  const forS = startedAtS === null ? 0 : Math.max(0, now - startedAtS);
  const isShort = secondsLeft !== null && secondsLeft < littleRoomS;
  return (
    <div className="status-item recording spacer">
      <span className="record-dot" aria-hidden="true" />
      <strong>{status === 'stopping' ? 'Closing' : 'REC'}</strong>
      <span>
        {Math.floor(forS / 60)}:{String(Math.floor(forS % 60)).padStart(2, '0')}
      </span>
      {secondsLeft !== null && (
        <span className={isShort ? 'caution' : 'soft'}>{inMinutes(secondsLeft)} left</span>
      )}
      {dropped > 0 && <span className="caution">{dropped} not kept</span>}
    </div>
  );
}
