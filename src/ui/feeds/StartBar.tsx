/** The start page: a bar over a running phantom that says what it is and how to leave it. Never in the way. */
import { Icon } from '../controls/Icon.tsx';
import { useConductor, useDesk, useHouse } from '../house.ts';
import './feeds.css';

export function StartBar() {
  const { desk } = useHouse();
  const isWanted = useDesk(state => state.startBar && !state.bigNumbers);
  const kind = useConductor('feed', feed => feed.description?.kind ?? null);
  if (!isWanted || (kind !== 'phantom' && kind !== null)) return null;
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
