/** At the next start after a crash: what was saved. */
import { words } from '#words/words.ts';
import { useCommands, useConductor } from '../house.ts';
import { inDay } from '../replay/in-words.ts';
import './sessions.css';

export function RecoveredBar() {
  const { acknowledgeRecovered, openSession } = useCommands();
  const recovered = useConductor('sessions', state => state.recovered);
  const sessions = useConductor('sessions', state => state.sessions);
  const found = sessions.filter(({ id }) => recovered.includes(id));
  const [first] = found;
  if (!first) return null;
  const whole = found.reduce((sum, { frames }) => sum + (frames ?? 0), 0);
  return (
    <section className="recovered" aria-label={words('Recovered recording')}>
      <p role="status">
        <strong>
          {found.length === 1
            ? words('A recording of {startedAtS} was not closed.', { startedAtS: inDay(first.startedAtS) })
            : words('{count} recordings were not closed.', { count: found.length })}
        </strong>{' '}
        {words('{count} frames were saved, to the last whole one.', { count: whole })}
      </p>
      <button
        type="button"
        className="primary"
        onClick={() => {
          acknowledgeRecovered();
          void openSession(first.id);
        }}
      >
        {words('Replay it')}
      </button>
      <button type="button" onClick={() => acknowledgeRecovered()}>
        {words('Later')}
      </button>
    </section>
  );
}
