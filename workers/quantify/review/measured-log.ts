/**
 * What was measured live, frame by frame, in order. Measurements lie in the session near their frame, not beside it: they are read a
 * little ahead. Holds those of a few hundred frames.
 */
import type { SessionReader } from '#archive/reader.ts';
import type { FrameEntry } from '#archive/scan.ts';
import type { Measurement } from '#model/measurement.ts';

/** A measurement and its frame never lie further apart than this. */
const strayFrames = 256;

export type MeasuredLog = {
  /** Measurements of main frame `frameIndex`, which must not be asked for after a later one. */
  of(frameIndex: number): Promise<readonly Measurement[]>;
  /** Measurements, of those read so far, of frames that are not in the recording, and where they lay. */
  readonly homeless: readonly number[];
};

/** From main frame `from` on. */
export function createMeasuredLog(reader: SessionReader, from: number): MeasuredLog {
  const events = reader.events
    .filter(({ entry, holdsFrom }) => entry.type === 'measurement' && holdsFrom >= from - strayFrames)
    .toSorted((a, b) => a.holdsFrom - b.holdsFrom);
  const ahead = new Map<number, Measurement[]>();
  const homeless: number[] = [];
  let next = 0;
  return {
    homeless,
    async of(frameIndex) {
      for (; (events[next]?.holdsFrom ?? Number.POSITIVE_INFINITY) <= frameIndex + strayFrames; next++) {
        const { entry, holdsFrom } = events[next]!;
        const event = await reader.readEvent(entry);
        if (event?.type !== 'measurement') continue;
        const measured = frameNear(reader.frames, event.measurement.frameNumber, holdsFrom);
        if (measured < 0) homeless.push(holdsFrom);
        else if (measured >= frameIndex)
          ahead.set(measured, [...(ahead.get(measured) ?? []), event.measurement]);
      }
      const found = ahead.get(frameIndex) ?? [];
      for (const known of ahead.keys()) if (known <= frameIndex) ahead.delete(known);
      return found;
    },
  };
}

/** Index of the frame numbered `number` that lies nearest to `index`; −1 when none does. */
export function frameNear(frames: readonly FrameEntry[], number: number, index: number): number {
  for (let away = 0; away <= strayFrames; away++) {
    if (frames[index - away]?.number === number) return index - away;
    if (frames[index + away]?.number === number) return index + away;
  }
  return -1;
}
