/**
 * The settings that were in force in a session. Reads an event when it is asked for, and keeps the last few: regions drawn by hand are
 * large, and a drag leaves hundreds of them.
 */
import { newestHolding } from '#archive/holding.ts';
import type { SessionReader } from '#archive/reader.ts';
import type { TimedEvent } from '#archive/timeline.ts';
import type { SessionEvent, SessionEventType } from '#model/event.ts';
import { type Field, fieldFromJson } from '#model/field.ts';
import { keyFrameFromJson } from '#model/key-frame.ts';
import type { MeasurementInputs } from '#model/measurement.ts';
import type { KeyFrame } from '#model/motion.ts';

const inputsKept = 16;

export type SettingsLog = {
  /** In force at main frame `frameIndex`; null before the first. */
  at(frameIndex: number): Promise<MeasurementInputs | null>;
  /** Those with this revision that lie nearest to the frame; null: the session has none. */
  withRevision(revision: number, frameIndex: number): Promise<MeasurementInputs | null>;
  /** The per-pixel data that a profile refers to, as far as the session has it. */
  fieldsOf(inputs: MeasurementInputs): Promise<readonly Field[]>;
  /** The picture that tissue is followed from; null: none is named, or the session has it not. */
  keyFrameOf(inputs: MeasurementInputs): Promise<KeyFrame | null>;
};

export function createSettingsLog(reader: SessionReader): SettingsLog {
  const ofType = (type: SessionEventType) => reader.events.filter(({ entry }) => entry.type === type);
  const all = ofType('inputs');
  const newest = newestHolding(all);
  const kept = new Map<TimedEvent, MeasurementInputs>();
  const revisions = new Map<TimedEvent, number>();

  const read = async (timed: TimedEvent): Promise<MeasurementInputs | null> => {
    const known = kept.get(timed);
    if (known) return known;
    const event = await reader.readEvent(timed.entry);
    if (event?.type !== 'inputs') return null;
    revisions.set(timed, event.inputs.revision);
    kept.set(timed, event.inputs);
    for (const oldest of kept.keys()) if (kept.size > inputsKept) kept.delete(oldest);
    return event.inputs;
  };

  const hasRevision = async (timed: TimedEvent | undefined, revision: number): Promise<boolean> => {
    if (!timed) return false;
    const known = revisions.get(timed) ?? (await read(timed))?.revision;
    return known === revision;
  };

  const fields = createShelf(ofType('fields'), reader, event =>
    event.type === 'fields' ? event.fields.flatMap(json => fieldFromJson(json) ?? []) : [],
  );
  const keyFrames = createShelf(ofType('key-frame'), reader, event => {
    const keyFrame = event.type === 'key-frame' ? keyFrameFromJson(event.keyFrame) : null;
    return keyFrame ? [keyFrame] : [];
  });

  return {
    async at(frameIndex) {
      const timed = newest(frameIndex);
      return timed && read(timed);
    },
    async withRevision(revision, frameIndex) {
      const held = newest(frameIndex);
      const near = held ? all.indexOf(held) : 0;
      for (let away = 0; away < all.length; away++)
        for (const timed of [all[near - away], all[near + away]])
          if (timed && (await hasRevision(timed, revision))) return read(timed);
      return null;
    },
    async fieldsOf({ profile: { darkField, flatField } }) {
      const found: Field[] = [];
      for (const ref of [darkField, flatField]) {
        const field = ref && (await fields(ref.hash));
        if (field) found.push(field);
      }
      return found;
    },
    keyFrameOf: async ({ keyFrame }) => (keyFrame === null ? null : keyFrames(keyFrame)),
  };
}

/** Things that events carry, by the hash that names them. Keeps those of the event read last: they are large. */
function createShelf<T extends { readonly hash: string }>(
  events: readonly TimedEvent[],
  reader: SessionReader,
  thingsIn: (event: SessionEvent) => readonly T[],
): (hash: string) => Promise<T | null> {
  const kept = new Map<string, T>();
  const missing = new Set<string>();
  return async hash => {
    const known = kept.get(hash);
    if (known || missing.has(hash)) return known ?? null;
    for (const { entry } of events) {
      const event = await reader.readEvent(entry);
      const things = event ? thingsIn(event) : [];
      const found = things.find(thing => thing.hash === hash);
      if (!found) continue;
      kept.clear();
      for (const thing of things) kept.set(thing.hash, thing);
      return found;
    }
    missing.add(hash);
    return null;
  };
}
