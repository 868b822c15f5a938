/** Pictures in order become a session: every code as it was, in order, with what replay needs to begin; or nothing at all. */

import { expect, test } from 'vitest';
import { manifestsIn } from '#archive/manifests.ts';
import { openSession, type SessionReader } from '#archive/reader.ts';
import { wholeFrame } from '#model/layout.ts';
import { importPictures } from '#workers/feed/file/import-session.ts';
import { testBuild } from '../../support/made-with.ts';
import { createRandom } from '../../support/random.ts';
import { memoryFolder } from '../archive/memory-folder.ts';
import { refusalOf } from '../carry/carried.ts';
import { fileOf, makePng } from './fixtures.ts';

const id = 'session-pictures';
const nirOnly = {
  id: 'nir-only',
  name: 'NIR only',
  white: null,
  nir: { stream: 'main', rect: wholeFrame },
  displayReferred: false,
  source: 'test',
} as const;
const twoCameras = {
  ...nirOnly,
  id: 'two',
  white: { stream: 'main', rect: wholeFrame },
  nir: { stream: 'second', rect: wholeFrame },
} as const;

const random = createRandom(5);
/** A grey picture of noise and its codes. */
function picture(widthPx: number, heightPx: number, depth: 8 | 16): { file: File; codes: number[] } {
  const codes = Array.from({ length: widthPx * heightPx }, () => random.integer(0, 2 ** depth - 1));
  const rows = Array.from({ length: heightPx }, (_, y) => {
    const row = codes.slice(y * widthPx, (y + 1) * widthPx);
    return Uint8Array.from(depth === 8 ? row : row.flatMap(code => [code >> 8, code & 255]));
  });
  return { file: fileOf(new Uint8Array(makePng({ widthPx, heightPx, depth, colourType: 0, rows }))), codes };
}

const importing = (
  files: { main: File[]; second?: File[] },
  options: {
    sessions?: ReturnType<typeof memoryFolder>;
    signal?: AbortSignal;
    tell?: (share: number) => void;
    freeBytes?: number;
  } = {},
) => {
  const sessions = options.sessions ?? memoryFolder();
  const on = {
    madeWith: testBuild,
    sessions,
    id,
    signal: options.signal ?? new AbortController().signal,
    tell: options.tell ?? (() => undefined),
    freeBytes: async () => options.freeBytes ?? null,
  };
  const second = files.second ?? [];
  return importPictures({ main: files.main, second }, second.length > 0 ? twoCameras : nirOnly, on);
};

const codesIn = async (reader: SessionReader, stream: 'frames' | 'secondFrames') => {
  const all: number[][] = [];
  for (const entry of reader[stream]) all.push([...(await reader.readFrame(entry)).planes[0]!.samples]);
  return all;
};

test('pictures of any size and depth come back code for code, numbered and timed in their order', async () => {
  const sessions = memoryFolder();
  const pictures = [picture(9, 5, 8), picture(9, 5, 16), picture(4, 7, 8), picture(1, 1, 16)];
  const shares: number[] = [];
  expect(
    await importing(
      { main: pictures.map(({ file }) => file) },
      { sessions, tell: share => shares.push(share) },
    ),
  ).toBe(id);
  expect(shares).toEqual([0.25, 0.5, 0.75, 1]);
  const reader = await openSession(sessions, id);
  expect(reader.damage).toEqual([]);
  expect(await codesIn(reader, 'frames')).toEqual(pictures.map(({ codes }) => codes));
  expect(reader.frames.map(({ number, timestampS }) => [number, timestampS])).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
  const { startedAtS, endedAtS, frames, origin, feed } = reader.manifest;
  expect([endedAtS! - startedAtS, frames, origin, feed.kind, feed.name]).toEqual([
    3,
    4,
    'images',
    'image',
    'PNG',
  ]);
  expect(reader.frames.map(frame => frame.arrivedS - startedAtS)).toEqual([0, 1, 2, 3]);
  const events = await reader.eventsAt(0);
  expect(events.map(event => event.type)).toEqual(['inputs', 'display', 'case']);
  expect(events[0]).toMatchObject({ inputs: { revision: 1, layout: nirOnly, regions: [] } });
  expect([...(sessions.folders.get(id)?.files.keys() ?? [])].sort()).toEqual([
    'manifest.json',
    'records-0001.rlr',
  ]);
});

test('white light and NIR apart are kept picture by picture', async () => {
  const sessions = memoryFolder();
  const white = [picture(6, 4, 8), picture(6, 4, 8)];
  const nir = [picture(3, 2, 16), picture(3, 2, 16)];
  await importing({ main: white.map(({ file }) => file), second: nir.map(({ file }) => file) }, { sessions });
  const reader = await openSession(sessions, id);
  expect(await codesIn(reader, 'frames')).toEqual(white.map(({ codes }) => codes));
  expect(await codesIn(reader, 'secondFrames')).toEqual(nir.map(({ codes }) => codes));
  expect(reader.manifest.feed.streams).toBe(2);
});

test('it is not listed before it is whole, and cancelled it leaves nothing', async () => {
  const sessions = memoryFolder();
  const stop = new AbortController();
  const pictures = Array.from({ length: 5 }, () => picture(8, 8, 8).file);
  const listed: number[] = [];
  let told = 0;
  const call = importing(
    { main: pictures },
    {
      sessions,
      signal: stop.signal,
      tell() {
        told += 1;
        void manifestsIn(sessions).then(manifests => listed.push(manifests.length));
        if (told === 3) stop.abort();
      },
    },
  );
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  expect([told, listed, sessions.folders.size]).toEqual([3, [0, 0, 0], 0]);
});

test('one bad picture among them refuses the whole, and leaves nothing', async () => {
  const [good, cut] = [picture(8, 8, 8).file, picture(8, 8, 8).file];
  for (const [files, problem] of [
    [{ main: [good, fileOf(cut.slice(0, 50))] }, 'file-damaged'],
    [{ main: [good, fileOf('no picture at all, but text')] }, 'file-unknown'],
    [{ main: [good, fileOf()] }, 'file-empty'],
    [{ main: [] }, 'import-nothing'],
    [{ main: [good, good], second: [good] }, 'import-uneven'],
  ] as const) {
    const sessions = memoryFolder();
    const refused = await refusalOf(() =>
      importing({ main: [...files.main], second: 'second' in files ? [...files.second] : [] }, { sessions }),
    );
    expect([refused?.id, sessions.folders.size]).toEqual([problem, 0]);
  }
});

test('without room it says how much is missing, and leaves nothing', async () => {
  for (const options of [{ freeBytes: 100 }, {}]) {
    const sessions = memoryFolder('freeBytes' in options ? undefined : { bytes: 9000 });
    const refused = await refusalOf(() =>
      importing({ main: [picture(64, 64, 16).file, picture(64, 64, 16).file] }, { ...options, sessions }),
    );
    expect(refused?.id).toBe('freeBytes' in options ? 'import-no-room' : 'import-full');
    expect(sessions.folders.size).toBe(0);
  }
});
