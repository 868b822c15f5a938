/** Sessions whose frames lie in videos: read bit for bit, in any order, half packed, and refused in words where that cannot be. */
import { expect, test } from 'vitest';
import { chunkFileName } from '#archive/format.ts';
import { manifestsIn, recoverSession } from '#archive/manifests.ts';
import { openSession } from '#archive/reader.ts';
import { createSessionWriter } from '#archive/writer.ts';
import type { FrameFormat } from '#model/frame.ts';
import { createRecordRoom } from '#workers/encode/record-room.ts';
import { createRandom } from '../../support/random.ts';
import { memoryFolder } from './memory-folder.ts';
import { packChunk, plainVideo } from './plain-video.ts';
import {
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
const deep: FrameFormat = { ...grey(6, 5), format: 'Y16', bitDepth: 12 };
const chunkBytes = 1500;

/** Four chunks or so of two streams, with an event here and there. */
const recorded = () =>
  sessionInMemory(
    async writer => {
      await writer.writeEvent(inputsEvent(1, -1));
      for (let number = 0; number < 16; number++) {
        await writeSample(writer, { number, format: grey(11, 7) });
        if (number % 2 === 0)
          await writeSample(writer, { number: number / 2, stream: 'second', format: deep });
        if (number % 5 === 4) await writer.writeEvent(mark(`mark ${number}`, number));
      }
    },
    { chunkBytes, streams: 2 },
  );

const chunksOf = (folder: { files: Map<string, unknown> }) =>
  [...folder.files.keys()].filter(name => name.startsWith('records-')).map(name => Number(name.slice(8, 12)));

async function packed(quality: 'exact' | 'lossy' = 'exact') {
  const { sessions, folder } = await recorded();
  const chunks = chunksOf(folder);
  expect(chunks.length).toBeGreaterThan(3);
  for (const number of chunks) await packChunk(folder, number, { quality });
  return { sessions, folder, chunks };
}

const expected = (stream: 'main' | 'second', number: number) =>
  codesOf(stream === 'main' ? grey(11, 7) : deep, number);

test('a packed session gives the same frames and events as the raw one, and says where they lie', async () => {
  const raw = await openSession((await recorded()).sessions, id);
  const { sessions } = await packed();
  const video = plainVideo();
  const reader = await openSession(sessions, id, { video });
  expect(reader.damage).toEqual([]);
  expect(reader.exactness).toBe('exact');
  expect(reader.entries.map(({ kind, sequence, number }) => [kind, sequence, number])).toEqual(
    raw.entries.map(({ kind, sequence, number }) => [kind, sequence, number]),
  );
  for (const [i, entry] of reader.entries.entries()) {
    const before = raw.entries[i]!;
    if (entry.kind === 'event' && before.kind === 'event')
      expect(await reader.readEvent(entry)).toEqual(await raw.readEvent(before));
    if (entry.kind === 'frame' && before.kind === 'frame') {
      expect(await reader.readFrame(entry)).toEqual(await raw.readFrame(before));
      expect(entry.coded?.isExact).toBe(true);
    }
  }
  reader[Symbol.dispose]();
  expect(video.opened.now).toBe(0);
});

test('in any order, backwards and both streams at once, never are more than two videos open', async () => {
  const { sessions } = await packed();
  const video = plainVideo();
  const reader = await openSession(sessions, id, { video });
  const check = async (stream: 'main' | 'second', index: number) => {
    const entry = (stream === 'main' ? reader.frames : reader.secondFrames)[index]!;
    expect(bytesOf(await reader.readFrame(entry))).toEqual(expected(stream, entry.number));
  };
  for (let index = 15; index >= 0; index--)
    await Promise.all([check('main', index), check('second', index >> 1)]);
  const backwards = video.opened.ever;
  const random = createRandom(7);
  const anywhere = Array.from({ length: 60 }, () =>
    random.integer(0, 1) ? check('main', random.integer(0, 15)) : check('second', random.integer(0, 7)),
  );
  await Promise.all(anywhere);
  expect(video.opened.most).toBe(2);
  // Each video was opened once on the way back, not once a frame.
  expect(backwards).toBeLessThanOrEqual(2 * 5);
  reader[Symbol.dispose]();
  expect(video.opened.now).toBe(0);
});

test('raw records count as long as they are there, whatever packing left beside them', async () => {
  const { sessions, folder } = await recorded();
  await packChunk(folder, 1);
  await packChunk(folder, 2, { isHalf: true });
  // Half written.
  folder.files.set('packed-0003.rlr', new Uint8Array(200));
  folder.files.set('main-0003.webm', new Uint8Array(3));
  const reader = await openSession(sessions, id, { video: plainVideo() });
  expect(reader.damage).toEqual([]);
  expect(new Set(reader.entries.map(entry => entry.chunk))).toEqual(
    new Set(['packed-0001.rlr', ...chunksOf(folder).map(number => chunkFileName('records', number))]),
  );
  for (const entry of [...reader.frames, ...reader.secondFrames])
    expect(bytesOf(await reader.readFrame(entry))).toEqual(expected(entry.stream, entry.number));
});

test('a chunk that is packed while the session is open goes on being read', async () => {
  const { sessions, folder } = await recorded();
  const reader = await openSession(sessions, id, { video: plainVideo() });
  for (const number of chunksOf(folder)) await packChunk(folder, number);
  for (const entry of [...reader.frames, ...reader.secondFrames])
    expect(bytesOf(await reader.readFrame(entry))).toEqual(expected(entry.stream, entry.number));
  expect((await reader.eventsUpTo(99)).map(event => event.type)).toEqual(['inputs', 'mark', 'mark', 'mark']);
});

test('a chunk that is packed while the session is being opened is found where it is now', async () => {
  const { sessions, folder } = await recorded();
  const { list } = folder;
  folder.list = async () => {
    const listed = await list();
    folder.list = list;
    for (const number of chunksOf(folder)) await packChunk(folder, number);
    return listed;
  };
  const reader = await openSession(sessions, id, { video: plainVideo() });
  expect(reader.damage).toEqual([]);
  expect(reader.frames.every(({ coded }) => coded !== null)).toBe(true);
  for (const entry of [...reader.frames, ...reader.secondFrames])
    expect(bytesOf(await reader.readFrame(entry))).toEqual(expected(entry.stream, entry.number));
});

test('codes that were kept lossy are read as the video gives them, and the session says so for good', async () => {
  const { sessions } = await packed('lossy');
  const reader = await openSession(sessions, id, { video: plainVideo() });
  expect(reader.exactness).toBe('lossy');
  const { number } = reader.frames[3]!;
  expect(bytesOf(await reader.readFrame(reader.frames[3]!))).toEqual(
    expected('main', number).map(code => code & 0xf0),
  );
});

test('without a codec, without a video, or with a broken one, frames are refused in words and events still read', async () => {
  const { sessions, folder } = await packed();
  const refusal = async (video?: ReturnType<typeof plainVideo>) => {
    const reader = await openSession(sessions, id, { video });
    expect((await reader.eventsUpTo(99)).length).toBe(4);
    const read = reader.readFrame(reader.frames[0]!);
    await expect(read).rejects.toMatchObject({ problem: { severity: 'caution' } });
    return read.catch((error: { problem: { id: string; text: string } }) => error.problem);
  };
  expect(await refusal()).toMatchObject({ id: 'session-video-unsupported' });
  const video = folder.files.get('main-0001.webm')!;
  folder.files.delete('main-0001.webm');
  expect(await refusal(plainVideo())).toMatchObject({
    id: 'session-video-unreadable',
    text: expect.stringContaining('main-0001.webm of this recording is missing'),
  });
  folder.files.set('main-0001.webm', video.slice(0, 5));
  expect(await refusal(plainVideo())).toMatchObject({
    id: 'session-video-unreadable',
    text: expect.stringContaining('cannot be read'),
  });
  // A video of another size, and one bit of the right one.
  folder.files.set('main-0001.webm', folder.files.get('second-0002.webm')!);
  expect(await refusal(plainVideo())).toMatchObject({ id: 'record-damaged' });
  const flipped = video.slice();
  flipped[20]! ^= 1;
  folder.files.set('main-0001.webm', flipped);
  expect(await refusal(plainVideo())).toMatchObject({ id: 'record-damaged' });
});

test('any file cut at any of many places opens to the last whole frame before the cut', async () => {
  const { sessions, folder } = await recorded();
  await packChunk(folder, 1);
  await packChunk(folder, 2, { isHalf: true });
  const names = [...folder.files.keys()].filter(name => name !== 'manifest.json');
  const originals = new Map(names.map(name => [name, folder.files.get(name)!]));
  const whole = (await openSession(sessions, id)).entries;
  const random = createRandom(11);
  for (const name of names) {
    const original = originals.get(name)!;
    for (let i = 0; i < 200; i++) {
      const end = random.integer(0, original.length - 1);
      folder.files.set(name, original.slice(0, end));
      const reader = await openSession(sessions, id, { video: plainVideo() });
      const isThere = (entry: (typeof whole)[number]) =>
        entry.chunk !== name ||
        entry.offsetBytes + 128 + (entry.kind === 'frame' && entry.coded ? 0 : entry.payloadBytes) <= end;
      expect(reader.entries.map(entry => entry.sequence)).toEqual(
        whole.filter(isThere).map(entry => entry.sequence),
      );
      for (const entry of [...reader.frames, ...reader.secondFrames].filter(({ chunk }) =>
        chunk.includes('-0001'),
      )) {
        const read = await reader.readFrame(entry).catch(() => null);
        const picture = entry.stream === 'main' ? 77 + 48 : 60 + 30;
        const isWhole =
          name !== chunkFileName(entry.stream, 1) || end >= 8 + (entry.coded!.index + 1) * picture;
        expect(read && bytesOf(read)).toEqual(isWhole ? expected(entry.stream, entry.number) : null);
      }
    }
    folder.files.set(name, original);
  }
});

test('a session that a crash left half packed and without an end gets the end that it had', async () => {
  const sessions = memoryFolder();
  const writer = await createSessionWriter(sessions, manifestOf(id), {
    room: await createRecordRoom(),
    chunkBytes: 600,
  });
  for (let number = 0; number < 9; number++)
    await writeSample(writer, { number, arrivedS: 1_700_000_000 + number });
  writer[Symbol.dispose]();
  const folder = sessions.folders.get(id)!;
  await packChunk(folder, 1);
  await packChunk(folder, 2, { isHalf: true });
  const [found] = await manifestsIn(sessions);
  const recovered = await recoverSession(sessions, found!);
  expect(recovered).toMatchObject({ endedAtS: 1_700_000_008, frames: 9, bytes: writer.bytes });
});
