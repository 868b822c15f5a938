/** Which events hold at which frame. Pure: works on a session's index alone. */
import type { Entry, EventEntry, FrameEntry } from './scan.ts';

/** An event's number and its place in the file never lie further apart than this; beyond it the place counts. */
const strayFrames = 256;

/** An event, and the first frame that it holds for: an index into `frames`, which may be one past the last. */
export type TimedEvent = { readonly entry: EventEntry; readonly holdsFrom: number };

export type Timeline = {
  /** Frames of the main stream, in order of arrival. */
  readonly frames: readonly FrameEntry[];
  /** Frames of the second stream of a two-camera feed. */
  readonly secondFrames: readonly FrameEntry[];
  /** In order of arrival. */
  readonly events: readonly TimedEvent[];
};

export function toTimeline(entries: readonly Entry[]): Timeline {
  const frames: FrameEntry[] = [];
  const secondFrames: FrameEntry[] = [];
  const pending: { entry: EventEntry; framesBefore: number }[] = [];
  for (const entry of entries) {
    if (entry.kind === 'event') pending.push({ entry, framesBefore: frames.length });
    else if (entry.stream === 'main') frames.push(entry);
    else secondFrames.push(entry);
  }
  const events = pending.map(({ entry, framesBefore }) => ({
    entry,
    holdsFrom: firstAfter(frames, entry.number, framesBefore),
  }));
  return { frames, secondFrames, events };
}

/**
 * The first frame numbered after `number`, near `index`. Frames and events reach the recorder by different ways, so an
 * event may lie a few frames off in the file; its number says where it belongs. Numbers begin anew when a source was
 * lost and came back: a search that does not meet the number soon leaves the event where it lies.
 */
function firstAfter(frames: readonly FrameEntry[], number: number, index: number): number {
  let at = index;
  while (at > 0 && index - at < strayFrames && frames[at - 1]!.number > number) at -= 1;
  if (at < index) return at > 0 && frames[at - 1]!.number > number ? index : at;
  while (at < frames.length && at - index < strayFrames && frames[at]!.number <= number) at += 1;
  const isMet = frames[at - 1]?.number === number || (at < frames.length && frames[at]!.number > number);
  return isMet ? at : index;
}

/** Nothing that speaks of a frame lies farther from it in the file: half a minute of the fastest camera. */
const farthestFrames = 4096;

/** Index of the frame numbered `number` that lies nearest to `index`; -1 when there is none within `farthestFrames`. */
export function frameNumbered(frames: readonly FrameEntry[], number: number, index: number): number {
  const farthest = Math.min(frames.length, farthestFrames);
  for (let away = 0; away <= farthest; away++) {
    if (frames[index - away]?.number === number) return index - away;
    if (frames[index + away]?.number === number) return index + away;
  }
  return -1;
}
