/** What holds at a frame, found by searching, against going through all events. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { measuredIn, newestHolding } from '#archive/holding.ts';
import { openSession } from '#archive/reader.ts';
import { recordBytes } from '#archive/record.ts';
import { scanSession } from '#archive/scan.ts';
import { toTimeline } from '#archive/timeline.ts';
import type { SessionEvent } from '#model/event.ts';
import { inputsOf, measurementOf, sessionInMemory, writeSample } from './samples.ts';

/** Mostly ascending, with strays, as events and frames overtake each other. */
const anyTimes = fc
  .array(fc.record({ step: fc.nat({ max: 3 }), stray: fc.integer({ min: -9, max: 9 }) }), { maxLength: 60 })
  .map(steps => {
    let at = 0;
    return steps.map(({ step, stray }) => {
      at += step;
      return Math.max(0, at + stray);
    });
  });

const eventAt = (holdsFrom: number, sequence: number) => ({
  holdsFrom,
  entry: {
    kind: 'event' as const,
    type: 'inputs',
    sequence,
    number: holdsFrom - 1,
    arrivedS: 0,
    link: null,
    payloadBytes: 0,
    payloadChecksum: 0n,
    chunk: '',
    offsetBytes: 0,
  },
});

test('the event that holds is the last one written of all that hold by then', () => {
  fc.assert(
    fc.property(anyTimes, times => {
      const events = times.map(eventAt);
      const find = newestHolding(events);
      for (let frameIndex = -1; frameIndex < 140; frameIndex++)
        expect(find(frameIndex)).toBe(events.findLast(event => event.holdsFrom <= frameIndex) ?? null);
    }),
    { numRuns: 200 },
  );
});

test('what was measured in a frame is found wherever it lies near it, in the order of writing, and each is read once', async () => {
  await fc.assert(
    fc.asyncProperty(anyTimes, async times => {
      const frameCount = 70;
      const { folder } = await sessionInMemory(async writer => {
        for (let number = 0; number < frameCount; number++) await writeSample(writer, { number });
      });
      const { frames } = toTimeline((await scanSession(folder)).entries);
      const events = times
        .map(eventAt)
        .map(event => ({ ...event, entry: { ...event.entry, type: 'measurement' } }));
      // Measured two frames earlier than it was noted.
      const measuredAt = (holdsFrom: number) => holdsFrom - 3;
      const reads = new Map<number, number>();
      const readEvent = async ({
        sequence,
        number,
      }: {
        sequence: number;
        number: number;
      }): Promise<SessionEvent> => {
        reads.set(sequence, (reads.get(sequence) ?? 0) + 1);
        const frame = { number: measuredAt(number + 1), timestampS: 0, arrivedS: 0 };
        return {
          type: 'measurement',
          atS: sequence,
          frameNumber: number,
          measurement: measurementOf(frame, inputsOf(1), 1),
        };
      };
      const measured = measuredIn({ frames, secondFrames: [], events }, readEvent);
      for (let frameIndex = 0; frameIndex < frameCount; frameIndex++) {
        const expected = events
          .filter(({ holdsFrom }) => measuredAt(holdsFrom) === frameIndex)
          .map(({ entry }) => entry.sequence);
        expect((await measured(frameIndex)).map(event => event.atS)).toEqual(expected);
        expect((await measured(frameIndex)).length).toBe(expected.length);
      }
      // Its own frame, and then once when it was found and once when it was asked for again.
      for (const count of reads.values()) expect(count).toBeLessThanOrEqual(3);
    }),
    { numRuns: 40 },
  );
});

test('opening reads headers in blocks where record follows record, and no payload but the last', async () => {
  const { sessions, folder } = await sessionInMemory(async writer => {
    for (let number = 0; number < 1000; number++) await writeSample(writer, { number });
  });
  let [reads, bytes] = [0, 0];
  const { openToRead } = folder;
  folder.openToRead = async name => {
    const file = await openToRead(name);
    return {
      ...file,
      read(into, atBytes) {
        reads += 1;
        bytes += into.length;
        return file.read(into, atBytes);
      },
    };
  };
  const reader = await openSession(sessions, 'session-0001');
  expect(reader.frames.length).toBe(1000);
  // 160,000 bytes of records.
  expect(1000 * recordBytes(32)).toBe(160_000);
  expect(reads).toBeLessThan(12);
  expect(bytes).toBeLessThan(260_000);
});
