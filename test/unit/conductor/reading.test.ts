/** A blinded reading as it is conducted, over the real archive in memory and a shelf of pictures. */
import { afterEach, describe, expect, test } from 'vitest';
import { stillFiles } from '#archive/stills.ts';
import { createProblems } from '#conductor/problems.ts';
import { createReading, type Reading } from '#conductor/reading.ts';
import { ProblemError } from '#model/problem.ts';
import { memoryFolder } from '../archive/memory-folder.ts';

const open: Reading[] = [];
afterEach(() => {
  for (const reading of open.splice(0)) reading[Symbol.dispose]();
});

const sizePx = { widthPx: 40, heightPx: 30 };
const stillIds = ['still-000a', 'still-000b', 'still-000c', 'still-000d', 'still-000e'];
const corners = [
  { x: 3, y: 3 },
  { x: 20, y: 3 },
  { x: 20, y: 20 },
];

function house(disk = memoryFolder(), { without = [] as readonly string[] } = {}) {
  const problems = createProblems();
  const asked: string[] = [];
  let ids = 0;
  let nowS = 1000;
  const reading = createReading({
    folder: async () => disk,
    stills: {
      async file(id, name) {
        asked.push(`${id}/${name}`);
        if (without.includes(id))
          throw new ProblemError({
            id: 'still-not-found',
            severity: 'caution',
            text: 'Gone.',
            tip: 'Open again.',
          });
        return new Blob([id]);
      },
    },
    problems,
    clockS: () => nowS++,
    newId: () => `set-0000-${++ids}`,
  });
  open.push(reading);
  const { store, commands } = reading;
  const run = () => {
    const now = store.getState().run;
    if (!now) throw new Error('No reading is under way.');
    return now;
  };
  const shownId = async () => (await fetch(run().pictureUrl!)).text();
  const answer = async (mark: 'positive' | 'negative' | 'unsure' = 'negative') => {
    commands.pictureShown(sizePx);
    commands.setMark(mark);
    commands.setConfidence(3);
    await commands.next();
  };
  const make = async (repeatShare = 0) =>
    (await commands.create({ stillIds, picture: 'picture', repeatShare }))!;
  const readAll = async (id: string, reader: number) => {
    await commands.begin(id, reader);
    while (run().place < run().count)
      await answer((await shownId()) < 'still-000c' ? 'positive' : 'negative');
    await commands.finish();
  };
  return { ...reading, disk, problems, asked, run, shownId, answer, make, readAll };
}

describe('a reading', () => {
  test('shows each picture once, in an order of the reader, and counts what is answered', async () => {
    const { make, commands, run, shownId, answer } = house();
    const id = await make();
    const orders: string[][] = [];
    for (const reader of [1, 2]) {
      await commands.begin(id, reader);
      const seen: string[] = [];
      while (run().place < run().count) {
        expect(run()).toMatchObject({ place: seen.length, answered: seen.length, count: 5 });
        seen.push(await shownId());
        await answer();
      }
      orders.push(seen);
      await commands.finish();
    }
    expect(orders.map(order => order.toSorted())).toEqual([stillIds, stillIds]);
    expect(orders[0]).not.toEqual(orders[1]);
  });

  test('tells the screen nothing of the still that is shown', async () => {
    const { make, commands, store, asked } = house();
    await commands.begin(await make(0.4), 1);
    expect(asked).toContain(`still-000a/${stillFiles.picture}`);
    expect(JSON.stringify(store.getState())).not.toMatch(/still-|showing":/);
  });

  test('takes no mark before the picture stands on the screen, and does not go on without mark and confidence', async () => {
    const { make, commands, run } = house();
    await commands.begin(await make(), 1);
    commands.setMark('positive');
    expect(run().answer.mark).toBeNull();
    commands.pictureShown(sizePx);
    commands.setMark('positive');
    await commands.next();
    expect(run().place).toBe(0);
    commands.setConfidence(6);
    commands.setConfidence(2);
    await commands.next();
    expect(run()).toMatchObject({ place: 1, answered: 1, answer: { mark: null } });
  });

  test('goes back to an answer as it was given, outlines too, and forward again', async () => {
    const { make, commands, run } = house();
    await commands.begin(await make(), 1);
    commands.pictureShown(sizePx);
    commands.setMark('positive');
    commands.setConfidence(4);
    expect(commands.addOutline(corners)).toBe(true);
    expect(commands.addOutline(corners.slice(1))).toBe(false);
    expect(
      commands.addOutline([
        { x: 5, y: 5 },
        { x: 90, y: 5 },
        { x: 90, y: -9 },
      ]),
    ).toBe(true);
    await commands.next();
    await commands.back();
    expect(run().answer).toMatchObject({
      mark: 'positive',
      confidence: 4,
      outlines: [
        corners,
        [
          { x: 5, y: 5 },
          { x: 39.5, y: 5 },
          { x: 39.5, y: -0.5 },
        ],
      ],
    });
    commands.pictureShown(sizePx);
    commands.removeLastOutline();
    expect(run().answer.outlines).toEqual([corners]);
    await commands.back();
    expect(run().place).toBe(0);
  });

  test('that was left goes on at the first picture without an answer, in the same order, after a reload too', async () => {
    const first = house();
    const id = await first.make();
    await first.commands.begin(id, 1);
    await first.answer();
    await first.answer();
    const next = await first.shownId();
    first.commands.pictureShown(sizePx);
    first.commands.addOutline(corners);
    expect(await first.commands.pause()).toBe(true);
    expect(first.store.getState()).toMatchObject({
      run: null,
      sets: [{ readers: [{ reader: 1, answered: 2, isFinished: false }] }],
    });
    const again = house(first.disk);
    await again.commands.begin(id, 1);
    expect(again.run()).toMatchObject({ place: 2, answered: 2, answer: { outlines: [corners] } });
    expect(await again.shownId()).toBe(next);
  });

  test('ends for good: who has finished cannot begin again', async () => {
    const { make, readAll, commands, store, problems } = house();
    const id = await make();
    await readAll(id, 1);
    await commands.begin(id, 1);
    expect(store.getState().run).toBeNull();
    expect(problems.store.getState().problems).toMatchObject([
      { text: expect.stringMatching(/has finished/) },
    ]);
  });

  test('cannot be finished while an answer is missing', async () => {
    const { make, commands, run, answer } = house();
    await commands.begin(await make(), 1);
    await answer();
    await commands.finish();
    expect(run().place).toBe(1);
  });

  test('passes a picture that is not there, and leaves its case out of the agreement', async () => {
    const first = house();
    const id = await first.make();
    await first.readAll(id, 1);
    const second = house(first.disk, { without: ['still-000b'] });
    await second.commands.begin(id, 2);
    let missing = 0;
    while (second.run().place < second.run().count) {
      if (second.run().pictureUrl) await second.answer();
      else {
        missing++;
        expect(second.run().problem?.text).toMatch(/cannot be shown/);
        await second.commands.next();
      }
    }
    await second.commands.finish();
    expect(missing).toBe(1);
    await second.commands.showAgreement(id);
    expect(second.store.getState().shown?.agreement).toMatchObject({ marked: 4, cases: 5 });
  });

  test('whose picture cannot be decoded is passed likewise', async () => {
    const { make, commands, run } = house();
    await commands.begin(await make(), 1);
    commands.pictureFailed();
    expect(run()).toMatchObject({ pictureUrl: null, answer: { isMissing: true } });
    await commands.next();
    expect(run().place).toBe(1);
  });

  test('stays at its picture when the disk refuses, with the answer, and says why', async () => {
    const disk = memoryFolder();
    const { make, commands, run } = house(disk);
    const id = await make();
    await commands.begin(id, 1);
    const folder = disk.folders.get('readings')!.folders.get(id)!;
    const { replace } = folder;
    const refuse = { replace: () => Promise.reject(new DOMException('No room.', 'QuotaExceededError')) };
    Object.assign(folder, refuse);
    commands.pictureShown(sizePx);
    commands.setMark('unsure');
    commands.setConfidence(1);
    await commands.next();
    expect(run()).toMatchObject({
      place: 0,
      answer: { mark: 'unsure' },
      problem: { id: 'reading-storage-full' },
    });
    expect(await commands.pause()).toBe(false);
    Object.assign(folder, { replace });
    await commands.next();
    expect(run()).toMatchObject({ place: 1, answered: 1, problem: null });
  });

  test('in two windows is kept by the one that saved first', async () => {
    const one = house();
    const id = await one.make();
    await one.commands.begin(id, 1);
    const two = house(one.disk);
    await two.commands.begin(id, 1);
    await one.answer();
    await two.answer();
    expect(one.run().place).toBe(1);
    expect(two.run()).toMatchObject({ place: 0, problem: { id: 'reading-elsewhere' } });
    two.commands.drop();
    expect(two.store.getState().run).toBeNull();
  });
});

describe('a set', () => {
  test('is refused when it is empty, or a still has no such picture, with the number of them', async () => {
    const { commands, problems } = house(memoryFolder(), { without: ['still-000b', 'still-000d'] });
    expect(await commands.create({ stillIds: [], picture: 'picture', repeatShare: 0 })).toBeNull();
    expect(problems.store.getState().problems[0]?.text).toMatch(/at least one/);
    expect(await commands.create({ stillIds, picture: 'whiteLight', repeatShare: 0 })).toBeNull();
    expect(problems.store.getState().problems[0]?.text).toBe(
      '2 of these stills have no white-light picture.',
    );
  });

  test('does not depend on the order of choosing, and shows a share of its pictures twice', async () => {
    const { make, commands, store, disk } = house();
    const id = await make(0.4);
    const again = await commands.create({
      stillIds: stillIds.toReversed(),
      picture: 'picture',
      repeatShare: 0,
    });
    const set = (name: string | null): unknown =>
      JSON.parse(
        new TextDecoder().decode(disk.folders.get('readings')!.folders.get(name!)!.files.get('set.json')),
      );
    expect(set(again)).toMatchObject({ value: { stillIds } });
    expect(set(id)).toMatchObject({ value: { stillIds, repeats: [expect.any(Number), expect.any(Number)] } });
    expect(store.getState().sets.find(each => each.id === id)).toMatchObject({ cases: 5, showings: 7 });
  });

  test('gives agreement and files once two have finished, and nothing after it is deleted', async () => {
    const { make, readAll, commands, store, problems } = house();
    const id = await make(0.2);
    await readAll(id, 1);
    await readAll(id, 4);
    await commands.showAgreement(id);
    expect(store.getState().shown?.agreement).toMatchObject({
      readers: [1, 4],
      agreed: { value: 1, n: 5 },
      kappa: { figure: { value: 1 } },
      repeats: [{ agreed: { value: 1, n: 1 } }, { agreed: { value: 1, n: 1 } }],
    });
    const csv = await (await commands.exportReading(id, 'csv'))?.text();
    expect(csv).toMatch(/\r\ncohen,1 4,,1,/);
    await commands.remove(id);
    expect(store.getState()).toMatchObject({ sets: [], shown: null });
    expect(await commands.exportReading(id, 'json')).toBeNull();
    expect(problems.store.getState().problems).toHaveLength(1);
  });
});
