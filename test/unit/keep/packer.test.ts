/** Packing and thinning: nothing is lost, wherever it stops. */
import { describe, expect, test } from 'vitest';
import { examineSession } from '#archive/examine.ts';
import type { Folder } from '#archive/files.ts';
import { openSession } from '#archive/reader.ts';
import { readParts } from '#archive/sealing.ts';
import { createSessionWriter } from '#archive/writer.ts';
import { createRecordRoom } from '#workers/encode/record-room.ts';
import { type MemoryFolder, memoryFolder } from '../archive/memory-folder.ts';
import { codesOf, grey, manifestOf } from '../archive/samples.ts';
import { type Life, mortalFolder } from './mortal-folder.ts';
import { plainVideo } from './plain-video.ts';
import {
  contentOf,
  namesIn,
  noSignal,
  packerOf,
  record,
  recordTwoCameras,
  twoCameras,
} from './recordings.ts';

const id = 'session-0001';

/** A deep copy: the disk as it was. */
function copyOf(folder: MemoryFolder): MemoryFolder {
  const copy = memoryFolder();
  for (const [name, bytes] of folder.files) copy.files.set(name, bytes.slice());
  for (const [name, inner] of folder.folders) copy.folders.set(name, copyOf(inner));
  return copy;
}

const recorded = async (options: Parameters<typeof recordTwoCameras>[2] = {}) => {
  const sessions = memoryFolder();
  await recordTwoCameras(sessions, id, options);
  return sessions;
};
const sessionIn = (sessions: MemoryFolder) => sessions.folders.get(id)!;
const counting = (spoil: () => void) => plainVideo({ spoil });
const rawIn = (names: readonly string[]) => names.filter(name => name.startsWith('records-'));
const findingsIn = async (sessions: MemoryFolder) =>
  examineSession(sessionIn(sessions), { video: plainVideo() });

describe('packing', () => {
  test('a packed session says what the raw one said, is smaller, and is sealed', async () => {
    const sessions = await recorded();
    const before = await contentOf(sessions, id);
    const rawNames = rawIn(await namesIn(sessions, id));
    expect(rawNames.length).toBeGreaterThan(2);
    const packer = packerOf(sessions);
    await packer.run(noSignal);
    expect(await contentOf(sessions, id)).toEqual(before);
    expect(rawIn(await namesIn(sessions, id))).toEqual([]);
    expect(packer.state).toMatchObject({ status: 'idle', backlogBytes: 0 });
    expect(packer.state.ratio).toBeLessThan(0.8);
    expect(await findingsIn(sessions)).toEqual([]);
    expect(packer.problems).toEqual([]);
  });

  test('killed at any change of the disk, every frame and event is there, and the next start ends it', async () => {
    const disk = await recorded({ frames: 8 });
    const before = await contentOf(disk, id);
    const life: Life = { left: Number.POSITIVE_INFINITY, changes: 0 };
    await packerOf(mortalFolder(copyOf(disk), life)).run(noSignal);
    expect(life.changes).toBeGreaterThan(20);
    for (let left = 0; left < life.changes; left++) {
      const sessions = copyOf(disk);
      await packerOf(mortalFolder(sessions, { left, changes: 0 })).run(noSignal);
      expect(await contentOf(sessions, id)).toEqual(before);
      await packerOf(sessions).run(noSignal);
      expect(await contentOf(sessions, id)).toEqual(before);
      expect(rawIn(await namesIn(sessions, id))).toEqual([]);
      expect(await findingsIn(sessions)).toEqual([]);
    }
  });

  test('stopped by its signal it leaves the raw chunk and nothing half', async () => {
    const sessions = await recorded();
    const names = await namesIn(sessions, id);
    const stop = new AbortController();
    const codec = plainVideo({ spoil: (_, index) => index === 3 && stop.abort() });
    const packer = packerOf(sessions, { codec });
    await packer.run(stop.signal);
    expect(await namesIn(sessions, id)).toEqual(names);
    expect(packer.state.status).toBe('waiting');
    expect(packer.problems).toEqual([]);
  });

  test('frames that do not come back exactly stay raw in the packed chunk', async () => {
    const sessions = await recorded();
    const before = await contentOf(sessions, id);
    const codec = plainVideo({
      spoil: (picture, index) => {
        if (index % 3 === 1) picture[5]! ^= 1;
      },
    });
    await packerOf(sessions, { codec }).run(noSignal);
    expect(rawIn(await namesIn(sessions, id))).toEqual([]);
    expect(await contentOf(sessions, id)).toEqual(before);
    using session = await openSession(sessions, id);
    const coded = session.frames.filter(frame => frame.coded).length;
    expect(coded).toBeGreaterThan(0);
    expect(coded).toBeLessThan(session.frames.length);
  });

  test('where nothing comes back exactly the raw chunks stay as they were', async () => {
    const sessions = await recorded();
    const bytes = new Map(sessionIn(sessions).files);
    const codec = plainVideo({
      spoil: picture => {
        picture[0]! ^= 1;
      },
    });
    await packerOf(sessions, { codec }).run(noSignal);
    expect(
      rawIn(await namesIn(sessions, id)).every(
        name => sessionIn(sessions).files.get(name) === bytes.get(name),
      ),
    ).toBe(true);
    expect((await namesIn(sessions, id)).filter(name => /webm|packed/.test(name))).toEqual([]);
  });

  test('a browser that does not keep video exactly keeps raw records, and seals them', async () => {
    const sessions = await recorded();
    const names = await namesIn(sessions, id);
    const packer = packerOf(sessions, { codec: plainVideo({ proves: false }) });
    await packer.run(noSignal);
    expect(packer.state.status).toBe('off');
    expect(await namesIn(sessions, id)).toEqual([...names, 'parts.json'].sort());
    expect(await findingsIn(sessions)).toEqual([]);
  });

  test('a chunk with a harmed byte is left as it is, byte for byte, and the others are packed', async () => {
    const sessions = await recorded();
    const harmed = sessionIn(sessions).files.get('records-0002.rlr')!;
    harmed[3000]! ^= 4;
    const bytes = harmed.slice();
    await packerOf(sessions).run(noSignal);
    expect(rawIn(await namesIn(sessions, id))).toEqual(['records-0002.rlr']);
    expect(sessionIn(sessions).files.get('records-0002.rlr')).toEqual(bytes);
  });

  test('the chunk that is still being written is left alone, and the session is not sealed', async () => {
    const sessions = await recorded({ isEnded: false });
    const raw = rawIn(await namesIn(sessions, id));
    await packerOf(sessions).run(noSignal);
    expect(rawIn(await namesIn(sessions, id))).toEqual([raw.at(-1)]);
    expect(await readParts(sessionIn(sessions))).toBeNull();
  });

  test('a size that changes in the middle: the larger share becomes video, the rest stays raw', async () => {
    const sessions = memoryFolder();
    const writer = await createSessionWriter(sessions, manifestOf(id), { room: await createRecordRoom() });
    for (let number = 0; number < 20; number++)
      await record(writer, { number, format: number < 4 ? grey(16, 8) : grey(64, 48) });
    await writer.finish(1_700_000_100);
    const before = await contentOf(sessions, id);
    await packerOf(sessions).run(noSignal);
    expect(await contentOf(sessions, id)).toEqual(before);
    using session = await openSession(sessions, id);
    expect(session.frames.map(frame => frame.coded?.index ?? null)).toEqual([
      ...Array(4).fill(null),
      ...Array.from({ length: 16 }, (_, index) => index),
    ]);
  });

  test('what does not become smaller stays raw, and is not tried again', async () => {
    const sessions = memoryFolder();
    const writer = await createSessionWriter(sessions, manifestOf(id), { room: await createRecordRoom() });
    const format = { ...grey(64, 48), format: 'I420' } as const;
    for (let number = 0; number < 60; number++)
      await record(writer, { number, format, codes: codesOf(format, number) });
    await writer.finish(1_700_000_100);
    let pictures = 0;
    const packer = packerOf(sessions, {
      codec: counting(() => {
        pictures += 1;
      }),
    });
    await packer.run(noSignal);
    // After a few pictures it was clear.
    expect(pictures).toBeLessThan(40);
    await packer.run(noSignal);
    expect(pictures).toBeLessThan(40);
    expect(await namesIn(sessions, id)).toEqual(['manifest.json', 'parts.json', 'records-0001.rlr']);
    expect(packer.state).toMatchObject({ status: 'idle', backlogBytes: 0 });
  });

  test('raw records that somebody reads are removed later, without packing again', async () => {
    const sessions = await recorded();
    const before = await contentOf(sessions, id);
    let isRead = true;
    const held: Folder = {
      ...sessions,
      folder: async (name, create) => {
        const folder = await sessions.folder(name, create);
        return {
          ...folder,
          remove: file =>
            isRead && file === 'records-0001.rlr'
              ? Promise.reject(new DOMException('It is open.', 'NoModificationAllowedError'))
              : folder.remove(file),
        };
      },
    };
    let pictures = 0;
    const packer = packerOf(held, {
      codec: counting(() => {
        pictures += 1;
      }),
    });
    await packer.run(noSignal);
    expect(packer.state.status).toBe('waiting');
    expect(rawIn(await namesIn(sessions, id))).toEqual(['records-0001.rlr']);
    expect(await contentOf(sessions, id)).toEqual(before);
    isRead = false;
    const packed = pictures;
    await packer.run(noSignal);
    expect(pictures).toBe(packed);
    expect(packer.state.status).toBe('idle');
    expect(await findingsIn(sessions)).toEqual([]);
  });

  test('while another tab packs, this one waits', async () => {
    const sessions = await recorded();
    const names = await namesIn(sessions, id);
    const packer = packerOf(sessions, { lock: async () => false });
    await packer.run(noSignal);
    expect(packer.state.status).toBe('waiting');
    expect(await namesIn(sessions, id)).toEqual(names);
    await expect(packer.thinWhite(1, noSignal)).rejects.toThrow('Another window');
  });

  test('a chunk that cannot be packed is told once and does not keep the others from it', async () => {
    const sessions = await recorded();
    const codec = plainVideo();
    let writers = 0;
    const failing = {
      ...codec,
      createWriter: (...order: Parameters<typeof codec.createWriter>) =>
        writers++ === 0 ? Promise.reject(new Error('No encoder.')) : codec.createWriter(...order),
    };
    const packer = packerOf(sessions, { codec: failing });
    await packer.run(noSignal);
    expect(rawIn(await namesIn(sessions, id))).toEqual(['records-0001.rlr']);
    expect(packer.state.status).toBe('waiting');
    await packer.run(noSignal);
    expect(rawIn(await namesIn(sessions, id))).toEqual([]);
    expect(packer.problems.map(({ problem, isOver }) => [problem.id, isOver])).toEqual([
      ['packing-failed', false],
      ['packing-failed', true],
    ]);
  });

  test('a full disk is said in words, and the raw chunk stays', async () => {
    const room = { bytes: Number.POSITIVE_INFINITY };
    const sessions = memoryFolder(room);
    await recordTwoCameras(sessions, id);
    const before = await contentOf(sessions, id);
    room.bytes = 700;
    const packer = packerOf(sessions);
    await packer.run(noSignal);
    expect(packer.problems[0]?.problem.text).toContain('too full');
    expect(await contentOf(sessions, id)).toEqual(before);
  });
});

describe('thinning', () => {
  const nirOf = async (sessions: Folder) => {
    using session = await openSession(sessions, id, { video: plainVideo() });
    const frames = [];
    for (const entry of session.secondFrames) frames.push((await session.readFrame(entry)).planes);
    return frames;
  };

  test('white light becomes lossy and is marked for good; NIR stays to the last bit', async () => {
    const sessions = await recorded();
    const nir = await nirOf(sessions);
    const packer = packerOf(sessions);
    await packer.run(noSignal);
    const gained = await packer.thinWhite(Number.POSITIVE_INFINITY, noSignal);
    expect(gained).toBeGreaterThan(0);
    expect(await nirOf(sessions)).toEqual(nir);
    using session = await openSession(sessions, id, { video: plainVideo() });
    expect(session.exactness).toBe('white-lossy');
    expect(session.frames.every(frame => frame.coded?.isExact === false)).toBe(true);
    for (const frame of session.frames) await session.readFrame(frame);
    expect((await readParts(sessionIn(sessions)))?.exactness).toBe('white-lossy');
    expect(await findingsIn(sessions)).toEqual([]);
    // A second time there is nothing to gain.
    expect(await packer.thinWhite(Number.POSITIVE_INFINITY, noSignal)).toBe(0);
  });

  test('it stops when enough is free, and raw chunks are packed first', async () => {
    const sessions = await recorded();
    expect(await packerOf(sessions).thinWhite(1, noSignal)).toBeGreaterThanOrEqual(1);
    expect(rawIn(await namesIn(sessions, id)).length).toBeGreaterThan(0);
    using session = await openSession(sessions, id, { video: plainVideo() });
    const lossy = session.frames.filter(frame => frame.coded?.isExact === false).length;
    expect(lossy).toBeLessThan(session.frames.length);
  });

  test('a stream that carried NIR under any layout is not touched', async () => {
    const nirInMain = { ...twoCameras, nir: twoCameras.white };
    const sessions = await recorded({ layout: nirInMain });
    const before = await contentOf(sessions, id);
    const packer = packerOf(sessions);
    await packer.run(noSignal);
    expect(await packer.thinWhite(Number.POSITIVE_INFINITY, noSignal)).toBe(0);
    expect(await contentOf(sessions, id)).toEqual(before);
  });

  test('killed at any change of the disk, NIR and events are there, and the next start ends it', async () => {
    const disk = await recorded({ frames: 8 });
    const nir = await nirOf(disk);
    await packerOf(disk).run(noSignal);
    const life: Life = { left: Number.POSITIVE_INFINITY, changes: 0 };
    await packerOf(mortalFolder(copyOf(disk), life)).thinWhite(Number.POSITIVE_INFINITY, noSignal);
    expect(life.changes).toBeGreaterThan(10);
    for (let left = 0; left < life.changes; left++) {
      const sessions = copyOf(disk);
      const dying = packerOf(mortalFolder(sessions, { left, changes: 0 }));
      await dying.thinWhite(Number.POSITIVE_INFINITY, noSignal).catch(() => null);
      expect(await nirOf(sessions)).toEqual(nir);
      await packerOf(sessions).run(noSignal);
      // Every frame is whole again, exact or lossy, and every byte is in the list.
      await contentOf(sessions, id);
      expect(await findingsIn(sessions)).toEqual([]);
    }
  });
});
