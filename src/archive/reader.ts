/**
 * Opens one session for reading: an index of all whole records, and what was lost. Holds a few chunks and videos open; whoever
 * opened it disposes of it. Damaged bytes never become a frame: each payload is checked against its checksum when it is read.
 */
import { eventSchema, type SessionEvent, type SessionEventType } from '#model/event.ts';
import { type FramePlanes, planesIn } from '#model/frame.ts';
import { exactnessOf } from './exactness.ts';
import type { Folder } from './files.ts';
import type { Exactness, SessionManifest } from './format.ts';
import { measuredIn, newestHolding } from './holding.ts';
import { manifestIn } from './manifests.ts';
import { createPayloads } from './payloads.ts';
import { recordDamaged, sessionUnreadable } from './problems.ts';
import { type Damage, type Entry, type EventEntry, type FrameEntry, scanSession } from './scan.ts';
import { type TimedEvent, type Timeline, toTimeline } from './timeline.ts';
import type { VideoCodec } from './video/video.ts';

export type SessionReader = Timeline & {
  readonly manifest: SessionManifest;
  /** What is kept of the codes, as the frames themselves say. */
  readonly exactness: Exactness;
  /** Every whole record, in order of arrival. */
  readonly entries: readonly Entry[];
  /** What could not be used; empty when everything is there. */
  readonly damage: readonly Damage[];
  /**
   * The frame's planes in a buffer of their own. Rejects with a `ProblemError` when its bytes are damaged, or lie in a video that
   * cannot be read.
   */
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
  'blank',
];

/**
 * Opens `sessions/<id>`; frames that are packed as video are read through `video`. Rejects with a `ProblemError` when the session or
 * its manifest is not there.
 */
export async function openSession(
  sessions: Folder,
  id: string,
  { video }: { readonly video?: VideoCodec | undefined } = {},
): Promise<SessionReader> {
  try {
    const folder = await sessions.folder(id, false);
    const manifest = await manifestIn(folder);
    const { entries, damage } = await scanSession(folder);
    const timeline = toTimeline(entries);
    const payloads = await createPayloads(folder, video);

    const readEvent = async (entry: EventEntry): Promise<SessionEvent | null> => {
      const payload = await payloads.read(entry);
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
    const measured = measuredIn(timeline, readEvent);
    const newest = lasting.map(type =>
      newestHolding(timeline.events.filter(event => event.entry.type === type)),
    );

    return {
      ...timeline,
      manifest,
      exactness: exactnessOf(entries, manifest),
      entries,
      damage,
      readEvent,
      async readFrame(entry) {
        const payload = await payloads.read(entry);
        if (!payload) throw recordDamaged(`Frame ${entry.number}`);
        const { number, timestampS, arrivedS, format } = entry;
        return { number, timestampS, arrivedS, format, planes: planesIn(payload.buffer, format) };
      },
      eventsUpTo: frameIndex => readAll(timeline.events.filter(event => event.holdsFrom <= frameIndex)),
      async eventsAt(frameIndex) {
        const holding = newest.flatMap(find => find(frameIndex) ?? []);
        return [...(await readHeld(holding)), ...(await measured(frameIndex))];
      },
      [Symbol.dispose]() {
        payloads[Symbol.dispose]();
      },
    };
  } catch (error) {
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
