/** Whole sessions through the writer and the reader: exact, in order, and honest about what was lost. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunkFileName, manifestSchema } from '#archive/format.ts';
import { manifestsIn, recoverSession } from '#archive/manifests.ts';
import { openSession, type SessionReader } from '#archive/reader.ts';
import { createSessionWriter } from '#archive/writer.ts';
import type { SessionEvent } from '#model/event.ts';
import type { FrameFormat } from '#model/frame.ts';
import { ProblemError } from '#model/problem.ts';
import { createRecordRoom } from '#workers/encode/record-room.ts';
import { type MemoryFolder, memoryFolder } from './memory-folder.ts';
import {
  anyFormat,
  bytesOf,
  codesOf,
  grey,
  inputsEvent,
  manifestOf,
  mark,
  sessionInMemory,
  writeSample,
} from './samples.ts';

const id = 'session-0001';
const room = await createRecordRoom();

type Written =
  | { kind: 'frame'; number: number; format: FrameFormat }
  | { kind: 'event'; event: SessionEvent };

const write = (records: readonly Written[], chunkBytes?: number) =>
  sessionInMemory(
    async writer => {
      for (const record of records) {
        if (record.kind === 'event') await writer.writeEvent(record.event);
        else await writeSample(writer, record);
      }
    },
    chunkBytes ? { chunkBytes } : {},
  );

/** Reads everything the index names and compares it with what was written, from the first record on. */
async function expectPrefix(reader: SessionReader, written: readonly Written[]): Promise<void> {
  for (const [i, entry] of reader.entries.entries()) {
    const record = written[i]!;
    expect(entry.kind).toBe(record.kind);
    if (entry.kind === 'frame' && record.kind === 'frame') {
      const frame = await reader.readFrame(entry);
      expect(frame.format).toEqual(record.format);
      expect(frame.number).toBe(record.number);
      expect(frame.timestampS).toBe(record.number / 30);
      expect(frame.arrivedS).toBe(1000 + record.number / 30);
      expect(bytesOf(frame)).toEqual(codesOf(record.format, record.number));
    } else if (entry.kind === 'event' && record.kind === 'event') {
      expect(await reader.readEvent(entry)).toEqual(record.event);
    }
  }
}

const anySession: fc.Arbitrary<Written[]> = fc
  .array(fc.oneof(anyFormat, fc.string({ unit: 'grapheme', maxLength: 40 })), { minLength: 1, maxLength: 12 })
  .map(items =>
    items.map((item, number) =>
      typeof item === 'string'
        ? { kind: 'event', event: mark(item, number) }
        : { kind: 'frame', number, format: item },
    ),
  );

test('frames of every format and events come back byte for byte, in order, over any number of chunks', async () => {
  await fc.assert(
    fc.asyncProperty(anySession, fc.constantFrom(300, 2000, 2 ** 20), async (written, chunkBytes) => {
      const { sessions } = await write(written, chunkBytes);
      const reader = await openSession(sessions, id);
      expect(reader.damage).toEqual([]);
      expect(reader.entries.length).toBe(written.length);
      await expectPrefix(reader, written);
    }),
    { numRuns: 40 },
  );
});

test('the index names kind, stream, number, time and place of every record', async () => {
  const { sessions, folder } = await sessionInMemory(
    async writer => {
      await writer.writeEvent(inputsEvent(1, -1));
      await writeSample(writer, { number: 5 });
      await writeSample(writer, { number: 2, stream: 'second', format: grey(3, 3) });
      await writeSample(writer, { number: 6 });
    },
    { chunkBytes: 700, streams: 2 },
  );
  const reader = await openSession(sessions, id);
  expect(reader.entries.map(e => [e.kind, e.number, e.sequence])).toEqual([
    ['event', -1, 0],
    ['frame', 5, 1],
    ['frame', 2, 2],
    ['frame', 6, 3],
  ]);
  expect(reader.frames.map(frame => frame.number)).toEqual([5, 6]);
  expect(reader.secondFrames.map(frame => [frame.number, frame.format.widthPx])).toEqual([[2, 3]]);
  const lengths = [...folder.files]
    .filter(([name]) => name !== 'manifest.json')
    .map(([, bytes]) => bytes.length);
  expect(lengths.length).toBe(2);
  for (const entry of reader.entries) {
    const bytes = folder.files.get(entry.chunk)!;
    expect(String.fromCharCode(...bytes.subarray(entry.offsetBytes, entry.offsetBytes + 8))).toBe('RLRECORD');
  }
  const manifest = manifestSchema.parse(
    JSON.parse(new TextDecoder().decode(folder.files.get('manifest.json'))),
  );
  expect(manifest).toMatchObject({ endedAtS: 1_700_000_100, frames: 3, bytes: lengths[0]! + lengths[1]! });
});

const steady: readonly Written[] = Array.from({ length: 9 }, (_, number) =>
  number % 4 === 3
    ? { kind: 'event', event: mark(`event ${number}`, number) }
    : { kind: 'frame', number, format: grey(11, 7) },
);

const copyOf = (folder: MemoryFolder, name: string) => new Uint8Array(folder.files.get(name)!);

test('a chunk cut at any byte keeps every whole record before the cut, and names the loss', async () => {
  const { sessions, folder } = await write(steady);
  const whole = copyOf(folder, chunkFileName('records', 1));
  const entries = (await openSession(sessions, id)).entries;
  for (let end = 0; end <= whole.length; end++) {
    folder.files.set(chunkFileName('records', 1), whole.slice(0, end));
    const reader = await openSession(sessions, id);
    const kept = entries.filter(entry => entry.offsetBytes + 128 + entry.payloadBytes <= end);
    expect(reader.entries).toEqual(kept);
    const last = kept.at(-1);
    const tail = last ? last.offsetBytes + Math.ceil((128 + last.payloadBytes) / 16) * 16 : 0;
    expect(reader.damage.length).toBe(end > tail ? 1 : 0);
    if (end > tail)
      expect(reader.damage[0]).toMatchObject({ atBytes: tail, lostBytes: end - tail, reason: 'cut' });
  }
});

test('zeros behind the last record, which a loss of power may leave, are named as unwritten', async () => {
  const { sessions, folder } = await write(steady);
  const whole = copyOf(folder, chunkFileName('records', 1));
  for (const zeros of [1, 16, 127, 128, 5000]) {
    const padded = new Uint8Array(whole.length + zeros);
    padded.set(whole);
    folder.files.set(chunkFileName('records', 1), padded);
    const reader = await openSession(sessions, id);
    expect(reader.damage).toMatchObject([{ atBytes: whole.length, lostBytes: zeros, reason: 'unwritten' }]);
    expect(reader.entries.length).toBe(steady.length);
  }
});

test('bytes turned over anywhere never throw while opening, and never come back as a frame', async () => {
  const { sessions, folder } = await write(steady, 600);
  const names = [...folder.files.keys()].filter(name => name !== 'manifest.json');
  const originals = new Map(names.map(name => [name, copyOf(folder, name)]));
  const sound = (await openSession(sessions, id)).entries;
  const hit = fc.record({
    name: fc.constantFrom(...names),
    at: fc.double({ min: 0, max: 0.999999, noNaN: true }),
    mask: fc.integer({ min: 1, max: 255 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(hit, { minLength: 1, maxLength: 5 }), async hits => {
      for (const [name, bytes] of originals) folder.files.set(name, new Uint8Array(bytes));
      for (const { name, at, mask } of hits) {
        const bytes = folder.files.get(name)!;
        bytes[Math.floor(at * bytes.length)]! ^= mask;
      }
      const isHarmed = (entry: (typeof sound)[number]) => {
        const range = [entry.offsetBytes, entry.offsetBytes + 128 + entry.payloadBytes] as const;
        const before = originals.get(entry.chunk)!.subarray(...range);
        const after = folder.files.get(entry.chunk)!.subarray(...range);
        return before.some((byte, i) => byte !== after[i]);
      };
      const reader = await openSession(sessions, id);
      let refused = 0;
      for (const entry of reader.entries) {
        const original = sound.find(({ sequence }) => sequence === entry.sequence)!;
        if (entry.kind === 'event') {
          if (isHarmed(original)) expect(await reader.readEvent(entry)).toBeNull();
        } else if (isHarmed(original)) {
          refused += 1;
          await expect(reader.readFrame(entry)).rejects.toBeInstanceOf(ProblemError);
        } else
          expect(bytesOf(await reader.readFrame(entry))).toEqual(
            Uint8Array.from(codesOf(grey(11, 7), entry.number)),
          );
      }
      const firstHarmed = new Map(
        names.map(name => [
          name,
          sound.filter(e => e.chunk === name).find(isHarmed)?.offsetBytes ?? Number.POSITIVE_INFINITY,
        ]),
      );
      const mustBeThere = sound.filter(entry => entry.offsetBytes < firstHarmed.get(entry.chunk)!);
      const there = new Set(reader.entries.map(({ sequence }) => sequence));
      expect(mustBeThere.every(({ sequence }) => there.has(sequence))).toBe(true);
      const lost = sound.length - reader.entries.length;
      if (lost > 0 || sound.some(isHarmed))
        expect(
          reader.damage.length + refused + sound.filter(e => e.kind === 'event' && isHarmed(e)).length,
        ).toBeGreaterThan(0);
      if (lost > 0) expect(reader.damage.length).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});

test('a chunk that is missing altogether is named with the number of records it held', async () => {
  const { sessions, folder } = await write(steady, 600);
  const before = (await openSession(sessions, id)).entries;
  const lost = before.filter(entry => entry.chunk === chunkFileName('records', 2));
  folder.files.delete(chunkFileName('records', 2));
  const reader = await openSession(sessions, id);
  expect(reader.entries).toEqual(before.filter(entry => entry.chunk !== chunkFileName('records', 2)));
  expect(reader.damage).toMatchObject([
    { chunk: chunkFileName('records', 3), reason: 'missing', lostRecords: lost.length },
  ]);
});

test('a session that is not there, or whose manifest is not one, is a problem with a tip', async () => {
  const { sessions, folder } = await write(steady);
  await expect(openSession(sessions, 'session-0002')).rejects.toBeInstanceOf(ProblemError);
  folder.files.set('manifest.json', new TextEncoder().encode('{"version": 2}'));
  await expect(openSession(sessions, id)).rejects.toBeInstanceOf(ProblemError);
  expect(await manifestsIn(sessions)).toEqual([]);
});

test('a session that a crash left without an end gets one, from its whole records', async () => {
  const sessions = memoryFolder();
  const writer = await createSessionWriter(sessions, manifestOf(id), { room, chunkBytes: 100_000 });
  for (let number = 0; number < 5; number++) await writeSample(writer, { number });
  writer[Symbol.dispose]();
  const folder = sessions.folders.get(id)!;
  const bytes = folder.files.get(chunkFileName('records', 1))!;
  folder.files.set(chunkFileName('records', 1), bytes.slice(0, -40));
  const [found] = await manifestsIn(sessions);
  expect(found).toMatchObject({ endedAtS: null, frames: null });
  await recoverSession(sessions, found!);
  const [recovered] = await manifestsIn(sessions);
  expect(recovered).toMatchObject({ endedAtS: 1_700_000_000, frames: 4, bytes: (writer.bytes / 5) * 4 });
  expect((await openSession(sessions, id)).frames.length).toBe(4);
});

test('a full disk stops the writer at any byte with a problem, and keeps every record before', async () => {
  const needed = (await write(steady, 600)).folder;
  const total = [...needed.files].reduce(
    (sum, [name, bytes]) => sum + (name.endsWith('.rlr') ? bytes.length : 0),
    0,
  );
  for (let limit = 0; limit < total; limit += 13) {
    const sessions = memoryFolder({ bytes: limit });
    const writer = await createSessionWriter(sessions, manifestOf(id), { room, chunkBytes: 600 });
    let kept = 0;
    try {
      for (const record of steady) {
        if (record.kind === 'event') await writer.writeEvent(record.event);
        else await writeSample(writer, record);
        kept += 1;
      }
      expect.unreachable('The disk was too small.');
    } catch (error) {
      expect(error).toMatchObject({ problem: { id: 'recording-disk-full' } });
    }
    await writer.finish(1_700_000_100);
    const reader = await openSession(sessions, id);
    expect(reader.damage).toEqual([]);
    expect(reader.entries.length).toBe(kept);
    expect(reader.manifest).toMatchObject({ endedAtS: 1_700_000_100, bytes: writer.bytes });
    await expectPrefix(reader, steady);
  }
});

test('a chunk ends when it holds as many records as a packed frame can count, and each is told once it is closed', async () => {
  const sessions = memoryFolder();
  const closed: number[] = [];
  const writer = await createSessionWriter(sessions, manifestOf(id), {
    room,
    chunkRecords: 4,
    closed: number => closed.push(number),
  });
  for (let number = 0; number < 8; number++) await writeSample(writer, { number });
  expect(closed).toEqual([1]);
  await writer.writeEvent(mark('nine', 8));
  expect(closed).toEqual([1, 2]);
  await writer.finish(1_700_000_100);
  expect(closed).toEqual([1, 2, 3]);
  const reader = await openSession(sessions, id);
  expect(reader.entries.map(({ chunk }) => Number(chunk.slice(8, 12)))).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 3]);
});

test('of a session of many chunks only a few are open at once, however it is read', async () => {
  const { sessions, folder } = await sessionInMemory(
    async writer => {
      for (let number = 0; number < 60; number++) await writeSample(writer, { number });
    },
    { chunkBytes: 300 },
  );
  expect(folder.files.size).toBeGreaterThan(50);
  let [open, most] = [0, 0];
  const { openToRead } = folder;
  folder.openToRead = async name => {
    const file = await openToRead(name);
    open += 1;
    most = Math.max(most, open);
    return {
      ...file,
      close() {
        open -= 1;
      },
    };
  };
  const reader = await openSession(sessions, id);
  await Promise.all(reader.frames.map(frame => reader.readFrame(frame)));
  for (const frame of reader.frames.toReversed()) await reader.readFrame(frame);
  expect(most).toBeLessThanOrEqual(8);
  reader[Symbol.dispose]();
  expect(open).toBe(0);
  await expect(reader.readFrame(reader.frames[0]!)).rejects.toThrow('closed before it was read');
});
