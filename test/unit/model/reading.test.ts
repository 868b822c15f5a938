/** Orders in which a blinded set is shown, and what its files must be to be read. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isReadingOf,
  noAnswer,
  type ReaderFile,
  type ReadingSet,
  readerFileSchema,
  readingSetSchema,
} from '#model/reading.ts';
import { drawRepeats, orderFits, readingOrder } from '#model/reading-order.ts';

const setOf = (count: number, share = 0, seed = 7): ReadingSet => ({
  version: 1,
  id: 'set-00000001',
  madeAtS: 1000,
  seed,
  picture: 'picture',
  stillIds: Array.from({ length: count }, (_, i) => `still-${String(i).padStart(4, '0')}`),
  repeats: drawRepeats(count, share, seed),
});

describe('an order', () => {
  test('holds every case once, the repeats again and later, for any size, share and seed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        fc.nat(2 ** 32 - 1),
        fc.integer({ min: 1, max: 20 }),
        (count, share, seed, reader) => {
          const set = setOf(count, share, seed);
          const order = readingOrder(set, reader);
          expect(orderFits(order, set)).toBe(true);
          for (const index of set.repeats) {
            const at = (showing: 1 | 2) => order.findIndex(s => s.case === index && s.showing === showing);
            expect(at(2)).toBeGreaterThan(at(1));
          }
        },
      ),
      { seed: 72, numRuns: 60 },
    );
  });

  test('is the same when drawn again, another for another reader or seed', () => {
    const set = setOf(30, 0.2);
    expect(readingOrder(set, 1)).toEqual(readingOrder(set, 1));
    expect(readingOrder(set, 2)).not.toEqual(readingOrder(set, 1));
    expect(readingOrder(setOf(30, 0.2, 8), 1)).not.toEqual(readingOrder(set, 1));
  });

  test('shows no picture again within ten where there is room for it', () => {
    for (let reader = 1; reader <= 10; reader++) {
      const order = readingOrder(setOf(60, 0.25, reader), reader);
      const gaps = order.flatMap(({ case: index, showing }, at) =>
        showing === 2 ? [at - order.findIndex(s => s.case === index)] : [],
      );
      expect(gaps).toHaveLength(15);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10);
    }
  });

  test('puts each case into each place equally often (χ² of 36 cells below its 99.9 % point)', () => {
    const draws = 3600;
    const counts = Array.from({ length: 6 }, () => new Array<number>(6).fill(0));
    for (let seed = 0; seed < draws; seed++)
      for (const [at, { case: index }] of readingOrder(setOf(6, 0, seed * 2_654_435), 1).entries())
        counts[at]![index]!++;
    const expected = draws / 6;
    const chiSquare = counts.flat().reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(52.6);
  });

  test('repeats the share that was asked for, at least one where any', () => {
    expect(drawRepeats(40, 0.1, 3)).toHaveLength(4);
    expect(drawRepeats(3, 0.1, 3)).toHaveLength(1);
    expect(drawRepeats(40, 0, 3)).toEqual([]);
  });
});

const fileOf = (set: ReadingSet): ReaderFile => {
  const order = readingOrder(set, 1);
  return {
    version: 1,
    setId: set.id,
    reader: 1,
    revision: 1,
    startedAtS: 1,
    finishedAtS: null,
    order,
    answers: order.map(() => noAnswer),
  };
};

describe('a file is refused', () => {
  const set = setOf(4, 0.25);
  const file = fileOf(set);

  test('never when it is sound', () => {
    expect(readingSetSchema.parse(set)).toEqual(set);
    expect(readerFileSchema.parse(file)).toEqual(file);
    expect(isReadingOf(file, set)).toBe(true);
  });

  test.each<[what: string, value: object]>([
    ['a still twice', { stillIds: ['still-0001', 'still-0001'] }],
    ['no still', { stillIds: [], repeats: [] }],
    ['a repeat that is no case', { repeats: [4] }],
    ['a repeat twice', { repeats: [1, 1] }],
    ['a path for an id', { id: '../../etc' }],
    ['a field that nobody knows', { name: 'somebody' }],
    ['too many stills', { stillIds: setOf(501).stillIds }],
  ])('as a set with %s', (_, change) => {
    expect(readingSetSchema.safeParse({ ...set, ...change }).success).toBe(false);
  });

  test.each<[what: string, value: object]>([
    ['an answer too few', { answers: file.answers.slice(1) }],
    ['an end before every picture is answered', { finishedAtS: 5 }],
    ['a reader who is a name', { reader: 'Ann' }],
    ['a confidence of 6', { answers: file.answers.map(answer => ({ ...answer, confidence: 6 })) }],
    [
      'an outline that is a line',
      {
        answers: file.answers.map(a => ({
          ...a,
          outlines: [
            [
              { x: 1, y: 1 },
              { x: 2, y: 2 },
            ],
          ],
        })),
      },
    ],
    [
      'an outline out of all bounds',
      { answers: file.answers.map(a => ({ ...a, outlines: [[1, 2, 1e9].map(x => ({ x, y: x }))] })) },
    ],
  ])('as a reading with %s', (_, change) => {
    expect(readerFileSchema.safeParse({ ...file, ...change }).success).toBe(false);
  });

  test('as a reading of this set when its order is of another', () => {
    expect(isReadingOf({ ...file, setId: 'set-00000002' }, set)).toBe(false);
    expect(isReadingOf(fileOf(setOf(5, 0.25)), set)).toBe(false);
    const twice = [...file.order.slice(1), file.order[1]!];
    expect(isReadingOf({ ...file, order: twice }, set)).toBe(false);
  });
});
