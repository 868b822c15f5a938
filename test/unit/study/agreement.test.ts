/** Outlines to pixels, and a whole reading to its figures and files. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Outline, ReaderFile, ReadingAnswer, ReadingMark, ReadingSet } from '#model/reading.ts';
import { readingOrder } from '#model/reading-order.ts';
import { isInside } from '#model/region.ts';
import { agreementOf } from '#study/agreement/agreement.ts';
import { isEstimated } from '#study/agreement/estimate.ts';
import { readingCsv, readingJson } from '#study/agreement/files.ts';
import { areaOf, diceOf, outlinedPixels } from '#study/agreement/outlined.ts';
import { testBuild } from '../../support/made-with.ts';

const size = { widthPx: 30, heightPx: 24 };
const box = (x: number, y: number, width: number, height: number): Outline => [
  { x: x - 0.5, y: y - 0.5 },
  { x: x + width - 0.5, y: y - 0.5 },
  { x: x + width - 0.5, y: y + height - 0.5 },
  { x: x - 0.5, y: y + height - 0.5 },
];

describe('outlined pixels', () => {
  const place = (end: number) =>
    fc.oneof(fc.integer({ min: 0, max: end }), fc.double({ min: -0.5, max: end + 0.5, noNaN: true }));
  const outline = fc.array(fc.record({ x: place(29), y: place(23) }), { minLength: 3, maxLength: 9 });

  test('are those whose centres the rule of regions finds inside, one by one', () => {
    fc.assert(
      fc.property(fc.array(outline, { maxLength: 3 }), fc.array(outline, { maxLength: 3 }), (a, b) => {
        let [inA, inB, inBoth] = [0, 0, 0];
        for (let y = 0; y < size.heightPx; y++)
          for (let x = 0; x < size.widthPx; x++) {
            const holds = (outlines: Outline[]) =>
              outlines.some(points => isInside({ kind: 'polygon', points: [...points] }, { x, y }));
            if (holds(a)) inA++;
            if (holds(b)) inB++;
            if (holds(a) && holds(b)) inBoth++;
          }
        const [ofA, ofB] = [outlinedPixels(a, size), outlinedPixels(b, size)];
        expect([areaOf(ofA), areaOf(ofB)]).toEqual([inA, inB]);
        expect(diceOf(ofA, ofB)).toBe(inA + inB === 0 ? null : (2 * inBoth) / (inA + inB));
      }),
      { seed: 71 },
    );
  });

  test('are counted once where outlines of one reader overlap, and not outside the picture', () => {
    expect(areaOf(outlinedPixels([box(2, 2, 10, 10), box(7, 2, 10, 10)], size))).toBe(150);
    expect(areaOf(outlinedPixels([box(25, 20, 100, 100)], size))).toBe(5 * 4);
  });
});

const set: ReadingSet = {
  version: 1,
  id: 'set-00000001',
  madeAtS: 1000,
  seed: 99,
  picture: 'picture',
  stillIds: ['still-000a', 'still-000b', 'still-000c', 'still-000d'],
  repeats: [1],
};

type Given = {
  readonly mark: ReadingMark;
  readonly outlines?: readonly Outline[];
  readonly isMissing?: boolean;
};

/** A finished file; `again` answers the repeats. */
function reader(number: number, given: readonly Given[], again: Given = given[1]!): ReaderFile {
  const order = readingOrder(set, number);
  const answerOf = ({ mark, outlines = [], isMissing = false }: Given): ReadingAnswer => ({
    mark: isMissing ? null : mark,
    confidence: isMissing ? null : 4,
    outlines,
    sizePx: size,
    answeredAtS: 1100,
    isMissing,
  });
  return {
    version: 1,
    setId: set.id,
    reader: number,
    revision: 9,
    startedAtS: 1050,
    finishedAtS: 1200,
    order,
    answers: order.map(shown => answerOf(shown.showing === 2 ? again : given[shown.case]!)),
  };
}

const one = reader(
  1,
  [
    { mark: 'positive', outlines: [box(0, 0, 10, 10)] },
    { mark: 'positive', outlines: [box(5, 5, 8, 8)] },
    { mark: 'negative' },
    { mark: 'unsure' },
  ],
  { mark: 'negative' },
);
const two = reader(2, [
  { mark: 'positive', outlines: [box(5, 0, 10, 10)] },
  { mark: 'negative' },
  { mark: 'negative' },
  { mark: 'positive', outlines: [box(0, 0, 2, 2)] },
]);

describe('a reading', () => {
  test('of two readers gives κ, areas and overlap of the first showings, case by case whatever the order', () => {
    const { pairs, kappa, icc, agreed, notOutlined, marked } = agreementOf({ set, readers: [two, one] });
    const [pair] = pairs;
    expect(pairs.map(({ first, second }) => [first.reader, second.reader])).toEqual([[1, 2]]);
    expect([marked, notOutlined]).toEqual([4, 1]);
    expect(agreed).toMatchObject({ value: 0.5, n: 4 });
    // Observed 2/4; by chance (2·2 + 1·2 + 1·0) / 16.
    expect(kappa).toMatchObject({ kind: 'cohen', figure: { value: (0.5 - 6 / 16) / (1 - 6 / 16), n: 4 } });
    // Nobody outlined the third, and the fourth is not known of the first reader.
    expect(pair?.areas.points).toEqual([
      { mean: 100, difference: 0 },
      { mean: 32, difference: 64 },
    ]);
    expect(pair?.dice).toEqual({ mean: 0.25, smallest: 0, largest: 0.5, n: 2 });
    expect(icc).toMatchObject({ n: 2 });
  });

  test('holds second showings against the same reader', () => {
    const { repeats } = agreementOf({ set, readers: [one, two] });
    expect(repeats.map(({ first, second }) => [first, second])).toEqual([
      [
        { reader: 1, showing: 1 },
        { reader: 1, showing: 2 },
      ],
      [
        { reader: 2, showing: 1 },
        { reader: 2, showing: 2 },
      ],
    ]);
    expect(repeats[0]).toMatchObject({ agreed: { value: 0, n: 1 }, areas: { points: [{ difference: 64 }] } });
    expect(repeats[1]).toMatchObject({ agreed: { value: 1, n: 1 } });
    expect(isEstimated(repeats[1]!.kappa)).toBe(false);
  });

  test("of three readers gives Fleiss' κ of all and Cohen's of each pair", () => {
    const three = reader(3, [
      { mark: 'positive' },
      { mark: 'unsure' },
      { mark: 'negative' },
      { mark: 'positive' },
    ]);
    const { kappa, pairs, agreed, icc } = agreementOf({ set, readers: [one, two, three] });
    // Pairs agree on 3, 0, 3 and 1 of 3; marks are given 6, 4 and 2 times of 12.
    const chance = (36 + 16 + 4) / 144;
    expect(kappa).toMatchObject({ kind: 'fleiss', figure: { value: (7 / 12 - chance) / (1 - chance) } });
    expect(agreed).toMatchObject({ value: 7 / 12 });
    expect(pairs).toHaveLength(3);
    // The third outlined nothing that he called positive.
    expect(isEstimated(icc)).toBe(false);
  });

  test('leaves out a case that could not be shown to one of them', () => {
    const missing = reader(2, [
      { mark: 'positive', isMissing: true },
      { mark: 'positive' },
      { mark: 'negative' },
      { mark: 'unsure' },
    ]);
    const { agreed, marked } = agreementOf({ set, readers: [one, missing] });
    expect(marked).toBe(3);
    expect(agreed).toMatchObject({ value: 1, n: 3 });
  });

  test('leaves out areas that were drawn on pictures of other sizes', () => {
    const other = {
      ...two,
      answers: two.answers.map(answer => ({ ...answer, sizePx: { widthPx: 60, heightPx: 48 } })),
    };
    expect(agreementOf({ set, readers: [one, other] }).pairs[0]).toMatchObject({
      notOutlined: 4,
      areas: { points: [] },
    });
  });

  test('says that nothing is estimable before two readers have finished', () => {
    const begun = { ...two, finishedAtS: null };
    for (const readers of [[], [one], [one, begun]]) {
      const { agreed, icc, pairs } = agreementOf({ set, readers });
      expect(pairs).toEqual([]);
      for (const figure of [agreed, icc])
        expect(figure).toEqual({ notEstimable: expect.stringMatching(/two readers/) });
    }
  });
});

describe('the files of a reading', () => {
  test('hold every finished answer with its still, every figure with its reason, and no number that is none', () => {
    const begun = {
      ...reader(3, [{ mark: 'unsure' }, { mark: 'unsure' }, { mark: 'unsure' }, { mark: 'unsure' }]),
      finishedAtS: null,
    };
    const csv = readingCsv({ set, readers: [one, two, begun] }, testBuild);
    const lines = csv.split('\r\n');
    const answers = lines.slice(lines.indexOf('# Table: answers') + 2, lines.indexOf(''));
    expect(answers).toHaveLength(10);
    expect(
      answers.filter(line => /^1,\d,still-000a,1,positive,4,1,100,30,24,1100,$/.test(line)),
    ).toHaveLength(1);
    expect(csv).toMatch(/\r\nagreed,1 2,,0.5,/);
    expect(csv).toMatch(/\r\ncohen,2,2 again,,,,,Fewer than two/);
    expect(csv).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('come back from JSON with outlines, orders and agreement', () => {
    const file: unknown = JSON.parse(readingJson({ set, readers: [one, two] }, testBuild));
    expect(file).toMatchObject({
      version: 1,
      set,
      readers: [one, two],
      agreement: { kappa: { kind: 'cohen' }, readers: [1, 2] },
    });
  });
});
