/** The newest events of the open session, in the order in which they were appended, for a recorder that has to go on after another. */
import type { SessionEvent } from '#model/event.ts';

/** A recorder that lives never lags so far behind: some seconds of measurements of the fastest camera. */
const mostEvents = 2000;

export type EventJournal = {
  put(event: SessionEvent): void;
  /** Those from the one numbered `count` on (the first of a session is 0), as far as they are remembered. */
  since(count: number): readonly SessionEvent[];
  /** Another session begins. */
  clear(): void;
};

export function createEventJournal(): EventJournal {
  let events: SessionEvent[] = [];
  /** Number of the first that is remembered. */
  let first = 0;
  return {
    put(event) {
      events.push(event);
      if (events.length < 2 * mostEvents) return;
      first += mostEvents;
      events = events.slice(mostEvents);
    },
    since: count => events.slice(Math.max(0, count - first)),
    clear() {
      events = [];
      first = 0;
    },
  };
}
