/** Which of a session's events hold at a frame, found without going through all of them: it is asked for every frame that plays. */
import type { SessionEvent } from '#model/event.ts';
import type { EventEntry } from './scan.ts';
import { frameNumbered, type TimedEvent, type Timeline } from './timeline.ts';

/** Measuring lags by a frame or two, and the newest frame's number is known to the page a little late. */
const strayFrames = 64;

/**
 * Answers for a frame, by index, the last of `events` that holds for it; null before the first. `holdsFrom` need not ascend: where an
 * event and its number were written apart, the one that was written last counts.
 */
export function newestHolding(events: readonly TimedEvent[]): (frameIndex: number) => TimedEvent | null {
  /** The earliest frame that this event or a later one holds from: it ascends, and can be searched. */
  const earliest = new Float64Array(events.length);
  let least = Number.POSITIVE_INFINITY;
  for (let i = events.length - 1; i >= 0; i--) {
    least = Math.min(least, events[i]!.holdsFrom);
    earliest[i] = least;
  }
  return frameIndex => events[firstWhere(earliest.length, i => earliest[i]! > frameIndex) - 1] ?? null;
}

/**
 * Answers for a frame, by index, what was measured in it. Measurements lie near the frame that they measured: those about it are read
 * once, and for which frame each is is remembered.
 */
export function measuredIn(
  { frames, events }: Timeline,
  readEvent: (entry: EventEntry) => Promise<SessionEvent | null>,
): (frameIndex: number) => Promise<readonly SessionEvent[]> {
  const measurements = events
    .filter(event => event.entry.type === 'measurement')
    .toSorted((a, b) => a.holdsFrom - b.holdsFrom);
  const unknown = -2;
  const frameOf = new Int32Array(measurements.length).fill(unknown);
  return async frameIndex => {
    const found: { event: SessionEvent; sequence: number }[] = [];
    const start = firstWhere(
      measurements.length,
      i => measurements[i]!.holdsFrom >= frameIndex - strayFrames,
    );
    for (let i = start; i < measurements.length; i++) {
      const { entry, holdsFrom } = measurements[i]!;
      if (holdsFrom > frameIndex + strayFrames) break;
      if (frameOf[i] !== unknown && frameOf[i] !== frameIndex) continue;
      const event = await readEvent(entry);
      frameOf[i] = -1;
      if (event?.type !== 'measurement') continue;
      frameOf[i] = frameNumbered(frames, event.measurement.frameNumber, holdsFrom);
      if (frameOf[i] === frameIndex) found.push({ event, sequence: entry.sequence });
    }
    return found.sort((a, b) => a.sequence - b.sequence).map(({ event }) => event);
  };
}

/** The first index below `count` for which `isSo`, which is false up to somewhere and true from there on; `count` when none. */
function firstWhere(count: number, isSo: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isSo(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
