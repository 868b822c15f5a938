/**
 * Opens one session for reading: an index of all whole records, and what was lost. Holds every chunk open; whoever opened it
 * disposes of it. Damaged bytes never become a frame: each payload is checked against its checksum when it is read.
 */
import { eventSchema, type SessionEvent, type SessionEventType } from '#model/event.ts';
import { type FramePlanes, planesIn } from '#model/frame.ts';
import { loadChecksum } from './checksum.ts';
import { type Folder, type ReadableFile, readText } from './files.ts';
import { manifestName, type SessionManifest, toManifest } from './format.ts';
import { recordDamaged, sessionUnreadable } from './problems.ts';
import {
  type Damage,
  type Entry,
  type EventEntry,
  type FrameEntry,
  readPayload,
  scanSession,
} from './scan.ts';
import { frameNumbered, type TimedEvent, type Timeline, toTimeline } from './timeline.ts';

export type SessionReader = Timeline & {
  readonly manifest: SessionManifest;
  /** Every whole record, in order of arrival. */
  readonly entries: readonly Entry[];
  /** What could not be used; empty when everything is there. */
  readonly damage: readonly Damage[];
  /** The frame's planes in a buffer of their own. Rejects with a `ProblemError` when its bytes are damaged. */
  readFrame(entry: FrameEntry): Promise<FramePlanes>;
  /** The event, or null when its bytes are damaged or its kind is unknown to this version. */
  readEvent(entry: EventEntry): Promise<SessionEvent | null>;
  /** Every event that happened before frame `frameIndex` (of `frames`) was shown, in order. */
  eventsUpTo(frameIndex: number): Promise<readonly SessionEvent[]>;
  /** What holds at frame `frameIndex`: the newest of each kind that lasts, and what was measured in this very frame. */
  eventsAt(frameIndex: number): Promise<readonly SessionEvent[]>;
  [Symbol.dispose](): void;
};

/** In the order in which they are to be put in force: inputs refer to fields and key frames. The last two are what broke light over time. */
const lasting: readonly SessionEventType[] = [
  'fields',
  'key-frame',
  'inputs',
  'display',
  'case',
  'gain-jump',
  'camera',
];

/** Opens `sessions/<id>`. Rejects with a `ProblemError` when it or its manifest is not there. */
export async function openSession(sessions: Folder, id: string): Promise<SessionReader> {
  const checksum = await loadChecksum();
  const files = new Map<string, ReadableFile>();
  const close = () => {
    for (const file of files.values()) file.close();
    files.clear();
  };
  try {
    const folder = await sessions.folder(id, false);
    const manifest = toManifest(JSON.parse(await readText(folder, manifestName)));
    const { entries, damage } = await scanSession(folder, files);
    const timeline = toTimeline(entries);
    const payloadOf = (entry: Entry) => {
      const file = files.get(entry.chunk);
      if (!file) throw new Error('The session was closed before it was read.');
      return readPayload(file, entry, checksum);
    };

    const readEvent = async (entry: EventEntry): Promise<SessionEvent | null> => {
      const payload = await payloadOf(entry);
      return payload && parseEvent(new TextDecoder().decode(payload));
    };
    const readAll = async (events: readonly TimedEvent[]): Promise<readonly SessionEvent[]> => {
      const read: SessionEvent[] = [];
      for (const { entry } of events) {
        const event = await readEvent(entry);
        if (event) read.push(event);
      }
      return read;
    };
    /** Those that held last: asked for frame by frame, and fields are large. */
    let held = new Map<EventEntry, SessionEvent>();
    const readHeld = async (events: readonly TimedEvent[]): Promise<readonly SessionEvent[]> => {
      const now = new Map<EventEntry, SessionEvent>();
      for (const { entry } of events) {
        const event = held.get(entry) ?? (await readEvent(entry));
        if (event) now.set(entry, event);
      }
      held = now;
      return [...now.values()];
    };
    const measuredFrames = createMeasuredFrames(timeline, readEvent);

    return {
      ...timeline,
      manifest,
      entries,
      damage,
      readEvent,
      async readFrame(entry) {
        const payload = await payloadOf(entry);
        if (!payload) throw recordDamaged(`Frame ${entry.number}`);
        const { number, timestampS, arrivedS, format } = entry;
        return { number, timestampS, arrivedS, format, planes: planesIn(payload.buffer, format) };
      },
      eventsUpTo: frameIndex => readAll(timeline.events.filter(event => event.holdsFrom <= frameIndex)),
      async eventsAt(frameIndex) {
        const holding = lasting.flatMap(type => {
          const newest = timeline.events.findLast(
            event => event.entry.type === type && event.holdsFrom <= frameIndex,
          );
          return newest ? [newest] : [];
        });
        return [...(await readHeld(holding)), ...(await measuredFrames(frameIndex))];
      },
      [Symbol.dispose]: close,
    };
  } catch (error) {
    close();
    throw sessionUnreadable(error);
  }
}

function parseEvent(text: string): SessionEvent | null {
  try {
    const parsed = eventSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    // The checksum vouches for the bytes, so only a foreign writer can have put there what is no JSON.
    return null;
  }
}

/**
 * Measurements lie in the file near the frame that they measured. Reads those about a frame once, and remembers for which
 * frame each is.
 */
function createMeasuredFrames(
  { frames, events }: Timeline,
  readEvent: (entry: EventEntry) => Promise<SessionEvent | null>,
): (frameIndex: number) => Promise<readonly SessionEvent[]> {
  const measurements = events.filter(event => event.entry.type === 'measurement');
  const frameOf = new Map<TimedEvent, number>();
  /** Measuring lags by a frame or two, and the newest frame's number is known to the page a little late. */
  const strayFrames = 64;
  return async frameIndex => {
    const found: SessionEvent[] = [];
    for (const timed of measurements) {
      if (Math.abs(timed.holdsFrom - frameIndex) > strayFrames) continue;
      const known = frameOf.get(timed);
      if (known !== undefined && known !== frameIndex) continue;
      const event = await readEvent(timed.entry);
      if (event?.type !== 'measurement') continue;
      const measured = frameNumbered(frames, event.measurement.frameNumber, timed.holdsFrom);
      frameOf.set(timed, measured);
      if (measured === frameIndex) found.push(event);
    }
    return found;
  };
}
