/** Blinded readings on disk: what was kept comes back, what is damaged is said and left alone, and no window overwrites another's. */
import { describe, expect, test } from 'vitest';
import { readingArchive } from '#archive/readings.ts';
import { noAnswer, type ReaderFile, type ReadingSet } from '#model/reading.ts';
import { readingOrder } from '#model/reading-order.ts';
import { createRandom } from '../../support/random.ts';
import { memoryFolder } from './memory-folder.ts';

const set: ReadingSet = {
  version: 1,
  id: 'set-00000001',
  madeAtS: 1000,
  seed: 5,
  picture: 'whiteLight',
  stillIds: ['still-000a', 'still-000b', 'still-000c'],
  repeats: [2],
};
const order = readingOrder(set, 1);
const begun: ReaderFile = {
  version: 1,
  setId: set.id,
  reader: 1,
  revision: 1,
  startedAtS: 1001,
  finishedAtS: null,
  order,
  answers: order.map(() => noAnswer),
};
const answered = (file: ReaderFile): ReaderFile => ({
  ...file,
  revision: file.revision + 1,
  answers: file.answers.map(() => ({
    mark: 'positive',
    confidence: 5,
    outlines: [
      [
        { x: 0.25, y: 1 },
        { x: 9, y: 1.5 },
        { x: 4, y: 7 },
      ],
    ],
    sizePx: { widthPx: 20, heightPx: 10 },
    answeredAtS: 1002,
    isMissing: false,
  })),
});

async function disk() {
  const root = memoryFolder();
  const archive = readingArchive(async () => root);
  await archive.createSet(set);
  const files = () => root.folders.get('readings')!.folders.get(set.id)!.files;
  return { root, archive, files };
}
const problem = (id: string) => ({ problem: { id } });

describe('readings on disk', () => {
  test('come back as they were kept, newest set first, and are gone when deleted', async () => {
    const { archive, root } = await disk();
    const newer = { ...set, id: 'set-00000002', madeAtS: 2000 };
    await archive.createSet(newer);
    await archive.saveReader(set, begun);
    const second = answered(begun);
    await archive.saveReader(set, second);
    const third = { ...begun, reader: 3, order: readingOrder(set, 3) };
    await archive.saveReader(set, third);
    expect(await archive.list()).toEqual({
      kept: [
        { set: newer, readers: [] },
        { set, readers: [second, third] },
      ],
      unreadable: [],
    });
    expect(await archive.readReader(set, 1)).toEqual(second);
    expect(await archive.readReader(set, 2)).toBeNull();
    await archive.remove(set.id);
    await archive.remove(set.id);
    expect([...root.folders.get('readings')!.folders.keys()]).toEqual([newer.id]);
  });

  test('lie apart from the stills, under numbers', async () => {
    const { archive, root, files } = await disk();
    await archive.saveReader(set, begun);
    expect([...root.folders.keys()]).toEqual(['readings']);
    expect([...files().keys()]).toEqual(['set.json', 'reader-1.json']);
  });

  test('are not overwritten by a window that began from an older answer, nor once they are finished', async () => {
    const { archive } = await disk();
    await archive.saveReader(set, begun);
    await expect(archive.saveReader(set, begun)).rejects.toMatchObject(problem('reading-elsewhere'));
    const second = { ...answered(begun), finishedAtS: 1003 };
    await archive.saveReader(set, second);
    await expect(archive.saveReader(set, answered(begun))).rejects.toMatchObject(
      problem('reading-elsewhere'),
    );
    await expect(archive.saveReader(set, answered(second))).rejects.toMatchObject(
      problem('reading-elsewhere'),
    );
    expect(await archive.readReader(set, 1)).toEqual(second);
  });

  test('keep their set: one that was made is not made again', async () => {
    const { archive } = await disk();
    await expect(archive.createSet({ ...set, seed: 6 })).rejects.toMatchObject(problem('reading-elsewhere'));
    expect((await archive.read(set.id)).set).toEqual(set);
  });

  test('that are damaged are named, left where they are, and not begun again', async () => {
    const { archive, files } = await disk();
    await archive.saveReader(set, begun);
    files().set('reader-1.json', files().get('reader-1.json')!.slice(0, 90));
    expect(await archive.list()).toEqual({
      kept: [{ set, readers: [] }],
      unreadable: [`${set.id}/reader-1.json`],
    });
    await expect(archive.readReader(set, 1)).rejects.toMatchObject(problem('reading-broken'));
    await expect(archive.saveReader(set, begun)).rejects.toMatchObject(problem('reading-broken'));
    expect(files().get('reader-1.json')).toHaveLength(90);
    files().delete('set.json');
    expect(await archive.list()).toEqual({ kept: [], unreadable: [set.id] });
    await archive.remove(set.id);
    expect((await archive.list()).unreadable).toEqual([]);
  });

  test('under another number or of another set than they say are refused', async () => {
    const { archive, files } = await disk();
    await archive.saveReader(set, begun);
    files().set('reader-2.json', files().get('reader-1.json')!);
    await expect(archive.readReader(set, 2)).rejects.toMatchObject(problem('reading-broken'));
    await expect(archive.read('set-00000009')).rejects.toMatchObject(problem('reading-not-found'));
  });

  test('that a full disk refuses say so, and what was kept stays', async () => {
    const { archive, root } = await disk();
    await archive.saveReader(set, begun);
    const readings = root.folders.get('readings')!;
    const inside = readings.folders.get(set.id)!;
    const full = readingArchive(async () => ({
      ...root,
      folder: async () => ({
        ...readings,
        folder: async () => ({
          ...inside,
          replace: () => Promise.reject(new DOMException('No room.', 'QuotaExceededError')),
        }),
      }),
    }));
    await expect(full.saveReader(set, answered(begun))).rejects.toMatchObject(
      problem('reading-storage-full'),
    );
    expect(await archive.readReader(set, 1)).toEqual(begun);
  });

  test('with any byte changed, or cut anywhere, are refused and never read as another answer', async () => {
    const { archive, files } = await disk();
    await archive.saveReader(set, begun);
    await archive.saveReader(set, answered(begun));
    const sound = files().get('reader-1.json')!;
    const random = createRandom(73);
    for (let i = 0; i < 300; i++) {
      const end = random.integer(0, 9) === 0 ? random.integer(0, sound.length - 2) : sound.length;
      const harmed = sound.slice(0, end);
      // The line's end says nothing.
      if (end === sound.length) harmed[random.integer(0, end - 2)]! ^= 1 << random.integer(0, 7);
      files().set('reader-1.json', harmed);
      const { kept, unreadable } = await archive.list();
      expect(kept[0]?.readers).toEqual([]);
      expect(unreadable).toEqual([`${set.id}/reader-1.json`]);
    }
  });
});
