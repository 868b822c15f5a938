/** A still that was taken while a session was recorded is one of its parts: listed, proved, and nothing that comes later. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examineSession } from '#archive/examine.ts';
import { chunkFile, stillFile, stillFileName } from '#archive/format.ts';
import { openSession } from '#archive/reader.ts';
import { readParts, sealSession } from '#archive/sealing.ts';
import type { MemoryFolder } from './memory-folder.ts';
import { packChunk } from './plain-video.ts';
import { mark, sessionInMemory, writeSample } from './samples.ts';

const ids = ['9e107d9d-372b-4b62-8d81-f3542a419ce6', '0d1f0c1b-5a8a-4c53-9c0d-6a2bd0b0a7f5'] as const;
const names = [...ids].sort().flatMap(id => [`still-${id}.json`, `still-${id}.png`]);

async function recorded(): Promise<{ sessions: MemoryFolder; folder: MemoryFolder }> {
  const made = await sessionInMemory(async writer => {
    for (let number = 0; number < 4; number++) await writeSample(writer, { number });
    await writer.writeEvent(mark('The end.', 3));
  });
  for (const id of ids) {
    await made.folder.replace(stillFileName('record', id), JSON.stringify({ id }));
    await made.folder.replace(
      stillFileName('picture', id),
      Uint8Array.from({ length: 90 }, (_, i) => i),
    );
  }
  return made;
}

test('stills are listed behind the chunks, each with its sum, and the session opens as before', async () => {
  const { sessions, folder } = await recorded();
  const { parts, exactness } = await sealSession(folder);
  expect(parts.map(({ name }) => name)).toEqual(['manifest.json', 'records-0001.rlr', ...names]);
  for (const { name, sha256 } of parts)
    expect(sha256).toBe(createHash('sha256').update(folder.files.get(name)!).digest('hex'));
  expect(exactness).toBe('exact');
  expect(await examineSession(folder)).toEqual([]);
  const { frames, damage } = await openSession(sessions, 'session-0001');
  expect([frames.length, damage]).toEqual([4, []]);
});

test('one byte that is turned over in a still, or a still that is gone, is named', async () => {
  const { folder } = await recorded();
  await sealSession(folder);
  for (const name of names) {
    const content = folder.files.get(name)!;
    content[content.length >> 1]! ^= 1;
    expect(await examineSession(folder)).toEqual([
      {
        part: name,
        kind: 'part-changed',
        atBytes: null,
        words: `${name} is not what it was when the session was closed`,
      },
    ]);
    content[content.length >> 1]! ^= 1;
  }
  folder.files.delete(names[1]!);
  expect(await examineSession(folder)).toMatchObject([{ part: names[1], kind: 'part-missing' }]);
});

test('packing and sealing again leave them as they were listed, also those that changed or went since', async () => {
  const { folder } = await recorded();
  const before = await sealSession(folder);
  folder.files.get(names[0]!)![3]! ^= 1;
  folder.files.delete(names[3]!);
  await packChunk(folder, 1);
  const after = await sealSession(folder);
  expect(after.parts.slice(-4)).toEqual(before.parts.slice(-4));
  expect((await examineSession(folder)).slice(0, 2)).toMatchObject([
    { part: names[0], kind: 'part-changed' },
    { part: names[3], kind: 'part-missing' },
  ]);
});

test('a still that is put beside a closed session stays foreign to it', async () => {
  const { folder } = await recorded();
  await sealSession(folder);
  const late = stillFileName('picture', '11111111-2222');
  await folder.replace(late, 'Not taken while it recorded.');
  await packChunk(folder, 1);
  await sealSession(folder);
  expect((await readParts(folder))?.parts.map(({ name }) => name)).not.toContain(late);
  expect(await examineSession(folder)).toMatchObject([{ part: late, kind: 'part-foreign' }]);
});

test('a still’s name is read back, and nothing else is one', () => {
  const hex = fc.stringMatching(/^[0-9a-f-]{8,40}$/);
  fc.assert(
    fc.property(hex, fc.constantFrom('record', 'picture' as const), (id, kind) => {
      expect(stillFile(stillFileName(kind, id))).toEqual({ kind, id });
      expect(chunkFile(stillFileName(kind, id))).toBeNull();
    }),
  );
  for (const name of [
    'still-../x.json',
    'still-..%2f..%2fab.json',
    'still-0000000.json',
    `still-${'0'.repeat(41)}.png`,
    'still-ABCDEF01.png',
    'still-abcdefgh.png',
    'still-01234567.svg',
    'still-01234567.json\n',
    'still-01234567.json.png',
    'xstill-01234567.json',
    'still-0123\x2e7.json',
  ])
    expect(stillFile(name), name).toBeNull();
});
